#include "matgrad/autodiff/show/graph_picture.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

#include "support/tied_autoencoder.hpp"

using namespace matgrad;
using matgrad::tests::TiedAutoencoder;
namespace fs = std::filesystem;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// A new empty folder, removed at the end.
class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "matgrad-picture-XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path); }
  std::ptrdiff_t file_count() const { return std::distance(fs::directory_iterator(path), {}); }
  fs::path path;
};

bool dot_is_installed() {
  const char* folders = std::getenv("PATH");
  std::string folder;
  for (const char* c = folders; c != nullptr; ++c) {
    if (*c != ':' && *c != '\0') {
      folder += *c;
      continue;
    }
    if (!folder.empty() && access((folder + "/dot").c_str(), X_OK) == 0) return true;
    folder.clear();
    if (*c == '\0') break;
  }
  return false;
}

}  // namespace

TEST_CASE("the graph of the tied autoencoder, with both paths of W numbered") {
  const TiedAutoencoder a;
  CHECK(to_dot(a.L, {.highlight = a.W}) ==
        "digraph matgrad {\n"
        "  rankdir=BT;\n"
        "  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"DejaVu Sans,sans-serif\", "
        "fontsize=11];\n"
        "  edge [fontname=\"DejaVu Sans,sans-serif\", fontsize=10, fontcolor=\"#c0392b\"];\n"
        "  n0 [label=\"W\\nvariable 3×6\", fillcolor=\"#d6e6fa\", color=\"#c0392b\", penwidth=2];\n"
        "  n1 [label=\"Wᵀ\\ntranspose 6×3\", color=\"#c0392b\", penwidth=2];\n"
        "  n3 [label=\"t₁ = Wᵀ W\\nmatmul 6×6\", color=\"#c0392b\", penwidth=2];\n"
        "  n4 [label=\"x\\nvariable 6×1\", fillcolor=\"#d6e6fa\"];\n"
        "  n6 [label=\"t₂ = t₁ x\\nmatmul 6×1\", color=\"#c0392b\", penwidth=2];\n"
        "  n8 [label=\"K = t₂ − x\\nsum_of 6×1\", color=\"#c0392b\", penwidth=2];\n"
        "  n10 [label=\"t₃ = ‖K‖²\\nsquared_norm 1×1\", color=\"#c0392b\", penwidth=2];\n"
        "  n12 [label=\"L = ½ t₃\\nsum_of 1×1\", peripheries=2, fillcolor=\"#ffe9c7\", color=\"#c0392b\", "
        "penwidth=2];\n"
        "  n0 -> n1 [color=\"#c0392b\", penwidth=2, label=\"path 2\"];\n"
        "  n1 -> n3 [color=\"#c0392b\", penwidth=2, label=\"path 2\"];\n"
        "  n0 -> n3 [color=\"#c0392b\", penwidth=2, label=\"path 1\"];\n"
        "  n3 -> n6 [color=\"#c0392b\", penwidth=2];\n"
        "  n4 -> n6;\n"
        "  n6 -> n8 [color=\"#c0392b\", penwidth=2];\n"
        "  n4 -> n8;\n"
        "  n8 -> n10 [color=\"#c0392b\", penwidth=2];\n"
        "  n10 -> n12 [color=\"#c0392b\", penwidth=2];\n"
        "}\n");
}

TEST_CASE("a variable used once has no numbers, one used nowhere no highlight") {
  const Expr A = variable("A", 2, 2), x = variable("x", 2);
  const std::string once = to_dot(sum(A * x), {.highlight = x});
  CHECK(contains(once, "penwidth=2"));
  CHECK_FALSE(contains(once, "penwidth=2, label="));
  CHECK(to_dot(sum(A * x), {.highlight = variable("y", 2)}) == to_dot(sum(A * x)));
}

TEST_CASE("a transpose that is used twice carries both numbers") {
  const Expr A = variable("A", 2, 2), T = transpose(A);
  const std::string dot = to_dot(sum(T * T), {.highlight = A});
  CHECK(contains(dot, "n0 -> n1 [color=\"#c0392b\", penwidth=2, label=\"paths 1, 2\"];"));
  CHECK(contains(dot, "penwidth=2, label=\"path 1\"];"));
  CHECK(contains(dot, "penwidth=2, label=\"path 2\"];"));
}

TEST_CASE("what passes no derivative is not highlighted, what gives only its shape is dashed") {
  const Expr b = variable("b", 2), X = variable("X", 2, 3);
  const std::string dot = to_dot(sum(stop_gradient(columns(b, X))), {.highlight = b});
  CHECK(contains(dot, "[style=dashed];"));
  CHECK_FALSE(contains(dot, "-> n3 [color"));
}

TEST_CASE("what is made only for its shape is dashed as a whole") {
  const Expr X = variable("X", 2, 3), s = variable("s", 1);
  const std::string dot = to_dot(sum(s * identity_like(X * transpose(X))) + sum(X));
  CHECK(contains(dot, "label=\"X Xᵀ\\nmatmul 2×2\", style=\"rounded,filled,dashed\", fontcolor=\"#777777\"];"));
  CHECK(contains(dot, "label=\"Xᵀ\\ntranspose 3×2\", style=\"rounded,filled,dashed\", fontcolor=\"#777777\"];"));
  CHECK(contains(dot, "label=\"X\\nvariable 2×3\", fillcolor=\"#d6e6fa\"];"));  // its value counts in sum(X)
  CHECK(contains(dot, "label=\"I\\nidentity_like 2×2\"];"));
  std::size_t dashed_edges = 0;
  for (std::size_t at = dot.find("[style=dashed]"); at != std::string::npos;
       at = dot.find("[style=dashed]", at + 1))
    ++dashed_edges;
  CHECK(dashed_edges == 4);  // X to Xᵀ, both to X Xᵀ, and that to I
}

TEST_CASE("parameters, constants, the root's name and awkward names") {
  const Expr W = parameter("W\"\\", 2, 2);
  const std::string dot = to_dot(sum(W + 3), {.loss_name = "E"});
  CHECK(contains(dot, "label=\"W\\\"\\\\\\nparameter 2×2\""));
  CHECK(contains(dot, "constant 1×1\", fillcolor=\"#eeeeee\""));
  CHECK(contains(dot, "label=\"E = sum("));
  // A matrix is no loss, and a name given by the user stays.
  CHECK(contains(to_dot(exp(W)), "label=\"t₁ = "));
  CHECK(contains(to_dot(named("J", sum(W))), "label=\"J = "));
  CHECK(contains(to_dot(W), "parameter 2×2\", peripheries=2"));
}

TEST_CASE("SVG by Graphviz") {
  const Folder folder;
  const TiedAutoencoder a;
  const std::string path = (folder.path / "-o; a graph.svg").string();
  const PictureResult result = write_svg(to_dot(a.L, {.highlight = a.W}), path);
  if (!dot_is_installed()) {
    CHECK_FALSE(result);
    CHECK(contains(result.hint, "install Graphviz"));
    CHECK(folder.file_count() == 0);
    return;
  }
  REQUIRE_MESSAGE(result.written, result.hint);
  CHECK(folder.file_count() == 1);
  std::ifstream file(path);
  const std::string svg{std::istreambuf_iterator<char>(file), {}};
  CHECK(contains(svg, "<svg"));
  CHECK(contains(svg, "K = t₂ − x"));

  const PictureResult damaged = write_svg("this is no graph", (folder.path / "b.svg").string());
  CHECK_FALSE(damaged);
  CHECK(contains(damaged.hint, "could not draw"));
  CHECK(folder.file_count() == 1);
}

TEST_CASE("a picture that cannot be written is reported") {
  const Folder folder;
  const PictureResult result = write_svg("digraph {}", (folder.path / "missing" / "a.svg").string());
  CHECK_FALSE(result);
  CHECK(contains(result.hint, "cannot write"));
}

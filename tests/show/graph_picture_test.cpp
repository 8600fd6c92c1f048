#include "matgrad/autodiff/show/graph_picture.hpp"

#include <doctest/doctest.h>

#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/rounding.hpp"

#include "support/occurrences.hpp"
#include "support/tied_autoencoder.hpp"

using namespace matgrad;
using matgrad::tests::occurrences;
using matgrad::tests::TiedAutoencoder;
using Sweep = DotOptions::Sweep;
using Detail = DotOptions::Detail;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the graph of the tied autoencoder, with both paths of W numbered") {
  const TiedAutoencoder a;
  const auto label = [](const std::string& formula, const std::string& shape) {
    return " [label=<<TABLE BORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"1\"><TR><TD>" + formula +
           "</TD></TR><TR><TD><FONT POINT-SIZE=\"10\" COLOR=\"#6b7280\">" + shape + "</FONT></TD></TR></TABLE>>, ";
  };
  CHECK(to_dot(a.L, {.highlight = a.W}) ==
        "digraph matgrad {\n"
        "  rankdir=BT;\n"
        "  bgcolor=transparent;\n"
        "  nodesep=0.4;\n"
        "  ranksep=0.45;\n"
        "  node [shape=box, style=rounded, fontname=\"DejaVu Serif\", fontsize=13, margin=\"0.1,0.04\", "
        "height=0.4];\n"
        "  edge [fontname=\"DejaVu Serif\", fontsize=11, arrowsize=0.7];\n"
        "  n0" +
            label("W", "3×6") +
            "shape=ellipse, style=\"filled\", fillcolor=\"#d8edd8\", penwidth=2];\n"
            "  n1" +
            label("t₁ = Wᵀ W", "6×6") +
            "penwidth=2];\n"
            "  n2" +
            label("x", "6×1") +
            "shape=ellipse, style=\"filled\", fillcolor=\"#dbe9f8\"];\n"
            "  n3" +
            label("t₂ = t₁ x", "6×1") +
            "penwidth=2];\n"
            "  n4" +
            label("K = t₂ − x", "6×1") +
            "penwidth=2];\n"
            "  n5" +
            label("L = ½ ‖K‖²", "1×1") +
            "peripheries=2, style=\"rounded,filled\", fillcolor=\"#ffe6bf\", penwidth=2];\n"
            "  n0 -> n1 [penwidth=2, label=<&#160;path 1>];\n"
            "  n0 -> n1 [penwidth=2, label=<&#160;path 2>];\n"
            "  n1 -> n3 [penwidth=2];\n"
            "  n2 -> n3;\n"
            "  n3 -> n4 [penwidth=2];\n"
            "  n2 -> n4;\n"
            "  n4 -> n5 [penwidth=2];\n"
            "}\n");
}

TEST_CASE("adjoints run back along arrows of their own") {
  const TiedAutoencoder a;
  const std::string dot = to_dot(a.L, {.highlight = a.W, .sweep = Sweep::both});
  const std::string red = " [dir=back, style=dashed, color=\"#b3261e\", fontcolor=\"#b3261e\", label=<&#160;";
  CHECK(contains(dot, "n4 -> n5" + red + "∂L/∂K = K>];"));
  CHECK(contains(dot, "n3 -> n4" + red + "∂L/∂t₂ = ∂L/∂K>];"));
  CHECK(contains(dot, "n1 -> n3" + red + "∂L/∂t₁ = (∂L/∂t₂) xᵀ>];"));
  CHECK(contains(dot, "n0 -> n1" + red + "path 1: W (∂L/∂t₁)>];"));
  CHECK(contains(dot, "n0 -> n1" + red + "path 2: W (∂L/∂t₁)ᵀ>];"));
  CHECK(contains(dot, "∂L/∂W = sum"));
  CHECK_FALSE(contains(dot, "∂L/∂x"));  // nobody asked for it
  CHECK(occurrences(dot, " -> ") == 7 + 5);
}

TEST_CASE("the backward pass alone leaves out what it does not touch") {
  const TiedAutoencoder a;
  const std::string dot = to_dot(a.L, {.highlight = a.W, .sweep = Sweep::backward});
  CHECK(contains(dot, ">∂L/∂t₁ = (∂L/∂t₂) xᵀ<"));
  CHECK(contains(dot, "path 1: W (∂L/∂t₁)"));
  CHECK(occurrences(dot, " -> ") == 5);
  CHECK(occurrences(dot, "[dir=back") == 5);
  CHECK_FALSE(contains(dot, ">x<"));
  CHECK_FALSE(contains(dot, "t₂ − x"));
}

TEST_CASE("each operation by itself, with its name") {
  const TiedAutoencoder a;
  const std::string dot = to_dot(a.L, {.highlight = a.W, .sweep = Sweep::both, .detail = Detail::operations});
  CHECK(contains(dot, ">Wᵀ</TD>"));
  CHECK(contains(dot, ">transpose 6×3<"));
  CHECK(contains(dot, ">squared_norm 1×1<"));
  CHECK(contains(dot, "path 2: ∂L/∂Wᵀ = (∂L/∂t₁) Wᵀ"));
  CHECK(contains(dot, "path 2: (∂L/∂Wᵀ)ᵀ"));
  CHECK(contains(dot, "path 1: W (∂L/∂t₁)"));
  CHECK(contains(dot, "∂L/∂t₃ = ½"));
}

TEST_CASE("only what has a name, and how it depends on what it is made of") {
  const TiedAutoencoder a;
  const DotOptions options{.highlight = a.W, .sweep = Sweep::both, .detail = Detail::names};
  const std::string dot = to_dot(a.L, options);
  CHECK(contains(dot, "K = Wᵀ W x − x"));
  CHECK(contains(dot, "path 1: W (∂L/∂K) xᵀ"));
  CHECK(contains(dot, "path 2: W x (∂L/∂K)ᵀ"));
  CHECK_FALSE(contains(dot, "t₁"));
  CHECK(describe_graph(a.L, options) ==
        "Computational graph of L = ½ ‖K‖². Leaves: W (3×6); x (6×1). Steps: K = Wᵀ W x − x (6×1); L = ½ ‖K‖² "
        "(1×1). Adjoints, from the end back: ∂L/∂K = K; ∂L/∂W = W ((∂L/∂K) xᵀ + x (∂L/∂K)ᵀ). The arrows from W "
        "belong to 2 numbered paths.");
}

TEST_CASE("a node with several users gets the sum of what they send back") {
  const Expr a = variable("a", 3), s = named("s", sigmoid(a)), h = named("h", hadamard(a, s));
  const std::string dot = to_dot(sum(h), {.sweep = Sweep::both, .with_respect_to = {a}});
  CHECK(contains(dot, "∂L/∂a = sum"));
  CHECK(contains(dot, "(∂L/∂h) ∘ s"));
  CHECK(contains(dot, "(∂L/∂s) ∘ s ∘ (1 − s)"));  // the rule's own result stands by its name
  CHECK(contains(dot, "∂L/∂s = (∂L/∂h) ∘ a"));
}

TEST_CASE("repeated biases and what leads from no wanted variable are folded") {
  const Expr W = variable("W", 2, 3), b = variable("b", 2), X = variable("X", 3, 4), beta = variable("β", 1);
  const Expr z = named("z", W * X + columns(b, X));
  const Expr loss = sum(z) + 1.0 / beta;
  const std::string dot = to_dot(loss, {.sweep = Sweep::both, .with_respect_to = {W, b}});
  CHECK(contains(dot, "z = t₁ + b<"));
  CHECK(contains(dot, "∂L/∂b = row_sums(∂L/∂z)"));
  CHECK_FALSE(contains(dot, "columns"));
  CHECK_FALSE(contains(dot, "t₄"));
  CHECK(contains(to_dot(loss), "t₄ = "));
}

TEST_CASE("facts simplify adjoints") {
  const Expr X = variable("X", 4, 2);
  const Expr K = named("K", X * transpose(X) + identity_like(X * transpose(X)));
  const std::string dot = to_dot(log_det(K), {.highlight = X, .sweep = Sweep::both});
  CHECK(contains(dot, "∂L/∂K = K⁻¹"));
}

TEST_CASE("values and adjoints, sizes as letters, names as symbols") {
  const Expr W = variable("W1", 2, 3), x = variable("rho_hat", 3), z = named("z1", W * x);
  const Expr loss = squared_norm(z);
  const std::string dot = to_dot(loss, {.highlight = W,
                                        .sweep = Sweep::both,
                                        .values = {{z, "(1, 2)ᵀ"}, {loss, "5"}},
                                        .adjoint_values = {{z, "(2, 4)ᵀ"}, {variable("y", 1), "0"}},
                                        .names = {{"z1", "z*"}},
                                        .shape_letters = ShapeLetters({{2, "m"}, {3, "n"}})});
  CHECK(contains(dot, ">W₁<"));
  CHECK(contains(dot, ">ρ̂<"));
  CHECK(contains(dot, "z* = W₁ ρ̂"));
  CHECK(contains(dot, "∂L/∂z* = 2 z*"));
  CHECK(contains(dot, ">m×n<"));
  CHECK(contains(dot, ">1×1<"));
  CHECK(contains(dot, "COLOR=\"#0b6b5f\">(1, 2)ᵀ<"));
  CHECK(contains(dot, "COLOR=\"#0b6b5f\">(2, 4)ᵀ<"));
}

TEST_CASE("a matrix has an adjoint that is given") {
  const Expr A = variable("A", 2, 2), x = variable("x", 2);
  const std::string dot = to_dot(A * x, {.sweep = Sweep::both, .with_respect_to = {A}});
  CHECK(contains(dot, "∂L/∂t₁<"));
  CHECK(contains(dot, "∂L/∂A = (∂L/∂t₁) xᵀ"));
}

TEST_CASE("a name for a name, and one for an operation that is used without it") {
  const Expr W = variable("W", 2, 2), t = W * W;
  const Expr loss = sum(hadamard(exp(t), named("K", t))) + sum(named("y", W));
  const std::string dot = to_dot(loss, {.highlight = W, .sweep = Sweep::both, .detail = Detail::names});
  CHECK(contains(dot, "K = W W<"));
  CHECK(contains(dot, "y = W<"));
  CHECK(contains(dot, "L = sum(exp(W W) ∘ K) + sum(y)"));
  CHECK(contains(dot, "path 1: ∂L/∂y"));
  CHECK(contains(dot, "path 2: (∂L/∂K) Wᵀ"));
}

TEST_CASE("no adjoint leads through what is constant between jumps") {
  const Expr x = variable("x", 3);
  const std::string dot = to_dot(sum(round(x) + x), {.highlight = x, .sweep = Sweep::both});
  CHECK(occurrences(dot, "dir=back") == 2);
  CHECK_FALSE(contains(dot, "sum>"));
}

TEST_CASE("parameters are what adjoints flow to, if nothing else is said") {
  const Expr W = parameter("W", 2, 2), x = variable("x", 2);
  const std::string both = to_dot(sum(W * x), {.sweep = Sweep::both});
  CHECK(contains(both, "∂L/∂W"));
  CHECK_FALSE(contains(both, "∂L/∂x"));
  const Expr A = variable("A", 2, 2);
  CHECK(contains(to_dot(sum(A * x), {.sweep = Sweep::both}), "∂L/∂x"));
}

TEST_CASE("names alone where the steps are more than a dozen, if there are some") {
  const auto chain = [](int names) {
    Expr x = variable("x", 2);
    for (int i = 0; i < names; ++i) x = named("h" + std::to_string(i), exp(sigmoid(exp(sigmoid(exp(x))))));
    return sum(x);
  };
  CHECK(occurrences(to_dot(chain(3)), " -> ") == 4);
  CHECK(occurrences(to_dot(chain(3), {.detail = Detail::steps}), " -> ") == 16);
  CHECK(occurrences(to_dot(chain(1)), " -> ") == 6);
  Expr x = variable("x", 2);
  for (int i = 0; i < 20; ++i) x = exp(x);
  CHECK(occurrences(to_dot(sum(x)), " -> ") == 21);  // one formula is no graph
}

TEST_CASE("a long chain is drawn") {
  Expr x = variable("x", 2);
  for (int i = 0; i < 3000; ++i) x = exp(x);
  CHECK(occurrences(to_dot(sum(x), {.sweep = Sweep::both}), " -> ") == 2 * 3001);
  CHECK(occurrences(to_dot(sum(x), {.detail = Detail::names}), " -> ") == 1);
}

TEST_CASE("to the right") {
  CHECK(contains(to_dot(variable("x", 1), {.direction = DotOptions::Direction::right}), "rankdir=LR"));
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
  CHECK(contains(dot, "n0 -> n1 [penwidth=2, label=<&#160;paths 1, 2>];"));
  const std::string every = to_dot(sum(T * T), {.highlight = A, .detail = Detail::operations});
  CHECK(contains(every, "n0 -> n1 [penwidth=2, label=<&#160;paths 1, 2>];"));
  CHECK(contains(every, "n1 -> n2 [penwidth=2, label=<&#160;path 1>];"));
  CHECK(contains(every, "n1 -> n2 [penwidth=2, label=<&#160;path 2>];"));
}

TEST_CASE("what passes no derivative is not highlighted, what gives only its shape is dashed") {
  const Expr b = variable("b", 2), X = variable("X", 2, 3);
  const std::string dot =
      to_dot(sum(stop_gradient(columns(b, X))), {.highlight = b, .detail = Detail::operations});
  CHECK(contains(dot, "n1 -> n2 [style=dashed, color=\"#6b7280\"];"));
  CHECK(contains(dot, "n0 -> n2 [penwidth=2];"));
  CHECK(contains(dot, "n2 -> n3;"));
}

TEST_CASE("what is made only for its shape is dashed as a whole") {
  const Expr X = variable("X", 2, 3), s = variable("s", 1);
  const Expr loss = sum(s * identity_like(X * transpose(X))) + sum(X);
  CHECK_FALSE(contains(to_dot(loss), "X Xᵀ"));
  const std::string dot = to_dot(loss, {.detail = Detail::operations});
  const std::string dashed = ", style=\"rounded,dashed\", color=\"#6b7280\"];";
  const auto below = [](const std::string& kind) {
    return "<TR><TD><FONT POINT-SIZE=\"10\" COLOR=\"#6b7280\">" + kind + "</FONT></TD></TR></TABLE>>";
  };
  CHECK(contains(dot, "<TR><TD>X Xᵀ</TD></TR>" + below("matmul 2×2") + dashed));
  CHECK(contains(dot, "<TR><TD>Xᵀ</TD></TR>" + below("transpose 3×2") + dashed));
  CHECK(contains(dot, "<TR><TD>X</TD></TR>" + below("variable 2×3") + ", shape=ellipse"));  // counts in sum(X)
  CHECK(contains(dot, "<TR><TD>I</TD></TR>" + below("identity_like 2×2") + "];"));
  CHECK(occurrences(dot, "[style=dashed, color=\"#6b7280\"]") == 4);  // X to Xᵀ, both to X Xᵀ, and that to I
}

TEST_CASE("parameters, constants, the root's name and awkward names") {
  const Expr W = parameter("<W>\"&\n", 2, 2);
  const std::string dot = to_dot(sum(W + 3), {.loss_name = "E", .detail = Detail::operations});
  CHECK(contains(dot, "<TR><TD>&lt;W&gt;&quot;&amp;\n</TD></TR>"));
  CHECK(contains(dot, "fillcolor=\"#d8edd8\""));
  CHECK(contains(dot, ">constant 1×1<"));
  CHECK(contains(dot, "fillcolor=\"#ececec\""));
  CHECK(contains(dot, ">E = sum("));
  // A matrix is no loss, and a name given by the user stays.
  CHECK(contains(to_dot(exp(W)), ">t₁ = "));
  CHECK(contains(to_dot(named("J", sum(W))), ">J = "));
  CHECK(contains(to_dot(W), "shape=ellipse, peripheries=2"));
}

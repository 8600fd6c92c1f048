#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "includes.hpp"
#include "sources.hpp"

namespace {

using matgrad::tests::Include;
using matgrad::tests::includes_of;
using matgrad::tests::read_sources;
using matgrad::tests::Source;

/// The layers from the bottom up: each may include itself and those before it.
constexpr std::array<std::string_view, 17> layers = {"autodiff/expression/",
                                                     "autodiff/kernels/",
                                                     "autodiff/linear_algebra/",
                                                     "autodiff/operations/",
                                                     "autodiff/rewrite/",
                                                     "autodiff/transform/",
                                                     "autodiff/show/",
                                                     "autodiff/tape/",
                                                     "autodiff/language/",
                                                     "autodiff/check/",
                                                     "autodiff/derive/",
                                                     "autodiff/grade/",
                                                     "nn/",
                                                     "models/",
                                                     "pages/",
                                                     "examples/",
                                                     "cli/"};

constexpr std::size_t longest_file = 350;

/// The position of a path's layer; layers.size() where it belongs to none.
std::size_t layer_of(std::string_view path) {
  const auto found =
      std::find_if(layers.begin(), layers.end(), [&](auto layer) { return path.starts_with(layer); });
  return static_cast<std::size_t>(found - layers.begin());
}

/// A header of the standard library: no folder and no extension.
bool is_standard(const std::string& name) { return name.find_first_of("/.") == std::string::npos; }

/// A header that includes everything, for users; nothing in the layers of autodiff may.
bool is_umbrella(std::string_view path) { return path == "matgrad.hpp" || path == "autodiff/autodiff.hpp"; }

std::vector<std::string> upward_includes(const Source& source) {
  std::vector<std::string> faults;
  const std::size_t layer = layer_of(source.path);
  for (const Include& include : includes_of(source)) {
    const std::size_t target = include.ours ? layer_of(include.name) : 0;
    const bool everything = is_umbrella(include.name) && source.path.starts_with("autodiff/");
    if (everything || (target < layers.size() && target > layer && !is_umbrella(source.path))) {
      faults.push_back(source.path + " includes " + include.name);
    }
  }
  return faults;
}

std::vector<std::string> heavy_includes(const Source& source) {
  static const std::set<std::string> allowed = {"Eigen/Core", "fmt/core.h"};
  std::vector<std::string> faults;
  if (!source.path.starts_with("autodiff/") || !source.path.ends_with(".hpp")) return faults;
  for (const Include& include : includes_of(source)) {
    if (!include.ours && !is_standard(include.name) && !allowed.contains(include.name)) {
      faults.push_back(source.path + " includes <" + include.name + ">");
    }
  }
  return faults;
}

std::vector<std::string> long_files(const Source& source) {
  const auto lines = static_cast<std::size_t>(std::count(source.text.begin(), source.text.end(), '\n'));
  if (lines <= longest_file) return {};
  return {source.path + " has " + std::to_string(lines) + " lines"};
}

template <class Rule>
std::string faults_in(const std::vector<Source>& sources, Rule rule) {
  std::string text;
  for (const Source& source : sources) {
    for (const std::string& fault : rule(source)) text += fault + "\n";
  }
  return text;
}

TEST_CASE("no layer includes a later one") {
  const auto sources = read_sources({"autodiff", "nn", "models", "pages", "examples", "cli"});
  REQUIRE(sources.size() > 10);
  CHECK(faults_in(sources, upward_includes) == "");
}

TEST_CASE("public headers include Eigen/Core and fmt/core.h at most") {
  CHECK(faults_in(read_sources({"autodiff"}), heavy_includes) == "");
}

TEST_CASE("no file is too long") {
  CHECK(faults_in(read_sources({"autodiff", "nn", "models", "pages", "examples", "cli", "tests", "benchmarks"}),
                  long_files) == "");
}

TEST_CASE("every source of autodiff lies in a layer") {
  for (const Source& source : read_sources({"autodiff"})) {
    INFO(source.path);
    CHECK((layer_of(source.path) < layers.size() || is_umbrella(source.path)));
  }
}

TEST_CASE("planted violations are found") {
  const Source below{"autodiff/rewrite/rule.hpp", "#include <matgrad/autodiff/tape/function.hpp>\n"};
  CHECK(upward_includes(below).size() == 1);
  const Source quoted{"autodiff/expression/expr.cpp", "  #  include \"matgrad/autodiff/operations/sum.hpp\"\n"};
  CHECK(upward_includes(quoted).size() == 1);
  const Source relative{"autodiff/expression/expr.cpp", "#include \"../derive/derive.hpp\"\n"};
  CHECK(upward_includes(relative).size() == 1);
  const Source program{"autodiff/grade/grade.cpp", "#include \"examples/support/idx.hpp\"\n"};
  CHECK(upward_includes(program).size() == 1);
  const Source umbrella{"autodiff/grade/grade.cpp", "#include <matgrad/matgrad.hpp>\n"};
  CHECK(upward_includes(umbrella).size() == 1);
  const Source fine{"autodiff/tape/tape.cpp",
                    "#include <vector>\n#include \"tape.hpp\"\n#include <matgrad/autodiff/rewrite/rule.hpp>\n"};
  CHECK(upward_includes(fine).empty());

  const Source heavy{"autodiff/show/latex.hpp",
                     "#include <fmt/format.h>\n#include <fmt/core.h>\n#include <span>\n"};
  CHECK(heavy_includes(heavy) == std::vector<std::string>{"autodiff/show/latex.hpp includes <fmt/format.h>"});
  CHECK(long_files({"nn/long.cpp", std::string(351, '\n')}).size() == 1);
  CHECK(long_files({"nn/short.cpp", std::string(350, '\n')}).empty());
}

}  // namespace

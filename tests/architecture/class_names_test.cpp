#include <doctest/doctest.h>

#include <map>
#include <regex>
#include <string>
#include <vector>

#include "sources.hpp"

// A reader who meets a class takes it for the one known by that name. Operations are even told apart by typeid,
// and under clang 14 that of two classes is equal if they have the same name, each in an anonymous namespace of
// namespace matgrad: an operation would then take another one for itself.

namespace {

using matgrad::tests::read_sources;
using matgrad::tests::Source;

/// The names of the classes that are defined outside of other classes.
std::vector<std::string> class_names(const Source& source) {
  static const std::regex definition(
      R"((?:^|\n)(?:template\s*<[^;{}]*>\s*)?(?:class|struct|enum class|enum)\s+(\w+)\s*(?:final\s*)?(?::[^:][^;{]*)?\{)");
  std::vector<std::string> names;
  for (std::sregex_iterator it(source.text.begin(), source.text.end(), definition), end; it != end; ++it)
    names.push_back((*it)[1]);
  return names;
}

/// Where each class is defined. The kernels are compiled once for each instruction set, their classes too.
std::map<std::string, std::vector<std::string>> classes(const std::vector<Source>& sources) {
  std::map<std::string, std::vector<std::string>> places;
  for (const Source& source : sources)
    if (!source.path.starts_with("autodiff/kernels/"))
      for (const std::string& name : class_names(source)) places[name].push_back(source.path);
  return places;
}

std::string repeated_names(const std::vector<Source>& sources) {
  std::string text;
  for (const auto& [name, paths] : classes(sources)) {
    if (paths.size() == 1) continue;
    text += name + ":";
    for (const std::string& path : paths) text += " " + path;
    text += "\n";
  }
  return text;
}

TEST_CASE("no two classes have the same name") {
  const std::vector<Source> sources = read_sources({"autodiff", "nn", "models", "pages", "examples", "cli"});
  const auto all = classes(sources);
  CHECK(all.size() > 500);
  for (const char* name : {"Product", "Tanh", "Power", "FilledLike", "Comparison", "Gemm", "Expr", "Worksheet"}) {
    INFO(name);
    CHECK(all.contains(name));
  }
  CHECK(repeated_names(sources) == "");
}

TEST_CASE("planted repetitions are found") {
  const Source one{"one.cpp",
                   "class Sum final : public OpOf<Sum> {};\nclass Mean final : public OpOf<Mean> {};\n"};
  const Source two{"two.cpp", "class Sum;\nclass Total final\n    : public matgrad::OpOf<Total> {};\n"};
  CHECK(repeated_names({one, two}) == "");
  const Source three{"three.cpp", "class Sum final : public UnaryOp<Sum, 1> {};\n"};
  CHECK(repeated_names({one, two, three}) == "Sum: one.cpp three.cpp\n");
  const Source four{"four.cpp", "template <class D>\nstruct Total final : OpOf<Total<D>> {};\n"};
  CHECK(repeated_names({one, two, four}) == "Total: two.cpp four.cpp\n");
  const Source five{"five.cpp", "enum class Mean { of_rows, of_columns };\n"};
  CHECK(repeated_names({one, five}) == "Mean: one.cpp five.cpp\n");
  // Within another class a name is that class's own.
  const Source six{"six.cpp", "class Row {\n  struct Sum {\n  };\n};\nclass Row::Part {};\n"};
  CHECK(repeated_names({one, six}) == "");
}

}  // namespace

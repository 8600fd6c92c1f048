#include <doctest/doctest.h>

#include <cstddef>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "sources.hpp"

// Operations are told apart by typeid. Under clang 14 that of two classes is equal if they have the same name,
// each in an anonymous namespace of namespace matgrad: an operation would then take another one for itself.

namespace {

using matgrad::tests::read_sources;
using matgrad::tests::Source;

struct DerivedClass {
  std::string name;
  std::string base;
  std::string path;
};

std::vector<DerivedClass> derived_classes(const std::vector<Source>& sources) {
  static const std::regex declaration(
      R"(\b(?:class|struct)\s+(\w+)\s*(?:final\s*)?:\s*(?:public\s+)?(?:\w+::)*(\w+))");
  std::vector<DerivedClass> classes;
  for (const Source& source : sources)
    for (std::sregex_iterator it(source.text.begin(), source.text.end(), declaration), end; it != end; ++it)
      classes.push_back({(*it)[1], (*it)[2], source.path});
  return classes;
}

/// Where each class that derives from Op, perhaps through others, is declared.
std::map<std::string, std::vector<std::string>> operation_classes(const std::vector<Source>& sources) {
  const std::vector<DerivedClass> classes = derived_classes(sources);
  std::set<std::string> bases{"Op"};
  for (std::size_t known = 0; known != bases.size();) {
    known = bases.size();
    for (const DerivedClass& c : classes)
      if (bases.contains(c.base)) bases.insert(c.name);
  }
  std::map<std::string, std::vector<std::string>> places;
  for (const DerivedClass& c : classes)
    if (bases.contains(c.base)) places[c.name].push_back(c.path);
  return places;
}

std::string repeated_names(const std::vector<Source>& sources) {
  std::string text;
  for (const auto& [name, paths] : operation_classes(sources)) {
    if (paths.size() == 1) continue;
    text += name + ":";
    for (const std::string& path : paths) text += " " + path;
    text += "\n";
  }
  return text;
}

TEST_CASE("no two operations have the same class name") {
  const std::vector<Source> sources = read_sources({"autodiff"});
  const auto operations = operation_classes(sources);
  CHECK(operations.size() > 50);
  for (const char* name : {"Product", "Tanh", "Power", "FilledLike", "Comparison", "Gemm", "Copy"}) {
    INFO(name);
    CHECK(operations.contains(name));
  }
  CHECK(repeated_names(sources) == "");
}

TEST_CASE("planted repetitions are found") {
  const Source base{"op.hpp", "class Op {};\ntemplate <class D>\nclass OpOf : public Op {};\n"};
  const Source helper{"helper.hpp", "template <class D, int n>\nclass UnaryOp : public OpOf<D> {};\n"};
  const Source one{"one.cpp",
                   "class Sum final : public OpOf<Sum> {};\nclass Mean final : public OpOf<Mean> {};\n"};
  const Source two{"two.cpp", "class Sum;\nclass Total final\n    : public matgrad::OpOf<Total> {};\n"};
  CHECK(repeated_names({base, one, two}) == "");
  const Source three{"three.cpp", "class Sum final : public UnaryOp<Sum, 1> {};\n"};
  CHECK(repeated_names({base, helper, one, two, three}) == "Sum: one.cpp three.cpp\n");
  const Source four{"four.cpp", "template <class D>\nstruct Total final : OpOf<Total<D>> {};\n"};
  CHECK(repeated_names({base, one, two, four}) == "Total: two.cpp four.cpp\n");
  // Other classes may share a name.
  const Source five{"five.cpp", "class Sum final : public Error {};\n"};
  CHECK(repeated_names({base, one, five}) == "");
}

}  // namespace

#include "matgrad/autodiff/grade/base_grade.hpp"

#include <string_view>
#include <unordered_set>

#include "matgrad/autodiff/expression/graph.hpp"

namespace matgrad::grading {

Grade base_grade(const Question& question, std::size_t points, Shape given) {
  Grade grade{.question = question.name(), .truth = question.truth(), .given_shape = given, .points = points};
  std::unordered_set<std::string_view> names;
  const Graph truth(question.truth());
  for (const Expr& node : truth.nodes()) names.insert(node.symbol());
  for (const auto& [name, formula] : question.definitions())
    if (names.contains(name)) grade.where.push_back(name + " = " + formula);
  return grade;
}

}  // namespace matgrad::grading

#include <string>
#include <utility>

#include "matgrad/autodiff/grade/local_change.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/products.hpp"

namespace matgrad::grading {
namespace {}  // namespace

std::vector<LocalChange> changes_of_kronecker_product(const Expr& node, const Describe& describe) {
  std::vector<LocalChange> changes;
  const std::string a = describe(node.input(0)), b = describe(node.input(1));
  constexpr const char* advice = "with the entries column by column, vec(A X B) = (Bᵀ ⊗ A) vec(X)";
  const auto both_toggled = [](const ExprList& inputs) {
    return ExprList{with_transpose_toggled(inputs[0]), with_transpose_toggled(inputs[1])};
  };
  const auto turned = [](ExprList inputs, std::size_t i) {
    inputs[i] = with_transpose_toggled(inputs[i]);
    return inputs;
  };
  const auto kronecker_of = [](const ExprList& inputs) { return kronecker(inputs[0], inputs[1]); };
  const auto exchanged = [](const ExprList& inputs) { return kronecker(inputs[1], inputs[0]); };
  const std::string order = "the factors of " + describe(node) + " are exchanged";
  const std::string other_a = describe(with_transpose_toggled(node.input(0))),
                    other_b = describe(with_transpose_toggled(node.input(1)));
  changes.push_back({"wrong order of factors", order, advice, exchanged});
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}})
    changes.push_back({"factor not transposed",
                       (i == 0 ? other_a : other_b) + " stands for " + (i == 0 ? a : b) + " in " + describe(node),
                       advice, [=](const ExprList& inputs) { return kronecker_of(turned(inputs, i)); }});
  changes.push_back({"factor not transposed",
                     other_a + " and " + other_b + " stand for " + a + " and " + b + " in " + describe(node),
                     advice, [=](const ExprList& inputs) { return kronecker_of(both_toggled(inputs)); }});
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}})
    changes.push_back({"wrong order of factors",
                       order + ", and " + (i == 0 ? other_a : other_b) + " stands for " + (i == 0 ? a : b), advice,
                       [=](const ExprList& inputs) { return exchanged(turned(inputs, i)); }});
  changes.push_back({"wrong order of factors", order + ", and both stand transposed", advice,
                     [=](const ExprList& inputs) { return exchanged(both_toggled(inputs)); }});
  return changes;
}

}  // namespace matgrad::grading

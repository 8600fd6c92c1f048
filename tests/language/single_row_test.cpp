#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/language/parse.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

namespace matgrad::tests {

TEST_CASE("a softmax or cross-entropy of a single row is pointed out") {
  const std::vector<std::pair<std::string, std::string>> notes = {
      {"z: 1x3; sum(softmax(z))",
       "softmax goes by columns, and z has a single row (1×3): every entry is 1; to go by rows write row_softmax"},
      {"z: 1x3; t: 1x3; dot(t, log_softmax(z))",
       "log_softmax goes by columns, and z has a single row (1×3): every entry is 0; to go by rows write "
       "row_log_softmax"},
      {"w: 3; X: 3x5; sum(logsumexp(w'*X))",
       "logsumexp goes by columns, and wᵀ X has a single row (1×5): it is the row itself; to go by rows write "
       "row_logsumexp"},
      {"z: 1x3; t: 1x3; cross_entropy(z, t)",
       "cross_entropy goes by columns, and z has a single row (1×3): one class, and the result is 0; for a row of "
       "logits write cross_entropy(zᵀ, tᵀ)"},
      {"z: 3; sum(softmax(z))", ""},
      {"z: 1x3; sum(row_softmax(z))", ""},
      {"z: 1x3; t: 1x3; binary_cross_entropy(z, t)", ""},
      {"Z: 2x3; T: 2x3; cross_entropy(Z, T)", ""},
  };
  for (const auto& each : notes) {
    const Formula formula = parse_formula(each.first);
    std::string all;
    for (const std::string& note : formula.assumptions) all += note;
    CHECK_MESSAGE(all == each.second, each.first);
  }
}

TEST_CASE("a column that is declared column stochastic sums to one") {
  const Formula formula = parse_formula("x: 3; t: 3 column stochastic; cross_entropy(x, t)");
  CHECK(to_text(gradient(formula.result, formula.variables.front())) == "softmax(x) − t");
  const Formula columns = parse_formula("X: 3x5; T: 3x5 column stochastic; cross_entropy(X, T)");
  CHECK(to_text(gradient(columns.result, columns.variables.front())) == "(softmax(X) − T) / 5");
  const Formula sums = parse_formula("t: 3 column stochastic; s: scalar; s*sum(t)");
  CHECK(to_text(gradient(sums.result, sums.variables.front())) == "1");
}

}  // namespace matgrad::tests

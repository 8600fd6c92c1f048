#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "matgrad/autodiff/derive/derive.hpp"
#include "matgrad/autodiff/grade/grade_written.hpp"
#include "matgrad/autodiff/language/parse.hpp"
#include "matgrad/autodiff/show/graph_picture.hpp"
#include "matgrad/autodiff/show/index_form.hpp"
#include "matgrad/autodiff/show/latex.hpp"
#include "matgrad/autodiff/show/mathml.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"
#include "support/together.hpp"

// Rules, tables of functions and model expressions are made when they are first needed, by whichever thread it is.

namespace matgrad::tests {
namespace {

constexpr int threads = 4;

/// Whether all threads made the same of it, and something.
bool agree(const std::vector<std::string>& texts) {
  return texts.size() == threads && !texts[0].empty() && texts == std::vector<std::string>(threads, texts[0]);
}

}  // namespace

TEST_CASE("threads read, derive and check a formula at once") {
  CHECK(agree(together<std::string>(threads, [](int) {
    const Formula formula = parse_formula("W: 3x6; x: 6; K = W'*W*x - x; 0.5*sum(K.^2) + logdet(W*W')");
    const Derivation derivation = derive(formula.result, formula.variables);
    const LeafValues<> values = draw_values(formula.variables, {}).values;
    return to_text(checked(derivation, values)) + to_latex(derivation) + to_html(derivation);
  })));
}

TEST_CASE("threads show one expression in every form at once") {
  const Formula formula = parse_formula("W: 3x6; x: 6; b: 3; h = tanh(W*x + b); sum(softmax(h) .* h)");
  CHECK(agree(together<std::string>(threads, [&](int) {
    const Expr& loss = formula.result;
    std::string text = to_text(loss) + to_listing(loss) + to_latex(loss) + to_mathml(loss) + to_dot(loss);
    for (const Expr& x : formula.variables) text += to_text(notation_of(index_form(gradient(loss, x))));
    return text;
  })));
}

TEST_CASE("threads grade answers to one question at once") {
  CHECK(agree(together<std::string>(threads, [](int) {
    const std::string question = "W: 3x6; x: 6; K = W'*W*x - x; 0.5*sum(K.^2)";
    std::string text;
    for (const char* answer : {"W*(K*x' + x*K')", "W*x*K'", "-W*(K*x' + x*K')", "2*W*(K*x' + x*K')"})
      text += to_text(grade(question, {.wrt = "W", .answer = answer}));
    return text;
  })));
}

}  // namespace matgrad::tests

#include <memory>

#include <matgrad/autodiff/check/formula_in_domain.hpp>
#include <matgrad/autodiff/check/kink.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "cli/equation.hpp"
#include "cli/evaluate.hpp"
#include "cli/json_text.hpp"
#include "cli/matrix_text.hpp"
#include "cli/question.hpp"
#include "cli/question_derivation.hpp"
#include "cli/verbs.hpp"

namespace matgrad::cli {
namespace {

struct GradientOptions {
  QuestionOptions question;
  OutputOptions output;
};

/// A vector has a Jacobian; of a matrix only contractions are differentiated here.
void require_vector(const CommandQuestion& question) {
  const Expr& y = question.result();
  if (y.rows() == 1 || y.cols() == 1) return;
  throw ParseError(question.text(), 0,
                   "the formula is a matrix (" + to_string(y.shape()) +
                       "): contract it to a number first, for example sum(…), tr(…) or sum(U .* (…)) with a "
                       "matrix U of its shape");
}

struct Evaluated {
  Eigen::MatrixXd value;
  std::vector<Eigen::MatrixXd> derivatives;  // gradients of a number, Jacobians of a vector
};

Evaluated evaluated(CommandQuestion& question, const std::vector<Expr>& xs) {
  const Expr& y = question.result();
  const bool scalar = y.shape().is_scalar();
  // What is drawn must serve the derivatives too.
  std::vector<Expr> wanted = scalar ? gradient(y, xs) : gradient(y, xs, ones(y.rows(), y.cols()));
  wanted.insert(wanted.begin(), y);
  const LeafValues<> values = question.values(wanted);
  for (std::size_t i = 0; i < xs.size(); ++i)
    if (const auto kink = Kink::at(y, wanted[i + 1], xs[i], values))
      question.note("at these values the formula has a kink (" + kink->where() +
                    "): " + (scalar ? "the gradient" : "the Jacobian") + " by " + std::string(xs[i].symbol()) +
                    " is one of several that may be taken");
  if (!scalar) return {finite_values({y}, values).front(), jacobians(y, xs, values)};
  std::vector<Eigen::MatrixXd> results = finite_values(wanted, values);
  for (std::size_t i = 0; i < xs.size(); ++i) {
    const std::string name = "the gradient by " + std::string(xs[i].symbol());
    if (const std::string said = difference_as_written(name, wanted[i + 1], results[i + 1], values); !said.empty())
      question.note(said);
  }
  return {results.front(), {results.begin() + 1, results.end()}};
}

Outcome as_json(CommandQuestion& question) {
  const bool scalar = question.result().shape().is_scalar();
  const std::vector<Expr> xs = question.wrt();
  for (const Expr& x : xs)
    require_json_size(
        static_cast<double>(x.shape().size()) * static_cast<double>(question.result().shape().size()),
        "the derivative by " + std::string(x.symbol()));
  const auto [value, derivatives] = evaluated(question, xs);
  Json list = Json::object();
  for (std::size_t i = 0; i < xs.size(); ++i) {
    const std::string name(xs[i].symbol());
    list[name] = to_json(derivatives[i], scalar ? question.nesting(xs[i]) : Nesting::rows,
                         (scalar ? "the gradient by " : "the Jacobian by ") + name);
  }
  Json json;
  json["value"] = to_json(value, scalar ? Nesting::number : Nesting::list, "the value");
  json[scalar ? "gradient" : "jacobian"] = std::move(list);
  return {to_line(json), 0, question.notes()};
}

/// Values and derivatives as tables of numbers.
std::string numbers(CommandQuestion& question, const std::vector<Expr>& xs) {
  const auto [value, derivatives] = evaluated(question, xs);
  const std::string label = question.result().shape().is_scalar() ? "gradient by " : "Jacobian by ";
  std::string text = "\nvalue\n" + matrix_text(value, "  ");
  for (std::size_t i = 0; i < xs.size(); ++i)
    text += label + std::string(xs[i].symbol()) + "\n" + matrix_text(derivatives[i], "  ");
  return text;
}

/// The closed forms; those of a vector in terms of its adjoint, each entry of which takes a row of the Jacobian.
Outcome as_formulas(CommandQuestion& question, const std::string& format) {
  const Derivation derivation = derivation_of(question);
  Outcome outcome;
  for (const VariableDerivation& variable : derivation.variables()) outcome.text += equation(variable, format);
  if (question.given().empty()) {
    if (const std::string reason = reason_without_value(question.formula()); !reason.empty())
      question.note("no point was found at which this can be evaluated: " + reason);
  } else if (format == "text") {
    outcome.text += numbers(question, question.wrt());
  }
  outcome.notes = question.notes();
  return outcome;
}

Outcome differentiated(const GradientOptions& options) {
  CommandQuestion question(options.question);
  require_vector(question);
  const std::string& format = options.output.format;
  return format == "json" ? as_json(question) : as_formulas(question, format);
}

}  // namespace

void add_gradient(CLI::App& app, Chosen& chosen) {
  CLI::App& verb = add_verb(app, "gradient", "the gradient, as a formula and as numbers; of a vector the Jacobian",
                            "gradient 'sum((A*x - y).^2)' --wrt x --values data.json --format json");
  const auto options = std::make_shared<GradientOptions>();
  add_question_options(verb, options->question);
  add_wrt_option(verb, options->question, "by which variables or intermediates: W,x; all variables if not given");
  add_output_options(verb, options->output, {"text", "latex", "mathml", "json"});
  set_work(verb, chosen, options, differentiated);
}

}  // namespace matgrad::cli

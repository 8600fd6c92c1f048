#include <memory>

#include <matgrad/autodiff/check/derive.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "cli/equation.hpp"
#include "cli/evaluate.hpp"
#include "cli/json_text.hpp"
#include "cli/matrix_text.hpp"
#include "cli/question.hpp"
#include "cli/verbs.hpp"

namespace matgrad::cli {
namespace {

struct GradientOptions {
  QuestionOptions question;
  OutputOptions output;
};

/// A vector has a Jacobian; of a matrix only contractions are differentiated here.
void require_vector(const Question& question) {
  const Expr& y = question.result();
  if (y.rows() == 1 || y.cols() == 1) return;
  throw ParseError(question.text(), 0,
                   "the formula is a matrix (" + to_string(y.shape()) +
                       "): contract it to a number first, for example sum(…), tr(…) or sum(U .* (…)) with a "
                       "matrix U of its shape");
}

Outcome as_json(Question& question) {
  const Expr& y = question.result();
  const std::vector<Expr> xs = question.wrt();
  std::vector<Expr> wanted{y};
  const bool scalar = y.shape().is_scalar();
  const std::vector<Expr> gradients =
      scalar ? gradient(y, xs) : gradient(y, xs, constant(Eigen::MatrixXd::Ones(y.rows(), y.cols())));
  wanted.insert(wanted.end(), gradients.begin(), gradients.end());
  const NamedValues values = question.values(wanted);
  if (!scalar) wanted.erase(wanted.begin() + 1, wanted.end());
  const std::vector<Eigen::MatrixXd> results = evaluate(wanted, values);
  Json derivatives = Json::object();
  if (scalar) {
    for (std::size_t i = 0; i < xs.size(); ++i)
      derivatives[std::string(xs[i].symbol())] =
          to_json(results[i + 1], question.nesting(xs[i]), "the gradient by " + std::string(xs[i].symbol()));
  } else {
    const std::vector<Eigen::MatrixXd> all = jacobians(y, xs, values);
    for (std::size_t i = 0; i < xs.size(); ++i)
      derivatives[std::string(xs[i].symbol())] =
          to_json(all[i], Nesting::rows, "the Jacobian by " + std::string(xs[i].symbol()));
  }
  Json json;
  json["value"] = to_json(results[0], scalar ? Nesting::number : Nesting::list, "the value");
  json[scalar ? "gradient" : "jacobian"] = std::move(derivatives);
  return {to_line(json), 0, question.notes()};
}

/// Values and derivatives as tables of numbers.
std::string numbers(Question& question, const std::vector<Expr>& xs) {
  const Expr& y = question.result();
  const bool scalar = y.shape().is_scalar();
  std::vector<Expr> wanted{y};
  if (scalar)
    for (const Expr& dx : gradient(y, xs)) wanted.push_back(dx);
  const NamedValues values = question.values(wanted);
  const std::vector<Eigen::MatrixXd> results = evaluate(wanted, values);
  const std::vector<Eigen::MatrixXd> derived =
      scalar ? std::vector(results.begin() + 1, results.end()) : jacobians(y, xs, values);
  std::string text = "\nvalue\n" + matrix_text(results[0], "  ");
  for (std::size_t i = 0; i < xs.size(); ++i)
    text += (scalar ? "gradient by " : "Jacobian by ") + std::string(xs[i].symbol()) + "\n" +
            matrix_text(derived[i], "  ");
  return text;
}

/// The closed forms; those of a vector in terms of its adjoint, each entry of which takes a row of the Jacobian.
Outcome as_formulas(Question& question, const std::string& format) {
  const std::vector<Expr> xs = question.wrt();
  DeriveOptions options;
  if (!question.result().shape().is_scalar()) options.upstream = question.result();
  const Derivation derivation = derive(question.result(), xs, options);
  Outcome outcome;
  for (const VariableDerivation& variable : derivation.variables()) outcome.text += equation(variable, format);
  if (format == "text" && !question.given().empty()) outcome.text += numbers(question, xs);
  outcome.notes = question.notes();
  return outcome;
}

}  // namespace

void add_gradient(CLI::App& app, Chosen& chosen) {
  CLI::App& verb = add_verb(app, "gradient", "the gradient, as a formula and as numbers; of a vector the Jacobian",
                            "gradient 'sum((A*x - y).^2)' --wrt x --values data.json --format json");
  const auto options = std::make_shared<GradientOptions>();
  add_question_options(verb, options->question);
  add_wrt_option(verb, options->question, "by which variables or intermediates: W,x; all variables if not given");
  add_output_options(verb, options->output, {"text", "latex", "mathml", "json"});
  verb.callback([options, &chosen] {
    chosen.output = &options->output;
    chosen.work = [options] {
      Question question(options->question);
      require_vector(question);
      const std::string& format = options->output.format;
      return format == "json" ? as_json(question) : as_formulas(question, format);
    };
  });
}

}  // namespace matgrad::cli

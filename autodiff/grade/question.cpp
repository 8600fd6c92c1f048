#include "matgrad/autodiff/grade/question.hpp"

#include <span>
#include <unordered_set>
#include <utility>

#include "matgrad/autodiff/derive/derive.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/facts.hpp"
#include "matgrad/autodiff/expression/marks.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/grade/jacobian_form.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"
#include "matgrad/autodiff/transform/differentiable_form.hpp"

namespace matgrad::grading {
namespace {

Path path_of(const DerivationPath& path) {
  return {to_text(path.use), to_text(path.use.input).ends_with("ᵀ"), path.contribution};
}

}  // namespace

Question::Question(const Expr& loss, const Expr& wrt, const std::optional<Expr>& upstream,
                   const std::optional<std::size_t>& path, Form form)
    : Question(differentiable_form(loss, upstream ? std::vector{wrt, *upstream} : std::vector{wrt}), path, form) {}

Question::Question(const std::vector<Expr>& parts, const std::optional<std::size_t>& path, Form form)
    : loss_(parts[0]),
      wrt_(parts[1]),
      path_(path),
      form_(form),
      graph_(loss_),
      depends_(with_nodes_above(graph_, marks_of(graph_, std::span(&wrt_, 1)), &Op::passes_adjoint)),
      truth_(wrt_),
      adjoints_([&] {
        const std::optional<Expr> node = parts.size() > 2 ? std::optional(parts[2]) : std::nullopt;
        const Derivation derivation = derive(loss_, wrt_, {.upstream = node, .name_repeated_parts = false});
        const VariableDerivation& found = derivation.variables().front();
        upstream_ = derivation.upstream();
        loss_name_ = derivation.loss_name();
        name_ = found.name;
        for (const DerivationPath& one : found.paths) paths_.push_back(path_of(one));
        truth_ = found.closed_form;
        define_names(derivation);
        return sweep();
      }()) {
  if (path_) ask_for_path(*path_);
  if (form_ == Form::jacobian) ask_for_jacobian();
  std::unordered_set<std::string> own_names;
  for (const auto& [name, formula] : definitions_) own_names.insert(name);
  forms_.emplace(truth_, own_names);
}

void Question::ask_for_path(std::size_t path) {
  if (path == 0 || path > paths_.size())
    throw Error("grade: path " + std::to_string(path) + " is asked for, but " + std::string(wrt_.symbol()) +
                " reaches the loss by " + counted(paths_.size(), "path"));
  truth_ = tidy(paths_[path - 1].contribution);
  name_ = "the share of path " + std::to_string(path) + " in " + name_;
}

void Question::ask_for_jacobian() {
  truth_ = jacobian_of(truth_, upstream_->adjoint);
  for (Path& path : paths_) path.contribution = jacobian_of(path.contribution, upstream_->adjoint);
  name_ = jacobian_name(loss_, wrt_);
  if (path_) name_ = "the share of path " + std::to_string(*path_) + " in " + name_;
}

Matrix<long double> Question::counted_part(const Matrix<long double>& value) const {
  const Facts facts = wrt_.op().declared_facts();
  if (Shape{value.rows(), value.cols()} != shape() || !(facts.has(Fact::diagonal) || facts.has(Fact::symmetric)))
    return value;
  const auto part = [&](const Matrix<long double>& gradient) -> Matrix<long double> {
    if (facts.has(Fact::diagonal)) return gradient.diagonal().asDiagonal();
    return (gradient + gradient.transpose()) / 2;
  };
  if (form_ == Form::gradient) return part(value);
  Matrix<long double> result = value;
  for (Index i = 0; i < value.rows(); ++i)
    result.row(i) = part(value.row(i).reshaped(wrt_.rows(), wrt_.cols())).reshaped().transpose();
  return result;
}

void Question::define_names(const Derivation& derivation) {
  std::unordered_set<std::string> known;
  for (const Expr& node : graph_.nodes())
    if (!node.symbol().empty()) known.emplace(node.symbol());
  known.insert(loss_name_);
  for (const ForwardStep& step : derivation.steps())
    if (known.insert(step.name).second) definitions_.emplace_back(step.name, to_text(step.formula));
  for (const NamedPart& part : derivation.variables().front().where)
    if (known.insert(part.name).second) definitions_.emplace_back(part.name, to_text(part.formula));
}

Adjoints Question::sweep() const {
  std::vector<Expr> wanted;
  for (const Expr& node : graph_.nodes())
    if (!node.inputs().empty() || node.is_leaf()) wanted.push_back(node);
  try {
    return {loss_, upstream_, wanted};
  } catch (const DerivativeError&) {
    // Some part that does not depend on the variable has no derivative.
    std::erase_if(wanted, [this](const Expr& node) { return !depends_on_variable(node); });
    return {loss_, upstream_, wanted};
  }
}

std::optional<Expr> Question::adjoint(const Expr& node) const { return adjoints_.total(node); }

std::optional<Expr> Question::pulled_back(const Expr& node, const Expr& adjoint) const {
  if (node == wrt_) return adjoint;
  return Adjoints(node, adjoint, std::vector{wrt_}).total(wrt_);
}

}  // namespace matgrad::grading

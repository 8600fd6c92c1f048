#include "matgrad/autodiff/tape/program.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/random_leaf.hpp"
#include "matgrad/autodiff/rewrite/instructions.hpp"
#include "matgrad/autodiff/rewrite/lower.hpp"

namespace matgrad {

template <class Scalar>
Program<Scalar>::Program(Folded<Scalar> folded)
    : tape_(std::move(folded.tape)),
      plan_(plan_buffers(tape_, sizeof(Scalar))),
      constants_(std::move(folded.constants)) {
  index_inputs();
}

template <class Scalar>
void Program<Scalar>::index_inputs() {
  first_use_.assign(tape_.inputs.size() + 1, 0);
  for (const std::size_t value : tape_.operands)
    if (value < tape_.inputs.size()) ++first_use_[value + 1];
  std::partial_sum(first_use_.begin(), first_use_.end(), first_use_.begin());
  uses_.resize(first_use_.back());
  std::vector<std::size_t> next(first_use_.begin(), first_use_.end() - 1);
  for (std::size_t k = 0; k < tape_.operands.size(); ++k)
    if (tape_.operands[k] < tape_.inputs.size()) uses_[next[tape_.operands[k]]++] = k;

  updates_.assign(tape_.inputs.size(), Tape::no_value);
  for (std::size_t i = 0; i < tape_.updates.size(); ++i) updates_[tape_.updates[i].input] = i;

  inputs_by_name_.resize(tape_.inputs.size());
  std::iota(inputs_by_name_.begin(), inputs_by_name_.end(), 0);
  std::ranges::sort(inputs_by_name_, {}, [this](std::size_t i) { return tape_.inputs[i].symbol(); });
}

template <class Scalar>
ConstView<Scalar> Program<Scalar>::constant(std::size_t i) const {
  const Shape shape = tape_.constants[i].shape();
  return {reinterpret_cast<const Scalar*>(constants_[i].get()), shape.rows, shape.cols};
}

template <class Scalar>
std::span<const std::size_t> Program<Scalar>::uses_of_input(std::size_t i) const {
  return std::span(uses_).subspan(first_use_[i], first_use_[i + 1] - first_use_[i]);
}

template <class Scalar>
std::size_t Program<Scalar>::input_named(std::string_view name) const {
  const auto symbol = [this](std::size_t i) { return tape_.inputs[i].symbol(); };
  const auto found = std::ranges::lower_bound(inputs_by_name_, name, {}, symbol);
  if (found == inputs_by_name_.end() || symbol(*found) != name)
    throw MissingInputError("Function: there is no input called " + std::string(name) + "; the inputs are " +
                            listed_inputs(tape_));
  return *found;
}

template <class Scalar>
std::shared_ptr<const Program<Scalar>> compile(std::vector<Expr> inputs, const std::vector<Expr>& outputs,
                                               const std::vector<Update>& updates) {
  Graph graph(all_roots(outputs, updates));
  // Checked as written: what a call needs must not depend on what lowering finds superfluous.
  check_inputs(inputs, graph);
  if (const LeafNumbers numbers(graph); !numbers.empty())
    graph = Graph(with_draws(graph, numbers, DrawnBy::workspace));
  std::vector<Followed> names;
  lower(graph, names);
  return std::make_shared<const Program<Scalar>>(
      fold_constants<Scalar>(record(std::move(inputs), std::move(graph), updates, names)));
}

std::string evaluation_context(const Tape& tape, std::size_t instruction) {
  NodeMap<const std::string*> names;
  for (const auto& [value, name] : tape.names) names.insert(tape.expr(value).id(), &name);
  const auto with_names = [&names](const Expr& node, std::vector<Expr> inputs) {
    const Expr same = meaning_of(with_inputs(node, std::move(inputs)));
    const std::string* const* name = names.find(node.id());
    return name != nullptr ? named(**name, same) : same;
  };
  const Expr expr = rebuilt({tape.instructions[instruction].expr}, with_names).front();
  // A name alone would not say what failed.
  return evaluation_context(is_named(expr) ? expr.input(0) : expr);
}

std::string evaluation_context(const Expr& expr) {
  const std::vector<Expr> leaves = Graph(expr).leaves();
  std::string text = "in " + to_text(expr);
  constexpr std::size_t most = 8;
  for (std::size_t i = 0; i < std::min(leaves.size(), most); ++i)
    text += (i == 0 ? ", with leaves " : ", ") + std::string(leaves[i].symbol()) + " (" +
            to_string(leaves[i].shape()) + ")";
  return leaves.size() > most ? text + ", …" : text;
}

std::string listed_inputs(const Tape& tape) {
  std::string text;
  for (const Expr& leaf : tape.inputs)
    text += (text.empty() ? "" : ", ") + std::string(leaf.symbol()) + " (" + to_string(leaf.shape()) + ")";
  return text;
}

template class Program<float>;
template class Program<double>;
template std::shared_ptr<const Program<float>> compile(std::vector<Expr>, const std::vector<Expr>&,
                                                       const std::vector<Update>&);
template std::shared_ptr<const Program<double>> compile(std::vector<Expr>, const std::vector<Expr>&,
                                                        const std::vector<Update>&);

}  // namespace matgrad

#include "matgrad/autodiff/grade/coverage.hpp"

#include <algorithm>

#include "matgrad/autodiff/grade/value_range.hpp"

namespace matgrad::grading {
namespace {

constexpr long double least_margin = 1e-9L;

}  // namespace

Coverage::Coverage(const Evaluator& evaluator) {
  for (std::size_t i = 0; i < evaluator.graph().size(); ++i) {
    const Expr& node = evaluator.graph().nodes()[i];
    const PiecewiseOp* op = evaluator.is_needed(i) ? as_piecewise(node) : nullptr;
    if (op == nullptr) continue;
    const Index count = op->piece_count(node);
    nodes_.push_back({i, node, std::vector<bool>(static_cast<std::size_t>(count), false)});
    missing_ += static_cast<std::size_t>(count);
  }
}

template <class Scalar>
Choices Coverage::choices(std::size_t i, const Evaluator& evaluator, const Evaluation<Scalar>& values) const {
  const Expr& node = evaluator.graph().nodes()[nodes_[i].position];
  std::vector<Matrix<long double>> inputs;
  for (const Expr& one : node.inputs()) {
    const std::size_t input = evaluator.graph().position(one);
    if (!values.has_value(input)) return {};
    inputs.push_back(values[input].template cast<long double>());
  }
  std::vector<ConstView<long double>> views;
  for (const Matrix<long double>& input : inputs) views.emplace_back(input.data(), input.rows(), input.cols());
  return as_piecewise(node)->choices(Inputs<long double>(views));
}

template <class Scalar>
std::vector<Choices> Coverage::choices(const Evaluator& evaluator, const Evaluation<Scalar>& values) const {
  std::vector<Choices> all;
  for (std::size_t i = 0; i < nodes_.size(); ++i) all.push_back(choices(i, evaluator, values));
  return all;
}

bool Coverage::is_new(const std::vector<Choices>& choices) const {
  for (std::size_t i = 0; i < nodes_.size() && missing_ > 0; ++i)
    for (const Choice& one : choices[i])
      if (one.margin > 0 && !nodes_[i].reached[static_cast<std::size_t>(one.piece)]) return true;
  return false;
}

void Coverage::add(const std::vector<Choices>& choices) {
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    for (const Choice& one : choices[i]) {
      auto reached = nodes_[i].reached.begin() + one.piece;
      if (one.margin == 0 || *reached) continue;
      *reached = true;
      --missing_;
    }
}

std::vector<std::string> Coverage::unreached() const {
  std::vector<std::string> texts;
  for (const Piecewise& one : nodes_)
    for (std::size_t piece = 0; piece < one.reached.size(); ++piece) {
      if (one.reached[piece] || one.reached.size() == 1 || !may_take(one.node, static_cast<Index>(piece)))
        continue;
      std::string text = as_piecewise(one.node)->piece_text(one.node, static_cast<Index>(piece));
      if (std::ranges::find(texts, text) == texts.end()) texts.push_back(std::move(text));
    }
  return texts;
}

bool is_near_kink(const std::vector<Choices>& choices) {
  for (const Choices& of_node : choices)
    for (const Choice& one : of_node)
      if (0 < one.margin && one.margin < least_margin) return true;
  return false;
}

bool is_at_kink(const std::vector<Choices>& choices) {
  for (const Choices& of_node : choices)
    for (const Choice& one : of_node)
      if (one.margin == 0) return true;
  return false;
}

bool take_same_pieces(const std::vector<Choices>& a, const std::vector<Choices>& b) {
  const auto same_piece = [](const Choice& one, const Choice& other) { return one.piece == other.piece; };
  return std::ranges::equal(
      a, b, [&](const Choices& x, const Choices& y) { return std::ranges::equal(x, y, same_piece); });
}

template Choices Coverage::choices(std::size_t, const Evaluator&, const Evaluation<double>&) const;
template std::vector<Choices> Coverage::choices(const Evaluator&, const Evaluation<double>&) const;
template std::vector<Choices> Coverage::choices(const Evaluator&, const Evaluation<long double>&) const;

}  // namespace matgrad::grading

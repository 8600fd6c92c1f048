#include "mutation.hpp"

#include <unordered_map>

#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/linear.hpp>

namespace matgrad::tests {
namespace {

/// An operation that does what another does, save for the vjp of one input.
class Mutant final : public Op {
 public:
  Mutant(OpPtr original, std::size_t input, Mutation mutation)
      : original_(std::move(original)), input_(input), mutation_(mutation) {}

  std::string_view name() const override { return original_->name(); }
  std::string label() const override { return original_->label(); }
  bool equals(const Op& other) const override { return this == &other; }
  std::size_t hash() const override { return original_->hash(); }
  std::size_t scratch(const Expr& z) const override { return original_->scratch(z); }
  Shape shape(std::span<const Expr> inputs) const override { return original_->shape(inputs); }
  void evaluate(Inputs<float> in, View<float> out, const Run<float>& run) const override {
    original_->evaluate(in, out, run);
  }
  void evaluate(Inputs<double> in, View<double> out, const Run<double>& run) const override {
    original_->evaluate(in, out, run);
  }
  void evaluate(Inputs<long double> in, View<long double> out, const Run<long double>& run) const override {
    original_->evaluate(in, out, run);
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr right = original_->vjp(i, z, adjoint);
    return i == input_ ? mutation_.applied_to(right) : right;
  }
  Notation notation(const Expr& z, std::vector<Notation> inputs) const override {
    return original_->notation(z, std::move(inputs));
  }
  bool uses_value(std::size_t i) const override { return original_->uses_value(i); }

 private:
  OpPtr original_;
  std::size_t input_;
  Mutation mutation_;
};

}  // namespace

std::string Mutation::name() const {
  switch (kind) {
    case Kind::sign:
      return "sign flipped";
    case Kind::factor:
      return "factor 2";
    case Kind::zero:
      return "zero";
    case Kind::transposed:
      return "transposed";
    case Kind::dropped_term:
      return "term " + std::to_string(term + 1) + " dropped";
  }
  return {};
}

Expr Mutation::applied_to(const Expr& adjoint) const {
  switch (kind) {
    case Kind::sign:
      return -adjoint;
    case Kind::factor:
      return 2 * adjoint;
    case Kind::zero:
      return 0 * adjoint;
    case Kind::transposed:
      return transpose(adjoint);
    case Kind::dropped_term:
      break;
  }
  std::vector<double> coefficients = *sum_coefficients(adjoint);
  coefficients[term] = 0;
  return weighted_sum(std::move(coefficients),
                      std::vector<Expr>(adjoint.inputs().begin(), adjoint.inputs().end()));
}

std::vector<Mutation> mutations_of(const Expr& adjoint) {
  using Kind = Mutation::Kind;
  std::vector<Mutation> mutations{{Kind::sign}, {Kind::factor}, {Kind::zero}};
  if (adjoint.rows() == adjoint.cols() && adjoint.rows() > 1) mutations.push_back({Kind::transposed});
  if (const std::vector<double>* terms = sum_coefficients(adjoint); terms != nullptr && terms->size() > 1)
    for (std::size_t k = 0; k < terms->size(); ++k) mutations.push_back({Kind::dropped_term, k});
  return mutations;
}

Expr with_mutant(const Expr& root, const Expr& target, std::size_t input, const Mutation& mutation) {
  const Graph graph(root);
  std::unordered_map<const Node*, Expr> copies;
  for (const Expr& node : graph.nodes()) {
    std::vector<Expr> inputs;
    for (const Expr& operand : node.inputs()) inputs.push_back(copies.at(operand.id()));
    if (node == target)
      copies.emplace(node.id(),
                     Expr(std::make_shared<Mutant>(node.shared_op(), input, mutation), std::move(inputs)));
    else if (inputs.empty())
      copies.emplace(node.id(), node);
    else
      copies.emplace(node.id(), Expr(node.shared_op(), std::move(inputs)));
  }
  return copies.at(root.id());
}

}  // namespace matgrad::tests

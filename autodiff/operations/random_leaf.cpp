#include "matgrad/autodiff/operations/random_leaf.hpp"

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"

namespace matgrad {
namespace {

class RandomState final : public OpOf<RandomState> {
 public:
  static constexpr std::string_view function = "random_state";

  Shape shape(std::span<const Expr>) const override { return {random_state_size, 1}; }
  template <class Scalar>
  void run(Inputs<Scalar>, View<Scalar> out) const {
    write_random_state(0, 0, out.data());
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
  Notation notation(const Expr&, std::vector<Notation>) const override { return Notation::symbol(function); }
  double cost(const Expr&) const override { return 0; }
};

}  // namespace

bool is_random_state(const Expr& expr) { return expr.op().equals(*shared<RandomState>()); }

namespace {

bool is_random_leaf(const Expr& expr) { return dynamic_cast<const RandomLeafOp*>(&expr.op()) != nullptr; }

}  // namespace

bool is_drawn(const Expr& expr) { return is_random_state(expr) || is_random_leaf(expr); }

LeafNumbers::LeafNumbers(const Graph& graph) {
  for (const Expr& node : graph.nodes())
    if (is_random_leaf(node)) numbers_.emplace(&node.op(), static_cast<std::uint32_t>(numbers_.size() + 1));
}

OpPtr LeafNumbers::draw(const Expr& node) const {
  const auto found = numbers_.find(&node.op());
  return found == numbers_.end() ? nullptr : dynamic_cast<const RandomLeafOp&>(node.op()).draw(found->second);
}

std::vector<Expr> with_draws(const std::vector<Expr>& roots, DrawnBy by) {
  const Graph graph(roots);
  const LeafNumbers numbers(graph);
  return numbers.empty() ? roots : with_draws(graph, numbers, by);
}

std::vector<Expr> with_draws(const Graph& graph, const LeafNumbers& numbers, DrawnBy by) {
  const Expr state = by == DrawnBy::workspace ? Expr(shared<RandomState>(), {})
                                              : constant(Eigen::MatrixXd::Zero(random_state_size, 1));
  return graph.rebuilt([&](const Expr& node, std::vector<Expr> inputs) {
    OpPtr draw = numbers.draw(node);
    if (draw == nullptr) return with_inputs(node, std::move(inputs));
    inputs.push_back(state);
    return Expr(std::move(draw), std::move(inputs));
  });
}

}  // namespace matgrad

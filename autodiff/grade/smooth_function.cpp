#include "matgrad/autodiff/grade/smooth_function.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/operations/elementwise_function.hpp"
#include "matgrad/autodiff/operations/elementwise_op.hpp"

namespace matgrad::grading {
namespace {

/// The derivative of order k of a sin(z + b) + c exp(z / 2): a sin(z + b + kπ/2) + c 2⁻ᵏ exp(z / 2).
class SmoothFunction final : public ElementwiseOp<SmoothFunction, 1> {
 public:
  static constexpr std::string_view function = "smooth_function";

  SmoothFunction(double a, double b, double c, int order) : a_(a), b_(b), c_(c), order_(order) {}
  auto attributes() const { return std::tie(a_, b_, c_, order_); }

  template <class X>
  auto value(const X& x) const {
    using Scalar = Entry<X>;
    const auto phase = static_cast<Scalar>(b_ + order_ * std::numbers::pi / 2);
    const auto share = static_cast<Scalar>(std::ldexp(c_, -order_));
    return static_cast<Scalar>(a_) * (x + phase).sin() + share * (x / Scalar(2)).exp();
  }
  Expr partial(std::size_t, const Expr& z) const {
    return Expr(std::make_shared<SmoothFunction>(a_, b_, c_, order_ + 1), {z.input(0)});
  }

 private:
  double a_, b_, c_;
  int order_;
};

/// The FNV-1a hash, the same on every machine.
std::uint64_t hash_of_name(std::string_view name, std::size_t choice) {
  std::uint64_t h = 14695981039346656037ull + choice;
  for (const char c : name) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return h;
}

Expr smooth(const UnknownFunction& f, const Expr& at, std::size_t choice) {
  const std::uint64_t h = hash_of_name(f.name, choice);
  const auto share = [h](int shift) { return static_cast<double>((h >> shift) & 0xfff) / 4096.0; };
  return Expr(std::make_shared<SmoothFunction>(0.6 + share(8), 0.3 + share(20), 0.4 + share(32), f.order), {at});
}

}  // namespace

std::vector<Expr> with_smooth_functions(const std::vector<Expr>& exprs, std::size_t choice) {
  const Graph graph{std::span<const Expr>(exprs)};
  const auto is_unknown = [](const Expr& node) { return unknown_function(node).has_value(); };
  if (std::ranges::none_of(graph.nodes(), is_unknown)) return exprs;
  const auto replace = [choice](const Expr& node, std::vector<Expr> inputs) {
    if (const auto f = unknown_function(node)) return smooth(*f, inputs[0], choice);
    return with_inputs(node, std::move(inputs));
  };
  return rebuilt(exprs, replace);
}

Expr with_smooth_functions(const Expr& expr, std::size_t choice) {
  return with_smooth_functions(std::vector{expr}, choice).front();
}

}  // namespace matgrad::grading

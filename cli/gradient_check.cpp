#include "cli/gradient_check.hpp"

#include <algorithm>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "cli/text_position.hpp"

namespace matgrad::cli {

GradientCheck gradient_check(CommandQuestion& question, const Expr& loss, CheckOptions options) {
  const std::vector<Expr> xs = question.wrt();
  for (const Expr& x : xs)
    if (!x.is_leaf())
      throw option_error(
          "--wrt", x.symbol(), 0,
          in_quotes(x.symbol()) + " is an intermediate: differences can only be taken of variables");
  const LeafValues<> all = question.values(value_and_gradient(loss, xs));
  std::vector<Eigen::MatrixXd> values;
  for (const Expr& x : xs) {
    const auto own = std::ranges::find_if(all, [&](const auto& entry) { return entry.first == x; });
    // A variable of which only the shape matters is not drawn.
    values.push_back(own != all.end() ? own->second : Eigen::MatrixXd::Zero(x.rows(), x.cols()));
  }
  for (const auto& entry : all)
    if (std::ranges::find(xs, entry.first) == xs.end()) options.others.push_back(entry);
  return check_gradient(loss, xs, values, options);
}

}  // namespace matgrad::cli

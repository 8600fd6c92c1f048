#include "cli/evaluate.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/rewrite/lower.hpp>
#include <matgrad/autodiff/tape/evaluate.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "cli/memory.hpp"

namespace matgrad::cli {
namespace {

void require_finite(const std::vector<Expr>& exprs, const std::vector<Eigen::MatrixXd>& results,
                    const LeafValues<>& values) {
  if (std::ranges::all_of(results, [](const Eigen::MatrixXd& result) { return result.allFinite(); })) return;
  draw_values(exprs, values);  // with nothing to draw, throws and names the operation
  throw NonFiniteError("a result is not finite at these values");
}

}  // namespace

std::vector<Eigen::MatrixXd> finite_values(const std::vector<Expr>& exprs, const LeafValues<>& values) {
  std::vector<Eigen::MatrixXd> results = evaluate(exprs, values);
  require_finite(exprs, results, values);
  return results;
}

std::string difference_as_written(const std::string& name, const Expr& formula, const Eigen::MatrixXd& result,
                                  const LeafValues<>& values) {
  constexpr double most_operations = 1e7, rounding = 1e-11, negligible = 1e-12;
  if (total_cost({formula}) > most_operations) return {};
  Eigen::MatrixXd written;
  try {
    written = reference_value<double>(formula, values);
  } catch (const Error&) {
    return {};
  }
  const double scale = result.size() == 0 ? 0 : result.cwiseAbs().maxCoeff();
  double greatest = rounding;
  std::string text;
  for (Index j = 0; j < result.cols(); ++j)
    for (Index i = 0; i < result.rows(); ++i) {
      const double a = result(i, j), b = written(i, j), size = std::max(std::abs(a), std::abs(b));
      if (!std::isfinite(b) || size <= negligible * scale || std::abs(a - b) <= greatest * size) continue;
      greatest = std::abs(a - b) / size;
      text = fmt::format(
          "the formula of {}, evaluated as it is written, loses digits here: {:.12g} in entry ({}, {}), which is "
          "{:.12g}",
          name, b, i + 1, j + 1, a);
    }
  return text;
}

std::vector<Eigen::MatrixXd> jacobians(const Expr& y, const std::vector<Expr>& xs, const LeafValues<>& values) {
  const Expr seed = variable_like("adjoint of the result", y);
  std::vector<Expr> products = value_and_gradient(y, xs, seed);
  products.erase(products.begin());
  LeafValues<> with_seed = values;
  with_seed.emplace_back(seed, Eigen::MatrixXd::Zero(y.rows(), y.cols()));
  Eigen::MatrixXd& unit = with_seed.back().second;
  std::vector<Expr> inputs;
  std::vector<Argument<double>> arguments;
  for (const auto& [leaf, value] : with_seed) {
    inputs.push_back(leaf);
    arguments.emplace_back(value);
  }
  const Function<double> function(inputs, products);
  Workspace<double> workspace(function);
  std::vector<Eigen::MatrixXd> results;
  double entries = 0;
  for (const Expr& x : xs)
    entries += static_cast<double>(y.shape().size()) * static_cast<double>(x.shape().size());
  require_memory(entries, "the Jacobian");
  for (const Expr& x : xs) results.emplace_back(y.shape().size(), x.shape().size());
  for (Index i = 0; i < unit.size(); ++i) {
    unit.data()[i] = 1;
    const auto row = function(workspace, std::span<const Argument<double>>(arguments));
    for (std::size_t k = 0; k < xs.size(); ++k) results[k].row(i) = row[k].reshaped().transpose();
    unit.data()[i] = 0;
  }
  unit.setOnes();
  require_finite(products, results, with_seed);
  return results;
}

}  // namespace matgrad::cli

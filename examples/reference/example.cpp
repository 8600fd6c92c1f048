#include "examples/reference/example.hpp"

#include <algorithm>
#include <cmath>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/rewrite/lower.hpp>
#include <matgrad/autodiff/transform/substitute.hpp>

namespace matgrad::examples {
namespace {

/// Four digits: what rounding leaves differs between machines.
std::string entry_text(double entry, double greatest) {
  return std::abs(entry) <= 1e-12 * greatest ? "0" : fmt::format("{:.4g}", entry);
}

/// Rows of right-aligned entries; a single row without padding and line feed.
std::string value_text(const Eigen::MatrixXd& value) {
  if (value.size() == 0) return fmt::format("(empty, {}×{})", value.rows(), value.cols());
  double greatest = 0;
  for (double entry : value.reshaped())
    if (std::isfinite(entry)) greatest = std::max(greatest, std::abs(entry));
  const bool is_row = value.rows() == 1;
  std::size_t width = 0;
  if (!is_row)
    for (double entry : value.reshaped()) width = std::max(width, entry_text(entry, greatest).size());
  std::string text;
  for (Index i = 0; i < value.rows(); ++i) {
    if (!is_row) text += "\n";
    for (Index j = 0; j < value.cols(); ++j)
      text += fmt::format("{}{:>{}}", is_row && j == 0 ? "" : "  ", entry_text(value(i, j), greatest), width);
  }
  return text;
}

}  // namespace

Expr Given::operator()(const std::string& name, Entries rows) {
  Eigen::MatrixXd value(static_cast<Index>(rows.size()), static_cast<Index>(rows.begin()->size()));
  Index i = 0;
  for (const auto& row : rows) {
    Index j = 0;
    for (double entry : row) value(i, j++) = entry;
    ++i;
  }
  values_.emplace_back(variable(name, value.rows(), value.cols()), value);
  return values_.back().first;
}

void Show::operator()(const Operand& expr) {
  const Eigen::MatrixXd value = reference_value<double>(expr, given_.values());
  std::string text = fmt::format("{} =", expr.expr());
  if (value.rows() == 1) text += text.size() < 80 ? " " : "\n  ";
  shown_.push_back({expr.file(), expr.line(), text + value_text(value) + "\n", {expr.expr()}});
}

void Show::operator()(const std::string& text, const char* file, int line) {
  shown_.push_back({file, line, text.ends_with('\n') ? text : text + "\n", {}});
}

Cost cost_of(const Expr& expr) {
  const auto scaled = [](Index n) { return n > 1 ? Cost::size : n; };
  Substitution larger;
  for (const Expr& leaf : Graph(expr).leaves())
    larger.emplace_back(leaf, variable(std::string(leaf.symbol()), scaled(leaf.rows()), scaled(leaf.cols())));
  // What depends on no leaf is free where it is used again and again, but not by itself.
  const auto cost = [](const Expr& z) {
    const double total = total_cost({z});
    return total > 0 ? total : z.op().cost(z);
  };
  try {
    if (!larger.empty()) return {cost(substitute(expr, larger)), true};
  } catch (const ShapeError&) {  // the example states sizes in numbers
  }
  return {cost(expr), false};
}

std::string to_text(const Cost& cost) {
  const double unit = std::pow(10, std::max(0.0, std::floor(std::log10(std::max(cost.operations, 1.0))) - 2));
  const std::string digits = fmt::format("{:.0f}", std::round(cost.operations / unit) * unit);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i)
    text += (i > 0 && (digits.size() - i) % 3 == 0 ? " " : "") + digits.substr(i, 1);
  return text + (cost.is_scaled ? "" : " in the example");
}

}  // namespace matgrad::examples

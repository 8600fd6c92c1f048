#include "matgrad/autodiff/language/foreign_names.hpp"

#include <array>

#include "matgrad/autodiff/expression/one_of.hpp"

namespace matgrad {

std::string foreign_name_hint(std::string_view name, bool has_operand) {
  static constexpr std::array<std::string_view, 7> choices = {"if",     "then",      "else", "elif",
                                                              "elseif", "otherwise", "cases"};
  static constexpr std::array<std::string_view, 6> extremes = {"min", "max", "argmin", "argmax", "inf", "sup"};
  static constexpr std::array<std::string_view, 3> loops = {"for", "in", "while"};
  const std::string own = "; for a name of your own declare " + std::string(name) + ": scalar";
  if (is_one_of(name, choices)) return "a choice is written select(x > 0, a, b)";
  if (is_one_of(name, loops) && has_operand)
    return "there are no loops: sums over an index are written with matrices, as in sum(a.*b), A*x" + own;
  if (has_operand && (name == "and" || name == "or" || name == "not"))
    return "conditions are multiplied, (x > 0).*(y > 0), and negated as in 1 - (x > 0)" + own;
  if (name.starts_with("∇")) return "the loss itself is written; the gradient by x is asked for by --wrt x" + own;
  const std::size_t underscore = name.find('_');
  const std::string_view stem = name.substr(0, underscore);
  const bool is_index_sum = name.starts_with("Σ") && (name.starts_with("Σᵢ") || name.starts_with("Σⱼ") ||
                                                      name.starts_with("Σₖ") || name.starts_with("Σₙ"));
  const bool is_sum = stem == "Σ" || stem == "sum" || stem == "Sum" || stem == "prod" || stem == "mean";
  const bool is_extreme = is_one_of(stem, extremes) || stem == "minimize" || stem == "minimise";
  if (!has_operand) return {};
  if (is_index_sum || (is_sum && underscore != std::string_view::npos))
    return "sums over an index are written with matrices: sum(x.^2), sum(a.*b), A*x" + own;
  if (is_extreme && (underscore != std::string_view::npos || stem.starts_with("minimi")))
    return "the loss itself is written, without " + std::string(name) +
           "; the greatest entry is max(x), the least min(x)" + own;
  return {};
}

}  // namespace matgrad

#pragma once

#include <string>
#include <string_view>

namespace matgrad {

/// What to write instead of a name that says nothing here but something elsewhere: if, else, sum_i, min_x, ∇f.
/// Some of these are names like others unless an operand stands behind them.
std::string foreign_name_hint(std::string_view name, bool has_operand);

}  // namespace matgrad

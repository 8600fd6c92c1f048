#include "cli/json_text.hpp"

#include <fmt/core.h>

#include <utility>

#include <matgrad/autodiff/expression/error.hpp>

namespace matgrad::cli {

void require_json_size(double entries, const std::string& what) {
  constexpr double most = 1e7;
  if (entries > most)
    throw Error(
        fmt::format("{} has {:.0f} entries, of which at most {:.0f} are written as JSON; declare smaller "
                    "shapes, or contract it, as in sum(…)",
                    what, entries, most));
}

Json to_json(const Eigen::MatrixXd& value, Nesting nesting, const std::string& what) {
  require_json_size(static_cast<double>(value.size()), what);
  if (!value.allFinite()) throw NonFiniteError(what + " is not finite, which JSON cannot say");
  if (nesting == Nesting::number && value.size() == 1) return value(0, 0);
  Json list = Json::array();
  if (nesting == Nesting::list && (value.rows() == 1 || value.cols() == 1)) {
    for (const double number : value.reshaped()) list.push_back(number);
    return list;
  }
  for (Eigen::Index i = 0; i < value.rows(); ++i) {
    Json row = Json::array();
    for (Eigen::Index j = 0; j < value.cols(); ++j) row.push_back(value(i, j));
    list.push_back(std::move(row));
  }
  return list;
}

std::string to_line(const Json& json) { return json.dump() + "\n"; }

}  // namespace matgrad::cli

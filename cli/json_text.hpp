#pragma once

#include <Eigen/Core>

#include <string>

#include <nlohmann/json.hpp>

#include "cli/given_value.hpp"

namespace matgrad::cli {

/// Keeps the order in which things are added.
using Json = nlohmann::ordered_json;

/// Throws Error if `what` has more entries than are written as JSON, ten million: to be asked before the work.
void require_json_size(double entries, const std::string& what);

/// A matrix as a number, a flat list (a vector) or nested rows. Throws NonFiniteError for what JSON cannot hold;
/// `what` names it there. Throws what require_json_size throws.
Json to_json(const Eigen::MatrixXd& value, Nesting nesting, const std::string& what);

/// One line, with digits enough to read back the same doubles.
std::string to_line(const Json& json);

}  // namespace matgrad::cli

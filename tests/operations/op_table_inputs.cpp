#include "op_table.hpp"

namespace matgrad::tests {

Input real(Index rows, Index cols) { return {.shape = {rows, cols}}; }

Input shaped(Index rows, Index cols) {
  Input input = real(rows, cols);
  input.differentiated = false;
  return input;
}

Input between(double low, double high, Index rows, Index cols) {
  return {.shape = {rows, cols}, .low = low, .high = high};
}

Input nonzero(Index rows, Index cols) {
  return {.shape = {rows, cols}, .low = -1.7, .high = 1.7, .made = [](const Value& x) -> Value {
            return x.unaryExpr([](double entry) { return entry < 0 ? entry - 0.3 : entry + 0.3; });
          }};
}

Input symmetric(Index size) {
  return {.shape = {size, size}, .made = [](const Value& a) -> Value { return (a + a.transpose()) / 2; }};
}

Input positive_definite(Index size) {
  return {.shape = {size, size}, .made = [](const Value& a) -> Value {
            const double n = static_cast<double>(a.rows());
            return a * a.transpose() / (n > 0 ? n : 1.0) + Value::Identity(a.rows(), a.cols());
          }};
}

Input invertible(Index size) {
  return {.shape = {size, size}, .made = [](const Value& a) -> Value {
            const double n = static_cast<double>(a.rows());
            return a / (n > 0 ? n : 1.0) + 3 * Value::Identity(a.rows(), a.cols());
          }};
}

Input fixed(const Value& value) {
  return {.shape = {value.rows(), value.cols()},
          .made = [value](const Value&) { return value; },
          .differentiated = false};
}

}  // namespace matgrad::tests

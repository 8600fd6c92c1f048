#include "elementwise_cases.hpp"

namespace matgrad::tests {
namespace {

/// Two values that broadcast, made equal in shape.
std::pair<Value, Value> widened(const Values& x) {
  const Index rows = x[0].size() == 1 ? x[1].rows() : x[0].rows();
  const Index cols = x[0].size() == 1 ? x[1].cols() : x[0].cols();
  const auto wide = [=](const Value& v) -> Value {
    return v.size() == 1 ? Value::Constant(rows, cols, v(0, 0)) : v;
  };
  return {wide(x[0]), wide(x[1])};
}

}  // namespace

std::vector<Case> sizes(double low, double high) {
  return {{between(low, high, 3, 2)},
          {between(low, high, 1, 1)},
          {between(low, high, 4, 4)},
          {between(low, high, 0, 3)},
          {between(low, high, 7, 1)}};
}

std::vector<Case> sizes_without_zero() {
  return {{nonzero(3, 2)}, {nonzero(1, 1)}, {nonzero(4, 4)}, {nonzero(3, 0)}};
}

std::vector<Case> pairs(double low, double high) {
  const auto of = [=](Index rows, Index cols) { return between(low, high, rows, cols); };
  return {{of(3, 2), of(3, 2)}, {of(3, 3), of(3, 3)}, {of(1, 1), of(2, 3)}, {of(2, 3), of(1, 1)},
          {of(1, 1), of(1, 1)}, {of(0, 2), of(0, 2)}, {of(1, 1), of(0, 2)}};
}

std::function<Value(const Values&)> entrywise(std::function<double(double)> f) {
  return [f](const Values& x) -> Value { return x[0].unaryExpr(f); };
}

std::function<Value(const Values&)> entrywise(std::function<double(double, double)> f) {
  return [f](const Values& x) -> Value {
    const auto [a, b] = widened(x);
    return a.binaryExpr(b, f);
  };
}

const std::vector<std::vector<Shape>>& unequal() {
  static const std::vector<std::vector<Shape>> shapes{{{2, 3}, {3, 2}}, {{2, 2}, {2, 1}}, {{0, 2}, {2, 2}}};
  return shapes;
}

}  // namespace matgrad::tests

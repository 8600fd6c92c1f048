#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>

#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace precedence_test {

// What is printed means what was written: random expressions are printed, read back by a small reader, and have
// the same value.

using namespace matgrad;
using Eigen::MatrixXd;

namespace {

const Expr A = variable("A", 3, 3), B = variable("B", 3, 3), s = variable("s", 1);
const MatrixXd A0{{0.5, -1, 2}, {1.5, 0.25, -0.5}, {-2, 1, 0.75}}, B0{{1, 0.5, -1}, {-0.5, 2, 0.25}, {1.5, -1, 1}};
const MatrixXd s0 = MatrixXd::Constant(1, 1, 1.25);

bool is_scalar(const MatrixXd& a) { return a.size() == 1; }
MatrixXd full(const MatrixXd& a, const MatrixXd& like) {
  return is_scalar(a) ? MatrixXd(MatrixXd::Constant(like.rows(), like.cols(), a(0, 0))) : a;
}
MatrixXd multiplied(const MatrixXd& a, const MatrixXd& b) {
  if (is_scalar(a)) return a(0, 0) * b;
  return is_scalar(b) ? MatrixXd(a * b(0, 0)) : MatrixXd(a * b);
}

/// sum = ["−"] term {("+" | "−") term};  term = factor {"∘" factor} | factor {factor};
/// factor = ("(" sum ")" | "A" | "B" | "s" | number) {"ᵀ"}
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  MatrixXd whole() {
    const MatrixXd value = sum();
    REQUIRE(rest_.empty());
    return value;
  }

 private:
  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  MatrixXd sum() {
    MatrixXd value = take("−") ? MatrixXd(-term()) : term();
    for (;;) {
      const bool plus = take(" + ");
      if (!plus && !take(" − ")) return value;
      const MatrixXd next = term();
      const MatrixXd left = full(value, next), right = full(next, value);
      value = plus ? MatrixXd(left + right) : MatrixXd(left - right);
    }
  }

  MatrixXd term() {
    MatrixXd value = factor();
    if (rest_.starts_with(" ∘ ")) {
      while (take(" ∘ ")) {
        const MatrixXd next = factor();
        value = full(value, next).cwiseProduct(full(next, value));
      }
      return value;  // a factor beside it would be left over
    }
    while (rest_.starts_with(" ") && !rest_.starts_with(" + ") && !rest_.starts_with(" − ")) {
      take(" ");
      value = multiplied(value, factor());
    }
    return value;
  }

  MatrixXd factor() {
    MatrixXd value = atom();
    while (take("ᵀ")) value = value.transpose().eval();
    return value;
  }

  MatrixXd atom() {
    if (take("(")) {
      const MatrixXd value = sum();
      REQUIRE(take(")"));
      return value;
    }
    if (take("A")) return A0;
    if (take("B")) return B0;
    if (take("s")) return s0;
    if (take("½")) return MatrixXd::Constant(1, 1, 0.5);
    std::size_t length = 0;
    const double number = std::stod(std::string(rest_), &length);
    rest_.remove_prefix(length);
    return MatrixXd::Constant(1, 1, number);
  }

  std::string_view rest_;
};

class Source {
 public:
  explicit Source(unsigned seed) : random_(seed) {}

  Expr expression(int depth) {
    const int kind = static_cast<int>(random_() % (depth > 0 ? 9 : 3));
    switch (kind) {
      case 0:
        return A;
      case 1:
        return B;
      case 2:
        return random_() % 2 == 0 ? s : constant(number());
      case 3:
        return expression(depth - 1) + expression(depth - 1);
      case 4:
        return expression(depth - 1) - expression(depth - 1);
      case 5:
        return number() * expression(depth - 1);
      case 6:
        return expression(depth - 1) * expression(depth - 1);
      case 7:
        return hadamard(expression(depth - 1), expression(depth - 1));
      default:
        return transpose(expression(depth - 1));
    }
  }

 private:
  double number() {
    static constexpr double numbers[] = {0.5, -0.5, 2, -1, 1, -3, 0.25};
    return numbers[random_() % std::size(numbers)];
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE("what is printed reads back with the same value") {
  Source source(1);
  std::size_t longest = 0;
  for (int i = 0; i < 3000; ++i) {
    const Expr expr = source.expression(5);
    const std::string text = to_text(expr);
    longest = std::max(longest, text.size());
    const MatrixXd value = reference_value<double>(expr, {{A, A0}, {B, B0}, {s, s0}}), read = Reader(text).whole();
    REQUIRE_MESSAGE(read.rows() == value.rows(), text);
    CHECK_MESSAGE((read - value).norm() <= 1e-10 * (1 + value.norm()), text);
  }
  CHECK(longest > 100);
}

}  // namespace precedence_test

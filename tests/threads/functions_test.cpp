#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/random.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/tape/function.hpp"
#include "support/together.hpp"

namespace matgrad::tests {
namespace {

using Eigen::MatrixXd;

constexpr int callers = 4, calls = 200;

struct Quadratic {
  Expr A = variable("A", 5, 5), x = variable("x", 5, 1);
  Function<double, 2> quadratic{{A, x}, {transpose(x) * A * x, transpose(A) * x + A* x}};

  static MatrixXd matrix(int number) { return MatrixXd::Constant(5, 5, number + 1.0); }
  static MatrixXd vector(int call) { return MatrixXd::Constant(5, 1, call); }
  static bool right(double value, double slope, int number, int call) {
    return value == 25.0 * (number + 1) * call * call && slope == 10.0 * (number + 1) * call;
  }
};

const std::vector<int> none_failed(callers, 0);

}  // namespace

TEST_CASE_FIXTURE(Quadratic, "callers share a Function") {
  CHECK(together<int>(callers, [&](int number) {
          int failed = 0;
          for (int call = 0; call < calls; ++call) {
            const auto [value, slope] = quadratic(matrix(number), vector(call));
            failed += !right(value(0, 0), slope(4, 0), number, call);
          }
          return failed;
        }) == none_failed);
}

TEST_CASE_FIXTURE(Quadratic, "each thread has its Workspace") {
  CHECK(together<int>(callers, [&](int number) {
          int failed = 0;
          Workspace w(quadratic);
          for (int call = 0; call < calls; ++call) {
            const auto [value, slope] = quadratic(w, matrix(number), vector(call));
            failed += !right(value(0, 0), slope(4, 0), number, call);
          }
          return failed;
        }) == none_failed);
}

TEST_CASE_FIXTURE(Quadratic, "callers compile Functions from shared expressions") {
  CHECK(together<int>(callers, [&](int number) {
          const Function own({A, x}, {transpose(x) * A * x});
          return own(matrix(number), vector(2))[0](0, 0) == 100.0 * (number + 1) ? 0 : 1;
        }) == none_failed);
}

TEST_CASE("callers draw what one thread draws") {
  const Function f({}, {normal(40), uniform(40)});
  Workspace one(f);
  one.seed(5);
  std::vector<MatrixXd> expected;
  for (int run = 0; run < calls; ++run) expected.emplace_back(f(one)[0]);
  CHECK(together<int>(callers, [&](int number) {
          int failed = 0;
          Workspace own(f);
          own.seed(5);
          for (int run = number; run < calls; run += callers) {
            own.run_number(static_cast<std::uint64_t>(run));
            failed += !(f(own)[0] == expected[static_cast<std::size_t>(run)]);
          }
          return failed;
        }) == none_failed);
}

}  // namespace matgrad::tests

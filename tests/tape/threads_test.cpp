#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/tape/function.hpp"

using namespace matgrad;
using Eigen::MatrixXd;

namespace {

/// Runs `work(number)` in several threads at once; returns how many of all the calls gave false.
template <class Work>
int failures(const Work& work) {
  constexpr int threads = 4, calls = 200;
  std::atomic<int> failed = 0;
  std::vector<std::thread> running;
  for (int number = 0; number < threads; ++number)
    running.emplace_back([&, number] { failed += work(number, calls); });
  for (std::thread& thread : running) thread.join();
  return failed;
}

struct Quadratic {
  Expr A = variable("A", 5, 5), x = variable("x", 5, 1);
  Function<double, 2> quadratic{{A, x}, {transpose(x) * A * x, transpose(A) * x + A* x}};

  static MatrixXd matrix(int number) { return MatrixXd::Constant(5, 5, number + 1.0); }
  static MatrixXd vector(int call) { return MatrixXd::Constant(5, 1, call); }
  static bool right(double value, double slope, int number, int call) {
    return value == 25.0 * (number + 1) * call * call && slope == 10.0 * (number + 1) * call;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Quadratic, "threads share a Function") {
  CHECK(failures([&](int number, int calls) {
          int failed = 0;
          for (int call = 0; call < calls; ++call) {
            const auto [value, slope] = quadratic(matrix(number), vector(call));
            failed += !right(value(0, 0), slope(4, 0), number, call);
          }
          return failed;
        }) == 0);
}

TEST_CASE_FIXTURE(Quadratic, "each thread has its Workspace") {
  CHECK(failures([&](int number, int calls) {
          int failed = 0;
          Workspace w(quadratic);
          for (int call = 0; call < calls; ++call) {
            const auto [value, slope] = quadratic(w, matrix(number), vector(call));
            failed += !right(value(0, 0), slope(4, 0), number, call);
          }
          return failed;
        }) == 0);
}

TEST_CASE_FIXTURE(Quadratic, "threads compile Functions from shared expressions") {
  CHECK(failures([&](int number, int) {
          const Function own({A, x}, {transpose(x) * A * x});
          return own(matrix(number), vector(2))[0](0, 0) == 100.0 * (number + 1) ? 0 : 1;
        }) == 0);
}

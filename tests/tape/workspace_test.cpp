#include "matgrad/autodiff/tape/workspace.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <new>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/tape/function.hpp"
#include "support/allocation_count.hpp"

using namespace matgrad;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

#if defined(MATGRAD_SANITIZED)
constexpr bool not_counted = true;
#else
constexpr bool not_counted = false;
#endif

template <class Call>
std::size_t allocations(const Call& call) {
  const std::size_t before = allocation_count();
  call();
  return allocation_count() - before;
}

struct Elementwise {
  Expr A = variable("A", 4, 5), b = variable("b", 5, 1);
  Expr Z = hadamard(tanh(A), exp(A)) - A;
  Function<double, 3> compiled{{A, b}, {sum(Z), transpose(Z), dot(b, b)}};
  MatrixXd A0 = MatrixXd::Random(4, 5);
  VectorXd b0 = VectorXd::Random(5);
};

}  // namespace

TEST_CASE("allocations are counted (skipped under sanitizers)" * doctest::skip(not_counted)) {
  CHECK(allocations([] { MatrixXd(40, 40).setZero(); }) > 0);
  CHECK(allocations([] { ::operator delete (::operator new (64, std::align_val_t{64}), std::align_val_t{64}); }) >
        0);
}

TEST_CASE_FIXTURE(Elementwise, "a call through a Workspace allocates nothing (skipped under sanitizers)" *
                                   doctest::skip(not_counted)) {
  Workspace w(compiled);
  double total = 0;
  CHECK(allocations([&] { total = compiled(w, A0, b0)[0](0, 0); }) == 0);
  CHECK(total == doctest::Approx((A0.array().tanh() * A0.array().exp() - A0.array()).sum()));
  CHECK(allocations([&] { compiled(w, {{"b", b0}, {"A", A0}}); }) == 0);
  CHECK(allocations([&] { compiled(A0, b0); }) > 0);
}

TEST_CASE("matrix products through a Workspace allocate nothing (skipped under sanitizers)" *
          doctest::skip(not_counted)) {
  const Expr W = variable("W", 3, 6), x = variable("x", 6, 1);
  const Expr K = transpose(W) * (W * x) - x;
  const Function f({W, x}, {0.5 * dot(K, K), W * (K * transpose(x)) + (W * x) * transpose(K)}, {{W, 0.5 * W}});
  MatrixXd W0 = MatrixXd::Random(3, 6);
  const VectorXd x0 = VectorXd::Random(6);
  Workspace w(f);
  CHECK(allocations([&] { f(w, W0, x0); }) == 0);
}

TEST_CASE_FIXTURE(Elementwise, "only the first call that packs an input allocates (skipped under sanitizers)" *
                                   doctest::skip(not_counted)) {
  Workspace w(compiled);
  const MatrixXd large = MatrixXd::Random(8, 5);
  CHECK(allocations([&] { compiled(w, large.topRows(4), b0); }) == 1);
  CHECK(allocations([&] { compiled(w, large.bottomRows(4), b0); }) == 0);
  CHECK(allocations([&] { compiled(w, A0, b0); }) == 0);
  CHECK(compiled(w, large.bottomRows(4), b0)[1] == compiled(MatrixXd(large.bottomRows(4)), b0)[1]);
}

TEST_CASE_FIXTURE(Elementwise, "a Workspace states its planned bytes") {
  const Workspace w(compiled);
  CHECK(w.bytes() == compiled.plan().bytes);
  CHECK(w.bytes() >= 4 * 5 * sizeof(double));
}

TEST_CASE_FIXTURE(Elementwise, "two workspaces of one Function are independent") {
  Workspace first(compiled), second(compiled);
  const auto views = compiled(first, A0, b0);
  const MatrixXd kept = views[1];
  compiled(second, MatrixXd(-A0), b0);
  CHECK(views[1] == kept);
}

TEST_CASE_FIXTURE(Elementwise, "a failed call leaves the Workspace usable") {
  Workspace w(compiled);
  CHECK_THROWS_AS(compiled(w, A0, MatrixXd(4, 1)), ShapeError);
  CHECK(compiled(w, A0, b0)[2](0, 0) == doctest::Approx(b0.squaredNorm()));
}

#include "matgrad/autodiff/tape/workspace.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <new>
#include <tuple>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/tape/function.hpp"
#include "support/allocation_count.hpp"
#include "support/error_text.hpp"
#include "support/is_sanitized.hpp"
#include "support/together.hpp"

using namespace matgrad;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

template <class Call>
std::size_t allocations(const Call& call) {
  const std::size_t before = allocation_count();
  call();
  return allocation_count() - before;
}

/// The identity, with something that is done whenever it is evaluated.
class Callback final : public OpOf<Callback> {
 public:
  static constexpr std::string_view function = "callback";
  explicit Callback(std::shared_ptr<const std::function<void()>> work) : work_(std::move(work)) {}
  auto attributes() const { return std::tuple(reinterpret_cast<std::intptr_t>(work_.get())); }
  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    (*work_)();
    out = in[0];
  }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return adjoint; }

 private:
  std::shared_ptr<const std::function<void()>> work_;
};

struct Elementwise {
  Expr A = variable("A", 4, 5), b = variable("b", 5, 1);
  Expr Z = hadamard(tanh(A), exp(A)) - A;
  Function<double, 3> compiled{{A, b}, {sum(Z), transpose(Z), dot(b, b)}};
  MatrixXd A0 = MatrixXd::Random(4, 5);
  VectorXd b0 = VectorXd::Random(5);
};

}  // namespace

TEST_CASE("allocations are counted (skipped under sanitizers)" * doctest::skip(matgrad::tests::is_sanitized)) {
  CHECK(allocations([] { MatrixXd(40, 40).setZero(); }) > 0);
  CHECK(allocations([] { ::operator delete (::operator new (64, std::align_val_t{64}), std::align_val_t{64}); }) >
        0);
}

TEST_CASE_FIXTURE(Elementwise, "a call through a Workspace allocates nothing (skipped under sanitizers)" *
                                   doctest::skip(matgrad::tests::is_sanitized)) {
  Workspace w(compiled);
  double total = 0;
  CHECK(allocations([&] { total = compiled(w, A0, b0)[0](0, 0); }) == 0);
  CHECK(total == doctest::Approx((A0.array().tanh() * A0.array().exp() - A0.array()).sum()));
  CHECK(allocations([&] { compiled(w, {{"b", b0}, {"A", A0}}); }) == 0);
  CHECK(allocations([&] { compiled(A0, b0); }) > 0);
}

TEST_CASE("matrix products through a Workspace allocate nothing (skipped under sanitizers)" *
          doctest::skip(matgrad::tests::is_sanitized)) {
  const Expr W = variable("W", 3, 6), x = variable("x", 6, 1);
  const Expr K = transpose(W) * (W * x) - x;
  const Function f({W, x}, {0.5 * dot(K, K), W * (K * transpose(x)) + (W * x) * transpose(K)}, {{W, 0.5 * W}});
  MatrixXd W0 = MatrixXd::Random(3, 6);
  const VectorXd x0 = VectorXd::Random(6);
  Workspace w(f);
  CHECK(allocations([&] { f(w, W0, x0); }) == 0);
}

TEST_CASE_FIXTURE(Elementwise, "only the first call that packs an input allocates (skipped under sanitizers)" *
                                   doctest::skip(matgrad::tests::is_sanitized)) {
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

TEST_CASE("a Workspace that is in use refuses another call, and is free again after a failed one") {
  const Expr x = variable("x", 1);
  const auto again = std::make_shared<std::function<void()>>([] {});
  const Function f({x}, {Expr(std::make_shared<Callback>(again), {x}) + exp(x)});
  Workspace w(f);
  *again = [&] { f(w, 2.0); };
  CHECK(tests::has(tests::text_of<Error>([&] { f(w, 1.0); }),
                   "the Workspace is in use by another call\n  give each thread, and each call inside a call, a "
                   "Workspace of its own"));
  *again = [] { throw DomainError("refused"); };
  CHECK_THROWS_AS(f(w, 1.0), DomainError);
  *again = [] { throw 1; };
  CHECK_THROWS_AS(f(w, 1.0), int);
  *again = [&f] { f(2.0); };  // without the Workspace
  CHECK_THROWS_AS(f(w, {{"y", 1.0}}), MissingInputError);
  bool inside = false;
  *again = [&] {
    if (!std::exchange(inside, true)) f(2.0);
  };
  CHECK(f(w, 0.0)[0](0, 0) == 1);
}

TEST_CASE("two threads on one Workspace get the right result or an error") {
  const Expr A = variable("A", 40, 40);
  const Function f({A}, {sum(A * A * A)});
  Workspace w(f);
  const std::vector<int> wrong = tests::together<int>(4, [&](int number) {
    int count = 0;
    const MatrixXd own = MatrixXd::Constant(40, 40, number + 1.0);
    for (int call = 0; call < 200; ++call) {
      try {
        f(w, own);
      } catch (const Error& error) {
        count += !tests::has(error.what(), "in use");
      }
    }
    return count;
  });
  CHECK(wrong == std::vector<int>(4, 0));
  CHECK(f(w, MatrixXd::Ones(40, 40).eval())[0](0, 0) == 40.0 * 40 * 40 * 40);
}

TEST_CASE_FIXTURE(Elementwise, "a Workspace that was moved from says so; its heir works") {
  Workspace w(compiled);
  Workspace heir = std::move(w);
  CHECK(compiled(heir, A0, b0)[2](0, 0) == doctest::Approx(b0.squaredNorm()));
  CHECK_THROWS_WITH_AS(compiled(w, A0, b0), "Function: the Workspace was moved from: make another one", Error);
  CHECK_THROWS_WITH_AS(w.bytes(), "Function: the Workspace was moved from: make another one", Error);
  w = Workspace(compiled);
  CHECK(compiled(w, A0, b0)[2](0, 0) == doctest::Approx(b0.squaredNorm()));
}

#include <doctest/doctest.h>

#include <cstddef>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/linear_algebra/executor.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/tape/workspace.hpp>

// What an operation is evaluated with: planned scratch memory and the caller's executor.

using namespace matgrad;
using Eigen::MatrixXd;

namespace {

/// Twice its input, by way of scratch memory, of which it announces `announced` entries.
class TwiceByScratch final : public OpOf<TwiceByScratch> {
 public:
  static constexpr std::string_view function = "twice_by_scratch";

  explicit TwiceByScratch(std::size_t announced) : announced_(announced) {}
  auto attributes() const { return std::tuple(announced_); }
  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  std::size_t scratch(const Expr&) const override { return announced_; }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    View<Scalar> half = run.matrix(out.rows(), out.cols());
    half = in[0];
    out = half + half;
  }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return 2 * adjoint; }

 private:
  std::size_t announced_;
};

Expr twice(const Expr& x, std::size_t announced) { return Expr(std::make_shared<TwiceByScratch>(announced), {x}); }

/// Squares each column in a task of its own.
class SquaredColumns final : public OpOf<SquaredColumns> {
 public:
  static constexpr std::string_view function = "squared_columns";

  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    for_each(run.executor(), static_cast<std::size_t>(out.cols()), [&](std::size_t j) {
      const auto column = static_cast<Index>(j);
      out.col(column) = in[0].col(column).cwiseAbs2();
    });
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
};

/// The tasks from the last to the first, counted.
class BackwardExecutor final : public Executor {
 public:
  void run(std::size_t count, Task task, const void* context) override {
    for (std::size_t i = count; i-- > 0;) task(context, i);
    tasks += count;
  }
  std::size_t tasks = 0;
};

const Expr x = variable("x", 4, 3);
const MatrixXd x0 = MatrixXd::Constant(4, 3, 1.5);

}  // namespace

TEST_CASE("scratch memory lies in the plan, beside what is alive and free again afterwards") {
  const Function<double, 1> once({x}, {twice(x, 12)});
  Workspace<double> w(once);
  CHECK(once(w, x0)[0] == 2 * x0);
  // 96 bytes, in whole cache lines, for the result and for the scratch memory.
  CHECK(w.bytes() == 2 * 128);
  const Function<double, 1> chain({x}, {twice(twice(twice(x, 12), 12), 12)});
  Workspace<double> of_chain(chain);
  CHECK(chain(of_chain, x0)[0] == 8 * x0);
  CHECK(of_chain.bytes() == 3 * 128);
}

TEST_CASE("who takes more scratch memory than announced is told") {
  const Function<double, 1> f({x}, {twice(x, 11)});
  Workspace<double> w(f);
  CHECK_THROWS_WITH_AS(f(w, x0), doctest::Contains("12 entries of scratch memory, but its scratch() left 11"),
                       Error);
  const std::vector<Expr> exprs{twice(x, 11)};
  const std::vector<std::pair<Expr, ConstView<double>>> leaves{{x, ConstView<double>(x0.data(), 4, 3)}};
  CHECK_THROWS_WITH_AS(ReferenceEvaluation<double>(exprs, leaves), doctest::Contains("its scratch() left 11"),
                       Error);
}

TEST_CASE("the tasks of an operation run on the executor of the Workspace") {
  const Function<double, 1> f({x}, {Expr(shared<SquaredColumns>(), {x})});
  Workspace<double> w(f);
  CHECK(f(w, x0)[0] == x0.cwiseAbs2());
  BackwardExecutor executor;
  w.use(executor);
  CHECK(f(w, x0)[0] == x0.cwiseAbs2());
  CHECK(executor.tasks == 3);
}

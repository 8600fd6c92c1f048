#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/linear_algebra/executor.hpp>
#include <matgrad/autodiff/linear_algebra/linear_algebra.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/matrix_function.hpp>
#include <matgrad/autodiff/operations/orthogonal.hpp>
#include <matgrad/autodiff/operations/singular_values.hpp>
#include <matgrad/autodiff/operations/spectral.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/tape/workspace.hpp>

#include "support/allocation_count.hpp"
#include "support/is_sanitized.hpp"

namespace run_test {

// What an operation is evaluated with: planned scratch memory, the caller's executor and linear algebra.

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

/// What the functions of the linear algebra did since it was last set to zero.
struct Inside {
  std::size_t calls = 0, allocations = 0;
};
Inside inside;

/// The built-in function that stands in `member`, observed.
template <auto member>
struct Observed;
template <class Result, class... Inputs, Result (*LinearAlgebra<double>::*member)(Inputs...)>
struct Observed<member> {
  static Result call(Inputs... inputs) {
    const struct Allocations {
      std::size_t before = allocation_count();
      ~Allocations() { inside.allocations += allocation_count() - before; }
    } allocations;
    ++inside.calls;
    return (built_in_linear_algebra<double>().*member)(inputs...);
  }
};

using Table = LinearAlgebra<double>;
constexpr Table observed{.add_product = Observed<&Table::add_product>::call,
                         .solve_triangular = Observed<&Table::solve_triangular>::call,
                         .factor_lu = Observed<&Table::factor_lu>::call,
                         .factor_cholesky = Observed<&Table::factor_cholesky>::call,
                         .decompose_symmetric = Observed<&Table::decompose_symmetric>::call,
                         .decompose_singular = Observed<&Table::decompose_singular>::call,
                         .factor_orthogonal = Observed<&Table::factor_orthogonal>::call,
                         .invert_cholesky = Observed<&Table::invert_cholesky>::call};

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

TEST_CASE("another linear algebra takes the place of Eigen's") {
  const Expr A = variable("A", 4, 4);
  const Function<double, 1> f({A, x}, {A * x});
  Workspace<double> w(f);
  w.use(observed);
  inside = {};
  const MatrixXd A0 = MatrixXd::Identity(4, 4);
  CHECK(f(w, A0, x0)[0] == x0);
  CHECK(inside.calls == 1);
}

TEST_CASE(
    "factorisations allocate what the linear algebra does, the same in each call (skipped under sanitizers)" *
    doctest::skip(matgrad::tests::is_sanitized)) {
  // Eigen takes the memory that it packs large products in from the heap.
  Index n = 0;
  SUBCASE("small") { n = 5; }
  SUBCASE("large") { n = 150; }
  const Expr A = variable("A", n + 1, n - 1), G = variable("G", n, n), S = variable("S", n, n, Fact::symmetric),
             B = variable("B", n, 2), C = variable("C", n + 1, 2), D = variable("D", n - 1, 2);
  const auto filled = [n](Index rows, Index cols) {
    return MatrixXd::NullaryExpr(rows, cols, [n](Index i, Index j) {
      return (i == j ? 2 : 0) + std::sin(1.7 * static_cast<double>(i + 5 * j + 1)) / static_cast<double>(n);
    });
  };
  const MatrixXd A0 = filled(n + 1, n - 1), G0 = filled(n, n), S0 = G0 * G0.transpose(), B0 = filled(n, 2),
                 C0 = filled(n + 1, 2), D0 = filled(n - 1, 2);
  const std::vector<Expr> exprs{inverse(G),
                                solve(G, B),
                                solve(transpose(G), B),
                                determinant(G),
                                log_det(G * transpose(G)),
                                log_abs_det(G),
                                cofactor(G),
                                cofactor_derivative(G, S),
                                rcond(G),
                                rcond(1e-200 * G) + rcond(transpose(1e-200 * G)),
                                cholesky(S),
                                inverse(S),
                                solve(S, B),
                                log_det(S),
                                qr(A),
                                pseudo_inverse(A),
                                pseudo_inverse(transpose(A)),
                                least_squares(A, C),
                                least_squares(transpose(A), D),
                                svd(A),
                                singular_values(A),
                                eigh(S),
                                eigenvalues(S),
                                symmetric_exp(S),
                                symmetric_power(S, -2),
                                symmetric_function_derivative(S, SpectralFunction::power(0.5), {G, transpose(G)}),
                                matrix_power(G, 5),
                                matrix_exponential(G),
                                matrix_exponential(G * 0.001),
                                matrix_exponential_derivative(G, S)};
  for (const Expr& expr : exprs) {
    const Function<double, 1> f({A, G, S, B, C, D}, {expr});
    Workspace<double> w(f);
    w.use(observed);
    const auto count = [&] {
      inside = {};
      const std::size_t before = allocation_count();
      f(w, A0, G0, S0, B0, C0, D0);
      return allocation_count() - before;
    };
    INFO(to_text(expr));
    const std::size_t first = count(), of_first = inside.allocations;
    CHECK(first == of_first);
    CHECK(count() == first);
    CHECK(inside.allocations == of_first);
  }
}

}  // namespace run_test

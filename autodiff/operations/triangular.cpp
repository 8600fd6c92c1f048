#include "matgrad/autodiff/operations/triangular.hpp"

#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/linear_algebra/linear_algebra.hpp"
#include "matgrad/autodiff/operations/diagonals.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"

namespace matgrad {
namespace {

/// The triangle of a square matrix, without its diagonal if that is not read.
Expr triangle_of(const Expr& a, Triangle triangle, bool without_diagonal) {
  return triangle == Triangle::lower ? lower_triangle(a, without_diagonal ? -1 : 0)
                                     : upper_triangle(a, without_diagonal ? 1 : 0);
}

class TriangularSolve final : public OpOf<TriangularSolve> {
 public:
  static constexpr std::string_view function = "triangular_solve";

  TriangularSolve(Triangle triangle, TriangularForm form) : triangle_(triangle), form_(form) {}

  auto attributes() const {
    return std::tuple(std::string(triangle_ == Triangle::lower ? "lower" : "upper") +
                      (form_.transposed ? ", transposed" : "") + (form_.unit_diagonal ? ", unit diagonal" : ""));
  }

  Shape shape(std::span<const Expr> inputs) const override {
    const Expr &a = inputs[0], &b = inputs[1];
    square_shape(function, a, "a triangular matrix is square");
    require_equal_rows(function, a, b);
    return b.shape();
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    const ConstView<Scalar>& a = in[0];
    check_triangle(a);
    require_finite(function, in[1]);
    if (out.data() != in[1].data()) out = in[1];
    if (out.size() == 0) return;
    run.linear_algebra().solve_triangular(a, part(), form_.transposed, out);
    if (out.allFinite()) return;
    if (form_.unit_diagonal) throw_singular("the result overflows");
    Index smallest = 0;
    a.diagonal().cwiseAbs().minCoeff(&smallest);
    throw_singular(entry_text(smallest, a.rows()) + " is so small that the result overflows");
  }

  bool needs_regular(std::size_t i) const override { return i == 0; }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr& a = z.input(0);
    const Expr of_b = triangular_solve(a, adjoint, triangle_, {!form_.transposed, form_.unit_diagonal});
    if (i == 1) return of_b;
    const Expr of_a = form_.transposed ? matmul(z, transpose(of_b)) : matmul(of_b, transpose(z));
    return -triangle_of(of_a, triangle_, form_.unit_diagonal);
  }

  double cost(const Expr& z) const override {
    const double n = static_cast<double>(z.rows());
    return n * n * static_cast<double>(z.cols());
  }
  bool may_overwrite(std::size_t i) const override { return i == 1; }

 private:
  TrianglePart part() const {
    if (triangle_ == Triangle::lower) return form_.unit_diagonal ? TrianglePart::unit_lower : TrianglePart::lower;
    return form_.unit_diagonal ? TrianglePart::unit_upper : TrianglePart::upper;
  }

  /// Throws for NaN, infinity and zeros on the diagonal, in the part that is read.
  template <class Scalar>
  void check_triangle(const ConstView<Scalar>& a) const {
    const Index n = a.rows(), skipped = form_.unit_diagonal ? 1 : 0;
    bool finite = true;
    for (Index j = 0; j < n && finite; ++j)
      finite = triangle_ == Triangle::lower ? a.col(j).tail(n - j - skipped).allFinite()
                                            : a.col(j).head(j + 1 - skipped).allFinite();
    if (!finite) {
      Matrix<Scalar> read = a;
      for (Index j = 0; j < n; ++j)
        for (Index i = 0; i < n; ++i)
          if (i == j ? form_.unit_diagonal : (i < j) == (triangle_ == Triangle::lower)) read(i, j) = 0;
      require_finite(function, ConstView<Scalar>(read.data(), n, n));
    }
    if (form_.unit_diagonal) return;
    for (Index i = 0; i < n; ++i)
      if (a(i, i) == 0) throw_singular(entry_text(i, n) + " is zero: the matrix is singular");
  }

  static std::string entry_text(Index i, Index size) {
    return "diagonal entry " + std::to_string(i + 1) + " of " + std::to_string(size);
  }

  [[noreturn]] static void throw_singular(const std::string& what) {
    SingularError error(std::string(function) + ": " + what);
    error.add_context("look for what makes the diagonal small, scale the matrix, or add to its diagonal");
    throw error;
  }

  Triangle triangle_;
  TriangularForm form_;
};

}  // namespace

Expr triangular_solve(const Operand& a, const Operand& b, Triangle triangle, TriangularForm form) {
  return apply(std::make_shared<TriangularSolve>(triangle, form), {a, b});
}

}  // namespace matgrad

#include "matgrad/autodiff/show/index_form.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/elementwise_function.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/show/latex.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"
#include "support/latex.hpp"
#include "support/random_expression.hpp"

namespace index_form_test {

using namespace matgrad;
using namespace matgrad::tests;

namespace {

const Expr A = variable("A", 3, 4), B = variable("B", 4, 5), C = variable("C", 5, 2), G = variable("G", 3, 4);
const Expr S = variable("S", 4, 4), x = variable("x", 4), y = variable("y", 3), s = variable("s", 1);

std::string written(const Expr& expr, IndexFormOptions options = {}) {
  return to_text(notation_of(index_form(expr, std::move(options))));
}

}  // namespace

TEST_CASE("products are sums over the inner indices") {
  CHECK(written(A) == "A_kl");
  CHECK(written(A * B) == "Σᵢ A_ki B_il");
  CHECK(written(A * B * C) == "Σᵢⱼ A_ki B_ij C_jl");
  CHECK(written(A * (B * C)) == "Σᵢⱼ A_ki B_ij C_jl");
  CHECK(written(transpose(A) * G) == "Σᵢ A_ik G_il");
  CHECK(written(transpose(A * B)) == "Σᵢ A_li B_ik");
  CHECK(written(A * x) == "Σᵢ A_ki x_i");
  CHECK(written(y * transpose(x)) == "y_k x_l");
  CHECK(written(transpose(x) * x) == "Σᵢ x_i x_i");
  CHECK(written(-2 * s * A * B) == "−2 s Σᵢ A_ki B_il");
  CHECK(written(transpose(x)) == "x_k");
}

TEST_CASE("letters of an entry can be chosen, and names of one letter are no indices") {
  CHECK(written(A * B, {.letters = "ij"}) == "Σₖ A_ik B_kj");
  const Expr i = variable("i", 4);
  CHECK(written(A * i) == "Σⱼ A_kj i_j");
  CHECK_THROWS_WITH_AS(index_form(A, {.letters = "kk"}), "an index form needs two different letters, not \"kk\"",
                       Error);
}

TEST_CASE("sums, numbers and elementwise operations act on entries") {
  CHECK(written(A - 2 * G) == "A_kl − 2 G_kl");
  CHECK(written(1 - A) == "1 − A_kl");
  CHECK(written(hadamard(sigmoid(A), 1 - sigmoid(A))) == "σ(A_kl) (1 − σ(A_kl))");
  CHECK(written(square(A)) == "A_kl²");
  CHECK(written(divide(A, G)) == "A_kl / G_kl");
  CHECK(written(A / s) == "A_kl / s");
  CHECK(written(hadamard(A * B * C, s + A * B * C)) == "(s + Σᵢⱼ A_ki B_ij C_jl) Σᵢⱼ A_ki B_ij C_jl");
  const ElementwiseFunction f = elementwise_function("f");
  CHECK(written(f(A)) == "f(A_kl)");
  CHECK(written(relu(A * x)) == "relu(Σᵢ A_ki x_i)");
}

TEST_CASE("reductions and repetitions") {
  CHECK(written(sum(A)) == "Σᵢⱼ A_ij");
  CHECK(written(mean(x)) == "(Σᵢ x_i) / 4");
  CHECK(written(squared_norm(A * x)) == "Σᵢ (Σⱼ A_ij x_j)²");
  CHECK(written(norm(x)) == "sqrt(Σᵢ x_i²)");
  CHECK(written(dot(A, G)) == "Σᵢⱼ A_ij G_ij");
  CHECK(written(trace(S)) == "Σᵢ S_ii");
  CHECK(written(row_sums(A)) == "Σᵢ A_ki");
  CHECK(written(column_sums(A)) == "Σᵢ A_ik");
  CHECK(written(columns(y, A)) == "y_k");
  CHECK(written(A + columns(y, A)) == "A_kl + y_k");
  CHECK(written(rows(transpose(x), A)) == "x_l");
  CHECK(written(diagonal(S)) == "S_kk");
  CHECK(written(dot(x, x) * dot(y, y)) == "(Σᵢ x_i x_i) Σᵢ y_i y_i");
}

TEST_CASE("identities and ones need no index of their own") {
  CHECK(written(identity_like(S)) == "δ_kl");
  CHECK(written(S - 2 * identity_like(S)) == "S_kl − 2 δ_kl");
  CHECK(written(S * identity_like(S)) == "S_kl");
  CHECK(written(as_diagonal(x) * S) == "x_k S_kl");
  CHECK(written(S * as_diagonal(x)) == "S_kl x_l");
  CHECK(written(A * as_diagonal(x) * B) == "Σᵢ A_ki x_i B_il");
  CHECK(written(ones_like(A) * B) == "Σᵢ B_il");
  CHECK(written(trace(identity_like(S)) * A) == "4 A_kl");
  CHECK(written(zeros_like(A) * B) == "0");
  CHECK(written(A + zeros_like(A)) == "A_kl");
}

TEST_CASE("named intermediates and other operations stand as matrices") {
  const Expr K = named("K", A * B);
  CHECK(written(K * C) == "Σᵢ K_ki C_il");
  CHECK(written(K) == "Σᵢ A_ki B_il");
  CHECK(written(inverse(S) * x) == "Σᵢ (S⁻¹)_ki x_i");
  CHECK(written(log_det(S) * A) == "log|S| A_kl");
  CHECK(written(A * B, {.names = {{A, "∂L/∂K"}}}) == "Σᵢ (∂L/∂K)_ki B_il");
}

TEST_CASE("the gradient's entry is an equation") {
  const Expr J = named("J", 0.5 * squared_norm(A * x - y));
  const IndexForm form = index_form(gradient(J, A));
  CHECK(to_text(notation_of(form, "∂J/∂A")) == "∂J/∂A_kl = (Σᵢ A_ki x_i − y_k) x_l");
  CHECK(to_latex(notation_of(form, "∂J/∂A")) ==
        "\\frac{\\partial J}{\\partial A_{kl}} = \\left(\\sum_{i} A_{ki} x_{i} - y_{k}\\right) x_{l}");
}

TEST_CASE("a factor can be taken out") {
  CHECK(to_text(notation_of(factor_of(index_form(hadamard(G, A)), G))) == "A_kl");
  CHECK(to_text(notation_of(factor_of(index_form(transpose(A) * G), G))) == "A_ik");
  CHECK(to_text(notation_of(factor_of(index_form(A * B, {.letters = "ij"}), A))) == "B_kj");
  CHECK_THROWS_WITH_AS(factor_of(index_form(G + A), G),
                       "not exactly one entry of G stands as a factor in G_kl + A_kl", Error);
}

TEST_CASE("a formula of many pages is given up, naming where") {
  Expr z = A;
  for (int i = 0; i < 200; ++i) z = tanh(z);
  CHECK_THROWS_AS(index_form(z), Error);
  Expr wide = A;
  for (int i = 0; i < 40; ++i) wide = hadamard(wide, wide);
  CHECK_THROWS_AS(index_form(wide), Error);
}

TEST_CASE("the index form has the value of the expression and of its gradients") {
  const auto check = [](const Expr& expr, const LeafValues<long double>& leaves) {
    std::optional<IndexForm> form;
    try {
      form = index_form(expr);
    } catch (const Error&) {
      return;  // too long
    }
    const Graph graph(expr);
    if (expr.shape().size() == 0) return;
    std::vector<ReferenceEvaluation<double>::Leaf> views;
    LeafValues<> doubles;
    for (const auto& [leaf, value] : leaves) doubles.emplace_back(leaf, value.cast<double>());
    for (const auto& [leaf, value] : doubles)
      views.emplace_back(leaf, ConstView<double>(value.data(), value.rows(), value.cols()));
    const std::vector<Expr> nodes(graph.nodes().begin(), graph.nodes().end());
    const ReferenceEvaluation<double> evaluation(nodes, views);
    const EntryValues values = [&](const Expr& e, Index i, Index j) { return evaluation.value(e)(i, j); };
    const Eigen::MatrixXd whole = evaluation.value(expr);
    const double scale = 1 + whole.cwiseAbs().maxCoeff();
    for (const Index i : {Index{0}, expr.rows() - 1})
      for (const Index j : {Index{0}, expr.cols() - 1}) {
        const double difference = std::abs(evaluate(*form, i, j, values) - whole(i, j));
        if (!(difference <= 1e-8 * scale)) RC_FAIL(to_text(notation_of(*form)));
      }
    const std::string latex = to_latex(notation_of(*form)), fault = latex_fault(latex);
    if (!fault.empty()) RC_FAIL(fault + ": " + latex);
  };
  CHECK(holds_for_random_expressions("entries agree", [check](const RandomExpression& random) {
    check(random.expr, random.leaves);
    const std::vector<Expr> leaves = Graph(random.expr).leaves();
    if (random.expr.shape().is_scalar() && !leaves.empty()) check(gradient(random.expr, leaves[0]), random.leaves);
  }));
}

}  // namespace index_form_test

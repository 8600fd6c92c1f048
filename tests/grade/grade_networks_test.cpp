#include <doctest/doctest.h>

#include <matgrad/matgrad.hpp>

#include "examples/problems/exam_autoencoder.hpp"
#include "examples/problems/swish_network.hpp"
#include "graded.hpp"

// Problems 3, 4 and 5: networks.

using namespace matgrad;
using matgrad::tests::check_planted_slips;

namespace {

Expr sigmoid_slope(const Expr& a) { return hadamard(sigmoid(a), 1.0 - sigmoid(a)); }
Expr swish_slope(const Expr& a) { return sigmoid(a) + hadamard(a, sigmoid_slope(a)); }

}  // namespace

TEST_CASE("slips in the swish network, in terms of the adjoint of its logits") {
  const examples::SwishNetwork n = examples::swish_network(9, 6, 7, 8);
  const Expr& z2 = n.z2;
  const Expr G = variable("G", z2.rows(), z2.cols());
  const GradeOptions given{.upstream = z2, .adjoints = {{G, z2}}};
  const Expr h_bar = transpose(n.W2) * G, delta = hadamard(h_bar, swish_slope(n.a)), Xt = transpose(n.X);
  check_planted_slips({
      {"upstream factor dropped", n.L, n.W1, swish_slope(n.a) * Xt, "upstream factor missing",
       "the upstream factor ∂L/∂h₁ = W₂ᵀ", given},
      {"upstream factor dropped in ∂L/∂a", n.L, n.a, swish_slope(n.a), "upstream factor missing", "∂L/∂h₁", given},
      {"W₂ᵀ dropped beside sizes", n.L, n.h1, G, "factor missing", "the factor W₂ᵀ is missing", given},
      {"h₁ and the adjoint exchanged", n.L, n.W2, n.h1 * transpose(G), "transposed", "it is 6×7", given},
      {"b₂ for b₁", n.L, n.b1, row_sums(G), "gradient of another variable", "∂L/∂b₂", given},
      {"b₁ not summed", n.L, n.b1, delta, "sum missing", "the sum over the columns", given},
      {"b₂ not summed", n.L, n.b2, G, "sum missing", "the sum over the columns", given},
      {"b₂ of one sample", n.L, n.b2, slice(G, 0, 0, 7, 1), "one term of a sum", "only the first", given},
      {"b₂ as a mean", n.L, n.b2, 0.125 * row_sums(G), "1/m too much", "8", given},
      {"σ′ for swish′", n.L, n.W1, hadamard(h_bar, sigmoid_slope(n.a)) * Xt, "derivative of the wrong function",
       "the derivative of σ(a) stands where that of a ∘ σ(a) belongs", given},
      {"σ for swish′", n.L, n.a, hadamard(h_bar, sigmoid(n.a)), "path missing", "path 2 (in t₃ = σ(a))", given},
      {"tanh′ for swish′", n.L, n.a, hadamard(h_bar, 1.0 - square(tanh(n.a))), "derivative of the wrong function",
       "tanh", given},
      {"swish for swish′", n.L, n.a, hadamard(h_bar, swish(n.a)), "f for f′", "", given},
      {"swish′ at h₁", n.L, n.a, hadamard(h_bar, swish_slope(n.h1)), "wrong argument", "at h₁ instead of a",
       given},
      {"swish′ forgotten", n.L, n.W1, h_bar * Xt, "f′ missing", "", given},
      {"adjoint of a for that of W₁", n.L, n.W1, delta, "factor missing", "", given},
      {"1/B dropped", n.L, z2, softmax(z2) - n.T, "1/m dropped", "the number of columns of X"},
      {"labels minus probabilities", n.L, z2, (n.T - softmax(z2)) / column_count(n.T), "wrong sign", ""},
      {"labels forgotten", n.L, z2, softmax(z2) / column_count(n.T), "term missing", ""},
  });
}

TEST_CASE("what is left of the loss may end at the upstream node") {
  const examples::SwishNetwork n = examples::swish_network(9, 6, 7, 8);
  const Expr G = variable("G", 7, 8);
  const GradeOptions given{.adjoints = {{G, n.z2}}};
  CHECK(grade(n.z2, n.W2, G * transpose(n.h1), given).right());
  CHECK(grade(n.z2, n.b2, row_sums(G), given).right());
  check_planted_slips({
      {"b₂ for b₁", n.z2, n.b1, row_sums(G), "gradient of another variable", "∂L/∂b₂", given},
      {"swish′ forgotten", n.z2, n.W1, transpose(n.W2) * G * transpose(n.X), "f′ missing", "", given},
  });
  // In full, though an upstream node is named.
  const Expr in_full = (softmax(n.z2) - n.T) / column_count(n.T) * transpose(n.h1);
  CHECK(grade(n.L, n.W2, in_full, {.upstream = n.z2}).right());
  // An adjoint that is not the upstream one means what it is.
  const Expr A = variable("A", 6, 8);
  CHECK(grade(n.L, n.W1, A * transpose(n.X), {.adjoints = {{A, n.a}}}).right());
}

TEST_CASE("slips with weight decay") {
  const Expr W = variable("W", 3, 4), V = variable("V", 2, 3), X = variable("X", 4, 5), Y = variable("Y", 2, 5);
  const Expr lambda = variable("λ", 1, 1, Fact::positive);
  const Expr z = named("z", W * X), h = named("h", relu(z)), E = named("E", V * h - Y);
  const Expr data = squared_norm(E), L = named("L", data + lambda * (squared_norm(W) + squared_norm(V)));
  const Expr halved = named("L", data + 0.5 * lambda * (squared_norm(W) + squared_norm(V)));
  const Expr step = select(greater(z, 0), 1, 0), back = hadamard(2 * transpose(V) * E, step) * transpose(X);
  CHECK(grade(L, W, back + 2 * lambda * W).right());
  CHECK(grade(halved, W, back + lambda * W).right());
  check_planted_slips({
      {"λW for 2λW", L, W, back + lambda * W, "constant factor of a path", "½ times its right size"},
      {"2λW for λW", halved, W, back + 2 * lambda * W, "constant factor of a path", "2 times its right size"},
      {"no weight decay", L, W, back, "path missing", ""},
      {"λ forgotten", L, W, back + 2 * W, "factor missing", "λ"},
      {"relu′ forgotten", L, W, 2 * transpose(V) * E * transpose(X) + 2 * lambda * W, "f′ missing", "relu"},
      {"relu for relu′", L, W, hadamard(2 * transpose(V) * E, h) * transpose(X) + 2 * lambda * W, "f for f′",
       "relu"},
      {"a decay that is not there", data + lambda * squared_norm(W), V, 2 * E * transpose(h) + 2 * lambda * V,
       "term too much", "2 times λ V"},
      {"decay of the other layer", L, V, 2 * E * transpose(h), "path missing", ""},
  });
}

TEST_CASE("a layer's weights taken for another's") {
  const Expr A = variable("A", 4, 4), B = variable("B", 4, 4), C = variable("C", 4, 4), x = variable("x", 4);
  const Expr z = named("z", A * x), h = named("h", tanh(z)), t = named("t", B * h), k = named("k", tanh(t));
  const Expr L = named("L", 0.5 * squared_norm(C * k));
  const Expr top = transpose(C) * (C * k), slope_k = 1.0 - square(k), slope_h = 1.0 - square(h);
  const Expr delta = hadamard(top, slope_k);
  check_planted_slips({
      {"Cᵀ for Bᵀ", L, A, hadamard(transpose(C) * delta, slope_h) * transpose(x), "wrong symbol",
       "C stands where B belongs"},
      {"B for Bᵀ", L, A, hadamard(B * delta, slope_h) * transpose(x), "factor not transposed",
       "Bᵀ stands without its transposition"},
      {"tanh′ of the other layer", L, A, hadamard(transpose(B) * delta, slope_k) * transpose(x), "wrong argument",
       "taken at t instead of z"},
  });
}

TEST_CASE("slips in the exam's autoencoder, for unknown f⁽¹⁾ and f⁽²⁾") {
  const examples::ExamAutoencoder m = examples::exam_autoencoder(5, 4);
  const Expr error = m.y_pred - m.y, J = m.J;
  const auto slope = [&](const Expr& v, const Expr& u) { return gradient(v, u, ones_like(v)); };
  const Expr s2 = slope(m.y_pred, m.z2), s1 = slope(m.a1, m.z1);
  const Expr delta2 = hadamard(error, s2), delta1 = hadamard(transpose(m.W2) * delta2, s1);
  CHECK(grade(J, m.z2, delta2).right());
  CHECK(grade(J, m.W2, delta2 * transpose(m.a1)).right());
  CHECK(grade(J, m.W1, delta1 * transpose(m.x)).right());
  check_planted_slips({
      {"y − y_pred", J, m.y_pred, -error, "wrong sign", ""},
      {"twice the error", J, m.y_pred, 2 * error, "constant factor", "2 times"},
      {"f for f′", J, m.z2, hadamard(error, m.y_pred), "f for f′", "itself stands where its derivative belongs"},
      {"f⁽²⁾′ at the output", J, m.z2,
       hadamard(error, gradient(elementwise_function("f⁽²⁾")(m.y_pred), m.y_pred, ones_like(m.y_pred))),
       "wrong argument", "instead of z"},
      {"f⁽²⁾′ forgotten", J, m.z2, error, "chain cut short", ""},
      {"input for hidden", J, m.W2, delta2 * transpose(m.z1), "wrong symbol", ""},
      {"f⁽¹⁾′ forgotten", J, m.W1, transpose(m.W2) * delta2 * transpose(m.x), "f′ missing", ""},
      {"without the input", J, m.W1, delta1, "factor missing", ""},
      {"outer product turned", J, m.W2, m.a1 * transpose(delta2), "transposed", ""},
      {"inner for outer product", J, m.W1, transpose(delta1) * delta1, "wrong shape", "1×1"},
  });
}

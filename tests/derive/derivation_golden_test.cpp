#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <matgrad/matgrad.hpp>

#include "examples/problems/bias_free_autoencoder.hpp"
#include "examples/problems/exam_autoencoder.hpp"
#include "examples/problems/latent_variable_model.hpp"
#include "examples/problems/swish_network.hpp"
#include "examples/problems/tied_autoencoder.hpp"

// The closed forms of the worked problems are those of the textbook.

namespace matgrad::tests {
namespace {

using namespace matgrad::examples;

/// "W (K xᵀ + x Kᵀ), K = Wᵀ W x − x".
std::string answer(const VariableDerivation& derived) {
  std::string text = to_text(derived.closed_formula);
  for (const NamedPart& part : derived.where) text += ", " + part.name + " = " + to_text(part.formula);
  return text;
}

/// The closed form for x; that all paths and the answer are right is the business of the property test.
std::string answer(const Expr& loss, const Expr& x, const DeriveOptions& options = {}) {
  return answer(derive(loss, x, options).variables().front());
}

}  // namespace

TEST_CASE("problem 1: the tied autoencoder, with and without names") {
  const examples::TiedAutoencoder model = examples::tied_autoencoder(3, 6);
  CHECK(answer(model.L, model.W) == "W (K xᵀ + x Kᵀ)");
  const Expr W = variable("W", 3, 6), x = variable("x", 6), X = variable("X", 6, 9);
  CHECK(answer(0.5 * squared_norm(transpose(W) * W * x - x), W) == "W (K xᵀ + x Kᵀ), K = Wᵀ W x − x");
  CHECK(answer(0.5 * squared_norm(transpose(W) * W * X - X), W) == "W (K Xᵀ + X Kᵀ), K = Wᵀ W X − X");
  CHECK(answer(0.5 * squared_norm(transpose(W) * (W * x) - x), W) == "W (K xᵀ + x Kᵀ), K = Wᵀ (W x) − x");
  CHECK(answer(0.5 * squared_norm(transpose(W) * W * x - x), x) == "−K + Wᵀ W K, K = Wᵀ W x − x");

  const Derivation derivation = derive(0.5 * squared_norm(transpose(W) * W * x - x), W);
  REQUIRE(derivation.paths(W).size() == 2);
  CHECK(to_text(*derivation.paths(W)[0].expanded) == "W K xᵀ");
  CHECK(to_text(*derivation.paths(W)[1].expanded) == "W x Kᵀ");
  CHECK(to_text(*derivation.of(W).total) == "W K xᵀ + W x Kᵀ");
}

TEST_CASE("problem 1e: an unknown function stays a symbol") {
  const NonlinearTiedAutoencoder model = nonlinear_tied_autoencoder(3, 6);
  CHECK(answer(model.L, model.W) == "((W (K ∘ f′(z))) ∘ f′(a)) xᵀ + h (K ∘ f′(z))ᵀ");
}

TEST_CASE("problem 2: the latent variable model") {
  const LatentVariableModel m = latent_variable_model(5, 2, 3);
  CHECK(answer(m.L1, m.X) == "−α D K⁻¹ X");
  CHECK(answer(m.L2, m.X) == "α K⁻¹ Y Yᵀ K⁻¹ X");
  CHECK(answer(m.L, m.X) == "−α D K⁻¹ X + α K⁻¹ Y Yᵀ K⁻¹ X");
  CHECK(answer(m.L1, m.alpha) == "−½ D ⟨K⁻¹ X, X⟩");
  CHECK(answer(m.L2, m.alpha) == "½ ⟨K⁻¹ Y Yᵀ K⁻¹ X, X⟩");
  CHECK(answer(m.L, m.alpha) == "½ ⟨K⁻¹ Y Yᵀ K⁻¹ X − D K⁻¹ X, X⟩");
  CHECK(answer(m.L1, m.beta) == "½ D β⁻² tr(K⁻¹)");
  CHECK(answer(m.L2, m.beta) == "−½ β⁻² tr(K⁻¹ Y Yᵀ K⁻¹)");
}

TEST_CASE("problem 3: the swish network, as far as ∂L/∂z₂ and whole") {
  const SwishNetwork m = swish_network(9, 6, 7, 8);
  const DeriveOptions from_z2{.upstream = m.z2};
  CHECK(answer(m.L, m.W2, from_z2) == "(∂L/∂z₂) h₁ᵀ");
  CHECK(answer(m.L, m.b2, from_z2) == "row_sums(∂L/∂z₂)");
  CHECK(answer(m.L, m.a, from_z2) == "(W₂ᵀ (∂L/∂z₂)) ∘ (σ(a) + a ∘ σ(a) ∘ (1 − σ(a)))");
  CHECK(answer(m.L, m.W1, from_z2) == "((W₂ᵀ (∂L/∂z₂)) ∘ (σ(a) + a ∘ σ(a) ∘ (1 − σ(a)))) Xᵀ");
  CHECK(answer(m.L, m.b1, from_z2) == "row_sums((W₂ᵀ (∂L/∂z₂)) ∘ (σ(a) + a ∘ σ(a) ∘ (1 − σ(a))))");
  CHECK(answer(m.L, m.z2) == "(softmax(z₂) − T) / 8");
  CHECK(answer(m.L, m.W2) == "(1 / 8) (softmax(z₂) − T) h₁ᵀ");
  CHECK(answer(m.L, m.b2) == "row_sums(softmax(z₂) − T) / 8");
  CHECK(answer(m.L, m.W1) == "(1 / 8) ((W₂ᵀ (softmax(z₂) − T)) ∘ (σ(a) + a ∘ σ(a) ∘ (1 − σ(a)))) Xᵀ");
}

TEST_CASE("problem 4: ReLU layers of any depth, softmax and weight decay") {
  const Expr X = variable("X", 9, 8), T = variable("T", 7, 8, Fact::column_stochastic), decay = variable("λ", 1);
  std::vector<Expr> W, b, a{X};
  Expr z = X, penalty = constant(0.0);
  const std::vector<Index> width{9, 6, 5, 7};
  for (std::size_t l = 1; l < width.size(); ++l) {
    W.push_back(variable(subscripted("W", l), width[l], width[l - 1]));
    b.push_back(variable(subscripted("b", l), width[l]));
    z = named(subscripted("z", l), W.back() * a.back() + columns(b.back(), a.back()));
    a.push_back(named(subscripted("a", l), relu(z)));
    penalty = l == 1 ? squared_norm(W.back()) : penalty + squared_norm(W.back());
  }
  const Expr L = named("L", cross_entropy(z, T) + decay / 2 * penalty);
  CHECK(answer(L, W[2]) == "λ W₃ + (1 / 8) (softmax(z₃) − T) a₂ᵀ");
  CHECK(answer(L, W[1]) == "λ W₂ + (1 / 8) ((W₃ᵀ (softmax(z₃) − T)) ∘ (z₂ > 0)) a₁ᵀ");
  CHECK(answer(L, W[0]) == "λ W₁ + (1 / 8) ((W₂ᵀ ((W₃ᵀ (softmax(z₃) − T)) ∘ (z₂ > 0))) ∘ (z₁ > 0)) Xᵀ");
  CHECK(answer(L, b[1]) == "row_sums((W₃ᵀ (softmax(z₃) − T)) ∘ (z₂ > 0)) / 8");
  CHECK(answer(L, W[1], {.upstream = z}) == "λ W₂ + ((W₃ᵀ (∂L/∂z₃)) ∘ (z₂ > 0)) a₁ᵀ");
}

TEST_CASE("problem 5: the exam's autoencoder") {
  const ExamAutoencoder m = exam_autoencoder(3, 6);
  CHECK(answer(m.J, m.y_pred) == "y_pred − y");
  CHECK(answer(m.J, m.z2) == "(y_pred − y) ∘ f⁽²⁾′(z⁽²⁾)");
  CHECK(answer(m.J, m.W2) == "((y_pred − y) ∘ f⁽²⁾′(z⁽²⁾)) a⁽¹⁾ᵀ");
  CHECK(answer(m.J, m.W2, {.upstream = m.z2}) == "(∂J/∂z⁽²⁾) a⁽¹⁾ᵀ");
  CHECK(answer(m.J, m.W1, {.upstream = m.z2}) == "((W⁽²⁾ᵀ (∂J/∂z⁽²⁾)) ∘ f⁽¹⁾′(z⁽¹⁾)) xᵀ");
  CHECK(answer(m.J, m.W1) == "((W⁽²⁾ᵀ ((y_pred − y) ∘ f⁽²⁾′(z⁽²⁾))) ∘ f⁽¹⁾′(z⁽¹⁾)) xᵀ");
  const Definition logistic = [](const Operand& z) { return sigmoid(z); };
  const ExamAutoencoder s = with_functions(m, logistic, logistic);
  CHECK(answer(s.J, s.W2) == "((y_pred − y) ∘ y_pred ∘ (1 − y_pred)) a⁽¹⁾ᵀ");
}

TEST_CASE("problem 6: without biases, rows as samples") {
  const BiasFreeAutoencoder m = bias_free_autoencoder(4, 5, 3);
  CHECK(answer(m.J, m.Wd) == "Hᵀ ((X̂ − X) ∘ X̂ ∘ (1 − X̂))");
  CHECK(answer(m.J, m.We) == "Xᵀ ((((X̂ − X) ∘ X̂ ∘ (1 − X̂)) Wᵈᵀ) ∘ H ∘ (1 − H))");
  CHECK(answer(m.J, m.We, {.upstream = m.T}) == "Xᵀ (((∂J/∂T) Wᵈᵀ) ∘ H ∘ (1 − H))");
}

TEST_CASE("problem 7c: squared error and binary cross-entropy") {
  const Expr x = variable("x", 6), x_hat = variable("x̂", 6), a = variable("a", 6);
  CHECK(answer(transpose(x_hat - x) * (x_hat - x), x_hat) == "2 (x̂ − x)");
  CHECK(answer(-sum(hadamard(x, log(x_hat)) + hadamard(1 - x, log(1 - x_hat))), x_hat) ==
        "(1 − x) ./ (1 − x̂) − x ./ x̂");
  CHECK(answer(binary_cross_entropy(a, x), a) == "σ(a) − x");
}

TEST_CASE("problem 7e: weight decay, with λ and with λ/2") {
  const Expr W = variable("W", 3, 6), decay = variable("λ", 1);
  CHECK(answer(decay * squared_norm(W), W) == "2 λ W");
  CHECK(answer(decay / 2 * squared_norm(W), W) == "λ W");
}

TEST_CASE("problem 7h: the sparsity penalty") {
  const Expr X = variable("X", 6, 4), W = variable("W", 3, 6), b = variable("b", 3);
  const Expr rho = variable("ρ", 1, 1, Fact::positive);
  const auto penalty = [&rho](const Expr& mean) {
    return sum(rho * log(divide(rho, mean)) + (1 - rho) * log(divide(1 - rho, 1 - mean)));
  };
  const Expr free = variable("ρ̂", 3, 1, Fact::positive);
  CHECK(answer(penalty(free), free) == "(1 − ρ) ./ (1 − ρ̂) − ρ ./ ρ̂");
  const Expr h = named("h", elementwise_function("g")(W * X + columns(b, X)));
  const Expr mean = named("ρ̂", row_means(h));
  CHECK(answer(penalty(mean), W, {.upstream = mean}) ==
        "(1 / 4) (columns(∂L/∂ρ̂, h) ∘ g′(W X + columns(b, X))) Xᵀ");
}

TEST_CASE("problem 7i: the contractive penalty of sigmoid units") {
  const Expr x = variable("x", 6), W = variable("W", 3, 6), b = variable("b", 3);
  const Expr h = named("h", sigmoid(W * x + b));
  const Expr penalty = sum(hadamard(square(hadamard(h, 1 - h)), row_sums(square(W))));
  CHECK(answer(penalty, b) == "2 (row_sums(W.^2) ∘ (h ∘ (1 − h)).^2 ∘ (1 − 2 h))");
}

TEST_CASE("problem 6, continued: the variational autoencoder") {
  const Expr X = variable("X", 6, 4), A = variable("A", 6, 3), c = variable("c", 6);
  const Expr mu = variable("μ", 3, 4), log_variance = variable("ℓ", 3, 4), noise = variable("ε", 3, 4);
  const Expr z = named("z", mu + hadamard(exp(0.5 * log_variance), noise));
  const Expr logits = named("a", A * z + columns(c, z));
  const Expr divergence = 0.5 * sum(square(mu) + exp(log_variance) - 1 - log_variance) / column_count(mu);
  const Expr loss = binary_cross_entropy(logits, X) + divergence;
  CHECK(answer(loss, mu) == "μ / 4 + (1 / 4) Aᵀ (σ(a) − X)");
  CHECK(answer(loss, mu, {.upstream = z}) == "μ / 4 + ∂L/∂z");
  CHECK(answer(loss, log_variance, {.upstream = z}) == "½ (exp(ℓ) / 4 + (∂L/∂z) ∘ ε ∘ exp(½ ℓ) − 1 / 4)");
  CHECK(answer(loss, A) == "(1 / 4) (σ(a) − X) zᵀ");
}

TEST_CASE("a homework: ridge regression, a Gaussian likelihood, shared layers") {
  const Expr X = variable("X", 5, 6), w = variable("w", 6), y = variable("y", 5), decay = variable("λ", 1);
  const Expr q = variable("q", 5, 1, Fact::positive);
  CHECK(answer(0.5 * sum(hadamard(q, square(X * w - y))) + 0.5 * decay * squared_norm(w), w) ==
        "λ w + Xᵀ (q ∘ (X w − y))");

  const Expr A = variable("A", 4, 3), s = variable("s", 1, 1, Fact::positive), Y = variable("Y", 4, 7);
  const Expr covariance = A * transpose(A) + s * identity(4);
  const Expr likelihood = -0.5 * 7 * log_det(covariance) - 0.5 * trace(inverse(covariance) * Y * transpose(Y));
  CHECK(answer(likelihood, A) == "(K⁻¹ Y Yᵀ K⁻¹ − 7 K⁻¹) A, K = A Aᵀ + s I");
  CHECK(answer(likelihood, s) == "½ tr(K⁻¹ Y Yᵀ K⁻¹ − 7 K⁻¹), K = A Aᵀ + s I");
  const Expr v = variable("v", 4), m = variable("m", 4);
  const Expr one = -0.5 * log_det(covariance) - 0.5 * transpose(v - m) * solve(covariance, v - m);
  CHECK(answer(one, A) == "(M Mᵀ − K⁻¹) A, K = A Aᵀ + s I, M = solve(K, v − m)");

  const Expr V = variable("V", 4, 4), U = variable("U", 3, 4), x = variable("x", 4), t = variable("t", 3);
  CHECK(answer(0.5 * squared_norm(U * tanh(V * tanh(V * x)) - t), V) ==
        "N tanh(V x)ᵀ + ((Vᵀ N) ∘ (1 − tanh(V x).^2)) xᵀ, "
        "K = tanh(V tanh(V x)), M = U K − t, N = (Uᵀ M) ∘ (1 − K.^2)");
}

TEST_CASE("letters that are taken are not given, and after the letters come K₁, K₂, …") {
  const Expr K = variable("K", 3, 6), M = variable("M", 6);
  CHECK(answer(0.5 * squared_norm(transpose(K) * K * M - M), K) == "K (N Mᵀ + M Nᵀ), N = Kᵀ K M − M");
  const Expr W = variable("W", 3, 3), x = variable("x", 3);
  Expr y = x;
  for (int i = 0; i < 9; ++i) y = tanh(W * y + x);
  const VariableDerivation derived = derive(sum(y), W).variables().front();
  REQUIRE(derived.where.size() > 6);
  CHECK(derived.where[0].name == "K");
  CHECK(derived.where[6].name == "K₁");
  const Derivation without =
      derive(0.5 * squared_norm(transpose(K) * K * M - M), K, {.name_repeated_parts = false});
  CHECK(without.steps()[2].name == "t₃");
}

}  // namespace matgrad::tests

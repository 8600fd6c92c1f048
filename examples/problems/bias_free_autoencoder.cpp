#include "examples/problems/bias_free_autoencoder.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {
namespace {

Expr sigmoid_prime(const Expr& z) { return hadamard(sigmoid(z), 1.0 - sigmoid(z)); }

}  // namespace

BiasFreeAutoencoder bias_free_autoencoder(Index samples, Index inputs, Index hidden) {
  const Expr X = variable("X", samples, inputs);
  const Expr We = variable("Wᵉ", inputs, hidden), Wd = variable("Wᵈ", hidden, inputs);
  const Expr S = named("S", X * We), H = named("H", sigmoid(S));
  const Expr T = named("T", H * Wd), X_hat = named("X̂", sigmoid(T));
  return {X, We, Wd, S, H, T, X_hat, named("J", 0.5 * squared_norm(X_hat - X))};
}

BiasFreeGradients bias_free_gradients(const BiasFreeAutoencoder& model) {
  const Expr X_hat = model.X_hat - model.X;
  const Expr T = hadamard(X_hat, sigmoid_prime(model.T));
  const Expr S = hadamard(sigmoid_prime(model.S), T * transpose(model.Wd));
  return {X_hat, T, transpose(model.H) * T, S, transpose(model.X) * S};
}

Blanks read_blanks(const BiasFreeAutoencoder& model) {
  const Expr G_S = variable_like("∂J/∂S", model.S);
  const Expr G_T = variable_like("∂J/∂T", model.T);
  return {gradient(model.J, model.X_hat),
          gradient(model.X_hat, model.T, ones_like(model.X_hat)),
          G_S,
          gradient(model.S, model.We, G_S),
          G_T,
          gradient(model.T, model.H, G_T)};
}

std::vector<Notation> filled_in(const Blanks& blanks) {
  const auto entry = [](const Expr& expr, const char* letters) {
    return Notation::fence("[", notation_of(index_form(expr, {.letters = letters})), "]");
  };
  const auto factor = [](const Expr& expr, const char* letters, const Expr& adjoint) {
    return Notation::fence("[", notation_of(factor_of(index_form(expr, {.letters = letters}), adjoint)), "]");
  };
  const auto equation = [](const char* left, Notation right) {
    return Notation::relation("=", {Notation::symbol(left), std::move(right)});
  };
  const auto times = [](Notation a, Notation b) { return Notation::product({std::move(a), std::move(b)}); };
  const auto symbol = [](const char* name) { return Notation::symbol(name); };
  return {
      equation("∂J/∂Wᵈ_kl", Notation::summation("i", times(entry(blanks.residual, "il"), symbol("∂X̂_il/∂Wᵈ_kl")))),
      equation("∂X̂_il/∂Wᵈ_kl", times(symbol("H_ik"), entry(blanks.slope, "il"))),
      equation("∂J/∂Wᵉ_kl",
               Notation::summation("i", times(symbol("∂J/∂S_il"), factor(blanks.to_encoder, "kl", blanks.G_S)))),
      equation("∂J/∂S_ij", times(Notation::call("σ′", {symbol("S_ij")}),
                                 Notation::summation("k", times(symbol("∂J/∂T_ik"),
                                                                factor(blanks.to_hidden, "ij", blanks.G_T)))))};
}

Eigen::MatrixXd factor_of_encoder_adjoint(const BiasFreeAutoencoder& model, const Blanks& blanks,
                                          const Eigen::MatrixXd& X) {
  const Function adjoint({model.X, blanks.G_S}, {blanks.to_encoder});
  Workspace workspace(adjoint);
  Eigen::MatrixXd factor(model.X.rows(), model.X.cols());
  for (Index i = 0; i < factor.rows(); ++i) {
    Eigen::MatrixXd unit = Eigen::MatrixXd::Zero(model.S.rows(), model.S.cols());
    unit(i, 0) = 1;
    factor.row(i) = adjoint(workspace, X, unit)[0].col(0).transpose();
  }
  return factor;
}

Eigen::MatrixXd factor_of_hidden_adjoint(const BiasFreeAutoencoder& model, const Blanks& blanks,
                                         const Eigen::MatrixXd& Wd) {
  const Function adjoint({model.Wd, blanks.G_T}, {blanks.to_hidden});
  Workspace workspace(adjoint);
  Eigen::MatrixXd factor(model.Wd.rows(), model.Wd.cols());
  for (Index l = 0; l < factor.cols(); ++l) {
    Eigen::MatrixXd unit = Eigen::MatrixXd::Zero(model.T.rows(), model.T.cols());
    unit(0, l) = 1;
    factor.col(l) = adjoint(workspace, Wd, unit)[0].row(0).transpose();
  }
  return factor;
}

}  // namespace matgrad::examples

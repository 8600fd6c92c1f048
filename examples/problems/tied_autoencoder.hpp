#pragma once

#include <functional>
#include <vector>

#include <matgrad/autodiff/operations/elementwise_function.hpp>
#include <matgrad/autodiff/transform/substitute.hpp>

namespace matgrad::examples {

/// L = ½‖K‖² with K = Wᵀ W x − x, the loss of a linear autoencoder whose decoder is the encoder transposed.
/// W is m×n; x is n×1, or n×N with a sample in each column, for which L adds up.
struct TiedAutoencoder {
  Expr W, x, K, L;
};
TiedAutoencoder tied_autoencoder(Index m, Index n, Index samples = 1);

/// ∇L = W (K xᵀ + x Kᵀ), found by hand.
Expr tied_autoencoder_gradient(const TiedAutoencoder& model);

/// The same loss with a decoder V (n×m) that does not depend on W: L = ½‖V W x − x‖². At V = Wᵀ its two gradients
/// are what the two uses of W contribute to the gradient of the tied one, the second one transposed.
struct UntiedAutoencoder {
  Expr W, V, x, K, L;
};
UntiedAutoencoder untied_autoencoder(Index m, Index n, Index samples = 1);

/// What the two uses of W in the tied autoencoder contribute to ∇L: by the factor W, and by the factor Wᵀ.
struct Paths {
  Expr encoder, decoder;
};
Paths paths_to_weights(const TiedAutoencoder& model);

/// L = ½‖K‖², K = f(z) − x, z = Wᵀ h, h = f(a), a = W x for an elementwise function f known by name only.
struct NonlinearTiedAutoencoder {
  Expr W, x, a, h, z, K, L;
  ElementwiseFunction f;
};
NonlinearTiedAutoencoder nonlinear_tied_autoencoder(Index m, Index n);

/// With u = K ∘ f′(z): ∇L = ((W u) ∘ f′(a)) xᵀ + h uᵀ for a given pair f, f′, found by hand.
Expr nonlinear_tied_autoencoder_gradient(const NonlinearTiedAutoencoder& model, const Definition& f,
                                         const Definition& f_prime);

/// Plain gradient descent W ← W − rate ∇L on samples X (n×N), at most `steps` times. Before each step `proceed`
/// sees the number of steps done and the loss, and may end the training. Returns the losses that it saw.
using Proceed = std::function<bool(int step, double loss)>;
std::vector<double> train_tied_autoencoder(Eigen::MatrixXd& W, const Eigen::MatrixXd& X, double rate, int steps,
                                           const Proceed& proceed);

}  // namespace matgrad::examples

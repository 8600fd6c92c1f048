#pragma once

#include "examples/support/reference_values.hpp"

namespace matgrad::examples {

// Losses and gradients of the worked problems, computed twice outside this project (a closed form in NumPy and the
// reverse mode of PyTorch, which agree) in double precision. Each holds the inputs and the expected values by
// name.

/// Problem 1: W m×n, x n×1; loss, grad_W, grad_x.
ReferenceValues tied_linear_autoencoder_small();
ReferenceValues tied_linear_autoencoder_medium();
/// Problem 1e with f = σ and f = tanh: W, x; loss, grad_W.
ReferenceValues tied_sigmoid_autoencoder();
ReferenceValues tied_tanh_autoencoder();

/// Problem 2: X N×q, Y N×D, alpha, beta, D, c; L1, L2, L, grad_X_L1, grad_X_L2, grad_X, grad_alpha, grad_beta.
ReferenceValues gplvm_small();
ReferenceValues gplvm_square();
ReferenceValues gplvm_medium();

/// Problem 3: W1, b1, W2, b2, X, labels 1×B; loss, grad_W1, grad_b1, grad_W2, grad_b2, grad_X, grad_z2.
ReferenceValues swish_net_one_sample();
ReferenceValues swish_net_batch();

/// Problem 5: W1, b1, W2, b2, x, y, eta; loss, grad_ypred, grad_z2, grad_W2, grad_b2, grad_W1, grad_b1,
/// W2_after_step.
ReferenceValues exam_autoencoder_values();

/// Problem 6: We, Wd, X (rows are samples); loss, grad_We, grad_Wd.
ReferenceValues bias_free_autoencoder_values();

/// Problem 7: an encoder W 4×6, b and samples X 6×5 in columns; loss or omega, and the gradients grad_W, grad_b.
/// Beside these the cross-entropy has Ws (W*) and c and their gradients, the sparsity penalty rho, rho_hat and
/// grad_rho_hat.
ReferenceValues bce_autoencoder();
ReferenceValues sparsity_penalty_values();
ReferenceValues contractive_penalty_sigmoid();
ReferenceValues contractive_penalty_tanh();
ReferenceValues contractive_penalty_softplus();

}  // namespace matgrad::examples

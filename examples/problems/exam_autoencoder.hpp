#pragma once

#include <matgrad/autodiff/operations/elementwise_function.hpp>
#include <matgrad/autodiff/transform/substitute.hpp>

namespace matgrad::examples {

/// z⁽¹⁾ = W⁽¹⁾x + b⁽¹⁾, a⁽¹⁾ = f⁽¹⁾(z⁽¹⁾), z⁽²⁾ = W⁽²⁾a⁽¹⁾ + b⁽²⁾, y_pred = f⁽²⁾(z⁽²⁾), J = ½‖y_pred − y‖², where
/// the two functions are known by name only. W⁽¹⁾ is m×d, W⁽²⁾ d×m; x and y are d×1, or d×N with a sample in each
/// column, for which J adds up.
struct ExamAutoencoder {
  Expr W1, b1, W2, b2, x, y, z1, a1, z2, y_pred, J;
};
ExamAutoencoder exam_autoencoder(Index hidden, Index inputs, Index samples = 1);

/// The gradients found by hand, f⁽²⁾′ and f⁽¹⁾′ still symbols.
struct ExamGradients {
  Expr y_pred;  // y_pred − y
  Expr z2;      // (y_pred − y) ∘ f⁽²⁾′(z⁽²⁾)
  Expr W2;      // ∂J/∂z⁽²⁾ a⁽¹⁾ᵀ
  Expr b2;      // ∂J/∂z⁽²⁾, over a batch its row sums
  Expr W1;  // ∂J/∂z⁽¹⁾ xᵀ with ∂J/∂z⁽¹⁾ = (W⁽²⁾ᵀ ∂J/∂z⁽²⁾) ∘ f⁽¹⁾′(z⁽¹⁾)
  Expr b1;  // ∂J/∂z⁽¹⁾, over a batch its row sums
};
/// `first_prime` and `second_prime` are f⁽¹⁾′ and f⁽²⁾′.
ExamGradients exam_gradients(const ExamAutoencoder& model, const Definition& first_prime,
                             const Definition& second_prime);

/// The same model with real functions in place of f⁽¹⁾ and f⁽²⁾.
ExamAutoencoder with_functions(const ExamAutoencoder& model, const Definition& first, const Definition& second);

}  // namespace matgrad::examples

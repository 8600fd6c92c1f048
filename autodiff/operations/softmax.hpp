#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Functions of logits X (m×n): each column is one sample, each row one class. All are stable for any finite
// logits; −∞ gives a probability of 0 as long as some entry of its column is finite. A NaN makes the results of
// its column NaN. With z the result and g = ∂L/∂z:

/// log Σᵢ exp(Xᵢⱼ) for each column j, as cⱼ + log Σᵢ exp(Xᵢⱼ − cⱼ) with the greatest entry cⱼ: m×n gives 1×n;
/// −∞ for m = 0. Derivative: ∂L/∂X = rows(g, X) ∘ softmax(X).
/// Source: Blanchard, Higham and Higham (2021), Accurately computing the log-sum-exp and softmax functions.
Expr logsumexp(const Operand& x);
/// exp(Xᵢⱼ) / Σₖ exp(Xₖⱼ), column by column: m×n gives m×n.
/// Derivative: ∂L/∂X = z ∘ (g − rows(column_sums(g ∘ z), X)). Source: as logsumexp.
Expr softmax(const Operand& x);
/// log softmax(X) = Xᵢⱼ − logsumexp(X)ⱼ, column by column, without a loss for small probabilities: m×n gives m×n.
/// Derivative: ∂L/∂X = g − softmax(X) ∘ rows(column_sums(g), X).
Expr log_softmax(const Operand& x);

/// The same of each row, for samples that are rows: m×n gives m×1, m×n and m×n. Composed: softmax(Xᵀ)ᵀ.
Expr row_logsumexp(const Operand& x);
Expr row_softmax(const Operand& x);
Expr row_log_softmax(const Operand& x);

/// −(1/n) Σᵢⱼ Tᵢⱼ log_softmax(X)ᵢⱼ for targets T: both m×n with n ≥ 1, gives 1×1. The columns of T may be one-hot
/// or any weights; a weight of 0 counts nothing whatever the logit. Derivative: ∂L/∂X = (g/n) (softmax(X) ∘
/// rows(column_sums(T), X) − T), which for one-hot columns is (g/n) (softmax(X) − T); ∂L/∂T = −(g/n)
/// log_softmax(X). Throws ShapeError. Source: Bishop (2006), Pattern Recognition and Machine Learning,
/// equations 4.108 and 4.109.
Expr cross_entropy(const Operand& logits, const Operand& target);
/// −(1/n) Σᵢⱼ (Tᵢⱼ log σ(Xᵢⱼ) + (1 − Tᵢⱼ) log(1 − σ(Xᵢⱼ))) for targets T, usually in [0, 1]: both m×n with n ≥ 1,
/// gives 1×1, computed as max(X, 0) − T X + log(1 + e^−|X|) for each entry. Derivative: ∂L/∂X = (g/n) (σ(X) − T),
/// ∂L/∂T = −(g/n) X. Throws ShapeError. Source: Bishop (2006), equations 4.90 and 4.91.
Expr binary_cross_entropy(const Operand& logits, const Operand& target);

}  // namespace matgrad

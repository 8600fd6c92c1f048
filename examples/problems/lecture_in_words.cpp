#include "examples/problems/lecture_in_words.hpp"

#include <matgrad/matgrad.hpp>

#include "examples/support/gradient_claims.hpp"
#include "examples/support/image_batch.hpp"

namespace matgrad::examples {

using pages::Worksheet;

namespace {

/// [I; 0], of `rows` rows.
Expr identity_above_zeros(Index size, Index rows) {
  return concatenate_vertically({identity(size), zeros(rows - size, size)});
}

}  // namespace

void explain_codes(Worksheet& sheet) {
  sheet.explain(
      "a", "Undercomplete and overcomplete codes of $h = g(W x + b)$: what is rebuilt, and what is learnt?",
      "Undercomplete: what fits into fewer numbers, for linear codes data of rank $k$. Overcomplete: everything, "
      "also by a copy that has learnt nothing.",
      "data in a subspace of $k$ dimensions with the orthonormal basis $Q$ is rebuilt by $W = Qᵀ$ and "
      "$W* = Q$. An overcomplete code holds $x$ itself, $W = [I; 0]$ and $W* = [I, 0]$, with no loss and "
      "nothing learnt; what forbids this is noise, a penalty or a bottleneck.");
  sheet.missing("what trained codes have learnt needs the training of autoencoders.");
  constexpr Index n = 6, k = 2, samples = 5, hidden = 9;
  const std::uint64_t seed = sheet.options().seed;
  const Expr X = variable("X", n, samples), B = variable("B", n, k), Q = orthogonal_factor(B);
  const Eigen::MatrixXd basis = random_matrix(n, k, 1.0, seed);
  const Eigen::MatrixXd of_rank_k = basis * random_matrix(k, samples, 1.0, seed + 1);
  sheet.compare("rank k", "$Q Qᵀ X$ for $X$ of rank $k$", "$X$",
                evaluate(Q * (transpose(Q) * X), {{X, of_rank_k}, {B, basis}}), of_rank_k);
  const Expr W = identity_above_zeros(n, hidden);
  const Eigen::MatrixXd any = random_matrix(n, samples, 1.0, seed + 2);
  sheet.compare("a copy", "$[I, 0] [I; 0] X$", "$X$", evaluate(transpose(W) * (W * X), {{X, any}}), any);
}

void explain_decay(Worksheet& sheet) {
  sheet.question("e", "What do weight decay and tied weights do to training and test error?");
  const Expr theta = variable("θ", 4), lambda = variable("λ", 1);
  sheet.answer("∂Ω/∂θ", gradient(lambda * squared_norm(theta), theta), "Weight decay $Ω = λ ‖θ‖²$ adds");
  sheet.answer("Both hold the fit of the training data back, so that its error cannot fall; the test error may.");
  sheet.line(
      "Explanation, as written: decay pulls every weight, and the biases where $θ$ has them, towards 0; with "
      "$(λ / 2) ‖θ‖²$ the gradient has no 2. Tied weights $W* = Wᵀ$ halve the number of weights, and the "
      "gradient by $W$ is then the sum over two paths, as in problem 1.");
  sheet.missing("both errors need the training of autoencoders.");
}

void explain_decoders(Worksheet& sheet) {
  sheet.explain(
      "b", "Which decoder suits binary, and which real-valued inputs?",
      "The logistic function for bits, a linear decoder for real numbers.",
      "the range of the decoder must hold the data. A decoder with $tanh$ or the logistic function cannot come "
      "nearer to a real-valued input than its range, so that the sum of the squared distances from this "
      "range is left of the loss however long one trains.");
  sheet.missing("the trained error beside this bound needs the training of autoencoders.");
}

void explain_pca(Worksheet& sheet) {
  sheet.explain(
      "d", "When is an autoencoder PCA?",
      "When encoder and decoder are linear, the loss is squared error and the inputs are centred.",
      "with samples in rows, centred inputs over the root of $m$ and $X = U S Vᵀ$ the best code of $k$ numbers is "
      "$H = X V_k = U_k S_k$, directly from $Vᵀ V = I$; a derivation by $(X Xᵀ)⁻¹$ assumes an inverse that "
      "centred data never have. The learnt encoder equals $V_k$ up to an invertible $k × k$ matrix. Without "
      "centring the code spans the leading directions of the second moments instead.");
  sheet.missing(
      "a trained one beside the truncated singular value decomposition needs the training of autoencoders.");
}

void explain_denoising(Worksheet& sheet) {
  sheet.explain(
      "f", "Denoising: rebuild the clean input from a corrupted one.",
      "$L = ‖x̂ − x‖²$ with $x̂ = f(W* g(W x̃ + b) + c)$: the encoder sees the corrupted $x̃$, the loss the clean "
      "$x$.",
      "masking noise sets each entry of $x$ to 0 with probability $q$, Gaussian noise adds independent normal "
      "numbers. The gradients are those of c, with $x̃$ for $x$ in the encoder alone.");
  sheet.missing("the effect of the noise on the code needs the training of autoencoders.");
}

}  // namespace matgrad::examples

#include "matgrad/autodiff/language/foreign_functions.hpp"

#include <algorithm>
#include <array>

#include "matgrad/autodiff/language/function_table.hpp"

namespace matgrad {
namespace {

struct Hint {
  std::string_view name, hint;
};

// In small letters.
constexpr std::array hints = {
    Hint{"prod", "the product of each column is column_products(A), of each row row_products(A)"},
    Hint{"sigma", "the sigmoid is written sigmoid(x)"},
    Hint{"expit", "it is sigmoid(x)"},
    Hint{"sigm", "the sigmoid is written sigmoid(x)"},
    Hint{"phi", "the distribution function of the standard normal is normal_cdf(x)"},
    Hint{"normcdf", "the distribution function of the standard normal is normal_cdf(x)"},
    Hint{"t", "the transpose is written A'"},
    Hint{"log2", "write log(x)/log(2)"},
    Hint{"log10", "write log(x)/log(10)"},
    Hint{"log_2", "write log(x)/log(2)"},
    Hint{"log_10", "write log(x)/log(10)"},
    Hint{"lg", "write log(x)/log(10)"},
    Hint{"pow", "powers are written A^2, those of the entries A.^2"},
    Hint{"mpower", "the power of a matrix is written A^2"},
    Hint{"sec", "write 1./cos(x)"},
    Hint{"csc", "write 1./sin(x)"},
    Hint{"cot", "write 1./tan(x)"},
    Hint{"sech", "write 1./cosh(x)"},
    Hint{"csch", "write 1./sinh(x)"},
    Hint{"coth", "write 1./tanh(x)"},
    Hint{"asinh", "write log(x + sqrt(x.^2 + 1))"},
    Hint{"acosh", "write log(x + sqrt(x.^2 - 1))"},
    Hint{"atanh", "write 0.5*log((1 + x)./(1 - x))"},
    Hint{"gamma", "write exp(lgamma(x))"},
    Hint{"logit", "write log(p./(1 - p))"},
    Hint{"sgn", "write sign(x)"},
    Hint{"heaviside", "write x > 0"},
    Hint{"step", "write x > 0"},
    Hint{"indicator", "a comparison is 1 where it holds, else 0: write x > 0"},
    Hint{"if", "write select(x > 0, a, b)"},
    Hint{"ifelse", "write select(x > 0, a, b)"},
    Hint{"cos_sim", "write dot(x, y)/(norm2(x)*norm2(y))"},
    Hint{"cosine_similarity", "write dot(x, y)/(norm2(x)*norm2(y))"},
    Hint{"abs2", "write x.^2"},
    Hint{"sumsq", "write sum(x.^2)"},
    Hint{"nll", "write -sum(T.*log(P))"},
    Hint{"factorial", "write exp(lgamma(x + 1))"},
    Hint{"dirac", "there are no distributions; a comparison is 1 where it holds"},
    Hint{"cbrt", "write x.^(1/3)"},
    Hint{"cases", "write select(x > 0, a, b)"},
    Hint{"piecewise", "write select(x > 0, a, b)"},
    Hint{"iif", "write select(x > 0, a, b)"},
    Hint{"where", "write select(x > 0, a, b)"},
    Hint{"mse", "write mean((x - y).^2)"},
    Hint{"mseloss", "write mean((x - y).^2)"},
    Hint{"mse_loss", "write mean((x - y).^2)"},
    Hint{"kl", "write sum(p.*log(p./q))"},
    Hint{"kl_div", "write sum(p.*log(p./q))"},
    Hint{"ce", "write cross_entropy(X, T), for logits X and targets T in columns"},
    Hint{"crossentropyloss", "write cross_entropy(X, T), for logits X and targets T in columns"},
    Hint{"bce", "write binary_cross_entropy(X, T), for logits X and targets T"},
    Hint{"entropy", "write -sum(xlogx(p))"},
    Hint{"huber", "write sum(select(abs(x) < 1, 0.5*x.^2, abs(x) - 0.5))"},
    Hint{"logcosh", "write log(cosh(x))"},
    Hint{"hinge", "write sum(relu(1 - y.*z))"},
    Hint{"softsign", "write x./(1 + abs(x))"},
    Hint{"hardtanh", "write clamp(x, -1, 1)"},
    Hint{"clip", "write clamp(x, lo, hi)"},
    Hint{"rank", "a rank has no derivative, and no name here"},
    Hint{"eig", "write eigenvalues(A) or eigenvectors(A), for a symmetric matrix"},
    Hint{"eigh", "write eigenvalues(A) or eigenvectors(A), for a symmetric matrix"},
    Hint{"eigvals", "write eigenvalues(A), for a symmetric matrix"},
    Hint{"eigvalsh", "write eigenvalues(A), for a symmetric matrix"},
    Hint{"svdvals", "write singular_values(A)"},
    Hint{"qr", "write orthogonal_factor(A) or triangular_factor(A)"},
    Hint{"logm", "write symmetric_log(A), for a positive definite matrix"},
    Hint{"slogdet", "write log_abs_det(A)"},
    Hint{"adjugate", "write cofactor(A)'"},
    Hint{"adjoint", "the transpose is written A'; for adjugates write cofactor(A)'"},
    Hint{"fro", "the Frobenius norm is written norm2(A)"},
    Hint{"norm_f", "the Frobenius norm is written norm2(A)"},
    Hint{"normest", "write spectral_norm(A)"},
    Hint{"norm_1", "write norm1(x)"},
    Hint{"norm_2", "write norm2(x), and spectral_norm(A) for the greatest singular value"},
    Hint{"numel", "write entry_count(A)"},
    Hint{"length", "write entry_count(x)"},
    Hint{"size", "write column_count(A) or entry_count(A)"},
    Hint{"mod", "there is none: a - b*floor(a/b) is the remainder"},
    Hint{"mm", "the matrix product is written A*B"},
    Hint{"mv", "the matrix product is written A*x"},
    Hint{"bmm", "the matrix product is written A*B"},
    Hint{"multiply", "write A.*B for the product entry by entry, A*B for the matrix product"},
    Hint{"times", "write A.*B for the product entry by entry, A*B for the matrix product"},
    Hint{"mul", "write A.*B for the product entry by entry, A*B for the matrix product"},
    Hint{"vdot", "write dot(x, y)"},
    Hint{"einsum", "write the sum with matrices, as in A*x, tr(A*B) or sum(A.*B)"},
    Hint{"hstack", "write horzcat(A, B)"},
    Hint{"vstack", "write vertcat(A, B)"},
    Hint{"concat", "write horzcat(A, B) or vertcat(A, B)"},
    Hint{"flatten", "write vec(A)"},
    Hint{"ravel", "write vec(A)"},
    Hint{"cumsum", "write cumulative_column_sums(A) or cumulative_row_sums(A)"},
    Hint{"cumprod", "write cumulative_column_products(A) or cumulative_row_products(A)"},
    Hint{"diff", "write column_differences(x) or row_differences(x)"},
    Hint{"grad", "write the loss itself, and the variable behind --wrt"},
    Hint{"gradient", "write the loss itself, and the variable behind --wrt"},
};

std::string in_small_letters(std::string_view name) {
  std::string result(name);
  for (char& c : result)
    if ('A' <= c && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

/// A function that is called so but for capitals and underscores.
std::string same_function(const std::string& small) {
  const auto letters = [](std::string_view name) {
    std::string result = in_small_letters(name);
    std::erase(result, '_');
    return result;
  };
  for (const LanguageFunction& function : language_functions())
    for (const std::string& name : function.names)
      if (letters(name) == letters(small)) return name;
  return {};
}

}  // namespace

std::string foreign_function_hint(std::string_view name) {
  const std::string small = in_small_letters(name);
  if (const std::string same = same_function(small); !same.empty()) return "write " + same + "(…)";
  const auto found = std::ranges::find(hints, small, &Hint::name);
  return found == hints.end() ? "" : std::string(found->hint);
}

}  // namespace matgrad

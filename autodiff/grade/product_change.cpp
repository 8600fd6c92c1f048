#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/grade/local_change.hpp"
#include "matgrad/autodiff/grade/wording.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

/// The factors with those from i to i + 1 replaced by one.
ExprList with_pair_replaced(ExprList factors, std::size_t i, Expr replacement) {
  factors[i] = std::move(replacement);
  factors.erase(factors.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  return factors;
}

ExprList without(ExprList factors, std::size_t i) {
  factors.erase(factors.begin() + static_cast<std::ptrdiff_t>(i));
  return factors;
}

Expr multiplied(ExprList factors) { return factors.size() == 1 ? factors[0] : product(std::move(factors)); }
Expr multiplied_elementwise(ExprList factors) {
  return factors.size() == 1 ? factors[0] : hadamard(std::move(factors));
}

bool is_outer(const Expr& a, const Expr& b) {
  return a.cols() == 1 && b.rows() == 1 && a.rows() > 1 && b.cols() > 1;
}

LocalChange inner_for_outer(const std::string& inner, const std::string& outer,
                            std::function<Expr(const ExprList&)> make) {
  return {"inner for outer product",
          "the inner product " + inner + ", a number, stands for the outer product " + outer,
          "a column times a row is a matrix; a row times a column is a number", std::move(make)};
}

LocalChange swapped(const Expr& a, const Expr& b, std::size_t i, const Describe& describe) {
  const auto make = [i](ExprList factors) {
    std::swap(factors[i], factors[i + 1]);
    return product(std::move(factors));
  };
  if (is_outer(a, b) && a.rows() == b.cols()) return inner_for_outer(describe(b * a), describe(a * b), make);
  return {"wrong order of factors",
          "the factors " + describe(a) + " and " + describe(b) + " stand in the wrong order",
          "matrix products do not commute: ∂L/∂A = (∂L/∂Z) Bᵀ and ∂L/∂B = Aᵀ (∂L/∂Z) for Z = A B", make};
}

std::string transposition(const Expr& factor, const Describe& describe) {
  if (!is_transpose(factor)) return describe(factor) + " stands transposed";
  const Expr& inner = factor.input(0);
  return is_transpose(inner) ? describe(inner.input(0)) + " stands transposed"
                             : describe(factor) + " stands without its transposition";
}

/// A B for Aᵀ Bᵀ; of two vectors, the inner product for the outer one or the other way round.
LocalChange all_toggled(const Expr& node, const Describe& describe) {
  const auto make = [](ExprList factors) {
    for (Expr& factor : factors)
      if (!factor.shape().is_scalar()) factor = with_transpose_toggled(factor);
    return multiplied(std::move(factors));
  };
  const Expr &a = node.input(0), &b = node.input(1);
  if (node.inputs().size() == 2 && is_outer(a, b) && a.rows() == b.cols())
    return inner_for_outer(describe(make({a, b})), describe(node), make);
  if (node.inputs().size() == 2 && node.shape().is_scalar() && a.cols() > 1)
    return {"outer for inner product",
            "the outer product " + describe(make({a, b})) + ", a matrix, stands for the inner product " +
                describe(node),
            "a row times a column is a number, which may stand anywhere in a product; a column times a row is a "
            "matrix",
            make};
  std::vector<std::string> words;
  for (const Expr& factor : node.inputs())
    if (!factor.shape().is_scalar()) words.push_back(transposition(factor, describe));
  return {"factor not transposed", enumerated(words), "∂L/∂A = (∂L/∂Z) Bᵀ and ∂L/∂B = Aᵀ (∂L/∂Z) for Z = A B",
          make};
}

/// Whether a factor is a column of ones, also if it is written as a transpose.
bool is_column_of_ones(const Expr& factor) {
  Expr core = factor;
  while (is_transpose(core)) core = core.input(0);
  return factor.cols() == 1 && is_ones(core);
}

LocalChange without_factor(const Expr& node, std::size_t i, const Describe& describe) {
  const Expr& factor = node.input(i);
  const auto make = [i](const ExprList& factors) { return multiplied(without(factors, i)); };
  if (i > 0 && i + 1 == node.inputs().size() && is_column_of_ones(factor))
    return {"sum missing", "the sum over the columns of " + describe(node.input(i - 1)) + " is missing",
            "each use of a repeated vector, one a sample, adds to its gradient", make};
  return {"factor missing", "the factor " + describe(factor) + " is missing", "", make, factor};
}

/// A factor that stands several times, left out at all its places.
LocalChange without_repeated(const Expr& factor, const std::vector<std::size_t>& places,
                             const Describe& describe) {
  return {"factor missing",
          "the factor " + describe(factor) + " is missing at all " + std::to_string(places.size()) + " places", "",
          [places](ExprList factors) {
            for (auto place = places.rbegin(); place != places.rend(); ++place)
              factors = without(std::move(factors), *place);
            return multiplied(std::move(factors));
          }};
}

LocalChange moved(const Expr& factor, std::size_t from, std::size_t to, const Describe& describe) {
  return {"wrong order of factors", "the factor " + describe(factor) + " stands in the wrong place",
          "matrix products do not commute: ∂L/∂A = (∂L/∂Z) Bᵀ and ∂L/∂B = Aᵀ (∂L/∂Z) for Z = A B",
          [from, to](ExprList factors) {
            const Expr taken = factors[from];
            factors = without(std::move(factors), from);
            factors.insert(factors.begin() + static_cast<std::ptrdiff_t>(to), taken);
            return product(std::move(factors));
          }};
}

LocalChange elementwise(const Expr& a, const Expr& b, std::size_t i, bool toggled, const Describe& describe) {
  return {"elementwise for matrix product",
          "an elementwise product stands for the matrix product of " + describe(a) + " and " + describe(b),
          "∘ belongs to functions applied entry by entry; a matrix product stays a matrix product in the gradient",
          [i, toggled](const ExprList& factors) {
            const Expr right = toggled ? with_transpose_toggled(factors[i + 1]) : factors[i + 1];
            return multiplied(with_pair_replaced(factors, i, hadamard(factors[i], right)));
          }};
}

/// One term a_k b_kᵀ of a product, which is a sum over k: over samples, often.
LocalChange one_term(const Expr& a, const Expr& b, std::size_t i, const Describe& describe) {
  return {"one term of a sum",
          "of the product of " + describe(a) + " and " + describe(b) + ", a sum over " + std::to_string(a.cols()) +
              " columns and rows, only the first term is there",
          "keep the sum (over the samples, often)", [i](const ExprList& factors) {
            const Expr &left = factors[i], &right = factors[i + 1];
            const Expr first = column(left, 0) * row(right, 0);
            return multiplied(with_pair_replaced(factors, i, first));
          }};
}

}  // namespace

Expr with_transpose_toggled(const Expr& expr) { return is_transpose(expr) ? expr.input(0) : transpose(expr); }

std::vector<LocalChange> changes_of_product(const Expr& node, const Describe& describe) {
  std::vector<LocalChange> changes;
  const std::size_t n = node.inputs().size();
  for (std::size_t i = 0; i < n; ++i) {
    const Expr& factor = node.input(i);
    if (n > 1) changes.push_back(without_factor(node, i, describe));
    std::vector<std::size_t> places;
    for (std::size_t k = 0; k < n; ++k)
      if (node.input(k) == factor) places.push_back(k);
    if (places.size() > 1 && places.front() == i && places.size() < n)
      changes.push_back(without_repeated(factor, places, describe));
    if (factor.shape().is_scalar()) continue;
    changes.push_back({"factor not transposed", transposition(factor, describe),
                       "∂L/∂A = (∂L/∂Z) Bᵀ and ∂L/∂B = Aᵀ (∂L/∂Z) for Z = A B", [i](ExprList factors) {
                         factors[i] = with_transpose_toggled(factors[i]);
                         return multiplied(std::move(factors));
                       }});
    if (factor.rows() == factor.cols())
      changes.push_back({"factor twice", "the factor " + describe(factor) + " is there once too often", "",
                         [i](ExprList factors) {
                           factors.insert(factors.begin() + static_cast<std::ptrdiff_t>(i), factors[i]);
                           return product(std::move(factors));
                         }});
  }
  if (n > 1) changes.push_back(all_toggled(node, describe));
  for (std::size_t i = 0; i + 1 < n; ++i) {
    const Expr &a = node.input(i), &b = node.input(i + 1);
    if (a.shape().is_scalar() || b.shape().is_scalar()) continue;
    changes.push_back(swapped(a, b, i, describe));
    changes.push_back(elementwise(a, b, i, false, describe));
    changes.push_back(elementwise(a, b, i, true, describe));
    if (a.cols() > 1) changes.push_back(one_term(a, b, i, describe));
  }
  for (std::size_t from = 0; from < n && n < 8; ++from)
    for (std::size_t to = 0; to < n; ++to)
      if ((from > to + 1 || to > from + 1) && !node.input(from).shape().is_scalar())
        changes.push_back(moved(node.input(from), from, to, describe));
  if (n > 1)
    changes.push_back({"factor not transposed", describe(node) + " stands transposed", "",
                       [](ExprList factors) { return transpose(multiplied(std::move(factors))); }});
  return changes;
}

std::vector<LocalChange> changes_of_elementwise_product(const Expr& node, const Describe& describe) {
  std::vector<LocalChange> changes;
  const std::size_t n = node.inputs().size();
  for (std::size_t i = 0; n > 1 && i < n; ++i) {
    const Expr& factor = node.input(i);
    changes.push_back({"factor missing", "the factor " + describe(factor) + " is missing", "",
                       [i](const ExprList& factors) { return multiplied_elementwise(without(factors, i)); },
                       factor});
    changes.push_back(
        {"factor twice", "the factor " + describe(factor) + " is there once too often", "", [i](ExprList factors) {
           factors.push_back(factors[i]);
           return hadamard(std::move(factors));
         }});
    if (!factor.shape().is_scalar())
      changes.push_back({"factor not transposed", transposition(factor, describe), "", [i](ExprList factors) {
                           factors[i] = with_transpose_toggled(factors[i]);
                           return hadamard(std::move(factors));
                         }});
    for (std::size_t j = 0; j < n; ++j) {
      if (i == j || factor.shape().is_scalar() || node.input(j).shape().is_scalar()) continue;
      for (const int toggled : {0, 1, 2})
        changes.push_back({"matrix for elementwise product",
                           "a matrix product stands for the elementwise product of " + describe(factor) + " and " +
                               describe(node.input(j)),
                           "the derivative of a function applied entry by entry multiplies entry by entry",
                           [i, j, toggled](const ExprList& factors) {
                             const Expr left = toggled == 1 ? with_transpose_toggled(factors[i]) : factors[i];
                             const Expr right = toggled == 2 ? with_transpose_toggled(factors[j]) : factors[j];
                             ExprList rest = without(factors, std::max(i, j));
                             rest[std::min(i, j)] = left * right;
                             return multiplied_elementwise(std::move(rest));
                           }});
    }
  }
  return changes;
}

}  // namespace matgrad::grading

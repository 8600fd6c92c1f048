#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// ∂y/∂x for a scalar y: an expression of x's shape, tidied. x may be a leaf or any node of y; exact zeros if y
/// does not depend on x. Throws ShapeError if y is not 1×1, DerivativeError on a path through an operation
/// without derivative, Error if y does not hold x but something that looks the same (a variable of that name, an
/// equal expression that was built anew). With respect to a variable declared symmetric or diagonal it is
/// the symmetric or diagonal G with dy = ⟨G, dS⟩; for a triangular one every entry counts.
Expr gradient(const Expr& y, const Expr& x);
/// Several gradients by one reverse sweep: as many as stand in the braces.
///
///     auto [dW, db] = gradient(L, {W, b});
std::vector<Expr> gradient(const Expr& y, const std::vector<Expr>& xs);

/// The vector–Jacobian product ∂⟨seed, y⟩/∂x for a y of any shape; `seed` has y's shape.
Expr gradient(const Expr& y, const Expr& x, const Expr& seed);
std::vector<Expr> gradient(const Expr& y, const std::vector<Expr>& xs, const Expr& seed);

/// What one runs: y and its gradients as `gradient` defines them, but as the reverse sweep leaves them. A Function
/// made from them does the same work as one made from the tidied ones, and is made sooner.
///
///     Function f({W, b}, value_and_gradient(L, {W, b}));
///     auto [loss, dW, db] = f(W0, b0);
std::array<Expr, 2> value_and_gradient(const Expr& y, const Expr& x);
std::vector<Expr> value_and_gradient(const Expr& y, const std::vector<Expr>& xs);
/// The same of a y of any shape: y and its vector–Jacobian products.
std::vector<Expr> value_and_gradient(const Expr& y, const std::vector<Expr>& xs, const Expr& seed);

/// The vector–Jacobian products of a y that a transform made: x may have vanished from it, and something that
/// looks like x be left. They are as the sweep leaves them.
std::vector<Expr> vector_jacobian_product(const Expr& y, const std::vector<Expr>& xs, const Expr& seed);
/// What a sweep left, as `gradient` gives it to be read: tidied, simple terms first.
std::vector<Expr> for_people(std::vector<Expr> derivatives);

/// What the gradient with respect to x is, given one that takes each entry of x for free: where x is declared
/// symmetric or diagonal, dL = ⟨G, dX⟩ leaves a part of G open, and it is chosen so that G is of that kind itself.
Expr of_declared_kind(const Expr& g, const Expr& x);

namespace detail {

template <std::size_t N>
std::array<Expr, N> as_array(const std::vector<Expr>& exprs) {
  std::array<Expr, N> result;
  std::copy(exprs.begin(), exprs.end(), result.begin());
  return result;
}

}  // namespace detail

template <std::size_t N>
std::array<Expr, N> gradient(const Expr& y, const Expr (&xs)[N]) {
  return detail::as_array<N>(gradient(y, std::vector<Expr>(xs, xs + N)));
}
template <std::size_t N>
std::array<Expr, N> gradient(const Expr& y, const Expr (&xs)[N], const Expr& seed) {
  return detail::as_array<N>(gradient(y, std::vector<Expr>(xs, xs + N), seed));
}
template <std::size_t N>
std::array<Expr, N + 1> value_and_gradient(const Expr& y, const Expr (&xs)[N]) {
  return detail::as_array<N + 1>(value_and_gradient(y, std::vector<Expr>(xs, xs + N)));
}

}  // namespace matgrad

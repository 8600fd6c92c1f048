#include <doctest/doctest.h>

#include <matgrad/matgrad.hpp>

#include "examples/problems/tied_autoencoder.hpp"
#include "graded.hpp"

// Problem 1: ½‖WᵀWx − x‖², W on two paths.

using namespace matgrad;
using matgrad::tests::check_planted_slips;

TEST_CASE("slips in the gradient of the tied autoencoder") {
  const examples::TiedAutoencoder model = examples::tied_autoencoder(3, 6);
  const Expr &W = model.W, &x = model.x, &K = model.K, &L = model.L;
  const Expr Kt = transpose(K), xt = transpose(x);
  const Expr truth = W * (K * xt + x * Kt);
  check_planted_slips({
      {"only the encoder's path", L, W, W * K * xt, "path missing", "path 2 (as the factor Wᵀ of t₁ = Wᵀ W)"},
      {"only the decoder's path", L, W, W * x * Kt, "path missing", "path 1 (as the factor W of t₁ = Wᵀ W)"},
      {"a path subtracted", L, W, W * (K * xt - x * Kt), "wrong sign of a path", "path 2"},
      {"a path with a factor 2", L, W, W * K * xt + 2 * W * x * Kt, "constant factor of a path",
       "2 times its right size"},
      {"minus", L, W, -truth, "wrong sign", "−∂L/∂W"},
      {"the 2 of the square beside the ½", L, W, 2 * truth, "constant factor", "2 times"},
      {"the ½ kept without the 2", L, W, 0.5 * truth, "constant factor", "½ times"},
      {"transposed", L, W, transpose(truth), "transposed", "it is 6×3"},
      {"inner for outer products", L, W, W * (xt * K + Kt * x), "inner for outer product", "the inner product"},
      {"inner for one outer product", L, W, W * (xt * K + x * Kt), "inner for outer product", "a number"},
      {"elementwise for outer product", L, W, W * hadamard(K, x), "elementwise for matrix product", ""},
      {"the error not used", L, W, W * (x * xt + x * xt), "wrong symbol", "x stands where K belongs"},
      {"zero", L, W, 0.0 * W, "zero", "is 0"},
      {"the reconstruction without its error", L, x, transpose(W) * W * K, "path missing", "path 1"},
      {"adjoint of K for that of x", L, x, K, "chain cut short", "This is ∂L/∂K"},
      {"W left out", L, W, K * xt + x * Kt, "factor missing", "the factor W is missing"},
  });
}

TEST_CASE("one path of the tied autoencoder by itself") {
  const examples::TiedAutoencoder model = examples::tied_autoencoder(3, 6);
  const Expr &W = model.W, &x = model.x, &K = model.K, &L = model.L;
  const Expr encoder = W * K * transpose(x), decoder = W * x * transpose(K);
  check_planted_slips({
      {"labels swapped", L, W, decoder, "path labels swapped", "This is what path 2", {.path = 1}},
      {"labels swapped back", L, W, encoder, "path labels swapped", "This is what path 1", {.path = 2}},
      {"the whole for a part", L, W, encoder + decoder, "all paths", "whole gradient", {.path = 2}},
      {"final transpose missing", L, W, transpose(decoder), "final transpose missing", "it is 6×3", {.path = 2}},
      {"sign", L, W, -decoder, "wrong sign", "the share of path 2 in ∂L/∂W", {.path = 2}},
  });
  CHECK(grade(L, W, encoder, {.path = 1}).right());
  CHECK(grade(L, W, decoder, {.path = 2}).right());
  CHECK_THROWS_AS(grade(L, W, decoder, {.path = 3}), Error);
}

TEST_CASE("slips in the nonlinear tied autoencoder, for an unknown f") {
  const examples::NonlinearTiedAutoencoder model = examples::nonlinear_tied_autoencoder(3, 7);
  const Expr &W = model.W, &x = model.x, &a = model.a, &h = model.h, &z = model.z, &K = model.K, &L = model.L;
  const auto& f = model.f;
  const auto prime = [&f](const Expr& at) { return gradient(sum(f(at)), at); };
  const Expr ut = transpose(hadamard(K, prime(z)));
  const Expr u = transpose(ut);
  const auto with = [&](const Expr& slope, const Expr& error) {
    return hadamard(W * error, slope) * transpose(x) + h * transpose(error);
  };
  CHECK(grade(L, W, with(prime(a), u)).right());
  check_planted_slips({
      {"f for f′ inside", L, W, with(f(a), u), "f for f′",
       "In the step from h back to a, the function f(a) itself"},
      {"f for f′ outside", L, W, with(prime(a), hadamard(K, f(z))), "f for f′", "f(z)"},
      {"f′ at h for a", L, W, with(prime(h), u), "wrong argument", "taken at h instead of a"},
      {"f′ at a for z", L, W, with(prime(a), hadamard(K, prime(x))), "wrong argument", "taken at x instead of z"},
      {"f′(a) forgotten", L, W, with(ones_like(a), u), "f′ missing", "the derivative of f(a) is missing"},
      {"f′(z) forgotten", L, W, with(prime(a), K), "f′ missing", "the derivative of f(z) is missing"},
      {"only the decoder", L, W, h * ut, "path missing", "as the factor"},
  });
}

#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <random>

#include "matgrad/autodiff/expression/facts.hpp"
#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// What the entries of a random value look like.
struct ValueStyle {
  enum class Sign { any, positive, negative };
  Sign sign = Sign::any;
  bool definite = false;  // square matrices are positive definite
  double scale = 1;
};

/// A random matrix that has the facts, with entries away from 0. The same on every machine, which the
/// distributions of the standard library are not.
Eigen::MatrixXd random_value(Shape shape, Facts facts, const ValueStyle& style, std::mt19937_64& random);

/// A random matrix for the adjoint ∂L/∂z where nothing but z is known of L. It has nothing to do with the values
/// that draw_values draws of the same seed: along them, formulas such as z = x / ‖x‖ have derivative 0.
Eigen::MatrixXd random_adjoint(Shape shape, std::uint64_t seed);

/// A generator for a part of a seed's random numbers.
std::mt19937_64 random_generator(std::uint64_t seed, std::uint64_t part);

}  // namespace matgrad

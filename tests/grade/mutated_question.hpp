#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <span>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/expr.hpp>

namespace matgrad::tests {

/// A random question, and an answer to it.
struct AnsweredQuestion {
  Expr loss;
  Expr wrt;
  Expr truth;  // its tidy gradient
  Expr answer;
};

/// A question whose loss holds something piecewise or a general square matrix, with an answer that is wrong only
/// in a region: an absolute value or a branch dropped, a matrix in place of its symmetric part, 1 for a sign.
/// Nothing where the draw has no such place.
std::optional<AnsweredQuestion> wrong_in_a_region(std::uint64_t seed);
/// A question with an answer that has some other slip.
std::optional<AnsweredQuestion> wrong_by_a_slip(std::uint64_t seed);
/// A question with its right answer, written in another way.
std::optional<AnsweredQuestion> rewritten(std::uint64_t seed);

/// At how many of some points, which are drawn here and not by the grader, an answer is surely not the gradient:
/// sizes 1e-2 to 1e2, half of them 0.2 to 1.5, both signs. Ends at `enough`.
int points_of_difference(const AnsweredQuestion& question, std::uint64_t seed, int points, int enough);

}  // namespace matgrad::tests

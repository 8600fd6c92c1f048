#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "matgrad/autodiff/grade/grade.hpp"
#include "matgrad/autodiff/language/parse.hpp"

namespace matgrad {

/// What is asked of a written answer.
struct GradeQuestion {
  /// The variable, or a named intermediate: "W", "z2".
  std::string wrt;
  /// A formula in the question's names, adjoints of them such as adj(z2), and its unspecified functions.
  std::string answer;
  /// The named intermediate whose adjoint is taken as given.
  std::optional<std::string> upstream = {};
  /// Shapes and declarations that do not stand in the question.
  ParseOptions known = {};
  /// Of GradeOptions.
  std::optional<std::size_t> path = {};
  std::optional<double> tolerance = {};
  std::uint64_t seed = 1;
  /// Values of variables at which the answer is compared besides. Where all of them are given, an answer in
  /// numbers is the gradient there.
  std::vector<std::pair<std::string, Eigen::MatrixXd>> given = {};
};

/// Grades an answer to a question in the text language:
///   grade("W: 3x6; K = W'*W*x - x; 0.5*norm2(K)^2", {.wrt = "W", .answer = "W*(K*x' + x*K')"})
/// An answer whose shapes do not fit is a wrong answer. Throws ParseError where the question or the answer cannot
/// be read, Error where a name is no part of the question, and what grade throws.
Grade grade(std::string_view question, const GradeQuestion& asked);

}  // namespace matgrad

#pragma once

#include <matgrad/autodiff/check/check_gradient.hpp>

#include "cli/question.hpp"

namespace matgrad::cli {

/// Checks the gradient of `loss` by the question's variables, at the values that are given or drawn. Throws Error
/// with the place if --wrt names an intermediate, which cannot be moved by itself.
GradientCheck gradient_check(CommandQuestion& question, const Expr& loss, CheckOptions options = {});

}  // namespace matgrad::cli

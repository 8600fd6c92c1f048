#pragma once

#include <string>

#include "matgrad/autodiff/expression/error.hpp"

namespace matgrad {

/// What an operation says of its arguments, with its remedy, on one line and without the place in the program that
/// built it.
std::string in_one_line(const Error& error);

}  // namespace matgrad

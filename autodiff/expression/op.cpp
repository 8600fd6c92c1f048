#include "matgrad/autodiff/expression/op.hpp"

#include <charconv>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/print.hpp"

namespace matgrad {

std::string to_string(Shape shape) { return std::to_string(shape.rows) + "×" + std::to_string(shape.cols); }

void throw_wrong_value(Shape announced, Shape value) {
  ShapeError error("an operation computes a value of the shape " + to_string(value) + ", but its shape() says " +
                   to_string(announced));
  error.add_context("both follow from its inputs: mend run() or shape()");
  throw error;
}

std::string number_text(double value) {
  char buffer[32];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
  return std::string(buffer, result.ptr);
}

std::size_t Op::scratch(const Expr&) const { return 0; }

void throw_too_little_scratch(std::size_t wanted, std::size_t left) {
  Error error("an operation takes " + std::to_string(wanted) +
              " entries of scratch memory, but its scratch() left " + std::to_string(left));
  error.add_context("mend run() or scratch()");
  throw error;
}

Notation Op::notation(const Expr&, std::vector<Notation> inputs) const {
  return Notation::call(label(), std::move(inputs));
}

double Op::cost(const Expr& z) const { return static_cast<double>(z.shape().size()); }

void throw_no_derivative(const Expr& z, std::size_t input) {
  const Expr& x = z.input(input);
  throw DerivativeError(std::string(z.op().name()) + " has no derivative with respect to input " +
                        std::to_string(input + 1) + ", " + to_text(x) + " (" + to_string(x.shape()) +
                        "): use stop_gradient where none is wanted");
}

}  // namespace matgrad

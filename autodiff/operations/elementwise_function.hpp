#pragma once

#include <optional>
#include <string>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// A function of one number, applied entry by entry, of which only the name is known: made by
/// elementwise_function. Functions of one name are one function.
class ElementwiseFunction {
 public:
  explicit ElementwiseFunction(std::string name) : name_(std::move(name)) {}

  /// f(A), of A's shape. ∂L/∂A = ∂L/∂Z ∘ f′(A); the derivatives f′, f″, … are again known by name only.
  /// Evaluation throws MissingInputError until a definition is substituted for f.
  Expr operator()(const Operand& a) const;
  const std::string& name() const { return name_; }

 private:
  std::string name_;
};
/// The function of this name, of which nothing else is known.
ElementwiseFunction elementwise_function(std::string name);

/// The derivative of order `order` of the function `name`.
struct UnknownFunction {
  std::string name;
  int order = 0;
};

/// What is applied in f⁽ᵏ⁾(A) (whose only input is A), or nothing if `expr` is something else.
std::optional<UnknownFunction> unknown_function(const Expr& expr);

}  // namespace matgrad

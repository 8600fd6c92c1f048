#pragma once

#include <optional>
#include <string>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/facts.hpp"

namespace matgrad {

/// A leaf whose value is given when a Function is called. `facts` are checked when a value is bound.
/// Two variables are different even if they share name and shape. Throws ShapeError for a negative size.
Expr variable(std::string name, Index rows, Index cols = 1, Facts facts = {});
Expr variable(std::string name, Shape shape, Facts facts = {});
/// A new variable of the shape that A has; facts of A are not taken over.
Expr variable_like(std::string name, const Operand& a, Facts facts = {});

/// A leaf with the role of something to be learnt; otherwise a variable. Its value lives outside the graph.
Expr parameter(std::string name, Index rows, Index cols = 1, Facts facts = {});
Expr parameter(std::string name, Shape shape, Facts facts = {});
bool is_parameter(const Expr& expr);

/// A fixed matrix, copied. Constants are equal when all entries are, bit by bit.
Expr constant(const Eigen::Ref<const Eigen::MatrixXd>& value);
/// A fixed number, 1×1.
Expr constant(double value);
/// A view of the entries of a constant, else nothing.
std::optional<ConstView<double>> constant_value(const Expr& expr);
/// The value of a 1×1 constant.
std::optional<double> number_value(const Expr& expr);

/// The same value under a name: printing, derivations and rewriting treat it as a unit. Gradients pass unchanged.
Expr named(std::string name, const Operand& value);
bool is_named(const Expr& expr);

}  // namespace matgrad

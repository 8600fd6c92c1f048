#include "matgrad/autodiff/language/parse.hpp"

#include <algorithm>
#include <numbers>
#include <string>
#include <utility>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/language/operation_error.hpp"
#include "matgrad/autodiff/language/shape_inference.hpp"
#include "matgrad/autodiff/language/syntax.hpp"
#include "matgrad/autodiff/operations/elementwise_function.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"
#include "matgrad/autodiff/transform/substitute.hpp"

namespace matgrad {
namespace {

KnownNames known_names(const ParseOptions& options) {
  KnownNames result;
  const auto add = [&](const std::string& name, bool is_scalar) {
    result.values.insert(name);
    if (is_scalar) result.scalars.insert(name);
  };
  for (const auto& [name, shape] : options.shapes) add(name, shape.is_scalar());
  for (const auto& [name, expr] : options.known) add(name, expr.shape().is_scalar());
  for (const auto& [name, declaration] : options.declarations)
    if (declaration.is_function)
      result.functions.insert(name);
    else
      add(name, is_scalar(declaration));
  result.asked = options.asked;
  return result;
}

/// f⁽ᵏ⁾ entry by entry: the derivative of a sum over entries.
Expr derivative(const SyntaxNode& node, const Expr& input) {
  const Expr at = variable_like("z", input);
  Expr value = node.function->build({std::span(&at, 1), {}, at.shape(), {}});
  for (int i = 0; i < node.order; ++i) value = gradient(sum(value), at);
  return substitute(value, {{at, input}});
}

class ExpressionBuilder {
 public:
  /// What is noticed of functions is added to `notes`.
  ExpressionBuilder(std::string_view text, const Syntax& syntax, const InferredShapes& shapes,
                    const ParseOptions& options, std::vector<std::string>& notes)
      : text_(text), syntax_(syntax), shapes_(shapes), options_(options), notes_(notes) {}

  Formula run() {
    for (const auto& [name, leaf] : shapes_.names) leaves_.emplace(name, leaf_of(name, leaf));
    std::size_t defined = 0;
    for (std::size_t i = 0; i < syntax_.nodes.size(); ++i) {
      built_.push_back(built(i));
      while (defined < syntax_.definitions.size() && syntax_.definitions[defined].node == i) define(defined++);
    }
    Formula formula{in_wanted_shape(built_[syntax_.result])};
    formula.definitions = std::move(definitions_);
    formula.variables = std::move(variables_);
    formula.sizes = shapes_.sizes;
    formula.chosen_sizes = shapes_.chosen;
    for (const Declarations* declarations : {&options_.declarations, &syntax_.declarations})
      for (const auto& [name, declaration] : *declarations)
        if (declaration.is_function) formula.functions.push_back(name);
    return formula;
  }

 private:
  Expr leaf_of(const std::string& name, const NamedLeaf& leaf) {
    switch (leaf.kind) {
      case NamedLeaf::Kind::known:
        return options_.known.at(name);
      case NamedLeaf::Kind::pi:
        return named(name, constant(std::numbers::pi));
      case NamedLeaf::Kind::size:
        for (const auto& [letter, value] : shapes_.sizes)
          if (letter == name) return named(name, constant(static_cast<double>(value)));
        [[fallthrough]];
      default:
        variables_.push_back(variable(name, leaf.shape, leaf.facts));
        return variables_.back();
    }
  }

  Expr in_wanted_shape(const Expr& result) const {
    if (!options_.result || result.shape() == *options_.result) return result;
    return result * ones(options_.result->rows, options_.result->cols);
  }

  void define(std::size_t i) {
    const auto& definition = syntax_.definitions[i];
    definitions_.emplace_back(definition.name, named(definition.name, built_[definition.node]));
  }

  void add_note(std::string note) {
    if (!note.empty() && std::ranges::find(notes_, note) == notes_.end()) notes_.push_back(std::move(note));
  }

  Expr built(std::size_t i) {
    const SyntaxNode& node = syntax_.nodes[i];
    std::string message;
    try {
      const Expr result = expression(node, shapes_.nodes[i]);
      if (result.shape() == shapes_.nodes[i]) return result;
      message = "this has the shape " + to_string(result.shape()) + ", not " + to_string(shapes_.nodes[i]);
    } catch (const Error& error) {
      message = in_one_line(error);
    }
    throw ParseError(text_, node.at, message);
  }

  Expr expression(const SyntaxNode& node, Shape shape) {
    std::vector<Expr> inputs;
    for (std::size_t input : node.inputs) inputs.push_back(built_[input]);
    switch (node.kind) {
      case SyntaxNode::Kind::number:
        return constant(node.numbers[0]);
      case SyntaxNode::Kind::matrix: {
        Eigen::MatrixXd value(shape.rows, shape.cols);
        for (Index k = 0; k < value.size(); ++k)
          value(k / shape.cols, k % shape.cols) = node.numbers[static_cast<std::size_t>(k)];
        return constant(value);
      }
      case SyntaxNode::Kind::name:
        return node.definition ? definitions_[*node.definition].second : leaves_.at(node.name);
      case SyntaxNode::Kind::adjoint:
        return *options_.adjoint(node.name);
      case SyntaxNode::Kind::unspecified:
        return unspecified(node, inputs[0]);
      case SyntaxNode::Kind::derivative:
        return derivative(node, inputs[0]);
      default: {
        const FunctionArguments arguments{inputs, node.numbers, shape, node.word};
        if (node.function->note != nullptr) add_note(node.function->note(arguments));
        return node.function->build(arguments);
      }
    }
  }

  static Expr unspecified(const SyntaxNode& node, const Expr& input) {
    const ElementwiseFunction f = elementwise_function(node.name);
    if (node.order == 0) return f(input);
    const Expr at = variable_like("z", input);
    Expr value = f(at);
    for (int i = 0; i < node.order; ++i) value = gradient(sum(value), at);
    return substitute(value, {{at, input}});
  }

  std::string_view text_;
  const Syntax& syntax_;
  const InferredShapes& shapes_;
  const ParseOptions& options_;
  std::map<std::string, Expr, std::less<>> leaves_;
  std::vector<Expr> built_;
  std::vector<std::pair<std::string, Expr>> definitions_;
  std::vector<Expr> variables_;
  std::vector<std::string>& notes_;
};

}  // namespace

Formula parse_formula(std::string_view text, const ParseOptions& options) {
  const Syntax syntax = parse_syntax(text, known_names(options));
  std::vector<std::string> assumptions = syntax.notes;
  try {
    const InferredShapes shapes = infer_shapes(text, syntax, options);
    assumptions.insert(assumptions.end(), shapes.assumptions.begin(), shapes.assumptions.end());
    Formula formula = ExpressionBuilder(text, syntax, shapes, options, assumptions).run();
    formula.assumptions = std::move(assumptions);
    return formula;
  } catch (ParseError& error) {
    error.set_assumptions(std::move(assumptions));
    throw;
  }
}

}  // namespace matgrad

#include "matgrad/autodiff/language/shape_assumptions.hpp"

#include <algorithm>

#include "matgrad/autodiff/expression/latin_letter.hpp"
#include "matgrad/autodiff/language/fillings.hpp"
#include "matgrad/autodiff/language/function_table.hpp"
#include "matgrad/autodiff/language/letter_convention.hpp"

namespace matgrad {
namespace {

using Name = NameTable::Name;

// diag(d), sum(d): the only argument of a function that takes vectors.
bool may_take_vector(const SyntaxNode& node) {
  const Signature& signature = node.function->signature;
  if (node.inputs.size() != 1 || !is_language_function(node.function->names.front())) return false;
  if (signature.rule == Signature::Rule::diagonal) return true;
  if (signature.rule != Signature::Rule::shapes) return false;
  const auto& [rows, cols] = signature.inputs.front();
  return rows.kind == SizeTerm::Kind::letter && (cols.kind != rows.kind || cols.first != rows.first);
}

bool is_matrix_power(const SyntaxNode& node) {
  return node.kind == SyntaxNode::Kind::call && node.function->names.front() == "^";
}

bool is_broken_power(const SyntaxNode& node) {
  return node.kind == SyntaxNode::Kind::call && node.function->names.front() == "scalar^";
}

bool is_power(const SyntaxNode& node) {
  return is_matrix_power(node) || (node.kind == SyntaxNode::Kind::call && node.function->names.front() == ".^");
}

}  // namespace

Shape ShapeAssumptions::shape_of(std::size_t node) const {
  const UnknownShape shape = solver_.shape(node);
  return {*solver_.sizes().value(shape.rows), *solver_.sizes().value(shape.cols)};
}

// Ax, Wx, xy: a name that may have been meant as a product.
bool ShapeAssumptions::may_be_product(std::string_view name) const {
  constexpr std::size_t longest = 4;
  const auto is_letter = [](char c) { return is_latin_letter(c); };
  const auto is_capital = [](char c) { return 'A' <= c && c <= 'Z'; };
  if (name.size() < 2 || name.size() > longest || !std::ranges::all_of(name, is_letter) || is_greek_name(name))
    return false;
  const auto capitals = static_cast<std::size_t>(std::ranges::count_if(name, is_capital));
  if (capitals > 0) return capitals == name.size() || capitals > 1 || name.size() == 2;
  return std::ranges::any_of(syntax_.nodes, [&](const SyntaxNode& node) {
    return node.kind == SyntaxNode::Kind::name && node.name.size() == 1 &&
           name.find(node.name) != std::string_view::npos;
  });
}

std::string ShapeAssumptions::on(const Name& name) const {
  const std::string shape = to_string(name.leaf.shape);
  if (name.leaf.kind == NamedLeaf::Kind::variable && name.leaf.shape.size() == 0)
    return name.name + " has no entries, as it is " + shape + "; a number for " + name.name +
           " is a value and no shape";
  switch (name.leaf.kind) {
    case NamedLeaf::Kind::known:
      return {};
    case NamedLeaf::Kind::size:
      return name.name + " taken as the size " + name.name + "; declare " + name.name + ": scalar for a variable";
    case NamedLeaf::Kind::pi:
      return name.name + " taken as the number 3.14159…; declare " + name.name + ": scalar for a variable";
    default:
      break;
  }
  const LetterKind kind = name.leaf.shape.is_scalar() ? LetterKind::scalar
                          : name.leaf.shape.cols == 1 ? LetterKind::vector
                                                      : LetterKind::matrix;
  if (name.is_open && name.name == "e" && is_base_of_power(name))
    return "e taken as a variable; the exponential is written exp(x)";
  const bool is_expected = !name.taken && !name.has_chosen_size && kind == letter_kind(name.name);
  if (!name.is_open || is_expected) return {};
  const std::string product = name.name.substr(0, 1) + "*" + name.name.substr(1);
  const bool may_be_product = this->may_be_product(name.name);
  if (kind == LetterKind::scalar && !may_be_product) return name.name + " taken as a scalar" + other_meaning(name);
  if (may_be_product)
    return name.name + " taken as one name, " +
           (kind == LetterKind::scalar ? "a scalar"
                                       : (kind == LetterKind::vector ? "a vector " : "a matrix ") + shape) +
           "; a product is written " + product;
  const std::string taken = name.name + " taken as a " + (kind == LetterKind::vector ? "vector, " : "matrix, ");
  // Where the formula is meant to be a number, one of these may be why it is none.
  const bool might_be_scalar = name.might_be_scalar && !shape_of(syntax_.result).is_scalar();
  return taken + shape + (might_be_scalar ? "; declare " + name.name + ": scalar for a number" : "");
}

bool ShapeAssumptions::takes(const SyntaxNode& node, const Name& name) const {
  return node.kind == SyntaxNode::Kind::call && std::ranges::any_of(node.inputs, [&](std::size_t input) {
           const SyntaxNode& part = syntax_.nodes[input];
           return part.kind == SyntaxNode::Kind::name && part.name == name.name && !part.definition;
         });
}

// What else a scalar could be: what it goes with entry by entry, or a vector.
std::string ShapeAssumptions::other_shape(const Name& name) const {
  for (std::size_t i = 0; i < syntax_.nodes.size(); ++i) {
    const SyntaxNode& node = syntax_.nodes[i];
    if (!takes(node, name)) continue;
    const bool entrywise = node.function->signature.rule == Signature::Rule::entrywise;
    if (may_take_vector(node))
      return "; declare " + name.name + ": " + std::to_string(fresh_size_) + " for a vector";
    const Shape shape = shape_of(i);
    if (!entrywise || shape.is_scalar()) continue;
    const std::string declared = "; declare " + name.name + ": " + std::to_string(shape.rows);
    return shape.cols == 1 ? declared + " for a vector"
                           : declared + "x" + std::to_string(shape.cols) + " for a matrix";
  }
  return {};
}

bool ShapeAssumptions::is_base_of_power(const Name& name) const {
  return std::ranges::any_of(syntax_.nodes, [&](const SyntaxNode& node) {
    return is_power(node) && syntax_.nodes[node.inputs.front()].name == name.name;
  });
}

// x^2 makes a scalar of x: what was meant may be something else.
std::string ShapeAssumptions::other_meaning(const Name& name) const {
  if (letter_kind(name.name) != LetterKind::scalar && std::ranges::any_of(syntax_.nodes, is_matrix_power))
    return "; if it is none, write .^ for the power of each entry";
  if (letter_kind(name.name) == LetterKind::matrix && std::ranges::any_of(syntax_.nodes, is_broken_power))
    return "; if it is none, write .^ for the power of each entry, symmetric_power(" + name.name +
           ", p) for that of a positive definite matrix";
  return other_shape(name);
}

std::vector<std::string> ShapeAssumptions::on_fillings(const std::vector<std::size_t>& chosen) const {
  std::vector<std::string> sentences;
  bool told_identity = false;
  for (std::size_t i = 0; i < syntax_.nodes.size(); ++i) {
    const SyntaxNode& node = syntax_.nodes[i];
    if (!is_filling(node)) continue;
    const std::string shape = to_string(shape_of(i));
    if (node.name == "I" && !told_identity) {
      told_identity = true;
      const std::string rows = std::to_string(shape_of(i).rows);
      sentences.push_back("I taken as the identity matrix, " + shape + "; declare I: " + rows + "x" + rows +
                          " for a variable");
    } else if (node.name != "I" && (shape_of(i).is_scalar() || std::ranges::find(chosen, i) != chosen.end())) {
      sentences.push_back(solver_.source(node) + " taken as " + shape);
    }
  }
  return sentences;
}

}  // namespace matgrad

#include "matgrad/autodiff/language/name_table.hpp"

#include <algorithm>

#include "matgrad/autodiff/language/parse_error.hpp"

namespace matgrad {
namespace {

const Declaration* declaration_of(const Declarations& declarations, const std::string& name) {
  const auto found = declarations.find(name);
  return found == declarations.end() ? nullptr : &found->second;
}

}  // namespace

NameTable::NameTable(std::string_view text, const Syntax& syntax, const ParseOptions& options, SizeSystem& sizes)
    : text_(text), syntax_(syntax), options_(options), sizes_(sizes) {
  for (const auto& [name, declaration] : options_.declarations) collect_letters(declaration);
  for (const std::string& name : syntax_.declared) collect_letters(syntax_.declarations.at(name));
}

void NameTable::collect_letters(const Declaration& declaration) {
  if (!declaration.shape) return;
  for (const DeclaredSize& size : *declaration.shape)
    if (!size.letter.empty() && letter(size.letter) == nullptr) {
      letters_.emplace_back(size.letter, sizes_.unknown());
      sizes_.set_letter(letters_.back().second, size.letter);
    }
}

const SizeSystem::Size* NameTable::letter(std::string_view name) const {
  const auto found = std::ranges::find_if(letters_, [&](const auto& entry) { return entry.first == name; });
  return found == letters_.end() ? nullptr : &found->second;
}

UnknownShape NameTable::shape_of_adjoint(const SyntaxNode& node) {
  const std::optional<Expr> expr = options_.adjoint ? options_.adjoint(node.name) : std::nullopt;
  if (!expr)
    throw ParseError(text_, node.at,
                     "there is no adjoint of " + node.name +
                         " here: adj(z) stands in an answer, for a z that the question names");
  return fixed(expr->shape());
}

UnknownShape NameTable::shape_of(const SyntaxNode& node) {
  if (node.kind == SyntaxNode::Kind::adjoint) return shape_of_adjoint(node);
  if (const auto found = place_of_.find(node.name); found != place_of_.end()) return names_[found->second].shape;
  Name name{node.name, {}, {}, node.at, false};
  const auto shape = options_.shapes.find(node.name);
  const Declaration* outside = declaration_of(options_.declarations, node.name);
  const Declaration* inside = declaration_of(syntax_.declarations, node.name);
  const bool is_declared = inside != nullptr || outside != nullptr;
  if (const auto known = options_.known.find(node.name); known != options_.known.end()) {
    name.leaf.kind = NamedLeaf::Kind::known;
    name.shape = fixed(known->second.shape());
  } else if (shape != options_.shapes.end()) {
    name.shape = fixed(shape->second);
  } else if (!is_declared && letter(node.name) != nullptr) {
    name.leaf.kind = NamedLeaf::Kind::size;
    name.shape = fixed({1, 1});
  } else if (!is_declared && (node.name == "pi" || node.name == "π")) {
    name.leaf.kind = NamedLeaf::Kind::pi;
    name.shape = fixed({1, 1});
  } else {
    name.shape = {sizes_.unknown(), sizes_.unknown()};
    name.is_open = true;
  }
  for (const Declaration* declaration : {outside, inside})
    if (declaration != nullptr) apply(*declaration, name);
  place_of_.emplace(node.name, names_.size());
  names_.push_back(std::move(name));
  return names_.back().shape;
}

SizeSystem::Size NameTable::declared(const DeclaredSize& size) {
  if (size.value >= 0) return sizes_.fixed(size.value);
  return size.letter.empty() ? sizes_.unknown() : *letter(size.letter);
}

// Of a declaration that contradicts what was known: the other side.
std::string NameTable::other_shape(const Name& name) const {
  if (options_.known.contains(name.name)) return ", but it is " + text(name.shape);
  if (options_.shapes.contains(name.name)) return ", but its value is " + text(name.shape);
  return " here, but outside of the formula " + text(name.shape);
}

void NameTable::apply(const Declaration& declaration, Name& name) {
  const auto place = syntax_.places.find(name.name);
  const auto fail = [&](const std::string& message) {
    throw ParseError(text_, place == syntax_.places.end() ? name.place : place->second, message);
  };
  name.leaf.facts = name.leaf.facts | declaration.facts;
  if (declaration.shape) {
    const auto& [rows, cols] = *declaration.shape;
    const UnknownShape shape{declared(rows), declared(cols)};
    if (!sizes_.unite(name.shape.rows, shape.rows) || !sizes_.unite(name.shape.cols, shape.cols))
      fail(name.name + " is declared " + text(shape) + other_shape(name));
    name.is_open = name.is_open && (rows.is_open() || cols.is_open());
    if (rows.is_open()) sizes_.set_not_one(name.shape.rows);
    if (cols.is_open()) sizes_.set_not_one(name.shape.cols);
  }
  if (declaration.facts.has(Fact::symmetric) && !sizes_.unite(name.shape.rows, name.shape.cols))
    fail(name.name + " is declared symmetric, but it is " + text(name.shape));
}

}  // namespace matgrad

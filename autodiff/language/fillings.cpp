#include "matgrad/autodiff/language/fillings.hpp"

#include <algorithm>
#include <string>

#include "matgrad/autodiff/language/function_table.hpp"

namespace matgrad {
namespace {

using Size = SizeSystem::Size;

bool is_sum(const SyntaxNode& node) {
  if (node.kind != SyntaxNode::Kind::call || node.inputs.size() != 2) return false;
  return node.function->names.front() == "+" || node.function->names.front() == "-";
}

/// A sum, a product of entries, a maximum: what all inputs of one shape go into.
bool joins_entries(const SyntaxNode& node) {
  return node.kind == SyntaxNode::Kind::call && node.inputs.size() > 1 &&
         node.function->signature.rule == Signature::Rule::entrywise;
}

}  // namespace

bool is_filling(const SyntaxNode& node) {
  if (node.kind != SyntaxNode::Kind::call || !node.inputs.empty()) return false;
  const std::string& name = node.function->names.front();
  return (name == "eye" && node.numbers.empty()) || name == "vector" || name == "matrix";
}

/// Whether this is a single entry because its matrices happen to be so small: no sum(…), and no number.
bool Fillings::is_data(std::size_t i, const std::vector<Content>& contents) const {
  const SyntaxNode& node = syntax_.nodes[i];
  if (node.inputs.empty()) return false;
  const bool has_data = std::ranges::any_of(node.inputs, [&](std::size_t k) { return contents[k].data; });
  if (node.kind != SyntaxNode::Kind::call || node.function->signature.rule != Signature::Rule::shapes) {
    const bool is_product =
        node.kind == SyntaxNode::Kind::call && node.function->signature.rule == Signature::Rule::product;
    return has_data || (is_product && std::ranges::all_of(node.inputs, [&](std::size_t k) {
                          return solver_.is_no_scalar(solver_.shape(k));
                        }));
  }
  const auto is_fixed = [](const SizeTerm& term) { return term.kind == SizeTerm::Kind::fixed; };
  if (std::ranges::all_of(node.function->signature.output, is_fixed)) return false;
  return has_data ||
         std::ranges::any_of(node.inputs, [&](std::size_t k) { return solver_.is_no_scalar(solver_.shape(k)); });
}

Fillings::Content Fillings::content(std::size_t i, const std::vector<Content>& contents) const {
  const SyntaxNode& node = syntax_.nodes[i];
  if (node.kind == SyntaxNode::Kind::name && node.definition)
    return contents[syntax_.definitions[*node.definition].node];
  const UnknownShape shape = solver_.shape(i);
  if (solver_.is_scalar(shape)) return {.data = is_data(i, contents)};
  if (is_filling(node)) return {.filling = !solver_.is_decided(shape), .other = solver_.is_decided(shape)};
  if (solver_.is_no_scalar(shape) || node.kind == SyntaxNode::Kind::adjoint) return {.other = true};
  if (node.kind == SyntaxNode::Kind::name) {
    const bool is_matrix = letter_kind(node.name) == LetterKind::matrix;
    return {.name = !is_matrix, .other = is_matrix};
  }
  Content all;
  for (std::size_t k : node.inputs) {
    all.data = all.data || contents[k].data;
    all.filling = all.filling || contents[k].filling;
    all.name = all.name || contents[k].name;
    all.other = all.other || contents[k].other;
  }
  // s*eye is a filling, whatever the name s; in a sum a name has a shape of its own.
  if (all.filling && !all.other && !is_sum(node) && !all.data) return {.filling = true};
  return all;
}

void Fillings::follow_data() {
  if (std::ranges::none_of(syntax_.nodes, is_filling)) return;
  std::vector<bool> is_inner(syntax_.nodes.size());  // a sum in a sum
  for (std::size_t i = 0; i < syntax_.nodes.size(); ++i)
    if (is_sum(syntax_.nodes[i]))
      for (std::size_t k : syntax_.nodes[i].inputs) is_inner[k] = is_sum(syntax_.nodes[k]);
  std::vector<Content> contents;
  for (std::size_t i = 0; i < syntax_.nodes.size(); ++i) {
    contents.push_back(content(i, contents));
    const Content& it = contents.back();
    if (is_inner[i] || !joins_entries(syntax_.nodes[i])) continue;
    if (!it.data || !it.filling || it.name || it.other) continue;
    if (solver_.tried([&] { return solver_.make_scalar(solver_.shape(i)); })) contents.back() = {.data = true};
  }
}

void Fillings::follow_possibilities() {
  SizeSystem& sizes = solver_.sizes();
  for (std::size_t i = 0; i < syntax_.nodes.size(); ++i) {
    const SyntaxNode& node = syntax_.nodes[i];
    if (!is_filling(node)) continue;
    const UnknownShape shape = solver_.shape(i);
    if (solver_.is_decided(shape)) continue;
    const auto is = [&](LetterKind kind) { return solver_.tried([&] { return solver_.take_as(shape, kind); }); };
    const auto is_row = [&] {
      return solver_.tried([&] { return sizes.set(shape.rows, 1) && sizes.set_not_one(shape.cols); });
    };
    const bool is_implicit = text_[node.begin] == '1' || text_[node.begin] == '0';
    if (is_implicit)
      (void)(is(LetterKind::vector) || is_row() || is(LetterKind::matrix));
    else
      (void)(is(LetterKind::matrix) || is(LetterKind::vector) || is_row());
  }
}

std::vector<Size> Fillings::unfixed(const std::vector<NameTable::Name>& names) const {
  const SizeSystem& sizes = solver_.sizes();
  const auto is_of_name = [&](Size size) {
    return std::ranges::any_of(names, [&](const NameTable::Name& name) {
      return sizes.are_united(size, name.shape.rows) || sizes.are_united(size, name.shape.cols);
    });
  };
  std::vector<Size> open;
  for (std::size_t i = 0; i < syntax_.nodes.size(); ++i) {
    if (!is_filling(syntax_.nodes[i])) continue;
    const UnknownShape shape = solver_.shape(i);
    for (Size size : {shape.rows, shape.cols})
      if (!sizes.value(size) && !is_of_name(size)) open.push_back(size);
  }
  return open;
}

bool Fillings::take_as_one(const std::vector<Size>& open) {
  bool any = false;
  for (Size size : open)
    any = (!solver_.sizes().value(size) && solver_.tried([&] { return solver_.sizes().set(size, 1); })) || any;
  return any;
}

}  // namespace matgrad

#include <algorithm>
#include <cmath>
#include <span>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/language/operation_error.hpp"
#include "matgrad/autodiff/language/shape_solver.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"

// How the shapes of inputs and result constrain each other, for operations with more than one way to fit.

namespace matgrad {

bool ShapeSolver::unite(UnknownShape a, UnknownShape b) {
  return sizes_.unite(a.rows, b.rows) && sizes_.unite(a.cols, b.cols);
}

bool ShapeSolver::can_unite(UnknownShape a, UnknownShape b) const {
  return sizes_.can_unite(a.rows, b.rows) && sizes_.can_unite(a.cols, b.cols);
}

bool ShapeSolver::update(std::size_t position) {
  const SyntaxNode& node = syntax_.nodes[position];
  const UnknownShape out = shapes_[position];
  switch (node.function->signature.rule) {
    case Signature::Rule::product:
      return update_product(node, out);
    case Signature::Rule::entrywise:
      return update_entrywise(node, out);
    case Signature::Rule::diagonal:
      return update_diagonal(node, out);
    case Signature::Rule::entry:
      return update_entry(node, out);
    case Signature::Rule::blocks:
      return update_blocks(node, out);
    default:
      return update_computed(node, out);
  }
}

bool ShapeSolver::update_product(const SyntaxNode& node, UnknownShape out) {
  const UnknownShape a = shapes_[node.inputs[0]], b = shapes_[node.inputs[1]];
  if (is_scalar(a)) return unite(out, b);
  if (is_scalar(b)) return unite(out, a);
  const bool left_scalar = !is_no_scalar(a) && can_unite(out, b);
  const bool right_scalar = !is_no_scalar(b) && can_unite(out, a);
  const bool proper =
      sizes_.can_unite(a.cols, b.rows) && sizes_.can_unite(out.rows, a.rows) && sizes_.can_unite(out.cols, b.cols);
  if (left_scalar + right_scalar + proper > 1) return true;
  const bool may_be_inner = node.function->names.front() == "·" && sizes_.is_one(a.cols) && sizes_.is_one(b.cols);
  if (may_be_inner && !left_scalar && !right_scalar && !proper)
    return sizes_.unite(a.rows, b.rows) && make_scalar(out);
  if (left_scalar) return make_scalar(a) && unite(out, b);
  if (right_scalar) return make_scalar(b) && unite(out, a);
  return proper && sizes_.unite(a.cols, b.rows) && sizes_.unite(out.rows, a.rows) &&
         sizes_.unite(out.cols, b.cols);
}

bool ShapeSolver::are_equal(Size a, Size b) const {
  return sizes_.are_united(a, b) || (sizes_.value(a) && sizes_.value(a) == sizes_.value(b));
}

bool ShapeSolver::update_entry(const SyntaxNode& node, UnknownShape out) {
  const UnknownShape a = shapes_[node.inputs[0]];
  const auto refused = [&](std::string reason) {
    reason_ = std::move(reason);
    return false;
  };
  const std::string name = source(syntax_.nodes[node.inputs[0]]);
  const std::vector<double>& at = node.numbers;
  if (!make_scalar(out)) return false;
  if (is_scalar(a) && (!node.word.empty() || at != std::vector<double>(at.size())))
    return refused(name + " is a number: it has no further entries");
  if (at.size() == 1) {
    if (sizes_.is_not_one(a.rows) && sizes_.is_not_one(a.cols))
      return refused(name + " is a matrix: an entry has two positions, as in " + name + "(1, 1) or " + name +
                     "[0, 0]");
    if (sizes_.is_not_one(a.rows) && !sizes_.set(a.cols, 1)) return false;
    if (sizes_.is_not_one(a.cols) && !sizes_.set(a.rows, 1)) return false;
  }
  const auto rows = sizes_.value(a.rows), cols = sizes_.value(a.cols);
  const auto lies_outside = [](double position, std::optional<Index> size) {
    return size && position >= static_cast<double>(*size);
  };
  const bool is_outside = at.size() == 2 ? lies_outside(at[0], rows) || lies_outside(at[1], cols)
                                         : rows && cols && lies_outside(at[0], *rows * *cols);
  return !is_outside || refused("there is no such entry: " + name + " is " + text(a));
}

bool ShapeSolver::update_entrywise(const SyntaxNode& node, UnknownShape out) {
  if (is_scalar(out))
    return std::ranges::all_of(node.inputs, [&](std::size_t i) { return make_scalar(shapes_[i]); });
  std::size_t open = 0;  // inputs that are not known to be scalars
  for (std::size_t i : node.inputs) {
    const UnknownShape input = shapes_[i];
    const bool may_be_scalar = !is_no_scalar(input);
    if (!may_be_scalar && !unite(input, out)) return false;
    if (may_be_scalar && !can_unite(input, out) && !make_scalar(input)) return false;
    if (!is_scalar(shapes_[i])) ++open;
  }
  if (open == 0) return make_scalar(out);
  if (open > 1) return true;
  const auto last = std::ranges::find_if(node.inputs, [&](std::size_t i) { return !is_scalar(shapes_[i]); });
  return unite(shapes_[*last], out);
}

bool ShapeSolver::update_diagonal(const SyntaxNode& node, UnknownShape out) {
  const UnknownShape a = shapes_[node.inputs[0]];
  if (sizes_.is_not_one(out.cols) && !sizes_.set(a.cols, 1)) return false;
  if (sizes_.is_one(out.cols) && sizes_.is_not_one(out.rows) && !sizes_.set_not_one(a.cols)) return false;
  if (sizes_.is_one(a.cols)) return sizes_.unite(out.rows, a.rows) && sizes_.unite(out.cols, a.rows);
  if (!sizes_.is_not_one(a.cols)) return true;
  return sizes_.set(out.cols, 1) && set_least(out.rows, a.rows, a.cols);
}

bool ShapeSolver::set_least(Size least, Size a, Size b) {
  const auto result = sizes_.value(least), x = sizes_.value(a), y = sizes_.value(b);
  if (x && y) return sizes_.set(least, std::min(*x, *y));
  if (sizes_.is_not_one(a) && sizes_.is_not_one(b) && !sizes_.set_not_one(least)) return false;
  // What is greater than the least is not it.
  if (result && x && *x > *result) return sizes_.set(b, *result);
  if (result && y && *y > *result) return sizes_.set(a, *result);
  return true;
}

bool ShapeSolver::update_blocks(const SyntaxNode& node, UnknownShape out) {
  const Signature::Blocks& blocks = node.function->signature.blocks;
  const UnknownShape whole = blocks.is_part ? shapes_[node.inputs[0]] : out;
  const auto parts = std::span(node.inputs).subspan(blocks.is_part ? 1 : 0);
  const auto fits = [&](bool adds_up, Size total, Size UnknownShape::*side) {
    Index sum = 0;
    std::vector<Size> open;
    for (std::size_t i : parts) {
      const Size size = shapes_[i].*side;
      if (!adds_up && !sizes_.unite(total, size)) return false;
      if (!sizes_.value(size)) open.push_back(size);
      sum += sizes_.value(size).value_or(0);
    }
    if (!adds_up || open.size() > 1) return true;
    if (open.empty()) return sizes_.set(total, sum);
    const auto whole_size = sizes_.value(total);
    return !whole_size || (*whole_size >= sum && sizes_.set(open[0], *whole_size - sum));
  };
  if (!fits(blocks.rows, whole.rows, &UnknownShape::rows) || !fits(blocks.cols, whole.cols, &UnknownShape::cols))
    return false;
  if (!blocks.is_part) return true;
  const double number = node.numbers[0];
  const bool is_there = number >= 0 && number < static_cast<double>(parts.size()) && number == std::trunc(number);
  return is_there ? unite(out, shapes_[parts[static_cast<std::size_t>(number)]]) : update_built(node, out);
}

bool ShapeSolver::update_computed(const SyntaxNode& node, UnknownShape out) {
  const std::vector<ShapeTerm>& inputs = node.function->signature.inputs;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const UnknownShape input = shapes_[node.inputs[i]];
    if (!compute(inputs[i][0], input.rows, node) || !compute(inputs[i][1], input.cols, node)) return false;
  }
  const ShapeTerm& term = node.function->signature.output;
  if (term[0].kind == SizeTerm::Kind::built || term[1].kind == SizeTerm::Kind::built)
    return update_built(node, out);
  return compute(term[0], out.rows, node) && compute(term[1], out.cols, node);
}

bool ShapeSolver::compute(const SizeTerm& term, Size result, const SyntaxNode& node) {
  const auto size_of = [&](char letter) -> std::optional<Size> {
    const Signature& signature = node.function->signature;
    for (std::size_t i = 0; i < signature.inputs.size(); ++i)
      for (std::size_t k = 0; k < 2; ++k)
        if (signature.inputs[i][k].kind == SizeTerm::Kind::letter && signature.inputs[i][k].first == letter) {
          const UnknownShape input = shapes_[node.inputs[i]];
          return k == 0 ? input.rows : input.cols;
        }
    return std::nullopt;
  };
  const auto value_of = [&](char letter) {
    const auto size = size_of(letter);
    return size ? sizes_.value(*size) : std::nullopt;
  };
  using Kind = SizeTerm::Kind;
  if (term.kind == Kind::fixed || term.kind == Kind::letter || term.kind == Kind::argument) return true;
  if (term.kind == Kind::least) return set_least(result, *size_of(term.first), *size_of(term.second));
  const auto a = value_of(term.first);
  const auto b = term.kind == Kind::difference ? std::optional<Index>(1) : value_of(term.second);
  if (term.kind == Kind::product)
    for (char letter : {term.first, term.second})
      if (const auto size = size_of(letter); size && sizes_.is_not_one(*size) && !sizes_.set_not_one(result))
        return false;
  if (const auto whole = sizes_.value(result); whole && a.has_value() != b.has_value()) {
    const Index known = a ? *a : *b;
    const Size open = *size_of(a ? term.second : term.first);
    if (term.kind == Kind::difference) return sizes_.set(open, *whole + known);
    if (term.kind == Kind::sum) return *whole >= known && sizes_.set(open, *whole - known);
    if (known > 0) return *whole % known == 0 && sizes_.set(open, *whole / known);
  }
  if (!a || !b) return true;
  switch (term.kind) {
    case Kind::sum:
      return sizes_.set(result, *a + *b);
    case Kind::difference:
      return *a >= 1 && sizes_.set(result, *a - 1);
    default:
      return *a <= greatest_entries && *b <= greatest_entries && *a * *b <= greatest_entries &&
             sizes_.set(result, *a * *b);
  }
}

bool ShapeSolver::update_built(const SyntaxNode& node, UnknownShape out) {
  std::vector<Expr> inputs;
  for (std::size_t i : node.inputs) {
    if (!is_known(shapes_[i])) return true;
    const std::string name = source(syntax_.nodes[i]);  // as the caller wrote it
    inputs.push_back(variable(name, *sizes_.value(shapes_[i].rows), *sizes_.value(shapes_[i].cols)));
  }
  try {
    const Shape shape = node.function->build({inputs, node.numbers, {}, node.word}).shape();
    return sizes_.set(out.rows, shape.rows) && sizes_.set(out.cols, shape.cols);
  } catch (const Error& error) {
    reason_ = in_one_line(error);
    return false;
  }
}

}  // namespace matgrad

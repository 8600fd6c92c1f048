#include "matgrad/autodiff/language/shape_solver.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "matgrad/autodiff/language/function_lists.hpp"
#include "matgrad/autodiff/language/parse_error.hpp"

namespace matgrad {
namespace {

constexpr SizeSystem::Size none = std::numeric_limits<SizeSystem::Size>::max();

bool is_computed_term(const SizeTerm& term) {
  using Kind = SizeTerm::Kind;
  return term.kind != Kind::fixed && term.kind != Kind::letter && term.kind != Kind::argument;
}

}  // namespace

void ShapeSolver::add(UnknownShape leaf) {
  shapes_.push_back(leaf);
  is_queued_.push_back(false);
}

void ShapeSolver::add_operation() {
  const std::size_t position = shapes_.size();
  const SyntaxNode& node = syntax_.nodes[position];
  is_queued_.push_back(false);
  switch (node.kind) {
    case SyntaxNode::Kind::number:
      shapes_.push_back({sizes_.fixed(1), sizes_.fixed(1)});
      return;
    case SyntaxNode::Kind::matrix:
      shapes_.push_back({sizes_.fixed(static_cast<Index>(node.numbers.size() / node.columns)),
                         sizes_.fixed(static_cast<Index>(node.columns))});
      return;
    case SyntaxNode::Kind::unspecified:
    case SyntaxNode::Kind::derivative:
      shapes_.push_back(shapes_[node.inputs[0]]);
      return;
    default:
      shapes_.push_back(add_call(node));
  }
}

UnknownShape ShapeSolver::add_call(const SyntaxNode& node) {
  const Signature& signature = node.function->signature;
  const std::size_t position = shapes_.size();
  if (signature.rule == Signature::Rule::entrywise && node.inputs.size() == 1) return shapes_[node.inputs[0]];
  if (signature.rule != Signature::Rule::shapes) {
    const UnknownShape out{sizes_.unknown(), sizes_.unknown()};
    shapes_.push_back(out);
    watch(position);
    const UnknownShape whole = signature.blocks.is_part ? shapes_[node.inputs[0]] : out;
    if (signature.blocks.cols) computed_.push_back(whole.cols);
    if (signature.blocks.rows) computed_.push_back(whole.rows);
    shapes_.pop_back();
    enqueue(position);
    return out;
  }

  const std::size_t computed_before = computed_.size();
  std::array<Size, 128> letters;
  letters.fill(none);
  shapes_.push_back({none, none});  // while an error is described
  for (std::size_t i = 0; i < signature.inputs.size(); ++i) {
    const UnknownShape input = shapes_[node.inputs[i]];
    for (const auto& [term, size] :
         {std::pair(signature.inputs[i][0], input.rows), std::pair(signature.inputs[i][1], input.cols)}) {
      if (term.kind == SizeTerm::Kind::fixed) {
        if (!sizes_.set(size, term.first)) fail_at(position);
      } else if (is_computed_term(term)) {
        computed_.push_back(size);
      } else {
        Size& known = letters[static_cast<unsigned char>(term.first)];
        if (known == none) known = size;
        if (!sizes_.unite(known, size)) fail_at(position);
      }
    }
  }
  const UnknownShape out{size_of(signature.output[0], letters, node), size_of(signature.output[1], letters, node)};
  shapes_.back() = out;
  if (is_computed_term(signature.output[0])) computed_.push_back(out.rows);
  if (is_computed_term(signature.output[1])) computed_.push_back(out.cols);
  if (computed_.size() > computed_before) {
    watch(position);
    enqueue(position);
  }
  shapes_.pop_back();
  return out;
}

SizeSystem::Size ShapeSolver::size_of(const SizeTerm& term, std::array<Size, 128>& letters,
                                      const SyntaxNode& node) {
  switch (term.kind) {
    case SizeTerm::Kind::fixed:
      return sizes_.fixed(term.first);
    case SizeTerm::Kind::letter: {
      Size& known = letters[static_cast<unsigned char>(term.first)];
      if (known == none) known = sizes_.unknown();
      return known;
    }
    case SizeTerm::Kind::argument: {
      const double value = node.numbers[static_cast<std::size_t>(term.first)];
      if (!(value >= 0) || value > static_cast<double>(greatest_declared_size) || value != std::trunc(value))
        throw ParseError(
            text_, node.at,
            source(node) + ": a size is a whole number from 0 to " + std::to_string(greatest_declared_size));
      return sizes_.fixed(static_cast<Index>(value));
    }
    default:
      return sizes_.unknown();
  }
}

void ShapeSolver::watch(std::size_t position) {
  const auto watch_size = [&](Size size) {
    if (watchers_.size() <= size) watchers_.resize(size + 1);
    watchers_[size].push_back(position);
  };
  watch_size(shapes_[position].rows);
  watch_size(shapes_[position].cols);
  for (std::size_t input : syntax_.nodes[position].inputs) {
    watch_size(shapes_[input].rows);
    watch_size(shapes_[input].cols);
  }
}

void ShapeSolver::enqueue(std::size_t node) {
  if (is_queued_[node]) return;
  is_queued_[node] = true;
  queue_.push_back(node);
}

bool ShapeSolver::propagate() {
  const auto enqueue_changed = [&] {
    for (Size size : sizes_.take_changed())
      if (size < watchers_.size())
        for (std::size_t node : watchers_[size]) enqueue(node);
  };
  reason_.clear();
  enqueue_changed();
  while (!queue_.empty()) {
    const std::size_t node = queue_.front();
    queue_.pop_front();
    is_queued_[node] = false;
    if (!update(node)) {
      failed_ = node;
      for (std::size_t waiting : queue_) is_queued_[waiting] = false;
      queue_.clear();
      return false;
    }
    enqueue_changed();
  }
  return true;
}

bool ShapeSolver::tried(const std::function<bool()>& step) {
  const SizeSystem::Mark mark = sizes_.mark();
  if (step() && propagate()) return true;
  sizes_.take_back(mark);
  return false;
}

bool ShapeSolver::take_as(UnknownShape shape, LetterKind kind) {
  switch (kind) {
    case LetterKind::scalar:
      return make_scalar(shape);
    case LetterKind::vector:
      return sizes_.set_not_one(shape.rows) && sizes_.set(shape.cols, 1);
    default:
      return sizes_.set_not_one(shape.rows) && sizes_.set_not_one(shape.cols);
  }
}

bool ShapeSolver::is_computed(Size size) const {
  return std::ranges::any_of(computed_, [&](Size other) { return sizes_.are_united(size, other); });
}

}  // namespace matgrad

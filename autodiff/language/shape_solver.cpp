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

bool takes_square(const Signature& signature) {
  if (signature.inputs.empty()) return false;
  const auto& [rows, cols] = signature.inputs.front();
  return rows.kind == SizeTerm::Kind::letter && cols.kind == rows.kind && cols.first == rows.first;
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

std::string ShapeSolver::text(UnknownShape shape) const {
  return sizes_.text(shape.rows) + "×" + sizes_.text(shape.cols);
}

// On one line, and not too long.
std::string ShapeSolver::source(const SyntaxNode& node) const {
  std::string result;
  for (char c : text_.substr(node.begin, node.end - node.begin)) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!space)
      result += c;
    else if (!result.empty() && result.back() != ' ')
      result += ' ';
  }
  if (result.size() <= 40) return result;
  std::size_t length = 36;
  while (length > 0 && (static_cast<unsigned char>(result[length]) & 0xC0u) == 0x80) --length;
  return result.substr(0, length) + " …";
}

// X + b with a column b for each column of X; A.*B where A*B was meant.
std::string ShapeSolver::entrywise_advice(const SyntaxNode& node) const {
  if (node.inputs.size() != 2) return {};
  const std::string& sign = node.function->names.front();
  for (const auto& [i, k] : {std::pair(0u, 1u), std::pair(1u, 0u)}) {
    const UnknownShape whole = shapes_[node.inputs[i]], part = shapes_[node.inputs[k]];
    const std::string of = source(syntax_.nodes[node.inputs[k]]) + ", " + source(syntax_.nodes[node.inputs[i]]);
    if (!is_known(whole) || !is_known(part) || sizes_.is_one(whole.rows) || sizes_.is_one(whole.cols)) continue;
    if (sizes_.is_one(part.cols) && are_equal(part.rows, whole.rows))
      return "; to repeat the column write columns(" + of + ")";
    if (sizes_.is_one(part.rows) && are_equal(part.cols, whole.cols))
      return "; to repeat the row write rows(" + of + ")";
  }
  const bool is_product = sign == ".*" || sign == "hadamard";
  const UnknownShape a = shapes_[node.inputs[0]], b = shapes_[node.inputs[1]];
  if (is_product && is_known(a) && is_known(b) && are_equal(a.cols, b.rows))
    return "; the matrix product is written *";
  return {};
}

void ShapeSolver::fail_since(SizeSystem::Mark mark, std::size_t node) {
  if (failed_ == node || !reason_.empty()) fail();
  sizes_.take_back(mark);
  fail_at(node);
}

void ShapeSolver::fail_at(std::size_t position) const {
  const SyntaxNode& node = syntax_.nodes[position];
  const auto described = [&](std::size_t i) {
    const SyntaxNode& input = syntax_.nodes[node.inputs[i]];
    return source(input) + " is " + text(shapes_[node.inputs[i]]);
  };
  std::string message = source(node) + ": ";
  if (!reason_.empty()) {
    message += reason_;
  } else if (node.inputs.empty()) {
    message += "the shapes contradict each other";
  } else {
    for (std::size_t i = 0; i < node.inputs.size() && i < 4; ++i) message += (i > 0 ? ", " : "") + described(i);
    const Signature& signature = node.function->signature;
    if (signature.rule == Signature::Rule::product)
      message += ": the columns of the left must be as many as the rows of the right";
    else if (signature.rule == Signature::Rule::entrywise)
      message += ": these are different shapes, and no scalars" + entrywise_advice(node);
    else if (node.inputs.size() == 1)
      message += takes_square(signature) ? ", which is not square" : ", which does not fit";
    else
      message += ": these do not fit together";
  }
  if (node.function != nullptr && !node.function->hint.empty()) message += "; " + node.function->hint;
  throw ParseError(text_, node.at, message);
}

}  // namespace matgrad

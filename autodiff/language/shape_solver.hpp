#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matgrad/autodiff/language/letter_convention.hpp"
#include "matgrad/autodiff/language/size_system.hpp"
#include "matgrad/autodiff/language/syntax.hpp"

namespace matgrad {

/// No part of a formula may have more entries.
constexpr Index greatest_entries = 1'000'000'000;

/// Rows and columns, known or not.
struct UnknownShape {
  SizeSystem::Size rows, cols;
};

/// What the operations of a formula say about the shapes of its parts. A product and a sum can be read in several
/// ways as long as a part may be a scalar: of these the possible ones are kept, and a single one is used.
class ShapeSolver {
 public:
  ShapeSolver(std::string_view text, const Syntax& syntax) : text_(text), syntax_(syntax) {}

  /// Adds the next node of the syntax; names and adjoints come with their shape. Throws ParseError.
  void add(UnknownShape leaf);
  void add_operation();

  UnknownShape shape(std::size_t node) const { return shapes_[node]; }
  SizeSystem& sizes() { return sizes_; }
  const SizeSystem& sizes() const { return sizes_; }

  /// Draws all conclusions; false where there is a contradiction.
  bool propagate();
  /// Takes the step and draws all conclusions; takes everything back, and returns false, at a contradiction.
  bool tried(const std::function<bool()>& step);
  /// Each returns whether this is possible.
  bool make_scalar(UnknownShape shape) { return sizes_.set(shape.rows, 1) && sizes_.set(shape.cols, 1); }
  bool take_as(UnknownShape shape, LetterKind kind);
  /// Reports the last contradiction.
  [[noreturn]] void fail() const { fail_at(failed_); }
  [[noreturn]] void fail_at(std::size_t node) const;
  /// Reports a contradiction that came with a node, by the shapes that were known at the mark in front of it.
  [[noreturn]] void fail_since(SizeSystem::Mark mark, std::size_t node);

  bool is_scalar(UnknownShape shape) const { return sizes_.is_one(shape.rows) && sizes_.is_one(shape.cols); }
  bool is_no_scalar(UnknownShape shape) const {
    return sizes_.is_not_one(shape.rows) || sizes_.is_not_one(shape.cols);
  }
  /// Whether it is known of both sizes if they are 1.
  bool is_decided(UnknownShape shape) const {
    const auto decided = [&](SizeSystem::Size size) { return sizes_.is_one(size) || sizes_.is_not_one(size); };
    return decided(shape.rows) && decided(shape.cols);
  }
  /// Whether this size follows from others once those are known, as the rows of vec(A) do.
  bool is_computed(SizeSystem::Size size) const;
  std::string text(UnknownShape shape) const;
  std::string source(const SyntaxNode& node) const;

 private:
  using Size = SizeSystem::Size;

  UnknownShape add_call(const SyntaxNode& node);
  Size size_of(const SizeTerm& term, std::array<Size, 128>& letters, const SyntaxNode& node);
  void watch(std::size_t node);
  void enqueue(std::size_t node);

  std::string entrywise_advice(const SyntaxNode& node) const;
  std::string product_advice(const SyntaxNode& node) const;
  std::string transposing_advice(const SyntaxNode& node) const;
  bool update(std::size_t node);
  bool update_product(const SyntaxNode& node, UnknownShape out);
  bool update_entrywise(const SyntaxNode& node, UnknownShape out);
  bool update_entry(const SyntaxNode& node, UnknownShape out);
  bool update_diagonal(const SyntaxNode& node, UnknownShape out);
  bool update_blocks(const SyntaxNode& node, UnknownShape out);
  bool update_computed(const SyntaxNode& node, UnknownShape out);
  bool compute(const SizeTerm& term, Size result, const SyntaxNode& node);
  bool update_built(const SyntaxNode& node, UnknownShape out);

  bool are_equal(Size a, Size b) const;
  bool set_least(Size least, Size a, Size b);
  bool unite(UnknownShape a, UnknownShape b);
  bool can_unite(UnknownShape a, UnknownShape b) const;
  bool is_known(UnknownShape shape) const { return sizes_.value(shape.rows) && sizes_.value(shape.cols); }

  std::string_view text_;
  const Syntax& syntax_;
  SizeSystem sizes_;
  std::vector<UnknownShape> shapes_;
  std::vector<std::vector<std::size_t>> watchers_;  // by size: the nodes to look at when it changes
  std::vector<Size> computed_;
  std::deque<std::size_t> queue_;
  std::vector<bool> is_queued_;
  std::size_t failed_ = 0;
  mutable std::string reason_;  // of the last contradiction, if an operation stated it
};

}  // namespace matgrad

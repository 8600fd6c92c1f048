#pragma once

#include <atomic>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

class Op;
class Node;
using OpPtr = std::shared_ptr<const Op>;

/// A matrix expression: an immutable, cheap handle on a node of an acyclic graph (an operation, its
/// inputs, a shape). It holds no value and no gradient, and may be built, copied and dropped from any thread.
class Expr {
 public:
  /// An empty handle: whatever asks for its node throws Error, until an expression is assigned to it.
  Expr() noexcept = default;
  /// Applies `op` to `inputs`. Throws ShapeError where the shapes do not fit.
  Expr(OpPtr op, std::vector<Expr> inputs);

  Expr(const Expr& other) noexcept;
  Expr(Expr&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
  Expr& operator=(Expr other) noexcept {
    std::swap(node_, other.node_);
    return *this;
  }
  ~Expr();

  /// Whether it refers to nothing: default constructed, or moved from.
  bool is_empty() const { return node_ == nullptr; }
  const Op& op() const;
  const OpPtr& shared_op() const;
  std::span<const Expr> inputs() const;
  const Expr& input(std::size_t i) const { return inputs()[i]; }
  Shape shape() const;
  Index rows() const { return shape().rows; }
  Index cols() const { return shape().cols; }

  /// The name of a leaf or of a named intermediate, else empty.
  std::string_view symbol() const;
  /// A leaf has no inputs and a name: its value is given from outside.
  bool is_leaf() const;
  /// Depends only on structure: equal expressions over the same leaves have equal hashes.
  std::size_t hash() const;
  /// The node's identity, a key for maps that live during one pass.
  const Node* id() const { return node_; }
  /// Handles are equal when they refer to the same node.
  friend bool operator==(const Expr& a, const Expr& b) { return a.node_ == b.node_; }

 private:
  friend class Node;
  const Node& node() const;
  [[noreturn]] static void throw_empty();

  const Node* node_ = nullptr;
};

/// The counted node behind Expr handles, in one block of memory with its inputs.
class Node {
 public:
  /// A node that is counted once. Throws ShapeError where the inputs do not fit.
  static const Node* create(OpPtr op, std::vector<Expr> inputs);
  Node(const Node&) = delete;

  void retain() const noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() const noexcept {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) destroy(this);
  }

  std::span<const Expr> inputs() const { return {reinterpret_cast<const Expr*>(this + 1), input_count_}; }

  const OpPtr op;
  const Shape shape;
  const std::size_t hash;

 private:
  friend class Expr;
  Node(OpPtr operation, Shape result, std::size_t structural_hash, std::size_t input_count)
      : op(std::move(operation)), shape(result), hash(structural_hash), input_count_(input_count) {}
  ~Node() = default;
  /// Frees a dead node and all that die with it, in a loop: a graph may be millions of nodes deep.
  static void destroy(const Node* node) noexcept;

  const std::size_t input_count_;
  mutable std::atomic<std::size_t> references_{1};
  Node* next_dead_ = nullptr;
};

inline Expr::Expr(const Expr& other) noexcept : node_(other.node_) {
  if (node_ != nullptr) node_->retain();
}
inline Expr::~Expr() {
  if (node_ != nullptr) node_->release();
}
inline const Node& Expr::node() const {
  if (node_ == nullptr) throw_empty();
  return *node_;
}
inline const Op& Expr::op() const { return *node().op; }
inline const OpPtr& Expr::shared_op() const { return node().op; }
inline std::span<const Expr> Expr::inputs() const { return node().inputs(); }
inline Shape Expr::shape() const { return node().shape; }
inline std::size_t Expr::hash() const { return node().hash; }

/// An argument of an operation: an expression or a number, with the source line where it was written.
class Operand {
 public:
  Operand(const Expr& expr, const char* file = __builtin_FILE(), int line = __builtin_LINE())
      : expr_(expr), file_(file), line_(line) {
    if (expr.is_empty()) throw_empty();
  }
  /// A number is a 1×1 constant.
  Operand(double value, const char* file = __builtin_FILE(), int line = __builtin_LINE());

  const Expr& expr() const { return expr_; }
  operator const Expr&() const { return expr_; }
  Shape shape() const { return expr_.shape(); }
  const char* file() const { return file_; }
  int line() const { return line_; }
  /// "at model.cpp:12", for error texts.
  std::string source_line() const;

 private:
  [[noreturn]] void throw_empty() const;

  Expr expr_;
  const char* file_;
  int line_;
};

/// Applies `op` as a public function does: a ShapeError gets the source line of the first operand.
Expr apply(OpPtr op, std::initializer_list<Operand> operands);
Expr apply(OpPtr op, std::span<const Operand> operands);
/// The same of expressions that were given together, at this source line.
Expr apply(OpPtr op, std::vector<Expr> inputs, const char* file, int line);

}  // namespace matgrad

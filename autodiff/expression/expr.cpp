#include "matgrad/autodiff/expression/expr.hpp"

#include <memory>
#include <new>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad {
namespace {

// A leaf is equal only to itself, but hashes by name and shape so that results do not depend on addresses.
std::size_t structural_hash(const Op& op, std::span<const Expr> inputs, Shape shape) {
  std::size_t h = op.hash();
  for (const Expr& input : inputs) h = mix_hash(h, input.hash());
  return mix_hash(mix_hash(h, static_cast<std::size_t>(shape.rows)), static_cast<std::size_t>(shape.cols));
}

// The bytes of a matrix must be countable in an Index, also those of long double.
void require_countable(const Op& op, Shape shape) {
  constexpr double most = 0x1p59;
  if (static_cast<double>(shape.rows) * static_cast<double>(shape.cols) <= most) return;
  std::string text(op.name());
  if (!op.symbol().empty()) text += " " + std::string(op.symbol());
  throw ShapeError(text + ": the size " + to_string(shape) + " is too large: no memory holds as many entries");
}

std::string source_line_of(const char* file, int line) {
  const std::string_view path(file);
  return "at " + std::string(path.substr(path.find_last_of('/') + 1)) + ":" + std::to_string(line);
}

Error empty_expression() {
  return Error("an empty Expr is used: it was default constructed, or moved from, and no expression was assigned");
}

}  // namespace

const Node* Node::create(OpPtr op, std::vector<Expr> inputs) {
  static_assert(alignof(Node) == alignof(Expr));
  if (op == nullptr) throw Error("Expr: there is no operation");
  for (const Expr& input : inputs)
    if (input.is_empty()) throw empty_expression();
  const Shape shape = op->shape(inputs);
  require_countable(*op, shape);
  const std::size_t hash = structural_hash(*op, inputs, shape);
  void* block = ::operator new(sizeof(Node) + inputs.size() * sizeof(Expr));
  Node* node = new (block) Node(std::move(op), shape, hash, inputs.size());
  std::uninitialized_move(inputs.begin(), inputs.end(), reinterpret_cast<Expr*>(node + 1));
  return node;
}

void Node::destroy(const Node* node) noexcept {
  Node* dead = const_cast<Node*>(node);
  while (dead != nullptr) {
    Node* current = dead;
    dead = current->next_dead_;
    for (const Expr& input : current->inputs()) {
      // The handles end with the block; what they counted is given back here.
      Node* child = const_cast<Node*>(input.node_);
      if (child != nullptr && child->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        child->next_dead_ = dead;
        dead = child;
      }
    }
    current->~Node();
    ::operator delete(current);
  }
}

Expr::Expr(OpPtr op, std::vector<Expr> inputs) : node_(Node::create(std::move(op), std::move(inputs))) {}

void Expr::throw_empty() { throw empty_expression(); }

std::string_view Expr::symbol() const { return node().op->symbol(); }
bool Expr::is_leaf() const { return node().inputs().empty() && !symbol().empty(); }

void Operand::throw_empty() const {
  Error error = empty_expression();
  error.add_context(source_line());
  throw error;
}

std::string Operand::source_line() const { return source_line_of(file_, line_); }

Expr apply(OpPtr op, std::vector<Expr> inputs, const char* file, int line) {
  const bool is_of_nothing = inputs.empty();
  try {
    return Expr(std::move(op), std::move(inputs));
  } catch (ShapeError& error) {
    if (!is_of_nothing) error.add_context(source_line_of(file, line));
    throw;
  }
}

Expr apply(OpPtr op, std::span<const Operand> operands) {
  if (operands.empty()) return Expr(std::move(op), {});
  std::vector<Expr> inputs(operands.begin(), operands.end());
  return apply(std::move(op), std::move(inputs), operands.front().file(), operands.front().line());
}

Expr apply(OpPtr op, std::initializer_list<Operand> operands) {
  return apply(std::move(op), std::span(operands.begin(), operands.size()));
}

}  // namespace matgrad

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "matgrad/autodiff/language/function_table.hpp"
#include "matgrad/autodiff/language/parse_error.hpp"
#include "matgrad/autodiff/language/shape_solver.hpp"

// What is said of shapes that contradict each other, and what to write instead.

namespace matgrad {
namespace {

bool takes_square(const Signature& signature) {
  if (signature.inputs.empty()) return false;
  const auto& [rows, cols] = signature.inputs.front();
  return rows.kind == SizeTerm::Kind::letter && cols.kind == rows.kind && cols.first == rows.first;
}

std::string to_text(const SizeTerm& term) {
  using Kind = SizeTerm::Kind;
  if (term.kind == Kind::fixed) return std::to_string(static_cast<int>(term.first));
  const std::string first(1, term.first);
  switch (term.kind) {
    case Kind::letter:
      return first;
    case Kind::sum:
      return first + "+" + term.second;
    case Kind::difference:
      return first + "-1";
    case Kind::product:
      return first + term.second;
    case Kind::least:
      return "min(" + first + ", " + term.second + ")";
    default:
      return "?";
  }
}

/// Whether nothing ties the sizes of its inputs: kron(A, B).
bool takes_all(const Signature& signature) {
  std::string letters;
  for (const ShapeTerm& input : signature.inputs)
    for (const SizeTerm& term : input) {
      if (term.kind != SizeTerm::Kind::letter || letters.find(term.first) != std::string::npos) return false;
      letters += term.first;
    }
  return true;
}

/// "; solve(A, B) takes n×n and n×k".
std::string expected_shapes(const LanguageFunction& function) {
  const Signature& signature = function.signature;
  const std::string& name = function.names.front();
  if (signature.rule != Signature::Rule::shapes || !is_language_function(name) || takes_all(signature)) return {};
  std::string shapes;
  for (std::size_t i = 0; i < signature.inputs.size(); ++i) {
    const bool is_last = i > 0 && i + 1 == signature.inputs.size();
    shapes += (i == 0    ? ""
               : is_last ? " and "
                         : ", ") +
              to_text(signature.inputs[i][0]) + "×" + to_text(signature.inputs[i][1]);
  }
  return "; " + name + function.arguments + " takes " + shapes;
}

}  // namespace

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

// The transpose of one of them that fits; of a product its transpose would have to be written otherwise.
std::string ShapeSolver::product_advice(const SyntaxNode& node) const {
  const SyntaxNode &left = syntax_.nodes[node.inputs[0]], &right = syntax_.nodes[node.inputs[1]];
  const UnknownShape a = shapes_[node.inputs[0]], b = shapes_[node.inputs[1]];
  if (!sizes_.value(a.cols) || !sizes_.value(b.rows)) return {};
  const auto is_one_piece = [&](const SyntaxNode& part) {
    return part.kind == SyntaxNode::Kind::name || source(part).ends_with(")");
  };
  const std::string sizes = ", but these are " + sizes_.text(a.cols) + " and " + sizes_.text(b.rows);
  const bool same = are_equal(a.rows, b.rows) && are_equal(a.cols, b.cols);
  const std::string entrywise = "; write .* for the product entry by entry, and ' for the transpose";
  if (same) return sizes + entrywise;
  const std::string of = source(left), by = source(right);
  if (are_equal(a.rows, b.rows) && is_one_piece(left)) return sizes + "; " + of + "'*" + by + " would fit";
  if (are_equal(a.cols, b.cols) && is_one_piece(right)) return sizes + "; " + of + "*" + by + "' would fit";
  if (are_equal(a.rows, b.cols) && is_one_piece(left) && is_one_piece(right))
    return sizes + "; " + by + "*" + of + " would fit";
  return sizes;
}

// one_hot(y, 3) of a column y.
std::string ShapeSolver::transposing_advice(const SyntaxNode& node) const {
  const Signature& signature = node.function->signature;
  for (std::size_t i = 0; i < signature.inputs.size(); ++i) {
    const auto& [rows, cols] = signature.inputs[i];
    const UnknownShape input = shapes_[node.inputs[i]];
    const SyntaxNode& part = syntax_.nodes[node.inputs[i]];
    if (!is_known(input) || part.kind != SyntaxNode::Kind::name) continue;
    const auto fits = [&](const SizeTerm& term, Size size) {
      return term.kind != SizeTerm::Kind::fixed || sizes_.value(size) == Index{term.first};
    };
    if ((!fits(rows, input.rows) || !fits(cols, input.cols)) && fits(rows, input.cols) && fits(cols, input.rows))
      return "; " + source(part) + "' would fit";
  }
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
    const std::string prefix = node.function == nullptr ? "" : node.function->names.front() + ": ";
    message += reason_.starts_with(prefix) ? reason_.substr(prefix.size()) : reason_;
  } else if (node.inputs.empty()) {
    message += "the shapes contradict each other";
  } else {
    for (std::size_t i = 0; i < node.inputs.size() && i < 4; ++i) message += (i > 0 ? ", " : "") + described(i);
    const Signature& signature = node.function->signature;
    if (signature.rule == Signature::Rule::product)
      message += ": the columns of the left must be as many as the rows of the right" + product_advice(node);
    else if (signature.rule == Signature::Rule::entrywise)
      message += ": these are different shapes, and no scalars" + entrywise_advice(node);
    else if (node.inputs.size() == 1)
      message += takes_square(signature) ? ", which is not square"
                                         : ", which does not fit" + expected_shapes(*node.function);
    else
      message += ": these do not fit together" + expected_shapes(*node.function);
    message += transposing_advice(node);
  }
  if (node.function != nullptr && !node.function->hint.empty()) message += "; " + node.function->hint;
  throw ParseError(text_, node.at, message);
}

}  // namespace matgrad

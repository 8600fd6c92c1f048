#include "matgrad/autodiff/rewrite/fact_table.hpp"

#include <typeindex>
#include <unordered_map>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/selection.hpp"

namespace matgrad {
namespace {

/// The implications of one binary operation over two wildcards, as facts of its operands. Folded over the terms or
/// factors they cover sums and products of any length.
class BinaryFacts {
 public:
  explicit BinaryFacts(const Expr& binary) {
    const bool commutes = binary.input(0).shape() == binary.input(1).shape() && !is_product(binary);
    for (const auto& [pattern, conclusion] : known_implications()) {
      if (pattern.inputs().size() != 2 || !pattern.input(0).is_leaf() || !pattern.input(1).is_leaf()) continue;
      if (!have_same_operation(pattern, binary) || pattern.input(0).shape() != binary.input(0).shape()) continue;
      const Facts a = pattern.input(0).op().declared_facts(), b = pattern.input(1).op().declared_facts();
      entries_.push_back({a, b, conclusion});
      if (commutes && !(a == b)) entries_.push_back({b, a, conclusion});
    }
  }

  Facts operator()(Facts a, Facts b) const {
    Facts result;
    for (const Entry& entry : entries_)
      if (a.has_all(entry.first) && b.has_all(entry.second)) result = result | entry.conclusion;
    return result;
  }

 private:
  struct Entry {
    Facts first, second, conclusion;
  };
  std::vector<Entry> entries_;
};

struct Combinations {
  Expr matrix = variable("A", 3, 3), scalar = variable("s", 1, 1);
  BinaryFacts sum{matrix + matrix}, product{matmul(matrix, matrix)}, scaled{matmul(scalar, matrix)},
      elementwise{hadamard(matrix, matrix)};
};

const Combinations& combinations() {
  static const Combinations all;
  return all;
}

Facts of_number(double value) {
  return value > 0 ? Facts(Fact::positive) : value == 0 ? Facts(Fact::nonnegative) : Facts();
}

Facts of_constant(const ConstView<double>& value) {
  if (value.size() == 0 || !(value.array() >= 0).all()) return {};
  return (value.array() > 0).all() ? Facts(Fact::positive) : Facts(Fact::nonnegative);
}

/// The implications whose pattern may have the operation of `expr`.
std::span<const Implication* const> implications_for(const Expr& expr) {
  static const auto all = [] {
    std::unordered_map<std::type_index, std::vector<const Implication*>> by_operation;
    for (const Implication& implication : known_implications()) {
      const Op& op = implication.pattern.op();
      by_operation[typeid(op)].push_back(&implication);
    }
    return by_operation;
  }();
  const Op& op = expr.op();
  const auto found = all.find(typeid(op));
  if (found == all.end()) return {};
  return found->second;
}

// What is said of the entries, and so also of matrices that are not square.
constexpr Facts of_rectangles{Fact::positive, Fact::column_stochastic};

// A scalar that stands for a whole matrix keeps only what it says of every entry.
Facts spread(Facts facts) { return (facts & Facts(Fact::positive)) | Fact::symmetric; }

}  // namespace

Facts FactTable::facts(const Expr& expr) {
  if (const Facts* known = known_.find(expr.id())) return *known;
  kept_alive_.push_back(expr);
  std::vector<Expr> stack{expr};
  while (!stack.empty()) {
    const Expr top = stack.back();
    bool ready = true;
    for (const Expr& input : top.inputs())
      if (!known_.contains(input.id())) {
        stack.push_back(input);
        ready = false;
      }
    if (!ready) continue;
    stack.pop_back();
    if (!known_.contains(top.id())) {
      const Facts result = derived(top);
      known_.insert(top.id(), result);
    }
  }
  return *known_.find(expr.id());
}

void FactTable::know(const Expr& expr, Facts facts) {
  kept_alive_.push_back(expr);
  known_.insert(expr.id(), facts);
}

Facts FactTable::derived(const Expr& expr) {
  if (is_identity(expr)) return {Fact::positive_definite, Fact::diagonal, Fact::nonnegative};
  if (is_ones(expr)) return Fact::positive;
  if (is_one_hot(expr)) return Fact::column_stochastic;
  if (const auto value = constant_value(expr)) return of_constant(*value);
  if (expr.inputs().empty()) return expr.op().declared_facts();
  if (is_named(expr)) return facts(expr.input(0));
  if (sum_coefficients(expr) != nullptr) return of_sum(expr);
  if (is_product(expr)) return of_product(expr);
  if (is_hadamard(expr)) {
    const auto of_factor = [&](const Expr& e) { return e.shape() == expr.shape() ? facts(e) : spread(facts(e)); };
    Facts result = of_factor(expr.input(0));
    for (const Expr& input : expr.inputs().subspan(1))
      result = combinations().elementwise(result, of_factor(input));
    return result;
  }
  Facts result;
  for (const Implication* implication : implications_for(expr)) {
    Binding binding;
    if (matches(
            implication->pattern, expr, [this](const Expr& e) { return facts(e); }, binding))
      result = result | implication->conclusion;
  }
  return expr.rows() == expr.cols() ? result : result & of_rectangles;
}

Facts FactTable::of_sum(const Expr& expr) {
  const std::vector<double>& coefficients = *sum_coefficients(expr);
  const bool square = expr.rows() == expr.cols();
  Facts result;
  for (std::size_t i = 0; i < coefficients.size(); ++i) {
    const Expr& term = expr.input(i);
    Facts f = combinations().scaled(of_number(coefficients[i]), facts(term));
    if (term.shape() != expr.shape()) f = spread(f);
    result = i == 0 ? f : combinations().sum(result, f);
  }
  return square ? result : result & Facts(Fact::positive);
}

Facts FactTable::of_product(const Expr& expr) {
  Facts scalars = Fact::positive, chain_facts;
  std::vector<Expr> chain;
  for (const Expr& input : expr.inputs()) {
    if (input.shape().is_scalar())
      scalars = combinations().scaled(scalars, facts(input));
    else {
      chain_facts = chain.empty() ? facts(input) : combinations().product(chain_facts, facts(input));
      chain.push_back(input);
    }
  }
  if (chain.empty()) return scalars;
  bool palindrome = chain.size() > 1;
  for (std::size_t i = 0; i < chain.size() / 2 && palindrome; ++i)
    palindrome = are_transposes(chain[i], chain[chain.size() - 1 - i]);
  if (palindrome) {
    const bool even = chain.size() % 2 == 0;
    const Facts middle = even ? Facts(Fact::positive_semidefinite) : facts(chain[chain.size() / 2]);
    if (middle.has(Fact::positive_semidefinite))
      chain_facts = chain_facts | Fact::positive_semidefinite;
    else if (middle.has(Fact::symmetric))
      chain_facts = chain_facts | Fact::symmetric;
  }
  return combinations().scaled(scalars, chain_facts);
}

bool FactTable::are_transposes(const Expr& a, const Expr& b) {
  if (is_transpose(a)) return a.input(0) == b;
  if (is_transpose(b)) return b.input(0) == a;
  // The transpose of a sum has its transposed terms in the same order.
  const std::vector<double>*left = sum_coefficients(a), *right = sum_coefficients(b);
  if (left != nullptr && right != nullptr && *left == *right && a.shape() == b.shape().transposed()) {
    for (std::size_t i = 0; i < left->size(); ++i)
      if (sum_coefficients(a.input(i)) != nullptr || !are_transposes(a.input(i), b.input(i))) return false;
    return true;
  }
  return a == b && facts(a).has(Fact::symmetric);
}

}  // namespace matgrad

#include "matgrad/autodiff/check/draw_values.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <unordered_set>

#include "matgrad/autodiff/check/greatest_rank.hpp"
#include "matgrad/autodiff/check/random_value.hpp"
#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/check/regular_arguments.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/marks.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/tape/check_facts.hpp"
#include "matgrad/autodiff/tape/program.hpp"

namespace matgrad {
namespace {

/// Later draws try what the first ones do not reach: log(1 − xᵀx) needs small values, arcosh(x) positive ones
/// above 1, a Cholesky factor a definite matrix.
using Sign = ValueStyle::Sign;
constexpr std::array<ValueStyle, 8> styles{{{.sign = Sign::any, .definite = false, .scale = 1},
                                            {.sign = Sign::any, .definite = true, .scale = 1},
                                            {.sign = Sign::positive, .definite = false, .scale = 1},
                                            {.sign = Sign::any, .definite = false, .scale = 0.25},
                                            {.sign = Sign::positive, .definite = true, .scale = 0.25},
                                            {.sign = Sign::positive, .definite = false, .scale = 0.05},
                                            {.sign = Sign::positive, .definite = true, .scale = 6},
                                            {.sign = Sign::negative, .definite = false, .scale = 1}}};

/// Whether a node is a power that has no value at negative bases.
bool needs_positive_base(const Expr& node) {
  if (is_call<power>(node)) return true;
  if (!fixed_exponent(node) && !is_call<sqrt>(node)) return false;
  const Expr of_negative(node.shared_op(), {constant(-1)});
  return !std::isfinite(reference_value<double>(of_negative, {})(0, 0));
}

/// The leaves below the bases of such powers.
std::vector<Expr> leaves_of_bases(const Graph& graph) {
  std::vector<Expr> bases;
  for (const Expr& node : graph.nodes())
    if (needs_positive_base(node)) bases.push_back(node.input(0));
  return Graph(std::span<const Expr>(bases)).leaves();
}

bool holds(const LeafValues<>& values, const Expr& leaf) {
  return std::ranges::any_of(values, [&](const auto& entry) { return &entry.first.op() == &leaf.op(); });
}

/// The first node that is not finite although its inputs are.
template <class Values>
std::optional<Expr> first_failure(const Graph& graph, const std::vector<bool>& needed, const Values& values) {
  for (std::size_t i = 0; i < graph.size(); ++i) {
    if (!needed[i]) continue;
    const Expr& node = graph.nodes()[i];
    if (!values.value(node).allFinite()) return node;
  }
  return std::nullopt;
}

class Drawer {
 public:
  Drawer(std::span<const Expr> exprs, const LeafValues<>& given)
      : exprs_(exprs),
        graph_(exprs),
        needed_(needed_values(graph_, exprs)),
        given_(given),
        regular_(regular_arguments(exprs)) {
    for (const Expr& leaf : graph_.leaves())
      if (!holds(given, leaf)) missing_.push_back(leaf);
    for (const Expr& leaf : leaves_of_bases(graph_))
      if (!holds(given, leaf)) bases_.push_back(leaf);
    for (const Expr& leaf : bases_) is_base_.insert(&leaf.op());
  }

  bool anything_missing() const { return !missing_.empty(); }
  const std::vector<Expr>& bases() const { return bases_; }

  LeafValues<> draw(const ValueStyle& style, bool positive_bases, std::mt19937_64& random) const {
    LeafValues<> values;
    for (const Expr& leaf : missing_) {
      ValueStyle own = style;
      if (positive_bases && is_base_.count(&leaf.op()) == 1) own.sign = Sign::positive;
      values.emplace_back(leaf, random_value(leaf.shape(), leaf.op().declared_facts(), own, random));
    }
    return values;
  }

  /// Throws where the expressions have no finite values, or invert a singular matrix. Returns a singular matrix of
  /// which they take the determinant.
  std::optional<Expr> evaluate(const LeafValues<>& drawn) const {
    std::vector<ReferenceEvaluation<double>::Leaf> leaves;
    for (const LeafValues<>* values : {&given_, &drawn})
      for (const auto& [leaf, value] : *values) {
        const ConstView<double> view(value.data(), value.rows(), value.cols());
        if (leaf.shape() == Shape{value.rows(), value.cols()}) check_facts(leaf, view);
        leaves.emplace_back(leaf, view);
      }
    const ReferenceEvaluation<double> evaluation(exprs_, leaves);
    const std::optional<Expr> failure = first_failure(graph_, needed_, evaluation);
    if (!failure) return singular_determinant(evaluation);
    if (failure->is_leaf())
      throw NonFiniteError("the value given for " + std::string(failure->symbol()) + " is not finite");
    require_regular(evaluation);
    NonFiniteError error(std::string(failure->op().name()) + ": the value is not finite");
    error.add_context(evaluation_context(*failure));
    throw error;
  }

 private:
  std::optional<Expr> singular_determinant(const ReferenceEvaluation<double>& evaluation) const {
    require_regular(evaluation);
    for (const Expr& matrix : regular_.determinants)
      if (is_singular(matrix, evaluation)) return matrix;
    return std::nullopt;
  }

  void require_regular(const ReferenceEvaluation<double>& evaluation) const {
    for (const Expr& matrix : regular_.inverted)
      if (is_singular(matrix, evaluation)) throw singular_to_working_precision(matrix);
  }

  bool is_singular(const Expr& matrix, const ReferenceEvaluation<double>& evaluation) const {
    return needed_[graph_.position(matrix)] && is_singular_to_working_precision(evaluation.value(matrix));
  }

  std::span<const Expr> exprs_;
  Graph graph_;
  std::vector<bool> needed_;
  const LeafValues<>& given_;
  std::vector<Expr> missing_;
  std::vector<Expr> bases_;
  std::unordered_set<const Op*> is_base_;
  RegularArguments regular_;
};

std::string with_shape(const Expr& leaf) {
  return std::string(leaf.symbol()) + " (" + to_string(leaf.shape()) + ")";
}

}  // namespace

DrawnValues draw_values(std::span<const Expr> exprs, const LeafValues<>& given, const DrawOptions& options) {
  const Drawer drawer(exprs, given);
  DrawnValues drawn;
  drawn.seed = options.seed;
  if (!drawer.anything_missing()) {
    drawn.singular = drawer.evaluate({});
    return drawn;
  }
  std::string failure = "no draws are allowed";
  bool is_singular = false;
  std::optional<DrawnValues> with_singular;  // the first draw at which a determinant is 0
  while (drawn.draws < options.most_draws) {
    const auto draw = static_cast<std::size_t>(drawn.draws++);
    std::mt19937_64 random = random_generator(options.seed, draw);
    // A base such as 1 − x may want the opposite: late draws no longer insist.
    const bool positive_bases = 2 * drawn.draws <= options.most_draws + 1;
    LeafValues<> values = drawer.draw(styles[draw % styles.size()], positive_bases, random);
    try {
      drawn.singular = drawer.evaluate(values);
    } catch (const Error& error) {
      // What is said of a determinant that is rounding alone differs from draw to draw.
      const bool was_singular = is_singular;
      is_singular = is_singular || dynamic_cast<const SingularError*>(&error) != nullptr;
      if (!was_singular) failure = error.what();
      continue;
    }
    if (drawn.singular && with_singular) continue;
    drawn.values = std::move(values);
    drawn.positive_bases = positive_bases ? drawer.bases() : std::vector<Expr>();
    if (!drawn.singular) return drawn;
    with_singular = drawn;
  }
  if (with_singular) return *with_singular;
  DomainError error("no values inside the domain were found in " + counted(drawn.draws, "random draw"));
  const std::optional<Expr> matrix = always_singular(exprs);
  if (!matrix || !is_singular) error.add_context(failure);
  if (matrix) {
    error.add_context(always_singular_text(*matrix));
    error.add_context("declare other shapes");
    throw error;
  }
  error.add_context(is_singular ? "declare other shapes, or give values of your own" : "give values of your own");
  throw error;
}

std::string to_text(const DrawnValues& drawn) {
  if (drawn.values.empty()) return {};
  std::string text;
  for (const auto& [leaf, value] : drawn.values) text += (text.empty() ? "" : ", ") + with_shape(leaf);
  text += " not given: drawn at random with seed " + std::to_string(drawn.seed);
  if (drawn.draws > 1) text += ", " + counted(drawn.draws, "draw") + " until inside the domain";
  for (std::size_t i = 0; i < drawn.positive_bases.size(); ++i)
    text += (i == 0 ? "; positive, as powers are taken of it: " : ", ") +
            std::string(drawn.positive_bases[i].symbol());
  if (drawn.singular) text += "; " + to_text(*drawn.singular) + " is singular in every draw";
  return text;
}

}  // namespace matgrad

#include "matgrad/autodiff/expression/print.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <ostream>
#include <unordered_map>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/told_sizes.hpp"
#include "matgrad/autodiff/expression/unused_names.hpp"

namespace matgrad {
namespace {

constexpr std::size_t most_written_parts = 400;  // parts written before "…"
constexpr std::size_t greatest_where = 200;      // names stated after a formula

using Names = SizesInText::Names;
using Kind = Notation::Kind;

/// Where a part of a formula stands.
struct FormulaPlace {
  ToldSizes told = {};
  // A number may stand for a matrix of it: this is used entry by entry together with something of the same shape.
  bool spreads = false;
  // A 1, or a 0, by itself is read as a matrix.
  bool ones = false, zeros = false;
  // Something beside it, or beside what it is part of, lacks its size too.
  bool beside_untold = false;
  // It is this input of `whole`, which stands at `outer`. A formula by itself has none; then whether its shape is
  // known to who reads it.
  const Expr* whole = nullptr;
  std::size_t input = 0;
  const FormulaPlace* outer = nullptr;
  bool is_known = false;

  /// Whether something of another shape would fit here.
  bool admits(Shape shape) const {
    const FormulaPlace* place = this;
    for (; place->whole != nullptr; place = place->outer) {
      const std::optional<Shape> result = shape_with(*place->whole, place->input, shape);
      if (!result) return false;
      if (*result == place->whole->shape()) return true;
      shape = *result;
    }
    return !place->is_known;
  }
};

constexpr FormulaPlace whole_formula{.told = {true, true}, .spreads = true, .is_known = true};

bool is_entry_by_entry(const Notation& form) {
  static constexpr std::string_view signs[] = {"∘", "./", ".^", ">", "<", "≥", "≤", "==", "≠"};
  return form.kind == Kind::sum || form.kind == Kind::scaled || form.kind == Kind::quotient ||
         (form.kind == Kind::infix && std::ranges::find(signs, form.text) != std::end(signs));
}

bool is_transpose(const Notation& form) { return form.kind == Kind::postfix && form.text == "ᵀ"; }

/// A 1 or 0 is read as a column if that fits, else as a row, else as a matrix.
bool may_be_read_otherwise(const FormulaPlace& place, Shape shape) {
  if (shape.cols == 1) return false;
  if (place.beside_untold) return true;
  for (const Index n : {shape.rows, shape.cols, shape.size(), Index{2}}) {
    if (n == 1) continue;
    if (place.admits({n, 1}) || (shape.rows != 1 && place.admits({1, n}))) return true;
  }
  return false;
}

/// Whether 1, 0 or I, of this shape, can be read without its size.
bool tells_size(const FormulaPlace& place, const Notation& filling, Shape shape) {
  if (filling.kind == Kind::symbol) return place.told.rows || place.told.cols;
  if (place.spreads) return true;
  if (!(filling.text == "1" ? place.ones : place.zeros)) return false;
  if (may_be_read_otherwise(place, shape)) return false;
  // One that may have any number of columns is read as a column, else as a row.
  if (place.told.rows && shape.cols == 1) return place.told.cols || shape.rows != 1;
  if (place.told.cols && shape.rows == 1) return place.told.rows || shape.cols != 1;
  return place.told.both();
}

/// `closing` of 1, 0 or I is its size.
Notation with_size(Notation filling) {
  filling.text += filling.closing;
  if (!filling.drawn.empty()) filling.drawn[0].text += filling.closing;
  return filling;
}

/// Writes one formula; the depth and size limits bound its recursion.
class TextWriter {
 public:
  explicit TextWriter(const Names& names) : names_(names), sizes_(names) {}

  Notation formula(const Expr& expr, const FormulaPlace& place = whole_formula) { return body(expr, place, 0); }

 private:
  Notation part(const Expr& expr, const FormulaPlace& place, int depth) {
    if (const auto given = names_.find(expr.id()); given != names_.end()) return Notation::symbol(given->second);
    if (!expr.symbol().empty()) return Notation::symbol(expr.symbol());
    return body(expr, place, depth);
  }

  Notation body(const Expr& expr, const FormulaPlace& place, int depth) {
    if (depth > greatest_written_depth || ++written_ > most_written_parts) return Notation::symbol("…");
    if (expr.is_leaf()) return Notation::symbol(expr.symbol());
    if (!expr.symbol().empty()) return part(expr.input(0), place, depth + 1);
    std::vector<Notation> inputs;
    for (std::size_t i = 0; i < expr.inputs().size(); ++i) {
      const Expr& input = expr.input(i);
      const bool is_cut = written_ > most_written_parts;
      inputs.push_back(is_cut ? Notation::symbol("…") : part(input, place_of(expr, i, place), depth + 1));
      if (inputs.size() > most_written_parts) {
        // A wide operation keeps its arity: later inputs are all written "…" by the notation itself.
        inputs.resize(expr.inputs().size(), Notation::symbol("…"));
        break;
      }
    }
    Notation notation = expr.op().notation(expr, std::move(inputs));
    const bool lacks_size = !notation.closing.empty() && is_written_without_size(expr);
    if (lacks_size && !tells_size(place, notation, expr.shape())) return with_size(std::move(notation));
    return notation;
  }

  /// Where input i of `whole` stands, if `whole` stands at `place`.
  FormulaPlace place_of(const Expr& whole, std::size_t i, const FormulaPlace& place) {
    if (whole.inputs().size() > most_written_parts) return {};
    bool is_only_matrix = true, stands_beside_one = false, stands_beside_untold = false;
    for (std::size_t k = 0; k < whole.inputs().size(); ++k) {
      if (k == i || whole.input(k).shape().is_scalar()) continue;
      const bool is_told = sizes_.told_by(whole.input(k)).both();
      is_only_matrix = false;
      stands_beside_untold = stands_beside_untold || !is_told;
      // What comes before is written with what it needs.
      stands_beside_one = stands_beside_one || k < i || is_told;
    }
    FormulaPlace result{.beside_untold = place.beside_untold || stands_beside_untold,
                        .whole = &whole,
                        .input = i,
                        .outer = &place};
    if (sizes_.told_by(whole.input(i)).both()) return result;
    const Notation form = form_of(whole);
    result.told = sizes_.told_around(whole, i, place.told);
    result.zeros = is_transpose(form);
    result.ones = is_transpose(form) || (form.kind == Kind::product && whole.inputs().size() > 1);
    if (is_entry_by_entry(form))
      result.spreads = place.spreads || stands_beside_one;
    else if (is_transpose(form) || form.kind == Kind::product || form.kind == Kind::argument)
      result.spreads = place.spreads && is_only_matrix;
    return result;
  }

  /// The notation of `whole` with an argument for each matrix among its inputs.
  Notation form_of(const Expr& whole) {
    std::vector<Notation> inputs;
    for (std::size_t i = 0; i < whole.inputs().size(); ++i) {
      const Expr& input = whole.input(i);
      const bool may_be_number = input.shape().is_scalar() && input.symbol().empty() && input.inputs().size() < 2;
      inputs.push_back(may_be_number ? input.op().notation(input, placeholders(input)) : Notation::argument(i));
    }
    return whole.op().notation(whole, std::move(inputs));
  }

  static std::vector<Notation> placeholders(const Expr& expr) {
    return std::vector(expr.inputs().size(), Notation::argument(0));
  }

  const Names& names_;
  SizesInText sizes_;
  std::size_t written_ = 0;
};

/// The nodes that stand by a name in the formula of `root`: inside, a named intermediate hides what it is made of.
struct NamedParts {
  Names names;              // generated names
  std::vector<Expr> parts;  // generated and, if wanted, the user's, inputs first
};

std::vector<Expr> visible_from(const Expr& root, bool through_names) {
  // A view of the graph that ends at named intermediates unless their definitions are listed too.
  std::vector<Expr> visible, stack{root};
  std::unordered_map<const Node*, bool> seen{{root.id(), true}};
  while (!stack.empty()) {
    Expr expr = std::move(stack.back());
    stack.pop_back();
    visible.push_back(expr);
    if (!through_names && !(expr == root) && !expr.symbol().empty()) continue;
    for (const Expr& input : expr.inputs())
      if (seen.try_emplace(input.id(), true).second) stack.push_back(input);
  }
  return visible;
}

NamedParts named_parts(const Expr& root, bool list_user_names, const std::string& part_name = "t") {
  const Graph graph(root);
  const std::vector<int> leaves = leaf_counts(graph);
  std::vector<std::size_t> uses(graph.size(), 0);
  std::vector<bool> visible(graph.size(), false);
  for (const Expr& expr : visible_from(root, list_user_names)) {
    visible[graph.position(expr)] = true;
    if (!list_user_names && !(expr == root) && !expr.symbol().empty()) continue;
    for (const Expr& input : expr.inputs()) ++uses[graph.position(input)];
  }
  NamedParts result;
  std::optional<UnusedNames> names;
  for (std::size_t i = 0; i < graph.size(); ++i) {
    const Expr& node = graph.nodes()[i];
    if (!visible[i] || node == root || node.is_leaf()) continue;
    if (!node.symbol().empty()) {
      if (list_user_names) result.parts.push_back(node);
    } else if (uses[i] > 1 && leaves[i] > 2) {
      if (!names) names.emplace(root);
      result.names.emplace(node.id(), names->numbered(part_name));
      result.parts.push_back(node);
    }
  }
  return result;
}

std::string definition(const Expr& part, const Names& names) {
  const auto generated = names.find(part.id());
  const std::string name = generated != names.end() ? generated->second : std::string(part.symbol());
  return name + " = " + to_text(TextWriter(names).formula(part, {}));
}

}  // namespace

std::string subscripted(std::string_view name, std::size_t number) {
  static constexpr std::string_view digits[] = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
  std::string text(name);
  for (char digit : std::to_string(number)) text += digits[digit - '0'];
  return text;
}

FormulaParts formula_parts(const Expr& expr, std::string_view part_name) {
  if (!expr.symbol().empty()) return {Notation::symbol(expr.symbol()), {}};
  const NamedParts named = named_parts(expr, false, std::string(part_name));
  FormulaParts result{TextWriter(named.names).formula(expr), {}};
  for (const Expr& part : named.parts) {
    if (result.where.size() == greatest_where) break;
    result.where.push_back({named.names.at(part.id()), TextWriter(named.names).formula(part, {})});
  }
  return result;
}

Notation notation_of(const Expr& expr, const GivenNames& given) {
  Names names;
  for (const auto& [node, name] : given)
    if (!(node == expr)) names.emplace(node.id(), name);
  return TextWriter(names).formula(expr);
}

std::string to_text(const Expr& expr) { return to_text(expr, "t"); }

std::string to_text(const Expr& expr, std::string_view part_name) {
  const FormulaParts parts = formula_parts(expr, part_name);
  std::string text = to_text(parts.formula);
  for (std::size_t i = 0; i < parts.where.size() && text.size() < 4000; ++i)
    text += (i == 0 ? "  where " : ", ") + parts.where[i].name + " = " + to_text(parts.where[i].formula);
  return text;
}

std::string to_listing(const Expr& expr) {
  const NamedParts named = named_parts(expr, true);
  std::string text;
  for (std::size_t i = 0; i < named.parts.size(); ++i) {
    if (i == 100) {
      text += "…\n";
      break;
    }
    text += definition(named.parts[i], named.names) + "\n";
  }
  if (expr.is_leaf()) return text + std::string(expr.symbol());
  const std::string formula = to_text(TextWriter(named.names).formula(expr));
  return text + (expr.symbol().empty() ? "" : std::string(expr.symbol()) + " = ") + formula;
}

std::ostream& operator<<(std::ostream& stream, const Expr& expr) { return stream << to_text(expr); }

}  // namespace matgrad

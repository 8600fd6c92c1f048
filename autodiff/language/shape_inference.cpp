#include "matgrad/autodiff/language/shape_inference.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "matgrad/autodiff/language/function_table.hpp"
#include "matgrad/autodiff/language/letter_convention.hpp"
#include "matgrad/autodiff/language/name_table.hpp"
#include "matgrad/autodiff/language/parse_error.hpp"
#include "matgrad/autodiff/language/shape_solver.hpp"

namespace matgrad {
namespace {

using Size = SizeSystem::Size;

class Inference {
 public:
  Inference(std::string_view text, const Syntax& syntax, const ParseOptions& options)
      : text_(text),
        syntax_(syntax),
        options_(options),
        solver_(text, syntax),
        table_(text, syntax, options, solver_.sizes()) {}

  InferredShapes run() {
    for (std::size_t i = 0; i < syntax_.nodes.size(); ++i) add(i);
    if (!solver_.propagate()) solver_.fail();
    if (options_.result) follow_result(*options_.result);
    for (const auto& [letter, size] : table_.letters()) not_one_if_possible(size);
    follow_fillings();
    follow_letters();
    choose_sizes();
    return result();
  }

 private:
  using Name = NameTable::Name;
  using Step = std::function<bool()>;

  SizeSystem& sizes() { return solver_.sizes(); }

  void add(std::size_t i) {
    const SyntaxNode& node = syntax_.nodes[i];
    if (node.kind != SyntaxNode::Kind::name && node.kind != SyntaxNode::Kind::adjoint)
      solver_.add_operation();
    else if (node.definition)
      solver_.add(solver_.shape(syntax_.definitions[*node.definition].node));
    else
      solver_.add(table_.shape_of(node));
  }

  bool is_decided(UnknownShape shape) const {
    const SizeSystem& sizes = solver_.sizes();
    const auto decided = [&](Size size) { return sizes.is_one(size) || sizes.is_not_one(size); };
    return decided(shape.rows) && decided(shape.cols);
  }

  /// Does the step and what follows from it, or nothing where that leads to a contradiction.
  bool tried(const Step& step) {
    const SizeSystem::Mark mark = sizes().mark();
    if (step() && solver_.propagate()) return true;
    sizes().take_back(mark);
    return false;
  }

  void not_one_if_possible(Size size) {
    (void)tried([&] { return sizes().set_not_one(size); });
  }

  bool take_as(UnknownShape shape, LetterKind kind) {
    switch (kind) {
      case LetterKind::scalar:
        return sizes().set(shape.rows, 1) && sizes().set(shape.cols, 1);
      case LetterKind::vector:
        return sizes().set_not_one(shape.rows) && sizes().set(shape.cols, 1);
      default:
        return sizes().set_not_one(shape.rows) && sizes().set_not_one(shape.cols);
    }
  }

  bool is_filling(const SyntaxNode& node) const {
    return node.kind == SyntaxNode::Kind::call && node.inputs.empty() &&
           (node.function->names[0] == "eye" || node.function->names[0] == "vector" ||
            node.function->names[0] == "matrix");
  }

  void follow_result(Shape wanted) {
    const UnknownShape shape = solver_.shape(syntax_.result);
    if (sizes().is_one(shape.rows) && sizes().is_one(shape.cols)) return;
    if (!tried([&] { return sizes().set(shape.rows, wanted.rows) && sizes().set(shape.cols, wanted.cols); }))
      throw ParseError(text_, syntax_.nodes[syntax_.result].at,
                       "the formula is " + solver_.text(shape) + ", but it should be " + to_string(wanted));
  }

  // eye, vector(1), matrix(1) and the 1 that stands for ones are no scalars if they can be anything else.
  void follow_fillings() {
    for (std::size_t i = 0; i < syntax_.nodes.size(); ++i) {
      const SyntaxNode& node = syntax_.nodes[i];
      if (!is_filling(node)) continue;
      const UnknownShape shape = solver_.shape(i);
      if (is_decided(shape)) continue;
      const bool is_implicit = text_[node.begin] == '1' || text_[node.begin] == '0';
      if (!is_implicit) {
        (void)(tried([&] { return take_as(shape, LetterKind::matrix); }) ||
               tried([&] { return sizes().set_not_one(shape.rows); }));
        continue;
      }
      (void)(tried([&] { return take_as(shape, LetterKind::vector); }) ||
             tried([&] { return sizes().set(shape.rows, 1) && sizes().set_not_one(shape.cols); }) ||
             tried([&] { return take_as(shape, LetterKind::matrix); }));
    }
  }

  // First single letters, then Greek and other longer names; what is larger comes first.
  void follow_letters() {
    const auto rank = [](const Name& name) {
      const int length = is_single_letter(name.name) ? 0 : is_greek_name(name.name) ? 1 : 2;
      return 3 * length + (2 - static_cast<int>(letter_kind(name.name)));
    };
    for (int wanted = 0; wanted < 9; ++wanted)
      for (Name& name : table_.names()) {
        if (!name.is_open || rank(name) != wanted || is_decided(name.shape)) continue;
        std::vector<LetterKind> kinds = {letter_kind(name.name), LetterKind::scalar, LetterKind::vector,
                                         LetterKind::matrix};
        for (LetterKind kind : kinds)
          if (tried([&] { return take_as(name.shape, kind); })) {
            name.taken = kind;
            break;
          }
        if (!name.taken) fail_at(name);
      }
  }

  [[noreturn]] void fail_at(const Name& name) {
    throw ParseError(text_, name.place,
                     "no shape of " + name.name + " fits the formula: declare it, as in " + name.name + ": 3x6");
  }

  Index fresh_size() {
    if (used_.empty()) {
      used_.insert({0, 1, 2});
      for (std::size_t i = 0; i < syntax_.nodes.size(); ++i)
        for (Size size : {solver_.shape(i).rows, solver_.shape(i).cols})
          if (const auto value = solver_.sizes().value(size)) used_.insert(*value);
    }
    while (used_.contains(next_size_)) ++next_size_;
    return next_size_;
  }

  /// Gives the size a number that nothing else has if it can; some operations take certain numbers only.
  bool choose(Size size) {
    if (sizes().value(size)) return false;
    const auto fits = [&](Index value) {
      if (!tried([&] { return sizes().set(size, value); })) return false;
      used_.insert(value);
      return true;
    };
    Index value = fresh_size();
    for (int attempt = 0; attempt < 12; ++attempt) {
      if (fits(value)) return true;
      do ++value;
      while (used_.contains(value));
    }
    for (const Index other : std::vector(used_.rbegin(), used_.rend()))
      if (fits(other)) return true;
    if (!sizes().set(size, fresh_size()) || !solver_.propagate()) solver_.fail();
    return true;
  }

  // Sizes that follow from others wait for these.
  void choose_sizes() {
    for (bool computed : {false, true}) {
      const auto choose_of = [&](UnknownShape shape) {
        bool any = false;
        for (Size size : {shape.rows, shape.cols})
          if (computed || !solver_.is_computed(size)) any = choose(size) || any;
        return any;
      };
      for (const auto& [letter, size] : table_.letters()) choose_of({size, size});
      for (Name& name : table_.names()) {
        const bool was_free = !sizes().value(name.shape.rows) || !sizes().value(name.shape.cols);
        choose_of(name.shape);
        name.has_chosen_size = name.has_chosen_size || was_free;
      }
      for (std::size_t i = 0; i < syntax_.nodes.size(); ++i)
        if (choose_of(solver_.shape(i)) && is_filling(syntax_.nodes[i])) chosen_fillings_.push_back(i);
    }
  }

  Shape value(UnknownShape shape) { return {*sizes().value(shape.rows), *sizes().value(shape.cols)}; }

  InferredShapes result() {
    InferredShapes result;
    for (std::size_t i = 0; i < syntax_.nodes.size(); ++i) {
      const Shape shape = value(solver_.shape(i));
      if (shape.rows > greatest_entries || shape.cols > greatest_entries ||
          shape.rows * shape.cols > greatest_entries)
        throw ParseError(text_, syntax_.nodes[i].at, "a matrix " + to_string(shape) + " is too large");
      result.nodes.push_back(shape);
    }
    for (const auto& [letter, size] : table_.letters()) {
      result.sizes.emplace_back(letter, *sizes().value(size));
      result.assumptions.push_back("size " + letter + " taken as " + std::to_string(result.sizes.back().second));
    }
    for (Name& name : table_.names()) {
      name.leaf.shape = value(name.shape);
      result.names.emplace_back(name.name, name.leaf);
      if (const std::string text = assumption(name); !text.empty()) result.assumptions.push_back(text);
    }
    add_assumptions_on_fillings(result);
    return result;
  }

  std::string assumption(const Name& name) {
    const std::string shape = to_string(name.leaf.shape);
    switch (name.leaf.kind) {
      case NamedLeaf::Kind::known:
        return {};
      case NamedLeaf::Kind::size:
        return name.name + " taken as the size " + name.name + "; declare " + name.name +
               ": scalar for a variable";
      case NamedLeaf::Kind::pi:
        return name.name + " taken as the number 3.14159…; declare " + name.name + ": scalar for a variable";
      default:
        break;
    }
    const LetterKind kind = name.leaf.shape.is_scalar() ? LetterKind::scalar
                            : name.leaf.shape.cols == 1 ? LetterKind::vector
                                                        : LetterKind::matrix;
    if (name.is_open && name.name == "e" && is_base_of_power(name))
      return "e taken as a variable; the exponential is written exp(x)";
    const bool is_expected = !name.taken && !name.has_chosen_size && kind == letter_kind(name.name);
    if (!name.is_open || is_expected) return {};
    if (kind == LetterKind::scalar) return name.name + " taken as a scalar" + other_meaning(name);
    if (kind == LetterKind::vector) return name.name + " taken as a vector, " + shape;
    return name.name + " taken as a matrix, " + shape;
  }

  bool takes(const SyntaxNode& node, const Name& name) const {
    return node.kind == SyntaxNode::Kind::call && std::ranges::any_of(node.inputs, [&](std::size_t input) {
             const SyntaxNode& part = syntax_.nodes[input];
             return part.kind == SyntaxNode::Kind::name && part.name == name.name && !part.definition;
           });
  }

  // diag(d), sum(d): the only argument of a function that takes vectors.
  static bool may_take_vector(const SyntaxNode& node) {
    const Signature& signature = node.function->signature;
    if (node.inputs.size() != 1 || !is_language_function(node.function->names.front())) return false;
    if (signature.rule == Signature::Rule::diagonal) return true;
    if (signature.rule != Signature::Rule::shapes) return false;
    const auto& [rows, cols] = signature.inputs.front();
    return rows.kind == SizeTerm::Kind::letter && (cols.kind != rows.kind || cols.first != rows.first);
  }

  // What else a scalar could be: what it goes with entry by entry, or a vector.
  std::string other_shape(const Name& name) {
    for (std::size_t i = 0; i < syntax_.nodes.size(); ++i) {
      const SyntaxNode& node = syntax_.nodes[i];
      if (!takes(node, name)) continue;
      const bool entrywise = node.function->signature.rule == Signature::Rule::entrywise;
      if (may_take_vector(node))
        return "; declare " + name.name + ": " + std::to_string(fresh_size()) + " for a vector";
      const Shape shape = value(solver_.shape(i));
      if (!entrywise || shape.is_scalar()) continue;
      const std::string declared = "; declare " + name.name + ": " + std::to_string(shape.rows);
      return shape.cols == 1 ? declared + " for a vector"
                             : declared + "x" + std::to_string(shape.cols) + " for a matrix";
    }
    return {};
  }

  static bool is_power(const SyntaxNode& node) {
    return node.kind == SyntaxNode::Kind::call &&
           (node.function->names.front() == "^" || node.function->names.front() == ".^");
  }

  bool is_base_of_power(const Name& name) const {
    return std::ranges::any_of(syntax_.nodes, [&](const SyntaxNode& node) {
      return is_power(node) && syntax_.nodes[node.inputs.front()].name == name.name;
    });
  }

  // x^2 makes a scalar of x: what was meant may be something else.
  std::string other_meaning(const Name& name) {
    const auto is_matrix_power = [](const SyntaxNode& node) {
      return is_power(node) && node.function->names.front() == "^";
    };
    if (letter_kind(name.name) != LetterKind::scalar && std::ranges::any_of(syntax_.nodes, is_matrix_power))
      return "; if it is none, write .^ for the power of each entry";
    return other_shape(name);
  }

  void add_assumptions_on_fillings(InferredShapes& result) {
    bool told_identity = false;
    for (std::size_t i = 0; i < syntax_.nodes.size(); ++i) {
      const SyntaxNode& node = syntax_.nodes[i];
      if (!is_filling(node)) continue;
      const std::string shape = to_string(value(solver_.shape(i)));
      if (node.name == "I" && !told_identity) {
        told_identity = true;
        const std::string rows = std::to_string(value(solver_.shape(i)).rows);
        result.assumptions.push_back("I taken as the identity matrix, " + shape + "; declare I: " + rows + "x" +
                                     rows + " for a variable");
      } else if (node.name != "I" && std::ranges::find(chosen_fillings_, i) != chosen_fillings_.end()) {
        result.assumptions.push_back(solver_.source(node) + " taken as " + shape);
      }
    }
  }

  std::string_view text_;
  const Syntax& syntax_;
  const ParseOptions& options_;
  ShapeSolver solver_;
  NameTable table_;
  std::vector<std::size_t> chosen_fillings_;
  std::set<Index> used_;
  Index next_size_ = 3;
};

}  // namespace

InferredShapes infer_shapes(std::string_view text, const Syntax& syntax, const ParseOptions& options) {
  return Inference(text, syntax, options).run();
}

}  // namespace matgrad

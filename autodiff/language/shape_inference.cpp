#include "matgrad/autodiff/language/shape_inference.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "matgrad/autodiff/language/fillings.hpp"
#include "matgrad/autodiff/language/function_table.hpp"
#include "matgrad/autodiff/language/letter_convention.hpp"
#include "matgrad/autodiff/language/name_table.hpp"
#include "matgrad/autodiff/language/parse_error.hpp"
#include "matgrad/autodiff/language/shape_assumptions.hpp"
#include "matgrad/autodiff/language/shape_solver.hpp"
#include "matgrad/autodiff/language/size_choice.hpp"

namespace matgrad {
namespace {

// Only what is written for numbers: sums, products, quotients, powers and functions of each entry, without dots.
bool is_arithmetic_of_numbers(const Syntax& syntax) {
  return std::ranges::all_of(syntax.nodes, [](const SyntaxNode& node) {
    if (node.kind != SyntaxNode::Kind::call)
      return node.kind == SyntaxNode::Kind::name || node.kind == SyntaxNode::Kind::number;
    const std::string_view name = node.function->names.front();
    const Signature::Rule rule = node.function->signature.rule;
    return !name.starts_with('.') && (rule == Signature::Rule::entrywise || rule == Signature::Rule::product ||
                                      name == "/" || name == "^" || name == "scalar^");
  });
}

class Inference {
 public:
  Inference(std::string_view text, const Syntax& syntax, const ParseOptions& options)
      : text_(text),
        syntax_(syntax),
        options_(options),
        solver_(text, syntax),
        table_(text, syntax, options, solver_.sizes()),
        fillings_(text, syntax, solver_),
        choice_(solver_, syntax.nodes.size(), options.preferred_sizes),
        transposed_(transposed_names(syntax)) {}

  InferredShapes run() {
    // Part by part, so that an error points at the first that does not fit.
    for (std::size_t i = 0; i < syntax_.nodes.size(); ++i) {
      const SizeSystem::Mark mark = sizes().mark();
      add(i);
      if (!solver_.propagate()) solver_.fail_since(mark, i);
    }
    if (options_.result) follow_result(*options_.result);
    for (const auto& letter : table_.letters())
      (void)solver_.tried([&] { return sizes().set_not_one(letter.second); });
    fillings_.follow_data();
    follow_conventions();
    choose_sizes();
    return result();
  }

 private:
  using Name = NameTable::Name;

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

  void follow_result(Shape wanted) {
    const UnknownShape shape = solver_.shape(syntax_.result);
    if (solver_.is_scalar(shape)) return;
    const bool fits = solver_.tried(
        [&] { return sizes().set(shape.rows, wanted.rows) && sizes().set(shape.cols, wanted.cols); });
    if (!fits)
      throw ParseError(text_, syntax_.nodes[syntax_.result].at,
                       "the formula is " + solver_.text(shape) + ", but it should be " + to_string(wanted));
  }

  // Beside values a filling that belongs to nothing has a single entry: the conventions are followed anew.
  void follow_conventions() {
    while (true) {
      const SizeSystem::Mark mark = sizes().mark();
      fillings_.follow_possibilities();
      follow_letters();
      if (options_.shapes.empty()) return;
      const std::vector<SizeSystem::Size> open = fillings_.unfixed(table_.names());
      if (open.empty()) return;
      sizes().take_back(mark);
      for (Name& name : table_.names()) name.taken.reset();
      if (fillings_.take_as_one(open)) continue;
      fillings_.follow_possibilities();
      follow_letters();
      return;
    }
  }

  // Nobody transposes a number: in b'*x also b is a vector.
  LetterKind kind_of(const Name& name) const {
    const LetterKind kind = letter_kind(name.name);
    return kind == LetterKind::scalar && transposed_.contains(name.name) ? LetterKind::vector : kind;
  }

  static std::set<std::string> transposed_names(const Syntax& syntax) {
    std::set<std::string> names;
    for (const SyntaxNode& node : syntax.nodes)
      if (node.kind == SyntaxNode::Kind::call && node.function->names.front() == "'")
        names.insert(syntax.nodes[node.inputs[0]].name);
    return names;
  }

  // Where the letters fit only if one of them breaks the convention, all small ones may be scalars instead; where a
  // vector is added to a number, as in n*log(s) + norm2(x)^2, those outside of the number may be.
  void follow_letters() {
    const SizeSystem::Mark mark = sizes().mark();
    const auto start_again = [&] {
      sizes().take_back(mark);
      for (Name& name : table_.names()) name.taken.reset();
    };
    const auto is_number = [&] { return solver_.is_scalar(solver_.shape(syntax_.result)); };
    const bool fits = follow_each_letter() == nullptr;
    if (fits && is_number()) return;
    const bool may_all_be_scalars = !fits || (breaks_convention() && is_arithmetic_of_numbers(syntax_));
    const std::set<std::string> in_numbers = fits ? names_in_numbers() : std::set<std::string>{};
    if (fits && !may_all_be_scalars && in_numbers.empty()) return;
    start_again();
    take_small_letters_as_scalars(may_all_be_scalars ? std::set<std::string>{} : in_numbers);
    if (follow_each_letter() == nullptr && (!fits || is_number())) return;
    start_again();
    if (const Name* unfit = follow_each_letter()) fail_at(*unfit);
  }

  // Of a sum: the names in those terms that are numbers made of vectors or matrices; none if there are no such.
  std::set<std::string> names_in_numbers() {
    std::set<std::string> names;
    for (const std::size_t term : terms_of(syntax_.result))
      if (solver_.is_scalar(solver_.shape(term))) add_names_of(term, names);
    const bool any_reduced = std::ranges::any_of(table_.names(), [&](const Name& name) {
      return names.contains(name.name) && solver_.is_no_scalar(name.shape);
    });
    return any_reduced ? names : std::set<std::string>{};
  }

  std::vector<std::size_t> terms_of(std::size_t node) const {
    const SyntaxNode& sum = syntax_.nodes[node];
    if (sum.kind != SyntaxNode::Kind::call || sum.inputs.size() != 2) return {node};
    const std::string_view function = sum.function->names.front();
    if (function != "+" && function != "-") return {node};
    std::vector<std::size_t> terms = terms_of(sum.inputs[0]);
    const std::vector<std::size_t> others = terms_of(sum.inputs[1]);
    terms.insert(terms.end(), others.begin(), others.end());
    return terms;
  }

  void add_names_of(std::size_t node, std::set<std::string>& names) const {
    const SyntaxNode& part = syntax_.nodes[node];
    if (part.definition) return add_names_of(syntax_.definitions[*part.definition].node, names);
    if (part.kind == SyntaxNode::Kind::name) names.insert(part.name);
    for (const std::size_t input : part.inputs) add_names_of(input, names);
  }

  // First single letters, then Greek and other longer names; what is larger comes first. Returns the first name
  // that no shape fits.
  const Name* follow_each_letter() {
    const auto rank = [this](const Name& name) {
      const int length = is_single_letter(name.name) ? 0 : is_greek_name(name.name) ? 1 : 2;
      return 3 * length + (2 - static_cast<int>(kind_of(name)));
    };
    for (int wanted = 0; wanted < 9; ++wanted)
      for (Name& name : table_.names()) {
        if (!name.is_open || rank(name) != wanted || solver_.is_decided(name.shape)) continue;
        const LetterKind own = kind_of(name);
        name.might_be_scalar = own == LetterKind::matrix && might_be_scalar(name);
        for (LetterKind kind : {own, LetterKind::scalar, LetterKind::vector, LetterKind::matrix})
          if (take(name, kind)) break;
        if (!name.taken) return &name;
      }
    return nullptr;
  }

  bool take(Name& name, LetterKind kind) {
    if (!solver_.tried([&] { return solver_.take_as(name.shape, kind); })) return false;
    name.taken = kind;
    return true;
  }

  void take_small_letters_as_scalars(const std::set<std::string>& others) {
    for (Name& name : table_.names())
      if (name.is_open && kind_of(name) != LetterKind::matrix && !transposed_.contains(name.name) &&
          !others.contains(name.name) && !solver_.is_decided(name.shape))
        take(name, LetterKind::scalar);
  }

  bool breaks_convention() {
    return std::ranges::any_of(table_.names(), [&](const Name& name) {
      return name.is_open && kind_of(name) != LetterKind::scalar && solver_.is_scalar(name.shape);
    });
  }

  bool might_be_scalar(const Name& name) {
    const SizeSystem::Mark mark = sizes().mark();
    const bool possible = solver_.tried([&] { return solver_.make_scalar(name.shape); });
    sizes().take_back(mark);
    return possible;
  }

  [[noreturn]] void fail_at(const Name& name) {
    throw ParseError(text_, name.place,
                     "no shape of " + name.name + " fits the formula: declare it, as in " + name.name + ": 3x6");
  }

  // Sizes that follow from others wait for these.
  void choose_sizes() {
    for (bool computed : {false, true}) {
      const auto choose_of = [&](UnknownShape shape) {
        bool any = false;
        for (SizeSystem::Size size : {shape.rows, shape.cols})
          if (computed || !solver_.is_computed(size)) any = choice_.choose(size) || any;
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
    const ShapeAssumptions assumptions(syntax_, solver_, choice_.fresh());
    for (Name& name : table_.names()) {
      name.leaf.shape = value(name.shape);
      result.names.emplace_back(name.name, name.leaf);
      if (const std::string text = assumptions.on(name); !text.empty()) result.assumptions.push_back(text);
    }
    for (std::string& text : assumptions.on_fillings(chosen_fillings_))
      result.assumptions.push_back(std::move(text));
    result.chosen = choice_.chosen();
    return result;
  }

  std::string_view text_;
  const Syntax& syntax_;
  const ParseOptions& options_;
  ShapeSolver solver_;
  NameTable table_;
  Fillings fillings_;
  SizeChoice choice_;
  std::set<std::string> transposed_;
  std::vector<std::size_t> chosen_fillings_;  // their sizes are free
};

}  // namespace

InferredShapes infer_shapes(std::string_view text, const Syntax& syntax, const ParseOptions& options) {
  return Inference(text, syntax, options).run();
}

}  // namespace matgrad

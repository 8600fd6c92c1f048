#include "matgrad/autodiff/derive/derivation_layout.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "matgrad/autodiff/check/check_table.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/expression/unused_names.hpp"
#include "matgrad/autodiff/show/told_apart.hpp"

namespace matgrad {
namespace {

Notation equation(const std::string& name, const Notation& formula, const std::optional<Notation>& second = {}) {
  std::vector<Notation> sides{Notation::symbol(name), formula};
  if (second) sides.push_back(*second);
  return Notation::relation("=", std::move(sides));
}

Cell rules_cell(const std::vector<DerivativeRule>& rules) {
  Cell cell;
  for (const DerivativeRule& rule : rules) {
    if (!cell.empty()) cell.emplace_back("; ");
    cell.emplace_back(rule.operation);
    cell.emplace_back(": ");
    cell.emplace_back(rule.derivative);
  }
  return cell;
}

Cell use_cell(const PathUse& use) {
  if (use.role.empty()) return {"in ", use.line};
  return {"as the " + use.role + " ", use.input, " of ", use.line};
}

class SectionWriter {
 public:
  explicit SectionWriter(const Derivation& derivation) : derivation_(derivation), names_(derivation.loss()) {}

  std::vector<LayoutSection> sections() const {
    std::vector<LayoutSection> sections{forward()};
    if (LayoutSection section = backward(); !section.table.rows.empty()) sections.push_back(std::move(section));
    for (const VariableDerivation& variable : derivation_.variables()) sections.push_back(of(variable));
    if (derivation_.check()) sections.push_back(check(*derivation_.check()));
    if (!derivation_.shape_letters().empty())
      for (LayoutSection& section : sections) put_letters(section);
    return sections;
  }

 private:
  void put_letters(Cell& cell) const {
    for (auto& piece : cell)
      if (Notation* formula = std::get_if<Notation>(&piece))
        *formula = derivation_.shape_letters().in(std::move(*formula));
  }

  void put_letters(LayoutSection& section) const {
    for (std::vector<Cell>& row : section.table.rows)
      for (Cell& cell : row) put_letters(cell);
    if (!section.result) return;
    section.result->equation = derivation_.shape_letters().in(std::move(section.result->equation));
    for (Notation& part : section.result->where) part = derivation_.shape_letters().in(std::move(part));
  }

  std::string shape_text(Shape shape) const {
    const std::string numbers = to_string(shape), letters = derivation_.shape_letters().text(shape);
    return letters == numbers ? numbers : letters + " = " + numbers;
  }

  LayoutSection forward() const {
    LayoutSection section{{"Forward"}, {"forward", {"step", "shape"}, false, {}}, {}, {}};
    for (const ForwardStep& step : derivation_.steps())
      section.table.rows.push_back({{equation(step.name, step.formula)}, {shape_text(step.node.shape())}});
    return section;
  }

  LayoutSection backward() const {
    LayoutSection section{{"Backward"}, {"backward", {"adjoint", "shape", "rule"}, false, {}}, {}, {}};
    auto& rows = section.table.rows;
    if (const std::optional<GivenAdjoint>& given = derivation_.upstream())
      rows.push_back(
          {{Notation::symbol(given->adjoint.symbol())}, {shape_text(given->adjoint.shape())}, {"given"}});
    for (const BackwardStep& step : derivation_.adjoints())
      rows.push_back({{equation(step.name, step.formula, step.expanded)},
                      {shape_text(step.node.shape())},
                      rules_cell(step.rules)});
    return section;
  }

  LayoutSection of(const VariableDerivation& variable) const {
    const Notation name = Notation::symbol(variable.name);
    const std::size_t count = variable.paths.size();
    LayoutSection section{{name}, {"paths", {"path", "use", "rule"}, false, {}}, {}, {}};
    if (count == 0) section.heading.emplace_back(": " + why_without_paths(variable));
    if (count > 1) section.heading.emplace_back(", the sum over " + std::to_string(count) + " paths");
    for (std::size_t i = 0; i < count; ++i) {
      const DerivationPath& path = variable.paths[i];
      const std::string path_name = count > 1 ? path_label(i + 1) : variable.name;
      section.table.rows.push_back(
          {{equation(path_name, path.formula, path.expanded)}, use_cell(path.use), rules_cell(path.rules)});
    }
    if (count > 1) section.table.rows.push_back({total(variable), {"(total derivative)"}});
    const bool symmetric = variable.variable.op().declared_facts().has(Fact::symmetric);
    LayoutResult result{symmetric ? "closed form, the symmetric part" : "closed form",
                        equation(variable.name, variable.closed_formula),
                        {},
                        shape_text(variable.variable.shape())};
    for (const NamedPart& part : variable.where) result.where.push_back(equation(part.name, part.formula));
    section.result = std::move(result);
    return section;
  }

  std::string why_without_paths(const VariableDerivation& variable) const {
    if (derivation_.upstream() && variable.node == derivation_.upstream()->node) return "given";
    if (variable.node == derivation_.loss()) return "it is " + derivation_.loss_name() + " itself";
    return derivation_.loss_name() + " does not depend on it";
  }

  /// More words where one of the question's names is "path" or "sum": no name has a space in it.
  std::string path_label(std::size_t number) const {
    return (names_.is_free("path") ? "path " : "path no. ") + std::to_string(number);
  }

  Cell total(const VariableDerivation& variable) const {
    const std::string label = names_.is_free("sum") ? "sum" : "sum of the paths";
    if (variable.total) return {equation(label, *variable.total)};
    const std::size_t count = variable.paths.size();
    std::string paths = label + " = " + path_label(1) + " + " + path_label(2);
    if (count > 2) paths += (count > 3 ? " + " + path_label(3) : "");
    if (count > 4) paths += " + …";
    if (count > 2) paths += " + " + path_label(count);
    return {paths};
  }

  static LayoutSection check(const GradientCheck& check) {
    const std::vector<std::vector<std::string>> cells = table_rows(check);
    const auto failed = [](const VariableCheck& v) { return v.verdict == Verdict::failed; };
    const bool fails = std::ranges::any_of(check.variables, failed);
    const std::string verdict = to_text(check.passed() ? Verdict::passed
                                        : fails        ? Verdict::failed
                                                       : Verdict::undecided);
    LayoutSection section{{"Check against finite differences: " + verdict}, {"check", cells[0], true, {}}, {}, {}};
    for (std::size_t i = 1; i < cells.size(); ++i) {
      std::vector<Cell> row{{Notation::symbol(cells[i][0])}};
      for (std::size_t k = 1; k < cells[i].size(); ++k) row.push_back({cells[i][k]});
      section.table.rows.push_back(std::move(row));
    }
    section.note = table_note(check);
    return section;
  }

  const Derivation& derivation_;
  UnusedNames names_;  // of the question
};

template <class Visit>
void for_each_formula(std::vector<LayoutSection>& sections, const Visit& visit) {
  const auto in_cell = [&visit](Cell& cell) {
    for (auto& piece : cell)
      if (Notation* formula = std::get_if<Notation>(&piece)) visit(*formula);
  };
  for (LayoutSection& section : sections) {
    in_cell(section.heading);
    for (std::vector<Cell>& row : section.table.rows)
      for (Cell& cell : row) in_cell(cell);
    if (!section.result) continue;
    visit(section.result->equation);
    for (Notation& where : section.result->where) visit(where);
  }
}

void write_words(Notation& formula, const DisplayNames& display) {
  if (formula.kind == Notation::Kind::symbol) formula.text = with_words(formula.text, display);
  for (Notation& part : formula.parts) write_words(part, display);
}

}  // namespace

std::vector<LayoutSection> layout_of(const Derivation& derivation) { return SectionWriter(derivation).sections(); }

std::vector<LayoutSection> typeset_layout_of(const Derivation& derivation) {
  std::vector<LayoutSection> sections = layout_of(derivation);
  std::vector<std::string> names;
  for_each_formula(sections, [&names](const Notation& formula) { add_names_in(formula, names); });
  const DisplayNames display = told_apart(names);
  if (!display.empty())
    for_each_formula(sections, [&display](Notation& formula) { write_words(formula, display); });
  return sections;
}

std::string to_text(const Cell& cell) {
  std::string text;
  for (const auto& piece : cell) {
    const Notation* formula = std::get_if<Notation>(&piece);
    text += formula != nullptr ? to_text(*formula) : std::get<std::string>(piece);
  }
  return text;
}

}  // namespace matgrad

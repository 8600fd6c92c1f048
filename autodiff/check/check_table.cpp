#include <fmt/core.h>

#include <algorithm>

#include "matgrad/autodiff/check/check_gradient.hpp"
#include "matgrad/autodiff/check/check_table.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/show/text_table.hpp"

namespace matgrad {
namespace {

std::vector<std::string> row(const VariableCheck& v) {
  std::string checked = std::to_string(v.entries);
  if (v.directions > 0) checked += " + " + counted(v.directions, "direction");
  std::string verdict = to_text(v.verdict);
  if (v.without_step > 0) verdict += ", " + std::to_string(v.without_step) + " without a step inside the domain";
  if (v.is_rounding) verdict += ", 0 but for rounding";
  if (v.kinks > 0) verdict += ", " + std::to_string(v.kinks) + " at a kink";
  if (v.worst.empty()) return {v.name, to_string(v.shape), checked, "", "", "", "", "", "", verdict};
  return {v.name,
          to_string(v.shape),
          checked,
          v.worst,
          fmt::format("{:.10g}", v.given),
          fmt::format("{:.10g}", v.difference),
          fmt::format("{:.1e}", v.step),
          fmt::format("{:.1e}", v.relative_error),
          fmt::format("{:.1e}", v.uncertainty),
          verdict};
}

}  // namespace

std::string to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::passed:
      return "passed";
    case Verdict::failed:
      return "failed";
    case Verdict::undecided:
      return "undecided";
  }
  return {};
}

std::vector<std::vector<std::string>> table_rows(const GradientCheck& check) {
  std::vector<std::vector<std::string>> rows{{"variable", "shape", "entries", "worst", "gradient", "differences",
                                              "step", "rel. error", "uncertainty", "verdict"}};
  for (const VariableCheck& v : check.variables) rows.push_back(row(v));
  return rows;
}

std::string table_note(const GradientCheck& check) {
  const auto any = [&](auto holds) { return std::ranges::any_of(check.variables, holds); };
  std::string note;
  if (any([](const VariableCheck& v) { return v.directions > 0; }))
    note = "entries and directions chosen at random with seed " + std::to_string(check.seed);
  if (any([](const VariableCheck& v) { return v.kinks > 0; }))
    note += std::string(note.empty() ? "" : "; ") +
            "at a kink there is no derivative: the difference is the mean of the slopes on both sides";
  return note;
}

std::string to_text(const GradientCheck& check) {
  std::string text = text_table(table_rows(check)) + table_note(check);
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace matgrad

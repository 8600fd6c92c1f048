#include <algorithm>
#include <optional>

#include "matgrad/autodiff/grade/survey.hpp"

namespace matgrad::grading {
namespace {

constexpr std::size_t least_rows = 5;  // on each side of a statement
constexpr std::size_t most_conditions = 40;
constexpr std::size_t compared_entries = 16;  // entries of a point

/// Whether the answer is right in an entry, or at a point, and which pieces are taken there.
struct Row {
  EntryVerdict verdict;
  std::vector<std::optional<Index>> pieces;  // by operation; none where its entries take several
};

/// That an operation takes a piece.
struct Condition {
  std::size_t operation;
  Index piece;
  std::string text;
  std::string opposite;  // of one of two pieces

  bool holds(const Row& row) const { return row.pieces[operation] == piece; }
};

/// The piece of one entry of an operation, or of all of them.
std::optional<Index> piece_of(const Choices& choices, std::optional<std::size_t> entry) {
  if (choices.empty()) return std::nullopt;
  if (entry && choices.size() > 1) return choices[*entry].piece;
  const auto same = [&](const Choice& one) { return one.piece == choices.front().piece; };
  return std::ranges::all_of(choices, same) ? std::optional(choices.front().piece) : std::nullopt;
}

/// A row for each entry, of operations that have as many.
std::vector<Row> rows_by_entry(const std::vector<Observation>& observations) {
  std::vector<Row> rows;
  for (const Observation& one : observations)
    for (std::size_t k = 0; k < one.entries.size(); k += 1 + one.entries.size() / compared_entries) {
      Row row{one.entries[k], {}};
      for (const Choices& choices : one.choices) {
        const bool fits = choices.size() == 1 || choices.size() == one.entries.size();
        row.pieces.push_back(fits ? piece_of(choices, k) : std::nullopt);
      }
      rows.push_back(std::move(row));
    }
  return rows;
}

std::vector<Row> rows_by_point(const std::vector<Observation>& observations) {
  std::vector<Row> rows;
  for (const Observation& one : observations) {
    const auto is = [&](EntryVerdict verdict) {
      return std::ranges::find(one.entries, verdict) != one.entries.end();
    };
    const EntryVerdict verdict = is(EntryVerdict::differs)  ? EntryVerdict::differs
                                 : is(EntryVerdict::agrees) ? EntryVerdict::agrees
                                                            : EntryVerdict::vanishes;
    Row row{verdict, {}};
    for (const Choices& choices : one.choices) row.pieces.push_back(piece_of(choices, std::nullopt));
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Those of the question come first, in its own names.
std::vector<Condition> conditions_of(const Coverage& coverage, const Question& question) {
  std::vector<Condition> all;
  for (const bool of_question : {true, false})
    for (std::size_t i = 0; i < coverage.size(); ++i) {
      if (question.graph().contains(coverage.node(i)) != of_question || coverage.piece_count(i) == 1) continue;
      for (std::size_t piece = coverage.piece_count(i); piece-- > 0;) {
        const auto index = static_cast<Index>(piece);
        std::string text = as_piecewise(coverage.node(i))->piece_text(coverage.node(i), index);
        const auto same = [&](const Condition& one) { return one.text == text; };
        const bool is_one_of_two = coverage.piece_count(i) == 2;
        const Index other = is_one_of_two ? 1 - index : index;
        std::string opposite =
            is_one_of_two ? as_piecewise(coverage.node(i))->piece_text(coverage.node(i), other) : "";
        if (std::ranges::none_of(all, same)) all.push_back({i, index, std::move(text), std::move(opposite)});
      }
    }
  if (all.size() > most_conditions) all.resize(most_conditions);
  return all;
}

/// What is seen where some conditions hold, and elsewhere.
struct Tally {
  std::size_t agreeing = 0, vanishing = 0, differing = 0;

  void add(EntryVerdict verdict) {
    agreeing += verdict == EntryVerdict::agrees ? 1 : 0;
    vanishing += verdict == EntryVerdict::vanishes ? 1 : 0;
    differing += verdict == EntryVerdict::differs ? 1 : 0;
  }
  /// Where both are 0 nothing is shown to be right.
  bool is_right() const { return differing == 0 && agreeing >= least_rows; }
  bool is_wrong() const { return agreeing + vanishing == 0 && differing >= least_rows; }
};

class Statement {
 public:
  /// Of rows for entries, of which there may be only one, or for points.
  Statement(std::vector<Row> rows, bool by_entry, bool is_number)
      : rows_(std::move(rows)), by_entry_(by_entry), every_(by_entry && !is_number ? " in the entries" : "") {}

  /// Empty where these conditions say nothing.
  std::string of(std::span<const Condition* const> conditions) const {
    Tally inside, outside;
    for (const Row& row : rows_) (holds(row, conditions) ? inside : outside).add(row.verdict);
    const std::string where = text(conditions);
    const bool has_opposite = conditions.size() == 1 && !conditions.front()->opposite.empty() && by_entry_;
    const std::string opposite = has_opposite ? "where " + conditions.front()->opposite : "elsewhere";
    if (inside.is_right() && outside.is_wrong()) return "right" + where + ", and wrong " + opposite;
    if (!(inside.is_wrong() && outside.is_right())) return {};
    if (!has_opposite) return "right except" + where;
    return "right" + every_ + " " + opposite + ", and wrong where " + conditions.front()->text;
  }
  /// The same where elsewhere both is seen.
  std::string in_part(const Condition& condition) const {
    const Condition* const conditions[] = {&condition};
    Tally inside;
    for (const Row& row : rows_)
      if (condition.holds(row)) inside.add(row.verdict);
    return inside.is_right() ? "right" + text(conditions) + ", but not everywhere else" : "";
  }

 private:
  static bool holds(const Row& row, std::span<const Condition* const> conditions) {
    return std::ranges::all_of(conditions, [&](const Condition* one) { return one->holds(row); });
  }
  std::string text(std::span<const Condition* const> conditions) const {
    std::string text;
    for (const Condition* one : conditions) text += (text.empty() ? "" : " and ") + one->text;
    return every_ + " where " + text;
  }

  std::vector<Row> rows_;
  bool by_entry_;
  std::string every_;
};

std::string simplest(const Statement& statement, const std::vector<Condition>& conditions) {
  for (const Condition& one : conditions) {
    const Condition* const alone[] = {&one};
    if (std::string text = statement.of(alone); !text.empty()) return text;
  }
  for (std::size_t i = 0; i < conditions.size(); ++i)
    for (std::size_t j = i + 1; j < conditions.size(); ++j) {
      const Condition* const both[] = {&conditions[i], &conditions[j]};
      if (conditions[i].operation == conditions[j].operation) continue;
      if (std::string text = statement.of(both); !text.empty()) return text;
    }
  for (const Condition& one : conditions)
    if (std::string text = statement.in_part(one); !text.empty()) return text;
  return {};
}

}  // namespace

std::string region_text(const Coverage& coverage, const Question& question,
                        const std::vector<Observation>& observations) {
  if (observations.empty()) return {};
  const std::vector<Condition> conditions = conditions_of(coverage, question);
  const bool is_number = observations.front().entries.size() == 1;
  std::string by_entry = simplest({rows_by_entry(observations), true, is_number}, conditions);
  if (is_number || !by_entry.empty()) return by_entry;
  return simplest({rows_by_point(observations), false, false}, conditions);
}

}  // namespace matgrad::grading

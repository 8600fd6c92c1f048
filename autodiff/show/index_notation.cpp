#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/show/index_form.hpp"

namespace matgrad {
namespace {

using Label = IndexTerm::Label;

/// Writes a term; each sum takes the first letters that nothing around or within it has.
class IndexTermWriter {
 public:
  IndexTermWriter(const IndexForm& form, std::string letters)
      : options_(form.options), letters_(std::move(letters)) {
    letter_of_ = letters_;
    reserve_names(form.entry);
  }

  Notation of(const IndexTerm& term) {
    switch (term.kind) {
      case IndexTerm::Kind::number:
        return Notation::number(term.value);
      case IndexTerm::Kind::entry:
        return indexed(formula(*term.expr), {term.row, term.column});
      case IndexTerm::Kind::delta:
        return indexed(Notation::symbol("δ"), {term.row, term.column});
      case IndexTerm::Kind::sum:
        return sum(term);
      case IndexTerm::Kind::product:
        return product(term);
      case IndexTerm::Kind::quotient:
        return Notation::quotient(of(term.parts[0]), of(term.parts[1]));
      case IndexTerm::Kind::function:
        return term.expr->op().notation(*term.expr, all(term.parts));
      case IndexTerm::Kind::summation:
        break;
    }
    const std::string before = taken_;
    const std::string indices = give_letters(term.labels);
    Notation result = Notation::summation(indices, of(term.parts[0]));
    taken_ = before;
    return result;
  }

  /// Letters for the labels of a sum.
  std::string give_letters(const std::vector<Label>& labels) {
    std::string indices;
    for (const Label label : labels) {
      indices += next_letter();
      taken_ += indices.back();
      const auto at = static_cast<std::size_t>(label);
      letter_of_.resize(std::max(letter_of_.size(), at + 1), '?');
      letter_of_[at] = indices.back();
    }
    return indices;
  }

  const std::string& letters() const { return letter_of_; }

 private:
  Notation formula(const Expr& expr) const {
    for (const auto& [node, name] : options_.names)
      if (node == expr) return Notation::symbol(name);
    return expr.symbol().empty() ? notation_of(expr, options_.names) : Notation::symbol(expr.symbol());
  }

  /// Names of one letter are no indices.
  void reserve_names(const IndexTerm& term) {
    taken_ = letters_;
    std::vector<const IndexTerm*> stack{&term};
    while (!stack.empty()) {
      const IndexTerm& here = *stack.back();
      stack.pop_back();
      if (here.kind == IndexTerm::Kind::entry)
        if (const std::string name = to_text(formula(*here.expr)); name.size() == 1) taken_ += name;
      for (const IndexTerm& part : here.parts) stack.push_back(&part);
    }
  }

  char next_letter() const {
    constexpr std::string_view order = "ijklmnpqrstuvabcdefgho";
    const std::size_t at = order.find_first_not_of(taken_);
    if (at == std::string_view::npos)
      throw Error("an index form has more sums in one another than there are letters");
    return order[at];
  }

  Notation indexed(Notation base, const std::vector<Label>& labels) const {
    std::string indices;
    for (const Label label : labels)
      if (label != IndexTerm::no_index) indices += letter_of_[static_cast<std::size_t>(label)];
    return indices.empty() ? std::move(base) : Notation::indexed(std::move(base), indices);
  }

  std::vector<Notation> all(const std::vector<IndexTerm>& terms) {
    std::vector<Notation> result;
    for (const IndexTerm& term : terms) result.push_back(of(term));
    return result;
  }

  Notation sum(const IndexTerm& term) {
    std::vector<Notation> terms;
    std::vector<bool> negative;
    for (std::size_t i = 0; i < term.parts.size(); ++i) {
      const double size = std::abs(term.coefficients[i]);
      Notation part = of(term.parts[i]);
      negative.push_back(term.coefficients[i] < 0);
      if (term.parts[i].kind == IndexTerm::Kind::number)
        terms.push_back(Notation::number(size * term.parts[i].value));
      else
        terms.push_back(size == 1 ? std::move(part) : Notation::scaled(size, std::move(part)));
    }
    return Notation::sum(std::move(terms), std::move(negative));
  }

  Notation product(const IndexTerm& term) {
    if (term.parts[0].kind != IndexTerm::Kind::number) return Notation::product(all(term.parts));
    const double value = term.parts[0].value;
    std::vector<Notation> factors = all({term.parts.begin() + 1, term.parts.end()});
    Notation rest = factors.size() == 1 ? std::move(factors[0]) : Notation::product(std::move(factors));
    const double size = std::abs(value);
    Notation scaled = size == 1 ? std::move(rest) : Notation::scaled(size, std::move(rest));
    return value < 0 ? Notation::sum({std::move(scaled)}, {true}) : scaled;
  }

  const IndexFormOptions& options_;
  std::string letters_;
  std::string taken_;
  std::string letter_of_;  // by label
};

/// The letters in use, for an entry of this shape.
std::string letters_for(const IndexForm& form) {
  const std::string& letters = form.options.letters;
  const std::size_t row = 0, column = form.shape.rows == 1 ? 0 : 1;
  return std::string{letters.at(row), letters.at(column)} + letters.substr(2);
}

std::string entry_indices(const IndexForm& form) {
  std::string indices;
  const std::string letters = letters_for(form);
  if (form.shape.rows > 1) indices += letters[0];
  if (form.shape.cols > 1) indices += letters[1];
  return indices;
}

}  // namespace

Notation notation_of(const IndexForm& form) { return IndexTermWriter(form, letters_for(form)).of(form.entry); }

std::string letters_of_sum(const IndexForm& form) {
  IndexTermWriter writer(form, letters_for(form));
  writer.give_letters(form.entry.labels);
  return writer.letters();
}

Notation notation_of(const IndexForm& form, std::string_view name) {
  const std::string indices = entry_indices(form);
  const std::string left = std::string(name) + (indices.empty() ? "" : "_" + indices);
  return Notation::relation("=", {Notation::symbol(left), notation_of(form)});
}

}  // namespace matgrad

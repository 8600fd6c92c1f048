#include <algorithm>
#include <cstddef>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/linear_algebra/evaluate_operation.hpp"
#include "matgrad/autodiff/show/index_term.hpp"

// The numbers that terms with indices stand for.

namespace matgrad {
namespace {

using TermKind = IndexTerm::Kind;
using Label = IndexTerm::Label;

double evaluated_function(const IndexTerm& term, const std::vector<double>& arguments) {
  double result = 0;
  std::vector<ConstView<double>> inputs;
  for (const double& argument : arguments) inputs.emplace_back(&argument, 1, 1);
  evaluate_operation<double>(*term.expr, inputs, View<double>(&result, 1, 1));
  return result;
}

double evaluated(const IndexTerm& term, std::vector<Index>& at, const EntryValues& values) {
  const auto place = [&at](Label label) { return label < 0 ? 0 : at.at(static_cast<std::size_t>(label)); };
  const auto part = [&](std::size_t i) { return evaluated(term.parts[i], at, values); };
  switch (term.kind) {
    case TermKind::number:
      return term.value;
    case TermKind::entry:
      return values(*term.expr, place(term.row), place(term.column));
    case TermKind::delta:
      return place(term.row) == place(term.column) ? 1 : 0;
    case TermKind::quotient:
      return part(0) / part(1);
    case TermKind::product: {
      double result = 1;
      for (std::size_t i = 0; i < term.parts.size(); ++i) result *= part(i);
      return result;
    }
    case TermKind::sum: {
      double result = 0;
      for (std::size_t i = 0; i < term.parts.size(); ++i) result += term.coefficients[i] * part(i);
      return result;
    }
    case TermKind::function: {
      std::vector<double> arguments;
      for (std::size_t i = 0; i < term.parts.size(); ++i) arguments.push_back(part(i));
      return evaluated_function(term, arguments);
    }
    case TermKind::summation:
      break;
  }
  // All places of the labels, counted up like the digits of a number.
  for (const Index range : term.ranges)
    if (range == 0) return 0;
  for (const Label label : term.labels) {
    at.resize(std::max(at.size(), static_cast<std::size_t>(label) + 1), 0);
    at[static_cast<std::size_t>(label)] = 0;
  }
  double result = 0;
  for (std::size_t digit = 0; digit < term.labels.size();) {
    result += part(0);
    for (digit = 0; digit < term.labels.size(); ++digit) {
      Index& place_of = at[static_cast<std::size_t>(term.labels[digit])];
      if (++place_of < term.ranges[digit]) break;
      place_of = 0;
    }
  }
  return result;
}

}  // namespace

double evaluate(const IndexTerm& term, const std::vector<Index>& at, const EntryValues& values) {
  std::vector<Index> places = at;
  return evaluated(term, places, values);
}

}  // namespace matgrad

#include "matgrad/autodiff/grade/comparison.hpp"

#include <algorithm>
#include <cmath>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

/// The true error may be as many times greater than its estimate from one computation.
constexpr long double safety = 64;
constexpr std::size_t most_terms = 64;
constexpr long double resolution = 0x1p-57L;  // of a difference from 1, with the same safety
/// What is smaller beside the magnitude is no rounding of it, but has left the range of double.
constexpr long double least_rounding = 1e-30L;

}  // namespace

EntryComparison::EntryComparison(const Measured& answer, const Measured& truth, long double magnitude,
                                 long double tolerance) {
  const auto is_noise = [magnitude](long double x) { return x == 0 || std::abs(x) >= least_rounding * magnitude; };
  for (Index k = 0; k < truth.value.size(); ++k) {
    const auto at = [k](const Values& values) { return values.data()[k]; };
    const long double a = at(answer.value), t = at(truth.value), difference = std::abs(a - t);
    const long double scale = std::max(at(answer.scale), at(truth.scale)), slack = tolerance * scale;
    const long double rounding = safety * (at(answer.rounding) + at(truth.rounding));
    EntryVerdict verdict = EntryVerdict::unclear;
    // Where σ(t) rounds to 1, 1 − σ(t) is exactly 0 in each precision: that hides e^−t.
    const bool is_saturated = (a == 0) != (t == 0) && difference <= resolution * std::max(1.0L, magnitude);
    if (difference > slack + rounding && !is_saturated)
      verdict = EntryVerdict::differs;
    else if (rounding <= slack)
      verdict = difference <= slack ? EntryVerdict::agrees : EntryVerdict::unclear;
    else if (is_noise(a) && is_noise(t) && std::max(std::abs(a), std::abs(t)) <= rounding &&
             rounding <= tolerance * magnitude)
      verdict = EntryVerdict::vanishes;
    verdicts_.push_back(verdict);
    unclear_ += verdict == EntryVerdict::unclear ? 1 : 0;
    agreeing_ += verdict == EntryVerdict::agrees ? 1 : 0;
    const long double relative = scale > 0 ? difference / scale : 0;
    if (verdict == EntryVerdict::agrees) relative_error_ = std::max(relative_error_, relative);
    if (verdict == EntryVerdict::differs && (!worst_ || relative > worst_->relative))
      worst_ = {k % truth.value.rows(), k / truth.value.rows(), a, t, relative};
  }
}

std::vector<Expr> terms_of(const Expr& expr) {
  std::vector<Expr> terms{expr};
  for (std::size_t i = 0; i < terms.size();) {
    Expr core = terms[i];
    double factor = 1;
    while (true) {
      const std::vector<double>* coefficients = sum_coefficients(core);
      if (core.op().is_alias())
        core = core.input(0);
      else if (coefficients != nullptr && coefficients->size() == 1) {
        factor *= coefficients->front();
        core = core.input(0);
      } else {
        break;
      }
    }
    const std::vector<double>* coefficients = sum_coefficients(core);
    if (coefficients == nullptr || terms.size() + coefficients->size() > most_terms) {
      ++i;
      continue;
    }
    std::vector<Expr> parts;
    for (std::size_t k = 0; k < coefficients->size(); ++k)
      parts.push_back(factor * (*coefficients)[k] * core.input(k));
    terms.erase(terms.begin() + static_cast<std::ptrdiff_t>(i));
    terms.insert(terms.begin() + static_cast<std::ptrdiff_t>(i), parts.begin(), parts.end());
  }
  return terms;
}

}  // namespace matgrad::grading

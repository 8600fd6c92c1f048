#include <algorithm>
#include <utility>

#include "matgrad/autodiff/check/grading/slips.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {

std::vector<Diagnosis> confirmed(const std::vector<Diagnosis>& suspicions, const Examination& examination) {
  const auto found = std::ranges::find_if(
      suspicions, [&](const Diagnosis& one) { return examination.is_reproduced_by(*one.reproduction); });
  return found == suspicions.end() ? std::vector<Diagnosis>{} : std::vector{*found};
}

std::vector<Diagnosis> confirmed_with_another(const std::vector<Diagnosis>& suspicions,
                                              const Examination& examination, const Wording& wording) {
  for (const Diagnosis& one : suspicions)
    for (const bool transposed : {false, true}) {
      const Expr changed = transposed ? transpose(*one.reproduction) : *one.reproduction;
      const auto c = examination.multiple_of(changed);
      if (!c || !is_simple(*c, wording)) continue;
      Diagnosis both = one;
      std::vector<std::string> besides;
      if (transposed) besides.push_back("the whole is transposed");
      if (is_near(*c, -1))
        besides.push_back("the sign is wrong");
      else if (!is_near(*c, 1))
        besides.push_back(factor_in_words(*c));
      both.explanation += " Besides, " + enumerated(besides) + ".";
      both.reproduction = *c * changed;
      return {std::move(both)};
    }
  return {};
}

}  // namespace matgrad::grading

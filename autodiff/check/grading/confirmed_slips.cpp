#include <algorithm>
#include <utility>

#include "matgrad/autodiff/check/grading/slips.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {

std::vector<Diagnosis> confirmed(const std::vector<Diagnosis>& suspicions, const Examination& examination) {
  constexpr std::size_t enough = 2;
  std::vector<Diagnosis> found;
  for (const Diagnosis& one : suspicions) {
    if (found.size() == enough) break;
    const auto is_known = [&](const Diagnosis& other) { return other.slip == one.slip; };
    if (std::ranges::none_of(found, is_known) && examination.is_reproduced_by(*one.reproduction))
      found.push_back(one);
  }
  return found;
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

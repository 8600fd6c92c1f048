#include "matgrad/autodiff/grade/suspicions.hpp"

#include <string>
#include <utility>

#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

constexpr std::size_t most = 4000;

/// Whether a slip explains an answer only if nothing else is wrong.
bool is_doubtful(const Diagnosis& one) {
  return one.slip == "wrong symbol" || one.slip == "operation missing" || one.slip == "term missing";
}

}  // namespace

void Suspicions::add(Diagnosis one) {
  if (is_complete()) return;
  if (examination_.is_reproduced_by(*one.reproduction)) confirmed_ = one;
  all_.push_back(std::move(one));
}

bool Suspicions::is_complete() const { return confirmed_ || all_.size() >= most; }

std::vector<Diagnosis> Suspicions::confirmed() const {
  return confirmed_ ? std::vector{*confirmed_} : std::vector<Diagnosis>{};
}

std::vector<Diagnosis> Suspicions::confirmed_with_another(const Wording& wording) const {
  for (const Diagnosis& one : all_) {
    if (is_doubtful(one)) continue;
    for (const bool transposed : {false, true}) {
      const Expr changed = transposed ? transpose(*one.reproduction) : *one.reproduction;
      const auto c = examination_.multiple_of(changed);
      // Three slips at once are no explanation that anybody believes.
      const bool is_one_more = c && (is_near(*c, 1) || (!transposed && (is_near(*c, -1) || *c > 0)));
      if (!is_one_more || !is_simple(*c, wording)) continue;
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
  }
  return {};
}

}  // namespace matgrad::grading

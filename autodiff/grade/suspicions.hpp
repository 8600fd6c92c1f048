#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "matgrad/autodiff/grade/examination.hpp"
#include "matgrad/autodiff/grade/wording.hpp"

namespace matgrad::grading {

/// What slips may have made of the gradient. Each is compared with the answer as soon as it is made, so that a
/// search that ends early has compared all that it has made.
class Suspicions {
 public:
  explicit Suspicions(const Examination& examination) : examination_(examination) {}

  /// Throws SearchEnded.
  void add(Diagnosis one);
  /// Whether no more are looked for: one is confirmed, or there are many.
  bool is_complete() const;

  /// The first that explains the answer, if there is one.
  std::vector<Diagnosis> confirmed() const;
  /// One that does so together with a second slip, which is then said too: a constant factor, a sign, a
  /// transposition. Throws SearchEnded.
  std::vector<Diagnosis> confirmed_with_another(const Wording& wording) const;

 private:
  const Examination& examination_;
  std::vector<Diagnosis> all_;
  std::optional<Diagnosis> confirmed_;
};

}  // namespace matgrad::grading

#include "matgrad/autodiff/tape/check_facts.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <type_traits>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad {
namespace {

template <class Scalar>
class FactCheck {
 public:
  FactCheck(const Expr& leaf, ConstView<Scalar> value) : leaf_(leaf), value_(value) {
    const Scalar relative = std::is_same_v<Scalar, float> ? Scalar(1e-5) : Scalar(1e-10);
    for (Index k = 0; k < value.size(); ++k)
      tolerance_ = std::max(tolerance_, relative * std::abs(value.data()[k]));
  }

  // Comparisons are written so that a NaN fails them.
  void check() const {
    const Facts facts = leaf_.op().declared_facts();
    if (facts.has(Fact::positive))
      each("positive", [](Scalar x, Index, Index) { return x > 0; });
    else if (facts.has(Fact::nonnegative))
      each("nonnegative", [](Scalar x, Index, Index) { return x >= 0; });
    if (facts.has(Fact::column_stochastic)) columns_sum_to_one();
    if (facts.has(Fact::symmetric)) symmetric();
    const auto is_zero = [this](Scalar x) { return std::abs(x) <= tolerance_; };
    if (facts.has(Fact::diagonal))
      each("diagonal", [=](Scalar x, Index i, Index j) { return i == j || is_zero(x); });
    else if (facts.has(Fact::lower_triangular))
      each("lower triangular", [=](Scalar x, Index i, Index j) { return i >= j || is_zero(x); });
    else if (facts.has(Fact::upper_triangular))
      each("upper triangular", [=](Scalar x, Index i, Index j) { return i <= j || is_zero(x); });
    if (facts.has(Fact::positive_definite))
      diagonal("positive definite", [](Scalar x) { return x > 0; });
    else if (facts.has(Fact::positive_semidefinite))
      diagonal("positive semidefinite", [this](Scalar x) { return x >= -tolerance_; });
  }

 private:
  template <class Holds>
  void each(const char* fact, Holds holds) const {
    for (Index j = 0; j < value_.cols(); ++j)
      for (Index i = 0; i < value_.rows(); ++i)
        if (!holds(value_(i, j), i, j)) fail(fact, entry(i, j));
  }

  template <class Holds>
  void diagonal(const char* fact, Holds holds) const {
    for (Index i = 0; i < value_.rows(); ++i)
      if (!holds(value_(i, i))) fail(fact, entry(i, i));
  }

  void columns_sum_to_one() const {
    const Scalar slack = std::is_same_v<Scalar, float> ? Scalar(1e-4) : Scalar(1e-9);
    for (Index j = 0; j < value_.cols(); ++j)
      if (!(std::abs(value_.col(j).sum() - 1) <= slack))
        fail("column stochastic", "column " + std::to_string(j + 1) + " sums to " + number(value_.col(j).sum()));
  }

  // By tiles: the mirrored entries of a tile lie in few cache lines.
  void symmetric() const {
    if (value_.rows() != value_.cols()) fail("symmetric", "it is not square");
    constexpr Index tile = 16;
    const Index n = value_.rows();
    for (Index j0 = 0; j0 < n; j0 += tile)
      for (Index i0 = j0; i0 < n; i0 += tile)
        for (Index j = j0; j < std::min(j0 + tile, n); ++j)
          for (Index i = std::max(i0, j); i < std::min(i0 + tile, n); ++i)
            if (!(std::abs(value_(i, j) - value_(j, i)) <= tolerance_))
              fail("symmetric", entry(i, j) + " and " + entry(j, i));
  }

  static std::string number(Scalar value) { return number_text(static_cast<double>(value)); }

  std::string entry(Index i, Index j) const {
    return "entry (" + std::to_string(i) + ", " + std::to_string(j) + ") is " + number(value_(i, j));
  }

  [[noreturn]] void fail(const char* fact, const std::string& why) const {
    throw DomainError("the variable " + std::string(leaf_.symbol()) + " (" + to_string(leaf_.shape()) +
                      ") is declared " + fact + ", but " + why + " in the value given");
  }

  const Expr& leaf_;
  ConstView<Scalar> value_;
  Scalar tolerance_ = 0;
};

}  // namespace

template <class Scalar>
void check_facts(const Expr& leaf, ConstView<Scalar> value) {
  FactCheck<Scalar>(leaf, value).check();
}

template void check_facts(const Expr&, ConstView<float>);
template void check_facts(const Expr&, ConstView<double>);

}  // namespace matgrad

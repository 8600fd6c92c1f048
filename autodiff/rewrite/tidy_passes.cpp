#include "matgrad/autodiff/rewrite/tidy_passes.hpp"

#include "matgrad/autodiff/rewrite/common_factors.hpp"
#include "matgrad/autodiff/rewrite/conventions.hpp"
#include "matgrad/autodiff/rewrite/fractions.hpp"
#include "matgrad/autodiff/rewrite/multiply_out.hpp"
#include "matgrad/autodiff/rewrite/powers.hpp"

namespace matgrad {
namespace {

/// A pass that follows no names: tidy keeps them where they stand.
template <std::vector<Expr> (*function)(const Graph&, NormalFormBuilder&)>
std::vector<Expr> without_following(const Graph& graph, NormalFormBuilder& form, std::vector<Followed>*) {
  return function(graph, form);
}

constexpr Pass fractions{"numbers, scalars and quotients gathered",
                         "fractions in a product and numbers in a sum become fewer, scalars move outwards",
                         without_following<gather_fractions>};

}  // namespace

std::span<const Pass> collecting_passes() {
  static constexpr Pass passes[] = {
      {"normal form, by the rules of tidy", "each rule lowers the reading effort", normalise},
      fractions,
      {"products of sums multiplied out where that is shorter", "the reading effort falls",
       without_following<multiply_out>},
  };
  return passes;
}

std::span<const Pass> factoring_passes() {
  static constexpr Pass passes[] = {
      {"common factors taken out of sums", "the number of products falls", factor_out},
      fractions,
  };
  return passes;
}

std::span<const Pass> power_passes() {
  static constexpr Pass passes[] = {
      {"equal factors gathered as powers", "the number of factors falls", without_following<gather_powers>},
  };
  return passes;
}

std::span<const Pass> writing_passes() {
  static constexpr Pass passes[] = {
      {"transposes, signs and orders as one writes them", "none: it is applied once",
       without_following<follow_conventions>},
  };
  return passes;
}

}  // namespace matgrad

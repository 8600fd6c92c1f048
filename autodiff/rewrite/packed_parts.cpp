#include "matgrad/autodiff/rewrite/packed_parts.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/packed_part.hpp"

namespace matgrad {
namespace {

/// A part of a decomposition as it is placed and as it is taken.
struct DecompositionPart {
  std::string_view decomposition;
  Expr placed, taken;
};

std::vector<DecompositionPart> parts() {
  using namespace packed;
  const Expr a = variable("A", 2, 2);
  std::vector<DecompositionPart> all;
  for (const PackedBlock* block : {&eigenvalues, &eigenvectors, &orthogonal_factor, &triangular_factor,
                                   &left_singular_vectors, &singular_values, &right_singular_vectors}) {
    const PackedBlock::Place place = block->place(a.shape());
    const Expr placed = placed_part(variable("B", place.block.rows, place.block.cols), *block, a);
    all.push_back({block->decomposition, placed, packed_part(placed, *block, a)});
  }
  return all;
}

}  // namespace

bool takes_empty_part(const Expr& expr) {
  static const std::vector<DecompositionPart> all = parts();
  const auto taken = std::ranges::find_if(
      all, [&](const DecompositionPart& part) { return have_same_operation(part.taken, expr); });
  if (taken == all.end()) return false;
  const Expr& whole = expr.input(0);
  return std::ranges::any_of(all, [&](const DecompositionPart& part) {
    return &part != &*taken && part.decomposition == taken->decomposition &&
           have_same_operation(part.placed, whole) && whole.input(1).shape() == expr.input(1).shape();
  });
}

}  // namespace matgrad

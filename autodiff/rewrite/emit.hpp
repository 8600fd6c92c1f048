#pragma once

#include <span>
#include <vector>

#include "matgrad/autodiff/rewrite/product_plan.hpp"

namespace matgrad {

/// The roots as instructions: sums and products as gemm and scaled_sum, other operations as they are.
std::vector<Expr> emit(const Graph& graph, const ProductPlan& plan, std::span<const Expr> roots,
                       std::vector<Followed>* followed = nullptr);

}  // namespace matgrad

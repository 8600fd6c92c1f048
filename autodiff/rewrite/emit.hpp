#pragma once

#include <span>
#include <vector>

#include "matgrad/autodiff/rewrite/product_plan.hpp"
#include "matgrad/autodiff/rewrite/rule.hpp"

namespace matgrad {

/// The roots as instructions: sums and products as gemm and scaled_sum, what factors a matrix by its factors,
/// other operations as they are.
std::vector<Expr> emit(const Graph& graph, const ProductPlan& plan, std::span<const Expr> roots,
                       const FactsOf& facts, std::vector<Followed>* followed = nullptr);

}  // namespace matgrad

#pragma once

#include <cstddef>
#include <initializer_list>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Matrices made of blocks; slice, horizontal_part and vertical_part take them apart. With g = ∂L/∂Z for the result
// Z:

/// block({{A, B}, {C, D}}): the matrix [A B; C D], composed of concatenations. The blocks of one row have the same
/// number of rows, and all rows of blocks the same number of columns in total. Derivative: to each block the part
/// of g where it stands. Throws ShapeError where the blocks do not fit, or without blocks.
Expr block(std::initializer_list<std::initializer_list<Operand>> block_rows);
Expr block(const std::vector<std::vector<Expr>>& block_rows, const char* file = __builtin_FILE(),
           int line = __builtin_LINE());

/// The matrix with A₁, …, Aₖ along its diagonal and zeros elsewhere: mᵢ×nᵢ give (Σ mᵢ)×(Σ nᵢ). Derivative: ∂L/∂Aᵢ
/// = diagonal_block(g, i, {A₁, …, Aₖ}). Throws ShapeError without blocks.
Expr block_diagonal(std::initializer_list<Operand> blocks);
Expr block_diagonal(const std::vector<Expr>& blocks, const char* file = __builtin_FILE(),
                    int line = __builtin_LINE());

/// The block of A that stands where blocks[i] stands in their block diagonal matrix; only the shapes of the blocks
/// are used. Derivative: ∂L/∂A = the block diagonal matrix of g and, for the other blocks, zeros. Throws
/// ShapeError unless A has the shape of that matrix.
Expr diagonal_block(const Operand& a, std::size_t i, const std::vector<Expr>& blocks);

}  // namespace matgrad

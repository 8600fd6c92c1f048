#pragma once

#include <algorithm>
#include <string_view>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// A block of the matrix into which a decomposition of A packs its parts. Where it stands follows from the shape
/// of A.
struct PackedBlock {
  struct Place {
    Shape whole;
    Index column;
    Shape block;  // from row 0 on
  };
  std::string_view decomposition, function;  // eigh and eigenvectors
  Place (*place)(Shape a);
};

/// The blocks of [λ | V], [Q | R] and [U | σ | V].
namespace packed {

inline constexpr PackedBlock eigenvalues{"eigh", "eigenvalues", [](Shape a) -> PackedBlock::Place {
                                           return {{a.rows, a.rows + 1}, 0, {a.rows, 1}};
                                         }};
inline constexpr PackedBlock eigenvectors{"eigh", "eigenvectors", [](Shape a) -> PackedBlock::Place {
                                            return {{a.rows, a.rows + 1}, 1, {a.rows, a.rows}};
                                          }};
inline constexpr PackedBlock orthogonal_factor{"qr", "orthogonal_factor", [](Shape a) -> PackedBlock::Place {
                                                 return {{a.rows, 2 * a.cols}, 0, a};
                                               }};
inline constexpr PackedBlock triangular_factor{"qr", "triangular_factor", [](Shape a) -> PackedBlock::Place {
                                                 return {{a.rows, 2 * a.cols}, a.cols, {a.cols, a.cols}};
                                               }};
inline constexpr auto svd_place = [](Shape a, Index column, Shape block) -> PackedBlock::Place {
  return {{std::max(a.rows, a.cols), 2 * std::min(a.rows, a.cols) + 1}, column, block};
};
inline constexpr PackedBlock left_singular_vectors{"svd", "left_singular_vectors", [](Shape a) {
                                                     return svd_place(a, 0, {a.rows, std::min(a.rows, a.cols)});
                                                   }};
inline constexpr PackedBlock singular_values{"svd", "singular_values", [](Shape a) {
                                               const Index k = std::min(a.rows, a.cols);
                                               return svd_place(a, k, {k, 1});
                                             }};
inline constexpr PackedBlock right_singular_vectors{"svd", "right_singular_vectors", [](Shape a) {
                                                      const Index k = std::min(a.rows, a.cols);
                                                      return svd_place(a, k + 1, {a.cols, k});
                                                    }};

}  // namespace packed

/// The block of `packed`, the decomposition of a matrix in A's shape; of A only the shape is used: the block
/// follows when it is substituted. Written eigenvectors(A) where it is taken from eigh(A), else
/// eigenvectors_part(P, A), for example of an adjoint. Derivative: ∂L/∂packed = placed_part(g, block, A). Throws
/// ShapeError.
Expr packed_part(const Operand& packed, const PackedBlock& block, const Expr& a);
/// `part` where the block stands, and zeros elsewhere, written place_eigenvectors(B, A). Derivative: ∂L/∂part =
/// packed_part(g, block, A). Throws ShapeError.
Expr placed_part(const Operand& part, const PackedBlock& block, const Expr& a);
/// Whether `expr` takes a part from where placed_part has put nothing but another one: it is zero.
bool takes_empty_part(const Expr& expr);

}  // namespace matgrad

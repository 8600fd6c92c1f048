#pragma once

#include <string_view>
#include <type_traits>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad {

// What works along columns or along rows is written once, over lanes: a lane is a column, a row, or all entries
// column by column. `at` is the entry k of a lane, `spread` repeats one number a lane in the shape of A, and
// `length_of` is the number of entries of a lane, as an expression.

struct ByColumn {
  static constexpr std::string_view lane_name = "column", lane_names = "columns";
  static Index lanes(Shape shape) { return shape.cols; }
  static Index length(Shape shape) { return shape.rows; }
  static Shape shape(Index length, Index lanes) { return {length, lanes}; }
  static auto lane(auto& matrix, Index lane) { return matrix.col(lane); }
  static decltype(auto) at(auto& matrix, Index lane, Index k) { return matrix(k, lane); }
  static Expr spread(const Expr& numbers, const Expr& a) { return rows(numbers, a); }
  static Expr length_of(const Expr& a) { return column_count(transpose(a)); }
};

struct ByRow {
  static constexpr std::string_view lane_name = "row", lane_names = "rows";
  static Index lanes(Shape shape) { return shape.rows; }
  static Index length(Shape shape) { return shape.cols; }
  static Shape shape(Index length, Index lanes) { return {lanes, length}; }
  static auto lane(auto& matrix, Index lane) { return matrix.row(lane); }
  static decltype(auto) at(auto& matrix, Index lane, Index k) { return matrix(lane, k); }
  static Expr spread(const Expr& numbers, const Expr& a) { return columns(numbers, a); }
  static Expr length_of(const Expr& a) { return column_count(a); }
};

struct AllEntries {
  static constexpr std::string_view lane_name = "matrix", lane_names = "matrices";
  static Index lanes(Shape) { return 1; }
  static Index length(Shape shape) { return shape.size(); }
  static Shape shape(Index length, Index) { return {length, 1}; }
  static auto lane(auto& matrix, Index) { return matrix.reshaped(); }
  static decltype(auto) at(auto& matrix, Index, Index k) { return matrix.data()[k]; }
  static Expr spread(const Expr& number, const Expr&) { return number; }
  static Expr length_of(const Expr& a) { return entry_count(a); }
};

/// Calls visit(lane, k) for every entry of a matrix, in the order of memory; k rises within each lane.
template <class Lanes>
void visit_entries(Shape shape, auto&& visit) {
  if constexpr (std::is_base_of_v<ByRow, Lanes>) {
    for (Index k = 0; k < Lanes::length(shape); ++k)
      for (Index lane = 0; lane < Lanes::lanes(shape); ++lane) visit(lane, k);
  } else {
    for (Index lane = 0; lane < Lanes::lanes(shape); ++lane)
      for (Index k = 0; k < Lanes::length(shape); ++k) visit(lane, k);
  }
}

/// The shape of a value.
Shape shape_of(const auto& matrix) { return {matrix.rows(), matrix.cols()}; }

}  // namespace matgrad

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <matgrad/autodiff/operations/distance.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix_norm.hpp>
#include <matgrad/autodiff/operations/order.hpp>
#include <matgrad/autodiff/operations/piecewise_op.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/rounding.hpp>

// Piecewise operations say which piece they take, entry by entry or lane by lane.

using namespace matgrad;

namespace {

using Numbers = Matrix<long double>;

std::vector<Choice> choices_of(const Expr& z, const std::vector<Numbers>& values) {
  std::vector<ConstView<long double>> views;
  for (const Numbers& value : values) views.emplace_back(value.data(), value.rows(), value.cols());
  return as_piecewise(z)->choices(Inputs<long double>(views));
}

std::vector<Index> pieces_of(const Expr& z, const std::vector<Numbers>& values) {
  std::vector<Index> pieces;
  for (const Choice& one : choices_of(z, values)) pieces.push_back(one.piece);
  return pieces;
}

const Expr x = variable("x", 3), y = variable("y", 3), X = variable("X", 2, 2), Y = variable("Y", 2, 2);
const Numbers at{{-1}, {2}, {4}}, other{{1}, {1}, {5}}, matrix{{1, 5}, {3, 2}};

}  // namespace

TEST_CASE("a piecewise operation says which piece it takes") {
  struct Row {
    Expr z;
    std::vector<Numbers> values;
    std::vector<Index> pieces;
    Index count;
  };
  const std::vector<Row> rows{
      {relu(x), {at}, {0, 1, 1}, 2},
      {abs(x), {at}, {0, 1, 1}, 2},
      {sign(x), {at}, {0, 1, 1}, 2},
      {maximum(x, y), {at, other}, {0, 1, 0}, 2},
      {minimum(x, 3), {at, Numbers{{3}}}, {0, 0, 1}, 2},
      {greater(x, y), {at, other}, {0, 1, 0}, 2},
      {less_equal(x, y), {at, other}, {0, 1, 0}, 2},
      {equal(x, y), {at, other}, {0, 0, 0}, 1},
      {select(x, y, 0), {Numbers{{0}, {1}, {-2}}, other, Numbers{{0}}}, {0, 1, 1}, 2},
      {floor(x), {Numbers{{-0.5}, {0.5}, {1.5}}}, {0, 1, 2}, 3},
      {column_max(X), {matrix}, {1, 0}, 2},
      {row_min(X), {matrix}, {0, 1}, 2},
      {argmax(X), {matrix}, {2}, 4},
      {sort_columns(X), {matrix}, {0, 1}, 2},
      {argsort_columns(X, SortOrder::descending), {matrix}, {1, 0}, 2},
      {one_norm(X), {matrix}, {1}, 2},
      {norm(X), {matrix}, {0}, 1},
      {pairwise_distances(X, Y), {matrix, matrix.transpose()}, {0}, 1},
  };
  for (const Row& row : rows) {
    const std::string name(row.z.op().name());
    CAPTURE(name);
    CHECK(pieces_of(row.z, row.values) == row.pieces);
    CHECK(as_piecewise(row.z)->piece_count(row.z) == row.count);
  }
}

TEST_CASE("the margin of a choice is 0 at a kink and counts in the greatest entry of the inputs") {
  struct Row {
    Expr z;
    std::vector<Numbers> values;
    long double margin;  // of the first choice
  };
  const std::vector<Row> rows{
      {relu(x), {Numbers{{0}, {2}, {4}}}, 0},
      {relu(x), {at}, 0.25},
      {maximum(x, y), {at, other}, 0.4},
      {maximum(x, x), {at, at}, 0},
      {round(x), {Numbers{{0.25}, {0.5}, {1}}}, 0.25},
      {round(x), {Numbers{{0.5}, {0.5}, {1}}}, 0},
      {column_max(X), {Numbers{{3, 0}, {3, 4}}}, 0},
      {sort_columns(X), {Numbers{{3, 1}, {3, 4}}}, 0},
      {one_norm(X), {Numbers{{0, 1}, {9, 2}}}, 0},
      {norm(X), {Numbers{{0, 0}, {0, 0}}}, 0},
      {pairwise_distances(X, Y), {matrix, Numbers{{9, 1}, {9, 3}}}, 0},
      {pairwise_distances(X, variable("Z", 2, 3)), {matrix, Numbers{{9, 0, 1}, {9, 0, 4}}}, 1},
      {pairwise_distances(X, X), {matrix, matrix}, 1},
      {pairwise_distances(X, X), {Numbers{{1, 1}, {3, 3}}, Numbers{{1, 1}, {3, 3}}}, 0},
  };
  for (const Row& row : rows) {
    const std::string name(row.z.op().name());
    CAPTURE(name);
    CHECK(choices_of(row.z, row.values).front().margin == doctest::Approx(static_cast<double>(row.margin)));
  }
}

TEST_CASE("what is smooth has no pieces") {
  for (const Expr& z : {exp(x), sum(x), x + y, softplus(x)}) CHECK(as_piecewise(z) == nullptr);
}

TEST_CASE("a piece is named by where it is taken") {
  CHECK(as_piecewise(relu(x))->piece_text(relu(x), 0) == "x < 0");
  CHECK(as_piecewise(maximum(x, y))->piece_text(maximum(x, y), 1) == "x > y");
  CHECK(as_piecewise(floor(x))->piece_text(floor(x), 1) == "floor(x) = 0");
  const Expr chosen = select(greater(x, 1), y, 0);
  CHECK(as_piecewise(chosen)->piece_text(chosen, 0) == "x > 1 does not hold");
  CHECK(as_piecewise(column_max(X))->piece_text(column_max(X), 1) ==
        "entry 1 of a column of X wins in column_max");
}

// Running: Leaves, names, and functions that are compiled from expressions.

#include "examples/reference/pages.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

void running(Given& given, Show& show) {
  const Expr A = given("A", {{1, 2}, {3, 4}});

  // [variable]
  const Expr W = variable("W", 3, 6);
  show(fmt::format("{} is {}", W, to_string(W.shape())));
  // W is 3×6

  // [parameter]
  const Expr w = parameter("w", 5);
  show(fmt::format("{} is a parameter: {}", w, is_parameter(w)));
  // w is a parameter: true

  // [constant]
  show(constant(Eigen::Vector2d(1, 2)));
  // [1; 2] =
  //   1
  //   2
  show(constant(3.5));
  // 3.5 = 3.5

  // [named]
  const Expr K = named("K", A * A);
  show(transpose(K) * K);
  // Kᵀ K =
  //   274  400
  //   400  584
  show(fmt::format("{:l}", transpose(K) * K));
  // K = A A
  // Kᵀ K

  // [Function]
  Function f({A}, {sum(A), square(A)});
  const Eigen::MatrixXd A0 = Eigen::Matrix2d::Identity();
  auto [total, squares] = f(A0);
  show(fmt::format("{} {}", total(0, 0), squares(1, 1)));
  // 2 1

  // [Workspace]
  Function g({A}, {trace(A)});
  const Eigen::MatrixXd A1 = Eigen::Matrix2d::Constant(2);
  Workspace workspace(g);
  auto [z] = g(workspace, A1);  // a view into the workspace, valid until its next run
  show(fmt::format("{}", z(0, 0)));
  // 4
}

}  // namespace matgrad::examples

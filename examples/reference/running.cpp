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
  show(fmt::format("{}", to_string(variable("V", W.shape()).shape())));
  // 3×6

  // [variable_like]
  show(fmt::format("{}", to_string(variable_like("G", A * A).shape())));
  // 2×2

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

  // [evaluate]
  const Expr u = variable("u", 2), v = variable("v", 2);
  show(fmt::format("{}",
                   evaluate(transpose(u) * v, {{u, Eigen::Vector2d(1, 2)}, {v, Eigen::Vector2d(3, 4)}})(0, 0)));
  // 11

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

  // [ParameterBlock, flattened]
  const Expr p = parameter("p", 1, 2), q = parameter("q", 1);
  const Expr L = squared_norm(p) * q;
  ParameterBlock<double> theta({p, q});
  theta["p"] << 1, 2;
  theta["q"] << 3;
  Function h(theta.inputs(), theta.value_and_gradient(L));
  Workspace buffers(h);
  auto [loss, slope] = h(buffers, theta.arguments());
  show(fmt::format("{}; {} {} {}", loss(0, 0), slope(0), slope(1), slope(2)));
  // 15; 6 12 5
  theta.flat() -= 0.5 * slope;
  show(fmt::format("{} {}, {}", theta["p"](0, 0), theta["p"](0, 1), theta["q"](0, 0)));
  // -2 -4, 0.5
  show(to_text(flattened({p, q})));
  // concatenate_vertically(vec(p), vec(q))
}

}  // namespace matgrad::examples

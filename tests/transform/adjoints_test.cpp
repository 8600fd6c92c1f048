#include "matgrad/autodiff/transform/adjoints.hpp"

#include <doctest/doctest.h>

#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"

#include "support/tied_autoencoder.hpp"

using namespace matgrad;
using Eigen::MatrixXd;

namespace {

struct Autoencoder : tests::TiedAutoencoder {
  Adjoints adjoints(const std::vector<Expr>& wanted, const SweepHooks& hooks = {}) const {
    return Adjoints(L, constant(1), wanted, hooks);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Autoencoder, "both paths to a shared variable are kept apart, with their consumers") {
  const Adjoints a = adjoints({W});
  const std::vector<Contribution>& paths = a.contributions(W);
  REQUIRE(paths.size() == 2);
  // W is used as a factor of Wᵀ W, and transposed.
  CHECK(paths[0].consumer == gram);
  CHECK(paths[0].input == 1);
  CHECK(to_text(tidy(paths[0].value)) == "W K xᵀ");
  CHECK(to_text(paths[1].consumer) == "Wᵀ");
  CHECK(paths[1].input == 0);
  CHECK(to_text(tidy(paths[1].value)) == "W x Kᵀ");
}

TEST_CASE_FIXTURE(Autoencoder, "the total is the sum of the contributions") {
  const Adjoints a = adjoints({W});
  const LeafValues<double> at{{W, MatrixXd::Random(3, 6)}, {x, MatrixXd::Random(6, 1)}};
  MatrixXd sum = MatrixXd::Zero(3, 6);
  for (const Contribution& path : a.contributions(W)) sum += reference_value<double>(path.value, at);
  CHECK(reference_value<double>(a.total(W).value(), at).isApprox(sum));
}

TEST_CASE_FIXTURE(Autoencoder, "every node between y and the variable has its adjoint") {
  const Adjoints a = adjoints({W});
  CHECK(number_value(a.total(L).value()) == 1);
  CHECK(a.contributions(L).empty());
  CHECK(a.total(K).value().shape() == K.shape());
  CHECK(a.total(gram).value().shape() == gram.shape());
  CHECK_FALSE(a.total(x));  // not asked for
  CHECK(a.contributions(x).empty());
  CHECK_FALSE(a.total(variable("z", 1)));
}

TEST_CASE("an input used twice by one operation counts twice") {
  const Expr A = variable("A", 2, 2);
  const Expr square = A * A;
  const Adjoints a(trace(square), constant(1), std::vector{A});
  REQUIRE(a.contributions(A).size() == 2);
  CHECK(a.contributions(A)[0].input == 0);
  CHECK(a.contributions(A)[1].input == 1);
  CHECK(a.contributions(A)[0].consumer == square);
}

TEST_CASE("uses by shape only and zeros are no paths") {
  const Expr b = variable("b", 2), X = variable("X", 2, 3);
  const Adjoints a(sum(columns(b, X)) + sum(ones_like(X)), constant(1), std::vector{b, X});
  CHECK(a.contributions(X).empty());
  CHECK(a.contributions(b).size() == 1);
}

TEST_CASE_FIXTURE(Autoencoder, "an observer sees each adjoint, users first, and may put it under a name") {
  std::vector<Expr> seen;
  const auto see = [&seen, this](const Expr& node, const Expr& adjoint) {
    seen.push_back(node);
    CHECK(node.shape() == adjoint.shape());
    return node == K ? named("∂L/∂K", adjoint) : adjoint;
  };
  const Adjoints a = adjoints({W}, {.finished = see});
  REQUIRE(seen.size() > 5);
  CHECK(seen.front() == L);
  CHECK(seen.back() == W);
  CHECK(a.total(K)->symbol() == "∂L/∂K");
  CHECK(to_text(tidy(a.contributions(W)[0].value)) == "W (∂L/∂K) xᵀ");
}

TEST_CASE_FIXTURE(Autoencoder, "a given adjoint takes the place of what flows to its node") {
  const Expr g = variable("g", K.rows(), K.cols());
  const Adjoints below(L, GivenAdjoint{K, g}, std::vector{W, K});
  CHECK(*below.total(K) == g);
  CHECK(to_text(tidy(below.contributions(W)[0].value)) == "W g xᵀ");
  // Where the loss itself is the node, it may have any shape.
  const Adjoints from_there(K, GivenAdjoint{K, g}, std::vector{W});
  CHECK(to_text(tidy(*from_there.total(W))) == to_text(tidy(*below.total(W))));
}

TEST_CASE_FIXTURE(Autoencoder, "something may flow back beside the rules, if it fits") {
  const auto beside = [this](const Expr& node, const Expr&) {
    return node == K ? std::vector<SweepFlow>{{W, -2 * W}} : std::vector<SweepFlow>{};
  };
  const Adjoints changed = adjoints({W}, {.beside = beside});
  CHECK(changed.contributions(W).size() == 2);
  CHECK(to_text(tidy(*changed.total(W) - *adjoints({W}).total(W))) == "−2 W");
  const auto unfitting = [this](const Expr&, const Expr&) { return std::vector<SweepFlow>{{W, x}}; };
  CHECK_THROWS_AS(adjoints({W}, {.beside = unfitting}), ShapeError);
}

TEST_CASE_FIXTURE(Autoencoder, "a seed of another shape is refused") {
  CHECK_THROWS_AS(Adjoints(K, transpose(x), std::vector{W}), ShapeError);
}

TEST_CASE_FIXTURE(Autoencoder, "the adjoints stay valid after the loss is gone") {
  std::optional<Adjoints> a;
  {
    const Expr short_lived = dot(W, W) + sum(W);
    a.emplace(short_lived, constant(1), std::vector{W});
  }
  REQUIRE(a->contributions(W).size() == 3);
  CHECK(to_text(a->contributions(W)[0].consumer) != "");
}

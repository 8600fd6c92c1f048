#include "matgrad/autodiff/expression/graph.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

using namespace matgrad;

namespace {

const Expr A = variable("A", 2, 2), B = variable("B", 2, 2);
const Expr shared_part = A * B;
const Expr y = shared_part + transpose(shared_part);

}  // namespace

TEST_CASE("nodes stand once, inputs before users") {
  const std::vector<Expr> roots{y, B, y};
  const Graph graph(roots);
  REQUIRE(graph.size() == 5);
  for (std::size_t i = 0; i < graph.size(); ++i) {
    const Expr& node = graph.nodes()[i];
    CHECK(graph.position(node) == i);
    for (const Expr& input : node.inputs()) CHECK(graph.position(input) < i);
  }
  CHECK(graph.contains(shared_part));
  CHECK_FALSE(graph.contains(A * B));
}

TEST_CASE("leaves stand in the order of first use, constants are none") {
  const Expr unused = variable("C", 2, 2);
  const Graph graph(B + (A * B + 1));
  const std::vector<Expr> leaves = graph.leaves();
  REQUIRE(leaves.size() == 2);
  CHECK(leaves[0] == B);
  CHECK(leaves[1] == A);
  CHECK_FALSE(graph.contains(unused));
  CHECK(Graph(named("K", A)).leaves() == std::vector{A});
}

TEST_CASE("a graph of nothing") { CHECK(Graph(std::vector<Expr>{}).size() == 0); }

TEST_CASE("uses are counted with multiplicity, and roots too") {
  const std::vector<Expr> roots{y, shared_part};
  const Graph graph(roots);
  const std::vector<std::size_t> counts = use_counts(graph, roots);
  CHECK(counts[graph.position(A)] == 1);
  CHECK(counts[graph.position(shared_part)] == 3);
  CHECK(counts[graph.position(y)] == 1);
  const Expr square = A * A;
  CHECK(use_counts(Graph(square), {})[0] == 2);
}

TEST_CASE("a node with the same inputs is the node itself") {
  CHECK(with_inputs(shared_part, {A, B}) == shared_part);
  const Expr swapped = with_inputs(shared_part, {B, A});
  CHECK(to_text(swapped) == "B A");
  CHECK(swapped.shared_op() == shared_part.shared_op());
}

TEST_CASE("rebuilding replaces each node once, and keeps what does not change") {
  const Expr C = variable("C", 2, 2);
  int calls = 0;
  const auto b_to_c = [&](const Expr& node, std::vector<Expr> inputs) {
    ++calls;
    return node == B ? C : with_inputs(node, std::move(inputs));
  };
  const Expr untouched = transpose(A);
  const std::vector<Expr> results = rebuilt({y, untouched, y}, b_to_c);
  CHECK(calls == 6);
  CHECK(to_text(results[0]) == "A C + (A C)ᵀ");
  CHECK(results[0].input(0) == results[0].input(1).input(0));  // what was shared stays shared
  CHECK(results[1] == untouched);
  CHECK(results[2] == results[0]);
}

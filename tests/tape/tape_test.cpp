#include "matgrad/autodiff/tape/tape.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/tape/plan.hpp"
#include "matgrad/autodiff/tape/record.hpp"

namespace tape_test {

using namespace matgrad;

namespace {

struct Autoencoder {
  Expr W = variable("W", 3, 6);
  Expr x = variable("x", 6, 1);
  Expr K = named("K", transpose(W) * (W * x) - x);
  Expr L = 0.5 * dot(K, K);
};

}  // namespace

TEST_CASE("a tape prints one line an operation, with shapes") {
  const Autoencoder a;
  CHECK(to_text(record({a.W, a.x}, std::vector{a.L})) ==
        "inputs W (3×6), x (6×1)\n"
        "  v₁ = Wᵀ      6×3\n"
        "  v₂ = W x     3×1\n"
        "  v₃ = v₁ v₂   6×1\n"
        "  K = v₃ − x   6×1\n"
        "  v₅ = ⟨K, K⟩  1×1\n"
        "  v₆ = ½ v₅    1×1\n"
        "outputs v₆\n");
}

TEST_CASE("combining marks take no column of the printed tape") {
  const Expr x = variable("x", 2);
  CHECK(to_text(record({x}, std::vector{sum(named("x\u0302", 2 * x))})) ==
        "inputs x (2×1)\n"
        "  x\u0302 = 2 x      2×1\n"
        "  v₂ = sum(x\u0302)  1×1\n"
        "outputs v₂\n");
}

TEST_CASE("with a plan the printed tape shows the buffers") {
  const Autoencoder a;
  const Tape tape = record({a.W, a.x}, std::vector{a.L}, std::vector<Update>{{a.W, 2 * a.W}});
  CHECK(to_text(tape, plan_buffers(tape, sizeof(double))) ==
        "inputs W (3×6), x (6×1)\n"
        "  v₁ = Wᵀ      6×3  at byte 64\n"
        "  v₂ = W x     3×1  at byte 0\n"
        "  v₃ = v₁ v₂   6×1  at byte 256\n"
        "  K = v₃ − x   6×1  over v₃\n"
        "  v₅ = ⟨K, K⟩  1×1  at byte 32\n"
        "  v₆ = ½ v₅    1×1  over v₅\n"
        "  v₇ = 2 W     3×6  at byte 64\n"
        "outputs v₆\n"
        "update W ← v₇\n"
        "workspace 320 bytes\n");
}

TEST_CASE("operands of which only the shape matters are not evaluated") {
  const Expr b = variable("b", 3), X = variable("X", 3, 4), Y = variable("Y", 3, 4);
  const Tape tape = record({b}, std::vector{columns(b, hadamard(X, Y))});  // neither X nor Y is an input
  REQUIRE(tape.instructions.size() == 1);
  CHECK(tape.operands == std::vector<std::size_t>{0, Tape::no_value});
}

TEST_CASE("what depends on no value is a constant") {
  const Expr X = variable("X", 2, 2);
  const Tape tape = record({X}, std::vector{X + ones_like(X), 3.0 * X, constant(7)});
  CHECK(tape.constants.size() == 2);
  CHECK(tape.instructions.size() == 2);
  CHECK(to_text(tape) ==
        "inputs X (2×2)\n"
        "  c₁ = 1       2×2  constant\n"
        "  v₁ = X + c₁  2×2\n"
        "  v₂ = 3 X     2×2\n"
        "outputs v₁, v₂, 7\n");
}

TEST_CASE("an input that is an output is copied once, a name costs nothing") {
  const Expr x = variable("x", 2);
  const Tape tape = record({x}, std::vector{x, named("y", x), x});
  REQUIRE(tape.instructions.size() == 1);
  CHECK(tape.outputs == std::vector<std::size_t>{1, 1, 1});
  CHECK(to_text(tape) == "inputs x (2×1)\n  v₁ = copy(x)  2×1\noutputs v₁, v₁, v₁\n");
}

TEST_CASE("a shared node is recorded once, and so are long chains") {
  const Expr x = variable("x", 1);
  Expr y = x;
  constexpr std::size_t length = 100'000;
  for (std::size_t i = 0; i < length; ++i) y = hadamard(y, y);
  const Tape tape = record({x}, std::vector{y});
  CHECK(tape.instructions.size() == length);
  CHECK(tape.operands.size() == 2 * length);
}

}  // namespace tape_test

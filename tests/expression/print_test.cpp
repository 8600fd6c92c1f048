#include "matgrad/autodiff/expression/print.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <sstream>
#include <string>

#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

#include "support/occurrences.hpp"

namespace print_test {

using namespace matgrad;
using matgrad::tests::occurrences;

namespace {

const Expr W = variable("W", 3, 6), x = variable("x", 6);
const Expr A = variable("A", 3, 3), B = variable("B", 3, 3), C = variable("C", 3, 3);

}  // namespace

TEST_CASE("a formula is printed on one line, a name for what it names") {
  const Expr K = named("K", transpose(W) * W * x - x);
  CHECK(fmt::format("{}", K) == "K");
  CHECK(fmt::format("{}", W) == "W");
  CHECK(fmt::format("{}", 0.5 * squared_norm(K)) == "½ ‖K‖²");
  CHECK(fmt::format("L = {}", dot(K, x)) == "L = ⟨K, x⟩");
}

TEST_CASE("the listing states every name, inputs first") {
  const Expr K = named("K", transpose(W) * W * x - x), e = named("e", squared_norm(K));
  CHECK(fmt::format("{:l}", 0.5 * e) ==
        "K = Wᵀ W x − x\n"
        "e = ‖K‖²\n"
        "½ e");
  CHECK(fmt::format("{:l}", K) == "K = Wᵀ W x − x");
  CHECK(fmt::format("{:l}", W) == "W");
}

TEST_CASE("streams print the same") {
  std::ostringstream stream;
  stream << A * B << " and " << A;
  CHECK(stream.str() == "A B and A");
}

TEST_CASE("what is used twice and holds more than two leaves gets a name") {
  const Expr S = A * B + C;
  CHECK(to_text(S * transpose(S)) == "t₁ t₁ᵀ  where t₁ = A B + C");
  CHECK(to_text(S * transpose(S), "s") == "s₁ s₁ᵀ  where s₁ = A B + C");
  CHECK(to_listing(S * transpose(S)) == "t₁ = A B + C\nt₁ t₁ᵀ");
  const Expr K = A * B;  // two leaves: stays as it is
  CHECK(to_text(K + transpose(K)) == "A B + (A B)ᵀ");
  CHECK(to_text(sigmoid(A) + transpose(sigmoid(A))) == "σ(A) + σ(A)ᵀ");
}

TEST_CASE("generated names may use each other, inputs first") {
  const Expr s = A + B + C, t = hadamard(s, s) - A;
  CHECK(to_text(t * t) == "t₂ t₂  where t₁ = A + B + C, t₂ = t₁ ∘ t₁ − A");
}

TEST_CASE("a named intermediate counts as one leaf and hides what it is made of") {
  const Expr shared = A * B + C;
  const Expr K = named("K", shared * shared);
  CHECK(to_text(K + transpose(K)) == "K + Kᵀ");
  CHECK(to_listing(K + transpose(K)) == "t₁ = A B + C\nK = t₁ t₁\nK + Kᵀ");
  CHECK(to_text(inverse(K) * A + inverse(K)) == "K⁻¹ A + K⁻¹");
}

TEST_CASE("the layout tree with given names for some nodes") {
  const Expr inner = A * B, outer = inner + C;
  CHECK(to_text(notation_of(outer)) == "A B + C");
  CHECK(to_text(notation_of(outer, {{inner, "P"}})) == "P + C");
  CHECK(to_text(notation_of(outer, {{outer, "Q"}})) == "A B + C");  // its own definition
  CHECK(to_text(notation_of(transpose(inner), {{inner, "∂L/∂Z"}})) == "(∂L/∂Z)ᵀ");
  CHECK(to_text(notation_of(inner, {{A, "∂L/∂Z"}})) == "(∂L/∂Z) B");
}

TEST_CASE("a variable that is called like an adjoint is bracketed among factors") {
  const Expr g = variable("∂L/∂Z", 3, 3);
  CHECK(to_text(g * transpose(B)) == "(∂L/∂Z) Bᵀ");
  CHECK(to_text(hadamard(g, A) + g) == "(∂L/∂Z) ∘ A + ∂L/∂Z");
}

TEST_CASE("constants show their entries if they are few") {
  CHECK(to_text(constant(Eigen::MatrixXd{{1, 2}, {0.5, 4}})) == "[1 2; 0.5 4]");
  CHECK(to_text(constant(Eigen::MatrixXd::Zero(5, 5))) == "constant[5×5]");
  CHECK(to_text(constant(-1.5)) == "−1.5");
  CHECK(to_text(constant(Eigen::MatrixXd{{-1, 2}, {0.5, -0.25}})) == "[−1 2; 0.5 −0.25]");
  CHECK(to_text(constant(Eigen::MatrixXd(0, 3))) == "[]");
}

TEST_CASE("an operation without a notation of its own is a call with its attributes") {
  CHECK(to_text(slice(A, 0, 1, 2, 2)) == "slice[0, 1, 2, 2](A)");
  CHECK(to_text(columns(x, A)) == "columns(x, A)");
}

TEST_CASE("a division by a number of entries that is 1 is not written") {
  const Expr s = variable("s", 1), b = variable("b", 3);
  CHECK(to_text(divide(s, entry_count(s))) == "s");
  CHECK(to_text(divide(s + 1, column_count(b)) * b) == "(s + 1) b");
  CHECK(to_text(divide(s, entry_count(b))) == "s / 3");
  CHECK(to_text(divide(1, entry_count(s)) * (b + s)) == "b + s");
  CHECK(to_text(divide(1, entry_count(s)) * b * s) == "b s");
  CHECK(to_text(divide(1, entry_count(s)) * entry_count(s)) == "1");
  // What the user wrote stays.
  CHECK(to_text(divide(s, 1)) == "s / 1");
  CHECK(to_text(constant(1) * b) == "(1) b");
  CHECK(to_text(ones(3, 3) * b) == "1 b");
  CHECK(to_text(divide(s, ones_like(b))) == "s ./ 1");
}

TEST_CASE("counted things") {
  CHECK(counted(0, "row") == "0 rows");
  CHECK(counted(1, "row") == "1 row");
  CHECK(counted(2, "row") == "2 rows");
}

TEST_CASE("numbered names") {
  CHECK(subscripted("t", 1) == "t₁");
  CHECK(subscripted("t", 207) == "t₂₀₇");
}

TEST_CASE("a very deep expression is cut off") {
  Expr y = A;
  for (int i = 0; i < 5000; ++i) y = tanh(y);
  const std::string text = to_text(y);
  CHECK(text.starts_with("tanh(tanh(tanh("));
  CHECK(text.find("tanh(…)") != std::string::npos);
  CHECK(occurrences(text, "(") == occurrences(text, ")"));
  CHECK(text.size() < 1000);
}

TEST_CASE("a very wide expression is cut off") {
  std::vector<Expr> terms;
  for (int i = 0; i < 5000; ++i) terms.push_back(A * B);
  const std::string text = to_text(sum_of(terms));
  CHECK(text.starts_with("A B + A B + "));
  CHECK(text.ends_with(" + …"));
  CHECK(text.size() < 3000);
}

TEST_CASE("formulas of sizes next to the greatest are printed") {
  const Index greatest = Index{1} << 59;
  CHECK(to_text(variable("x", greatest) + ones(greatest)).starts_with("x + 1"));
  const Expr empty = zeros(std::numeric_limits<Index>::max(), 0);
  CHECK(to_text(exp(empty)).starts_with("exp(0"));
}

TEST_CASE("a formula that would be exponentially long stays short") {
  Expr y = A + B + C;
  for (int i = 0; i < 200; ++i) y = hadamard(y, tanh(y) + A);
  CHECK(to_text(y).size() < 6000);
  CHECK(to_listing(y).size() < 20000);
  CHECK(to_listing(y).find("…\n") != std::string::npos);
}

}  // namespace print_test

#include "matgrad/autodiff/expression/math_symbol.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace matgrad;

namespace {

/// "base accent | subscript | superscript".
std::string parts(const MathSymbol& symbol) {
  return symbol.base + symbol.accent + "|" + symbol.subscript + "|" + symbol.superscript;
}
std::string parts(std::string_view name) { return parts(math_symbol(name)); }

}  // namespace

TEST_CASE("a name has a base, an accent, a subscript and a superscript") {
  CHECK(parts("W") == "W||");
  CHECK(parts("W1") == "W|1|");
  CHECK(parts("W12") == "W|12|");
  CHECK(parts("b_1") == "b|1|");
  CHECK(parts("t₁") == "t|1|");
  CHECK(parts("h₁₂") == "h|12|");
  CHECK(parts("y_pred") == "y|pred|");
  CHECK(parts("x_1_2") == "x|1,2|");
  CHECK(parts("W1_kl") == "W|1,kl|");
  CHECK(parts("W*") == "W||*");
  CHECK(parts("W_star") == "W||*");
  CHECK(parts("W⁽¹⁾") == "W||(1)");
  CHECK(parts("W^(1)") == "W||(1)");
  CHECK(parts("Wᵈ") == "W||d");
  CHECK(parts("W⁽²⁾_kl") == "W|kl|(2)");
  CHECK(parts("f′") == "f||′");
  CHECK(parts("f'") == "f||′");
  CHECK(parts("loss") == "loss||");
  CHECK(parts("loss2") == "loss|2|");
  CHECK(parts("constant[5×5]") == "constant|5×5|");
}

TEST_CASE("Greek names are letters, and the names of accents stand above them") {
  CHECK(parts("alpha") == "α||");
  CHECK(parts("Sigma") == "Σ||");
  CHECK(parts("sigma2") == "σ|2|");
  CHECK(parts("rho_hat") == "ρ\u0302||");
  CHECK(parts("rho_hat_1") == "ρ\u0302|1|");
  CHECK(parts("x_bar") == "x\u0304||");
  CHECK(parts("x̂") == "x\u0302||");
  CHECK(parts("x̂₁") == "x\u0302|1|");
  CHECK(parts("alphabet") == "alphabet||");
  CHECK_FALSE(math_symbol("alpha").is_word());
  CHECK_FALSE(math_symbol("x̂").is_word());
  CHECK(math_symbol("loss").is_word());
}

TEST_CASE("what is no such name stays a word") {
  CHECK(parts("x2y") == "x2y||");
  CHECK(parts("") == "||");
  CHECK(parts("2x") == "2x||");
  CHECK(parts("a b") == "a b||");
  CHECK(parts("_") == "_||");
  CHECK_FALSE(parts("\xff\xfe").empty());
}

TEST_CASE("words and digits of a function's name stay together") {
  CHECK(parts(function_symbol("log_softmax")) == "log_softmax||");
  CHECK(parts(function_symbol("atan2")) == "atan2||");
  CHECK(parts(function_symbol("log1p")) == "log1p||");
  CHECK(parts(function_symbol("f1")) == "f|1|");
  CHECK(parts(function_symbol("f⁽²⁾′")) == "f||(2)′");
  CHECK(parts(function_symbol("slice[0, 1, 2, 2]")) == "slice|0, 1, 2, 2|");
  CHECK(parts(function_symbol("normal_like₁")) == "normal_like|1|");
  CHECK(parts(function_symbol("phi")) == "φ||");
}

TEST_CASE("one line of Unicode") {
  CHECK(unicode_symbol("rho_hat") == "ρ\u0302");
  CHECK(unicode_symbol("W1") == "W₁");
  CHECK(unicode_symbol("W⁽¹⁾") == "W⁽¹⁾");
  CHECK(unicode_symbol("W*") == "W*");
  CHECK(unicode_symbol("f'") == "f′");
  CHECK(unicode_symbol("y_pred") == "y_pred");
  CHECK(unicode_symbol("∂L/∂W1") == "∂L/∂W₁");
  CHECK(unicode_symbol("∂L/∂rho_hat") == "∂L/∂ρ\u0302");
  CHECK(unicode_symbol("W2", {{"W2", "W*"}}) == "W*");
  CHECK(unicode_symbol("∂L/∂W2", {{"W2", "W*"}}) == "∂L/∂W*");
  CHECK(unicode_symbol("") == "");
}

TEST_CASE("marks above the line in plain characters") {
  CHECK(script_of_mark("ᵀ") == "⊤");
  CHECK(script_of_mark("⁻¹") == "−1");
  CHECK(script_of_mark(".^2") == "∘2");
  CHECK(script_of_mark(".^−0.5") == "∘−0.5");
  CHECK(script_of_mark("^0.5") == "0.5");
}

TEST_CASE("a script is cut into numbers, letters, words and signs") {
  const auto kinds = [](std::string_view script) {
    std::string text;
    for (const ScriptToken& token : script_tokens(script))
      text += std::string(1, "lwns"[static_cast<int>(token.kind)]) + token.text + " ";
    return text;
  };
  CHECK(kinds("12") == "n12 ");
  CHECK(kinds("kl") == "lk ll ");
  CHECK(kinds("pred") == "wpred ");
  CHECK(kinds("1,kl") == "n1 s, lk ll ");
  CHECK(kinds("(1)") == "s( n1 s) ");
  CHECK(kinds("alpha") == "lα ");
  CHECK(kinds("∘−0.5") == "s∘ s− n0.5 ");
}

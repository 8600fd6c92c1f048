#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/language/function_table.hpp>
#include <matgrad/autodiff/language/parse.hpp>

// Whatever the text, parse_formula returns or throws a ParseError, and soon.

namespace matgrad::tests {
namespace {

const std::vector<std::string> programs = {
    "0.5*norm2(W'*W*x - x)^2",
    "W: 3x6; x: 6; K = W'*W*x - x; 0.5*sum(K.^2)",
    "sum(log(exp(-y.*(X*w)) + vector(1)))",
    "f: function; W, V: m x n; 0.5*norm2(f(V'*f(W*x + b)) - x)^2",
    "-D/2*log|alpha*X*X' + 1/beta*eye| - 1/2*tr(inv(alpha*X*X' + 1/beta*eye)*Y*Y'); D: scalar",
    "S: 5x5 positive definite; x'*solve(S, x) + logdet(S)",
    "½ ‖f(Wᵀ W x) − x‖² + ⟨A, B⟩  where B = A ∘ A",
    "det(s I₃) + tr(1₃ 1₃ᵀ) + ‖2 1₃ₓ₂ − 0₃ₓ₂‖ + vertical_part[1](G, 1 C, C)",
    "t₁ = (Wᵀ W x − x) xᵀ\nW (t₁ + t₁ᵀ)",
    "slice[1, 0, 2, 3](A) + gather_rows[2 0 2](B)\n# a comment",
    "z2 = W2*swish(W1*X + columns(b1, X)) + columns(b2, X)",
    "[1 2; 3 −4] .^ A' ./ B + x.^-2 - (a > 0)*b",
    "horzcat(vec(A), vec(B))' * kron(A, B)^-1 * diag(x)",
    "f: function; f'(x) + f⁽⁴⁾(x) .* f″(x)",
    "alpha: scalar positive; variance[biased](X) + alpha*max(X) + reshape(A, 2, 3)",
};

const std::vector<std::string> pieces = {
    "+", "-", "*", ".*", "/", "./", "^", ".^", "'", "(", ")", "[", "]", ",", ";", ":", "=", "==", "<", ">=", "|",
    "‖", "||", "⟨", "⟩", "ᵀ", "⁻¹", "²", "⁺", "√", "½", "∘", "−", "·", "×", "⊗", "′", "\n", " ", " ", " ", "where",
    "function", "scalar", "vector", "matrix", "symmetric", "positive", "definite", "x", "y", "a", "b", "A", "B",
    "W", "W1", "x₁", "alpha", "σ", "f", "f'", "K", "K = ", "x: ", "W: 3x6;", "f: function;", "n", "m x n", "3x",
    "6", "0", "1", "2.5", "1e300", "1e-300", "99999999999999999999", "1000000", "eye", "I", "pi", "inf", "log|",
    "vector(1)", "matrix(0)", "adj(x)", "∂L/∂x", "∂", "sum(", "tr(", "inv(", "norm2(", "exp(", "solve(",
    "reshape(", "kron(", "I₃", "1₃", "0₂ₓ₃", "₂", "ₓ", "zeros(", "ones(", "slice(", "repeat(", "tile(", "softmax(",
    "max(", "polygamma(", "matrix_power(", "sort["};

const ParseOptions& options() {
  static const ParseOptions result = [] {
    ParseOptions o;
    o.shapes["M"] = {2, 3};
    o.declarations["g"].is_function = true;
    return o;
  }();
  return result;
}

/// What was wrong, or nothing.
std::string fault(const std::string& text) {
  const auto begin = std::chrono::steady_clock::now();
  std::string result;
  try {
    const Formula formula = parse_formula(text, options());
    if (to_text(formula.result).empty()) result = "prints nothing";
  } catch (const ParseError& error) {
    const bool placed = error.line() >= 1 && error.column() >= 1 && !error.message().empty();
    if (!placed || error.with_caret().find('^') == std::string::npos) result = "an error without a place";
    if (std::string_view(error.what()).find('\n') != std::string_view::npos) result = "an error of several lines";
  } catch (const std::exception& error) {
    result = std::string("throws ") + error.what();
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  if (seconds.count() > 5) result += " takes " + std::to_string(seconds.count()) + " s";
  return result;
}

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  const std::string& piece() { return pieces[below(pieces.size())]; }
  std::string function() {
    const LanguageFunction& function = language_functions()[below(language_functions().size())];
    return function.names[below(function.names.size())] + (below(2) == 0 ? function.arguments : "(");
  }

  std::string bytes() {
    std::string text(below(40), ' ');
    for (char& c : text) c = static_cast<char>(below(256));
    return text;
  }
  std::string tokens() {
    std::string text;
    for (std::size_t n = below(30) + 1; n > 0; --n) text += below(8) == 0 ? function() : piece();
    return text;
  }
  std::string mutation() {
    std::string text = programs[below(programs.size())];
    for (std::size_t n = below(4) + 1; n > 0; --n) {
      const std::size_t at = below(text.size() + 1);
      const std::size_t length = std::min(below(6), text.size() - at);
      switch (below(5)) {
        case 0:
          text.erase(at, length);
          break;
        case 1:
          text.insert(at, below(6) == 0 ? function() : piece());
          break;
        case 2:
          text.replace(at, length, piece());
          break;
        case 3:
          text.insert(at, text.substr(below(text.size() + 1), below(12)));
          break;
        default:
          if (at < text.size()) text[at] = static_cast<char>(below(128));
      }
    }
    return text;
  }

 private:
  std::mt19937 random_;
};

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  while (times-- > 0) result += text;
  return result;
}

}  // namespace

TEST_CASE("100,000 random texts are read or refused") {
  Mutator mutator(4);
  std::size_t read = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::string text = i % 10 == 0 ? mutator.bytes() : i % 10 < 5 ? mutator.tokens() : mutator.mutation();
    const std::string wrong = fault(text);
    REQUIRE_MESSAGE(wrong.empty(), "\"", text, "\" ", wrong);
    try {
      parse_formula(text, options());
      ++read;
    } catch (const ParseError&) {
    }
  }
  CHECK(read > 1000);  // not all of them are nonsense
}

TEST_CASE("deep, long and large texts are read or refused") {
  for (std::size_t n : {100u, 190u, 1000u, 9000u}) {
    for (const std::string& text :
         {repeated("(", n) + "x" + repeated(")", n), repeated("(", n), repeated("-", n) + "x",
          "x" + repeated("'", n), "x" + repeated("+x", n), "x" + repeated("*x", n), "x" + repeated(".*x", n),
          "A" + repeated(" A", n), repeated("exp(", n) + "x" + repeated(")", n),
          repeated("‖", n) + "x" + repeated("‖", n),
          repeated("√", n) + "x", repeated("log|", n) + "x" + repeated("|", n), repeated("⟨x,", n),
          repeated("x;", n), repeated("[", n), repeated("1 ", n), "[" + repeated("1 ", n) + "]",
          "x" + repeated("^2", n), "x" + repeated(".^-x", n), "x" + repeated("²", n), "x^" + repeated("9", n),
          repeated("9", n), "0." + repeated("0", n) + "1", "f: function; f" + repeated("'", n) + "(x)",
          "W: " + repeated("9", n) + "x3; W", "W: " + repeated("m x ", n) + "3; W", repeated("é", n),
          repeated("\n", n), "sum(" + repeated("x,", n) + "x)", "horzcat(" + repeated("x,", n) + "x)",
          repeated("#", n),
          "x  where " + repeated("t = x,", n), repeated("a", n), repeated("∂", n), repeated("x > ", n) + "x"}) {
      const std::string wrong = fault(text);
      CHECK_MESSAGE(wrong.empty(), text.substr(0, 60), " … ", wrong);
    }
    std::string chain = "t0 = x";
    for (std::size_t i = 1; i < n / 2; ++i)
      chain += "; t" + std::to_string(i) + " = tanh(t" + std::to_string(i - 1) + ")";
    CHECK(fault(chain).empty());
    std::string names = "x0";
    for (std::size_t i = 1; i < n; ++i) names += "+x" + std::to_string(i);
    CHECK(fault(names).empty());
  }
}

TEST_CASE("huge sizes and numbers are read or refused") {
  for (const char* text :
       {"W: 1000000x1000000; sum(W)", "W: 1000000x1000; sum(W*W')", "x: 1000000; x*x'", "x: 100000; kron(x, x)",
        "x: 1000000; kron(kron(x, x), kron(x, x))", "x: 1000000; vec(x*x')", "ones(1e6, 1e6)", "zeros(1e300)",
        "reshape(x, 1e18, 1e18)", "tile(x, 1e9, 1e9)", "repeat(A, 1000000000, 1000000000)", "A^1000000000",
        "A^99999999999", "A^-2147483648", "A⁹⁹⁹⁹⁹⁹⁹⁹⁹⁹⁹", "A^1e300", "polygamma(x, 1e9)", "polygamma(x, -1)",
        "1e999", "diag(x, 1e9)", "diag(A, -1e9)", "tril(A, 1e308)", "slice(A, 1e9, 1e9, 1e6, 1e6)", "eye(1e6)",
        "eye(-1)", "eye(0)", "zeros(0, 3)", "x: 0; sum(x)", "x: 0; mean(x)", "W: 0x0; det(W)", "one_hot(r, 1e6)",
        "1/0", "0/0", "x.^(1/0)", "x.^(0/0)", "inf*x", "slice(A, 1/0, 0, 1, 1)", "roll_rows(A, 1e9)",
        "shift_rows(A, 0.5)", "gather_rows(A, 1e9)", "gather_rows(A, -1)", "horizontal_part(A, B, C, 1e9)",
        "x: 999999999999999999999", "centring_matrix(1e6)", "elu(x, 1e308)", "symmetric_power(A, 1e308)",
        "leaky_relu(x, 0/0)"}) {
    const std::string wrong = fault(text);
    CHECK_MESSAGE(wrong.empty(), text, " ", wrong);
  }
}

}  // namespace matgrad::tests

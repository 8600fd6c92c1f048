#include <doctest/doctest.h>

#include <string>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/notation.hpp>
#include <matgrad/autodiff/show/mathml.hpp>
#include "pages/math_lines.hpp"
#include "pages/math_tree.hpp"
#include "pages/plain_math.hpp"

using namespace matgrad;
using namespace matgrad::pages;

namespace {

/// The texts of the pieces, parted by |; the signs of multiplication and application, which nobody sees, left out.
std::string lines(const std::string& math) {
  std::string html = with_breaking_formulas(math), text;
  for (std::size_t at = 0; (at = html.find("<wbr>")) != std::string::npos;) html.replace(at, 5, "|");
  for (std::size_t i = 0; i < html.size(); ++i) {
    if (html[i] == '<')
      i = html.find('>', i);
    else
      text += html[i];
  }
  for (const std::string hidden : {"\u2061", "\u2062"})
    for (std::size_t at = 0; (at = text.find(hidden)) != std::string::npos;) text.erase(at, hidden.size());
  return text;
}
std::string lines(const Notation& formula) { return lines(math_element(formula)); }

Notation name(const std::string& text) { return Notation::symbol(text); }

}  // namespace

TEST_CASE("a formula that fits is left as it is") {
  const std::string math = math_element(Notation::sum({name("a"), name("b")}, {false, true}));
  CHECK(with_breaking_formulas("<p>" + math + "</p>") == "<p>" + math + "</p>");
}

TEST_CASE("a wide formula is cut where one breaks lines by hand") {
  const std::string A = "alphalong", B = "betaverylong", C = "gammalong", D = "deltalong";
  struct Row {
    const char* what;
    Notation formula;
    const char* lines;
  };
  const Row rows[] = {
      {"before the signs of a sum", Notation::sum({name(A), name(B), name(C)}, {false, true, false}),
       "alphalong|−betaverylong|+gammalong"},
      {"before a relation", Notation::relation("=", {name(A), name(B), name(C), name(D)}),
       "alphalong|=betaverylong|=gammalong|=deltalong"},
      {"after a factor", Notation::product({name(A), name(B), name(C), name(D)}),
       "alphalong|betaverylong|gammalong|deltalong"},
      {"before an elementwise product", Notation::infix("∘", {name(A), name(B), name(C)}),
       "alphalong|∘betaverylong|∘gammalong"},
      {"in brackets only if these are too wide themselves",
       Notation::product({name(A), Notation::sum({name("b"), name("c")}, {false, false}),
                          Notation::sum({name(A), name(B), name(C)}, {false, false, false})}),
       "alphalong(b+c)|(alphalong|+betaverylong|+gammalong)"},
      {"after the comma of a call", Notation::call("f", {name(A), name(B), name(C)}),
       "f(alphalong,|betaverylong,|gammalong)"},
      {"the power stays with the bracket",
       Notation::postfix(Notation::sum({name(A), name(B), name(C)}, {false, false, false}), "²"),
       "(alphalong|+betaverylong|+gammalong)2"},
      {"a wide fraction gets a slash, and brackets among factors",
       Notation::product(
           {Notation::quotient(Notation::sum({name(A), name(B), name(C)}, {false, false, false}), name("d")),
            name("e")}),
       "((alphalong|+betaverylong|+gammalong)|/d)e"},
      {"a wide root gets brackets",
       Notation::root(Notation::sum({name(A), name(B), name(C)}, {false, false, false})),
       "√(alphalong|+betaverylong|+gammalong)"},
      {"an endless name goes on", name("averyveryverylongnamewithoutanygapatallinside"),
       "averyveryverylongnam|ewithoutanygapatalli|nside"},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    CHECK(lines(row.formula) == row.lines);
  }
}

TEST_CASE("a formula in pieces is read aloud as one, and pieces that stay wide say how wide") {
  const Notation sum =
      Notation::sum({name("alphalong"), name("betaverylong"), name("gammalong")}, {false, true, false});
  const std::string html = with_breaking_formulas(math_element(sum));
  CHECK(html.find(
            "<span class=\"formula block\" role=\"math\" aria-label=\"alphalong − betaverylong + gammalong\">") ==
        0);
  CHECK(html.find("--em") == std::string::npos);
  CHECK(html.find("<mo form=\"infix\">−</mo>") != std::string::npos);  // no prefix, though it begins a line
  std::vector<Notation> entries(20, name("xyz"));
  CHECK(with_breaking_formulas(math_element(Notation::matrix(20, entries))).find("style=\"--em:") !=
        std::string::npos);
}

TEST_CASE("written mathematics breaks before its signs") {
  CHECK(lines(plain_math_to_mathml("L = alphalong W x + betaverylong y − gammalong z")) ==
        "L|=alphalongWx|+betaverylongy|−gammalongz");
}

TEST_CASE("MathML that is not well-formed is refused") {
  CHECK_THROWS_AS(read_mathml("<mi>x"), Error);
  CHECK_THROWS_AS(read_mathml("<mi>x</mo>"), Error);
  CHECK_THROWS_AS(read_mathml("x</mi>"), Error);
  CHECK(to_mathml(read_mathml("<mrow a=\"1\"><mi>x</mi><mo>&lt;</mo></mrow>")) ==
        "<mrow a=\"1\"><mi>x</mi><mo>&lt;</mo></mrow>");
}

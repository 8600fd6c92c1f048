#include <doctest/doctest.h>

#include <string>

#include <matgrad/autodiff/derive/derivation.hpp>
#include <matgrad/autodiff/derive/derive.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>

#include "support/occurrences.hpp"
#include "support/tied_autoencoder.hpp"

using namespace matgrad;
using matgrad::tests::occurrences;
using matgrad::tests::TiedAutoencoder;

TEST_CASE_FIXTURE(TiedAutoencoder, "the equations of a table stand with their signs in a line") {
  const Derivation derivation = derive(L, W);
  const std::string html = to_html(derivation);
  const int equations = static_cast<int>(derivation.steps().size() + derivation.adjoints().size() +
                                         derivation.variables()[0].paths.size()) +
                        (derivation.variables()[0].total ? 1 : 0);
  CHECK(occurrences(html, "<td class=\"left\"><math") == equations);
  CHECK(occurrences(html, "</math></td><td class=\"right\"><") == equations);
  CHECK(occurrences(html, "<th scope=\"col\" colspan=\"2\">") == 3);
  CHECK(occurrences(html, "data-label=\"rule\"") > 0);
}

TEST_CASE_FIXTURE(TiedAutoencoder,
                  "a long chain of equations has a line for each right side, a short one stays in one") {
  CHECK(occurrences(to_html(derive(L, x)), "<div>") == 0);
  const Expr A = variable("A", 4, 4), b = variable("b", 4);
  const Expr u = named("u", sigmoid(A * sigmoid(A * sigmoid(A * b))));
  CHECK(occurrences(to_html(derive(squared_norm(u), A)), "</math></div><div><math") > 0);
}

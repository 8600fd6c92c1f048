#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/language/function_table.hpp>
#include <matgrad/autodiff/language/parse.hpp>

#include "support/function_calls.hpp"
#include "support/random_values.hpp"

namespace matgrad::tests {
namespace {

const std::string declarations = 
    "A, B: 3x2 positive; Q: 3x3 positive; P: 3x3 positive definite; x: 3 positive; s: scalar positive; ";

void check_reads_back(const std::string& call) {
  INFO(call);
  Formula formula = parse_formula(declarations + call);
  ParseOptions options;
  for (const Expr& variable : formula.variables) options.known.emplace(variable.symbol(), variable);
  const std::string printed = to_text(formula.result);
  INFO(printed);
  const Expr again = parse_formula(printed, options).result;
  // Fractions of numbers are read as one number: (1 / 2) as ½.
  CHECK(to_text(parse_formula(to_text(again), options).result) == to_text(again));
  CHECK(again.shape() == formula.result.shape());
  const auto values = values_in_domain({formula.result, again}, 3);
  CHECK(relative_difference(values[0], values[1]) < 1e-12);
}

}  // namespace

TEST_CASE("each function is called, printed and read back") {
  for (const LanguageFunction& function : language_functions()) {
    for (const std::string& call : calls_of(function)) check_reads_back(call);
  }
}

TEST_CASE("each function says what it is, and no two are called alike") {
  std::set<std::string> forms;
  for (const LanguageFunction& function : language_functions()) {
    CHECK(!function.description.empty());
    for (const std::string& name : function.names)
      CHECK_MESSAGE(forms.insert(name + function.arguments).second, name, function.arguments);
  }
  CHECK(language_functions().size() > 150);
}

TEST_CASE("names that mean the same") {
  for (const auto& same : std::map<std::string, std::string>{{"inv(P)", "inverse(P)"},
                                                                     {"logdet(P)", "log_det(P)"},
                                                                     {"chol(P)", "cholesky(P)"},
                                                                     {"det(P)", "determinant(P)"},
                                                                     {"tr(P)", "trace(P)"},
                                                                     {"norm2(A)", "norm(A)"},
                                                                     {"norm2(A)^2", "squared_norm(A)"},
                                                                     {"‖A‖²", "norm2(A).^2"},
                                                                     {"√s", "sqrt(s)"},
                                                                     {"log|P|", "logdet(P)"},
                                                                     {"log|det(Q)|", "log_abs_det(Q)"},
                                                                     {"⟨A, B⟩", "dot(A, B)"},
                                                                     {"A⁺", "pinv(A)"},
                                                                     {"P⁻¹", "P^-1"},
                                                                     {"P²", "P^2"},
                                                                     {"s³", "s^3"},
                                                                     {"A ⊗ B", "kron(A, B)"},
                                                                     {"Q × P", "cross(Q, P)"},
                                                                     {"||x||", "norm2(x)"},
                                                                     {"A.'", "A'"}})
    CHECK_MESSAGE(to_text(parse_formula(declarations + same.first).result) ==
                      to_text(parse_formula(declarations + same.second).result),
                  same.first, " is not ", same.second);
}

}  // namespace matgrad::tests

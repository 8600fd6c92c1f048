#include <doctest/doctest.h>

#include <string>

#include "graded.hpp"

// The log-likelihood of a Gaussian with covariance A Aᵀ + s I: parts stand twice, and may have no name.

using matgrad::tests::check_written_right_answers;
using matgrad::tests::check_written_slips;

namespace {

const std::string named_form =
    "A: 4x2; x: 4; m: 4; s: scalar positive; C = A*A' + s*eye; "
    "-0.5*logdet(C) - 0.5*(x-m)'*inv(C)*(x-m)";
const std::string unnamed_form =
    "A: 4x2; x: 4; m: 4; s: scalar positive; "
    "-0.5*logdet(A*A' + s*eye) - 0.5*(x-m)'*inv(A*A' + s*eye)*(x-m)";

}  // namespace

TEST_CASE("a missing term is called so, whatever else would make it vanish") {
  check_written_slips(
      named_form,
      {
          {"A", "-inv(C)*A", "term missing", "the term C⁻¹ (x − m) (x − m)ᵀ C⁻¹ A is missing"},
          {"A", "inv(C)*(x-m)*(x-m)'*inv(C)*A", "term missing", "the term −C⁻¹ A is missing"},
          {"s", "-0.5*tr(inv(C))", "term missing", "the term ½ (x − m)ᵀ C⁻¹ C⁻¹ (x − m) is missing"},
          {"s", "0.5*(x-m)'*inv(C)*inv(C)*(x-m)", "term missing", "the term −½ tr(C⁻¹) is missing"},
          {"x", "-inv(C)*x", "term missing", "the term C⁻¹ m is missing"},
          {"m", "inv(C)*x", "term missing", "the term −C⁻¹ m is missing"},
          {"C", "-0.5*inv(C)", "path missing", "path 1 (in t₅ = C⁻¹) is missing"},
          {"A", "-inv(C)*A + 0.5*inv(C)*(x-m)*(x-m)'*inv(C)*A", "constant factor of a term", "½ times its right"},
          {"A", "-inv(C)*A - inv(C)*(x-m)*(x-m)'*inv(C)*A", "wrong sign of a term", ""},
      });
  check_written_slips(unnamed_form, {
                                        {"A", "-inv(A*A'+s*eye)*A", "term missing",
                                         "the term K (x − m) (x − m)ᵀ K A is missing. Here K = (A Aᵀ + s I)⁻¹."},
                                        {"A", "inv(A*A'+s*eye)*(x-m)*(x-m)'*inv(A*A'+s*eye)*A", "term missing",
                                         "the term −K A is missing. Here K = "},
                                    });
}

TEST_CASE("a slip in a part that stands twice, at one place or at both") {
  check_written_slips(
      named_form, {
                      {"A", "-inv(C)*A + inv(C)*x*(x-m)'*inv(C)*A", "term missing", "the term −m is missing"},
                      {"A", "-inv(C)*A + inv(C)*x*x'*inv(C)*A", "term missing", "In the part x − m of ∂L/∂A"},
                      {"A", "-inv(C)*A + (x-m)*(x-m)'*inv(C)*A", "factor missing", "the factor C⁻¹ is missing."},
                      {"A", "-inv(C)*A + (x-m)*(x-m)'*A", "factor missing", "missing at all 2 places"},
                      {"A", "-C*A + C*(x-m)*(x-m)'*C*A", "operation missing", "∂L/∂A, C stands for C⁻¹."},
                      {"m", "C*(x-m)", "operation missing", "In the formula of ∂L/∂m, C stands for C⁻¹."},
                      {"m", "0.5*inv(C)*(x-m)", "path missing", "x − m is used 2 times, each"},
                      {"A", "-inv(C) + inv(C)*(x-m)*(x-m)'*inv(C)", "factor missing", "the factor A is missing"},
                  });
  check_written_slips(unnamed_form,
                      {
                          {"A", "-inv(A*A'+s*eye)*A + (x-m)*(x-m)'*inv(A*A'+s*eye)*A", "factor missing",
                           "In the part K (x − m) (x − m)ᵀ K of ∂L/∂A, the factor K is missing."},
                          {"A", "-A + inv(A*A'+s*eye)*(x-m)*(x-m)'*inv(A*A'+s*eye)*A", "factor missing",
                           "In the term −K A of ∂L/∂A, the factor K is missing."},
                      });
}

TEST_CASE("right answers for the Gaussian in many forms") {
  check_written_right_answers(named_form, {
                                              {"A", "(inv(C)*(x-m)*(x-m)'*inv(C) - inv(C))*A"},
                                              {"A", "inv(C)*(x-m)*((x-m)'*inv(C)*A) - solve(C, A)"},
                                              {"A", "2*adj(C)*A"},
                                              {"C", "0.5*(solve(C, x-m)*solve(C, x-m)' - inv(C))"},
                                              {"s", "0.5*norm2(inv(C)*(x-m))^2 - 0.5*tr(inv(C))"},
                                              {"s", "tr(adj(C))"},
                                              {"m", "inv(C)*x - inv(C)*m"},
                                              {"x", "inv(A*A' + s*eye)*(m - x)"},
                                          });
}

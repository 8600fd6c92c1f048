#include <doctest/doctest.h>

#include <string>

#include "graded.hpp"

// A net of three layers that share their weights, and one that does not.

using matgrad::tests::check_written_right_answers;
using matgrad::tests::check_written_slips;

namespace {

const std::string shared_net =
    "W: 4x4; x: 4; y: 4; h = tanh(W*x); k = tanh(W*h); z = W*k; e = z - y; 0.5*norm2(e)^2";
const std::string layers =
    "A: 5x4; B: 6x5; C: 6x6; x: 4; y: 6; a = A*x; h = tanh(a); b = B*h; k = tanh(b); e = C*k - y; "
    "0.5*norm2(e)^2";

/// ∂L/∂W of the shared net with other slopes for 1 − k², 1 − h², and another Wᵀ before the first of them and the
/// second one.
std::string shared_answer(const std::string& k_slope, const std::string& h_slope, const std::string& upper = "W'",
                          const std::string& lower = "W'") {
  const std::string delta = "((" + upper + "*e).*(" + k_slope + "))";
  return "e*k' + " + delta + "*h' + ((" + lower + "*" + delta + ").*(" + h_slope + "))*x'";
}

const std::string k_right = "1-k.*k", h_right = "1-h.*h";

}  // namespace

TEST_CASE("slips in a tanh net with shared weights") {
  check_written_right_answers(shared_net, {{"W", shared_answer(k_right, h_right)},
                                           {"W", "e*k' + adj(k).*(1-k.^2)*h' + adj(h).*(1-h.^2)*x'"}});
  const std::string delta = "((W'*e).*(1-k.*k))";
  check_written_slips(
      shared_net,
      {
          {"W", shared_answer(k_right, "1+h.*h"), "wrong sign of a term", "−h.^2 has the wrong sign"},
          {"W", shared_answer("1+k.*k", "1+h.*h"), "wrong sign of a term", "The same slip at 2 places"},
          {"W", shared_answer(k_right, "h.*(1-h)"), "derivative of the wrong function",
           "h ∘ (1 − h), the rule for σ, stands where the derivative of tanh(W x) belongs"},
          {"W", shared_answer("k.*(1-k)", "h.*(1-h)"), "derivative of the wrong function", "at 2 places"},
          {"W", shared_answer("1", h_right), "f′ missing", "the derivative of tanh(W h) is missing"},
          {"W", "e*k' + " + delta + "*h' + (W'*" + delta + ")*x'", "f′ missing",
           "the derivative of tanh(W x) is missing"},
          {"W", "e*k' + " + delta + "*h' + (" + delta + ".*(1-h.*h))*x'", "factor missing",
           "the factor Wᵀ is missing"},
          {"W", shared_answer(k_right, h_right, "W'", "W"), "factor not transposed",
           "In the step from W h back to h, Wᵀ stands without its transposition"},
          {"W", shared_answer(k_right, h_right, "W", "W"), "factor not transposed",
           "In the formula of ∂L/∂W, Wᵀ stands without its transposition"},
          {"W", "e*k' + ((W*e).*(1-k.*k))*h' + ((W'*" + delta + ").*(1-h.*h))*x'", "factor not transposed",
           "Here K = (Wᵀ e) ∘ (1 − k.^2)."},
          {"W", "e*k' + " + delta + "*h'", "path missing", "path 3 (as the factor W of t₁ = W x) is missing"},
          {"W", "2*e*k' + " + delta + "*h' + ((W'*" + delta + ").*(1-h.*h))*x'", "constant factor of a path",
           "path 1 (as the factor W of z = W k) has 2 times its right size"},
          {"W", "2*e*k' + " + delta + "*h'", "path missing", "stands twice and path 3"},
          {"W", "z*k' + ((W'*z).*(1-k.*k))*h' + ((W'*((W'*z).*(1-k.*k))).*(1-h.*h))*x'", "wrong symbol",
           "z stands where e belongs"},
      });
}

TEST_CASE("slips in a net of three layers") {
  check_written_right_answers(layers, {{"A", "((B'*((C'*e).*(1-k.*k))).*(1-h.*h))*x'"}, {"A", "adj(a)*x'"}});
  check_written_slips(
      layers,
      {
          {"A", "((B'*(C'*e)).*(1-h.*h))*x'", "f′ missing", "the derivative of tanh(b) is missing"},
          {"A", "(B'*(C'*e))*x'", "f′ missing", "The same slip at 2 places"},
          {"A", "((B'*(e.*(1-k.*k))).*(1-h.*h))*x'", "factor missing", "the factor Cᵀ is missing"},
          {"A", "((B'*((C*e).*(1-k.*k))).*(1-h.*h))*x'", "factor not transposed", "Cᵀ stands without"},
          {"A", "((B'*((C'*e).*k.*(1-k))).*h.*(1-h))*x'", "derivative of the wrong function", "the rule for σ"},
          {"A", "((B'*((C'*e).*k)).*h)*x'", "f for f′", "The same slip at 2 places"},
      });
}

TEST_CASE("the rules for σ and tanh taken for each other") {
  check_written_slips("W: 4x4; x: 4; y: 4; h = tanh(W*x); 0.5*norm2(h-y)^2",
                      {
                          {"W", "((h-y).*h.*(1-h))*x'", "derivative of the wrong function", "the rule for σ"},
                          {"W", "((h-y).*(1+h.*h))*x'", "wrong sign of a term", "−h.^2 has the wrong sign"},
                      });
  check_written_slips("W: 4x4; x: 4; y: 4; h = sigmoid(W*x); 0.5*norm2(h-y)^2",
                      {
                          {"W", "((h-y).*(1-h.*h))*x'", "derivative of the wrong function", "the rule for tanh"},
                          {"W", "((h-y).*h)*x'", "f for f′", ""},
                      });
}

TEST_CASE("slips with a bias and a mean over the batch") {
  const std::string batch = "W: 3x4; b: 3; X: 4x7; Y: 3x7; Z = W*X + b*vector(1)'; ";
  check_written_slips(batch + "0.5*norm2(Z-Y)^2/7",
                      {
                          {"b", "(Z-Y)/7", "sum missing", "the sum over the columns of"},
                          {"W", "(Z-Y)*X'", "1/m dropped", "the factor 1/7 is missing"},
                          {"b", "(Z-Y)*vector(1)", "1/m dropped", "the factor 1/7 is missing"},
                      });
  check_written_slips(batch + "0.5*norm2(Z-Y)^2", {{"b", "(Z-Y)*vector(1)/7", "1/m too much", "divided by 7"}});
}

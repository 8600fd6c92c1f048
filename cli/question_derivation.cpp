#include "cli/question_derivation.hpp"

#include <matgrad/autodiff/expression/print.hpp>

namespace matgrad::cli {

Derivation derivation_of(CommandQuestion& question, const std::string& upstream) {
  DeriveOptions options;
  if (!upstream.empty())
    options.upstream = question.named_in_formula("--upstream", upstream, upstream);
  else if (!question.result().shape().is_scalar())
    options.upstream = question.result();
  Derivation derivation = derive(question.result(), question.wrt(), options);
  if (upstream.empty() && derivation.upstream())
    question.note("the formula is no number but " + to_string(question.result().shape()) +
                  ": L is any loss that depends on it, and " +
                  std::string(derivation.upstream()->adjoint.symbol()) +
                  " is left open; for a gradient in full make it a number, as in sum(…) or 0.5*norm2(…)^2");
  return derivation;
}

}  // namespace matgrad::cli

#include "matgrad/autodiff/rewrite/instructions.hpp"

#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad {

Expr meaning_of(const Expr& expr) {
  Expr result = expr;
  // What an instruction means may be another one.
  while (const auto* instruction = dynamic_cast<const Instruction*>(&result.op()))
    result = instruction->meaning(result.inputs());
  return result;
}

}  // namespace matgrad

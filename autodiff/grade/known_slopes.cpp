#include "matgrad/autodiff/grade/known_slopes.hpp"

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {

std::vector<KnownSlope> known_slopes(const Expr& v, const Expr& u) {
  if (is_call<abs>(v)) return {{divide(u, v), {}}};
  if ((!is_hadamard(v) && !is_product(v)) || v.inputs().size() != 2) return {};
  const bool is_first = v.input(0) == u;
  const Expr& s = v.input(is_first ? 1 : 0);
  if (!(v.input(is_first ? 0 : 1) == u) || !is_call<sigmoid>(s) || !(s.input(0) == u)) return {};
  const std::vector<Expr> symbols{u, v, s};
  return {{hadamard(s, 1.0 + hadamard(u, 1.0 - s)), symbols},
          {v + hadamard(s, 1.0 - v), symbols},
          {s + hadamard(v, 1.0 - s), symbols}};
}

}  // namespace matgrad::grading

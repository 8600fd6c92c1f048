#include "matgrad/autodiff/rewrite/interner.hpp"

#include <algorithm>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad {

bool Interner::Equal::operator()(const Expr& a, const Expr& b) const {
  return a == b || (a.hash() == b.hash() && a.shape() == b.shape() && a.op().equals(b.op()) &&
                    std::ranges::equal(a.inputs(), b.inputs()));
}

Expr Interner::intern(const Expr& expr) { return *nodes_.insert(expr).first; }

Expr Interner::intern(const OpPtr& op, std::vector<Expr> inputs) { return intern(Expr(op, std::move(inputs))); }

std::vector<Expr> merge(const std::vector<Expr>& exprs) {
  Interner interner;
  return rebuilt(exprs, [&interner](const Expr& node, std::vector<Expr> inputs) {
    return interner.intern(with_inputs(node, std::move(inputs)));
  });
}

}  // namespace matgrad

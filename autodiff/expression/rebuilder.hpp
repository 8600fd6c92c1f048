#pragma once

#include <cstddef>
#include <vector>

#include "matgrad/autodiff/expression/graph.hpp"

namespace matgrad {

/// What `rebuilt` makes of one root after another, with the same `replace`: what an earlier root held is not built
/// again.
class Rebuilder {
 public:
  Expr operator()(const Expr& root, const Replace& replace);

 private:
  NodeMap<std::size_t> place_;  // in `done_`
  std::vector<Expr> done_, kept_alive_;
};

}  // namespace matgrad

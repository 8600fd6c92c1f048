#pragma once

#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// A named value on its way through rewriting. Passes over a graph say what has become of it; following one
/// changes nothing else, and ends where the value is no longer computed.
struct Followed {
  std::string name;
  Expr expr;
};

/// Replaces each expression by `image` of it, a pointer that is null where there is none.
template <class Image>
void follow(std::vector<Followed>& followed, const Image& image) {
  std::vector<Followed> found;
  for (Followed& one : followed)
    if (const Expr* expr = image(one.expr)) found.push_back({std::move(one.name), *expr});
  followed = std::move(found);
}

}  // namespace matgrad

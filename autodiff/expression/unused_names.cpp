#include "matgrad/autodiff/expression/unused_names.hpp"

#include <algorithm>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/math_symbol.hpp"
#include "matgrad/autodiff/expression/print.hpp"

namespace matgrad {

void UnusedNames::use(const Expr& expr) {
  const Graph graph(expr);
  for (const Expr& node : graph.nodes())
    if (!node.symbol().empty()) use(node.symbol());
}

std::string UnusedNames::for_part() {
  for (const char* letter : {"K", "M", "N", "P", "Q", "R"}) {
    if (!is_free(letter)) continue;
    use(letter);
    return letter;
  }
  return numbered("K");  // not t: steps are called so, in order
}

std::string UnusedNames::numbered(const std::string& stem) {
  std::size_t& number = given_[stem];
  std::string name;
  do name = subscripted(stem, ++number);
  while (!is_free(name));
  use(name);
  return name;
}

bool UnusedNames::is_free_loss(std::string_view name) const {
  const std::string derivative = "∂" + look_of(name) + "/∂";
  return is_free(name) && std::ranges::none_of(used_, [&derivative](const std::string& used) {
           return used.starts_with(derivative);
         });
}

std::string UnusedNames::for_loss(const std::string& wanted) {
  for (const std::string& name : {wanted, std::string("loss"), std::string("J")}) {
    if (!is_free_loss(name)) continue;
    use(name);
    return name;
  }
  for (std::size_t i = 1;; ++i) {
    const std::string name = subscripted("J", i);
    if (!is_free_loss(name)) continue;
    use(name);
    return name;
  }
}

}  // namespace matgrad

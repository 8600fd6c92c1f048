#include "matgrad/autodiff/expression/unused_names.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

using namespace matgrad;

TEST_CASE("a name that looks like one in use is not free") {
  struct Case {
    const char* used;
    std::vector<std::string> taken, free;
  };
  const Case cases[] = {
      {"t1", {"t1", "t₁", "t_1", "t[1]"}, {"t", "t₂", "t11", "T1"}},
      {"rho_hat", {"ρ_hat", "ρ̂", "rho_hat"}, {"rho", "r_hat"}},
      {"K", {"K", "Κ"}, {"k", "K1", "K'"}},
      {"f'", {"f′", "f_prime"}, {"f", "f″"}},
      {"g″", {"g''", "g′′"}, {"g′"}},
  };
  for (const Case& c : cases) {
    UnusedNames names;
    names.use(c.used);
    for (const std::string& name : c.taken) {
      CAPTURE(name);
      CHECK_FALSE(names.is_free(name));
    }
    for (const std::string& name : c.free) {
      CAPTURE(name);
      CHECK(names.is_free(name));
    }
  }
}

TEST_CASE("names for parts, steps and losses pass over what is in use") {
  const Expr K = variable("K", 2, 2), t = variable("t_2", 2, 2);
  UnusedNames names(K * t);
  std::vector<std::string> parts;
  for (int i = 0; i < 8; ++i) parts.push_back(names.for_part());
  CHECK(parts == std::vector<std::string>{"M", "N", "P", "Q", "R", "K₁", "K₂", "K₃"});
  CHECK(names.numbered("t") == "t₁");
  CHECK(names.numbered("t") == "t₃");
  CHECK(names.for_loss("L") == "L");
  CHECK(names.for_loss("L") == "loss");
  CHECK(names.for_loss("L") == "J");
  CHECK(names.for_loss("L") == "J₁");
}

TEST_CASE("a loss is not called so that its derivatives have the name of something else") {
  UnusedNames names;
  names.use("∂L/∂K");
  CHECK(names.is_free("L"));
  CHECK(names.for_loss("L") == "loss");
}

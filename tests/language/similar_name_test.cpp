#include "matgrad/autodiff/language/similar_name.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace matgrad::tests {

TEST_CASE("the nearest of some names") {
  const std::vector<std::string> names{"derive", "gradient", "grade", "graph", "eval"};
  CHECK(similar_name("dervie", names) == "derive");
  CHECK(similar_name("derivve", names) == "derive");
  CHECK(similar_name("graad", names) == "grade");
  CHECK(similar_name("gradeint", names) == "gradient");
  CHECK(similar_name("eal", names) == "eval");
  CHECK(similar_name("grade", names) == "grade");
}

TEST_CASE("what is far from every name resembles none") {
  const std::vector<std::string> names{"derive", "eval"};
  CHECK(similar_name("differentiate", names) == "");
  CHECK(similar_name("ea", names) == "");
  CHECK(similar_name("exit", names) == "");
  CHECK(similar_name(std::string(100'000, 'e'), names) == "");
  CHECK(similar_name("eval", {}) == "");
}

}  // namespace matgrad::tests

#include "matgrad/autodiff/expression/attributes.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <tuple>
#include <vector>

using namespace matgrad;

namespace {

enum class Side { left = 0, right = 3 };
const double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class Tuple>
bool same(const Tuple& a, const Tuple& b) {
  const bool result = same_attributes(a, b);
  if (result)
    CHECK(hash_of("op", a) == hash_of("op", b));
  else
    CHECK(hash_of("op", a) != hash_of("op", b));
  return result;
}

}  // namespace

TEST_CASE("attributes of every kind are compared and hashed") {
  CHECK(same(std::tuple(1, std::string("a"), Side::left), std::tuple(1, std::string("a"), Side::left)));
  CHECK_FALSE(same(std::tuple(1), std::tuple(2)));
  CHECK_FALSE(same(std::tuple(std::string("a")), std::tuple(std::string("b"))));
  CHECK_FALSE(same(std::tuple(Side::left), std::tuple(Side::right)));
  CHECK_FALSE(same(std::tuple(1, 2), std::tuple(2, 1)));
  CHECK(same(std::tuple<>(), std::tuple<>()));
}

TEST_CASE("doubles are compared by bits, also in vectors") {
  CHECK(same(std::tuple(not_a_number), std::tuple(not_a_number)));
  CHECK_FALSE(same(std::tuple(0.0), std::tuple(-0.0)));
  using Doubles = std::vector<double>;
  CHECK(same(std::tuple(Doubles{1, not_a_number}), std::tuple(Doubles{1, not_a_number})));
  CHECK_FALSE(same(std::tuple(Doubles{0.0}), std::tuple(Doubles{-0.0})));
  CHECK_FALSE(same(std::tuple(Doubles{1, 2}), std::tuple(Doubles{1})));
  CHECK_FALSE(same(std::tuple(Doubles{1, 2}), std::tuple(Doubles{2, 1})));
}

TEST_CASE("the hash depends on the operation's name") {
  CHECK(hash_of("a", std::tuple(1)) != hash_of("b", std::tuple(1)));
}

TEST_CASE("the label is the name with the attributes in brackets") {
  CHECK(label_of("tanh", std::tuple<>()) == "tanh");
  CHECK(label_of("slice", std::tuple(0, 1, 2, 3)) == "slice[0, 1, 2, 3]");
  CHECK(label_of("f", std::tuple(0.5, std::string("left"), Side::right)) == "f[0.5, left, 3]");
  CHECK(label_of("sum", std::tuple(std::vector<double>{1, -0.25})) == "sum[1 -0.25]");
}

TEST_CASE("numbers are written with the fewest digits that read back as the same number") {
  CHECK(number_text(2) == "2");
  CHECK(number_text(0.1) == "0.1");
  CHECK(number_text(1e-6) == "1e-06");
  CHECK(number_text(-0.25) == "-0.25");
  CHECK(std::stod(number_text(0.1 + 0.2)) == 0.1 + 0.2);
  CHECK(number_text(std::numeric_limits<double>::infinity()) == "inf");
}

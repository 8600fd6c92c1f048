#include "matgrad/autodiff/expression/facts.hpp"

#include <doctest/doctest.h>

using namespace matgrad;

namespace {

constexpr Fact all[] = {Fact::nonnegative,           Fact::positive,          Fact::symmetric,
                        Fact::positive_semidefinite, Fact::positive_definite, Fact::lower_triangular,
                        Fact::upper_triangular,      Fact::diagonal,          Fact::column_stochastic};

/// Exactly the given facts and no others.
bool exactly(Facts facts, std::initializer_list<Fact> expected) {
  for (const Fact fact : all) {
    bool wanted = false;
    for (const Fact one : expected) wanted |= one == fact;
    if (facts.has(fact) != wanted) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a fact brings along what it says by itself, and no more") {
  CHECK(exactly(Fact::nonnegative, {Fact::nonnegative}));
  CHECK(exactly(Fact::positive, {Fact::positive, Fact::nonnegative}));
  CHECK(exactly(Fact::symmetric, {Fact::symmetric}));
  CHECK(exactly(Fact::positive_semidefinite, {Fact::positive_semidefinite, Fact::symmetric}));
  CHECK(exactly(Fact::positive_definite, {Fact::positive_definite, Fact::positive_semidefinite, Fact::symmetric}));
  CHECK(exactly(Fact::lower_triangular, {Fact::lower_triangular}));
  CHECK(exactly(Fact::upper_triangular, {Fact::upper_triangular}));
  CHECK(
      exactly(Fact::diagonal, {Fact::diagonal, Fact::lower_triangular, Fact::upper_triangular, Fact::symmetric}));
  CHECK(exactly(Fact::column_stochastic, {Fact::column_stochastic, Fact::nonnegative}));
  CHECK(exactly({}, {}));
}

TEST_CASE("facts that make a matrix diagonal together") {
  const Facts diagonal = Fact::diagonal;
  CHECK(Facts{Fact::lower_triangular, Fact::upper_triangular} == diagonal);
  CHECK(Facts{Fact::lower_triangular, Fact::symmetric} == diagonal);
  CHECK(Facts{Fact::symmetric, Fact::upper_triangular} == diagonal);
  CHECK((Facts(Fact::lower_triangular) | Fact::symmetric) == diagonal);
  CHECK((Facts(Fact::positive_definite) | Fact::lower_triangular).has(Fact::diagonal));
}

TEST_CASE("sets of facts") {
  constexpr Facts both{Fact::positive, Fact::symmetric};
  static_assert(both.has(Fact::nonnegative));
  CHECK(both.has_all({Fact::nonnegative, Fact::symmetric}));
  CHECK_FALSE(both.has_all({Fact::nonnegative, Fact::diagonal}));
  CHECK(both.has_all({}));
  CHECK((both & Facts(Fact::positive_definite)) == Facts(Fact::symmetric));
  CHECK((both & Facts(Fact::lower_triangular)).empty());
  CHECK_FALSE(both.empty());
}

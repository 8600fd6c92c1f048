#include "examples/support/gradient_claims.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include <matgrad/matgrad.hpp>
#include "examples/support/image_batch.hpp"

using namespace matgrad;
using namespace matgrad::examples;

TEST_CASE("a wrong closed form fails, against the reference and against differences") {
  std::ostringstream out;
  pages::Worksheet sheet(out, {});
  sheet.begin("0", "a planted error");
  const Expr W = variable("W", 2, 3), x = variable("x", 3);
  const Expr L = 0.5 * squared_norm(W * x);
  const LeafValues<> point = {{W, random_matrix(2, 3, 1, 1)}, {x, random_matrix(3, 1, 1, 2)}};
  check_claims(sheet, "point", L, {{"$∂L/∂W$", W, W * x * transpose(x), ""}}, point);
  CHECK(sheet.summary().all_pass());
  check_claims(sheet, "point", L, {{"$∂L/∂W$", W, -(W * x * transpose(x)), ""}}, point);
  CHECK_FALSE(sheet.summary().all_pass());
  const auto& rows = sheet.summary().quantities();
  REQUIRE(rows.size() == 6);
  CHECK(rows[3].verdict == Verdict::failed);  // automatic against closed form
  CHECK(rows[4].verdict == Verdict::passed);  // automatic against differences
  CHECK(rows[5].verdict == Verdict::failed);  // closed form against differences
  const ReferenceValues reference("made up", {{"grad", 2, 3, {1, 2, 3, 4, 5, 6}}});
  check_claims(sheet, "made up", L, {{"$∂L/∂W$", W, W * x * transpose(x), "grad"}}, point, &reference);
  CHECK(sheet.summary().quantities()[6].verdict == Verdict::failed);
}

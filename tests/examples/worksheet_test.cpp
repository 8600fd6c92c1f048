#include "examples/support/worksheet.hpp"

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <matgrad/matgrad.hpp>
#include <sstream>

#include "examples/problems/problems.hpp"
#include "examples/support/gradient_claims.hpp"
#include "support/tiny_images.hpp"

using namespace matgrad;
using namespace matgrad::examples;

namespace {

Eigen::MatrixXd number(double value) { return Eigen::MatrixXd::Constant(1, 1, value); }

}  // namespace

TEST_CASE("a wrong closed form fails, against the reference and against differences") {
  std::ostringstream out;
  Worksheet sheet(out, {});
  sheet.begin("0", "a planted error");
  const Expr W = variable("W", 2, 3), x = variable("x", 3);
  const Expr L = 0.5 * squared_norm(W * x);
  const Point point = {{W, random_matrix(2, 3, 1, 1)}, {x, random_matrix(3, 1, 1, 2)}};
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

TEST_CASE("the relative error of shapes that differ, or of NaN, is infinite") {
  CHECK(relative_error(number(1.5), number(1)) == 0.5);
  CHECK(relative_error(number(0.25), number(0)) == 0.25);
  CHECK(relative_error(number(1), Eigen::MatrixXd::Ones(1, 2)) == std::numeric_limits<double>::infinity());
  CHECK(relative_error(number(std::numeric_limits<double>::quiet_NaN()), number(1)) ==
        std::numeric_limits<double>::infinity());
}

TEST_CASE("an empty summary, or one with an undecided line, does not pass") {
  Summary summary;
  CHECK_FALSE(summary.all_pass());
  summary.add({"1", "here", "a", "b", 1e-12, Verdict::passed});
  CHECK(summary.all_pass());
  summary.add({"1", "here", "c", "d", {}, Verdict::undecided});
  CHECK_FALSE(summary.all_pass());
  CHECK(summary.to_text().find("2 quantities checked: 1 pass, 1 undecided, 0 fail") != std::string::npos);
}

TEST_CASE("a problem that stopped is repeated in the summary, with the reason, and nothing passes") {
  Summary summary;
  summary.add({"1", "here", "a", "b", 1e-12, Verdict::passed});
  CHECK(summary.to_text().ends_with("\n1 quantity checked: 1 pass, 0 undecided, 0 fail\n"));
  summary.add_stop("2", "cannot open images.gz\n  install them");
  CHECK_FALSE(summary.all_pass());
  CHECK(
      summary.to_text().ends_with("\nproblem 2 stopped: cannot open images.gz\n"
                                  "  install them\n"
                                  "\n1 quantity checked: 1 pass, 0 undecided, 0 fail; 1 problem stopped\n"));
  summary.add_stop("3", "no reason");
  CHECK(summary.to_text().ends_with("; 2 problems stopped\n"));
}

TEST_CASE("a problem without its images stops, and the others go on") {
  std::ostringstream out;
  Options options;
  options.image_folder = "/nonexistent";
  Worksheet sheet(out, options);
  const Problem missing{7, [](Worksheet& s) { some_images(s.options(), 1); }};
  const Problem fine{8, [](Worksheet& s) {
                       s.begin("8", "fine");
                       s.require("here", "a", "b", true);
                     }};
  std::ostringstream errors;
  work(sheet, std::array{missing, fine}, errors);
  CHECK(errors.str().starts_with("\nproblem 7 stopped: cannot open /nonexistent/"));
  CHECK_FALSE(sheet.summary().all_pass());
  CHECK(sheet.summary().quantities().size() == 1);
  CHECK(sheet.summary().to_text().find("problem 7 stopped: cannot open /nonexistent/") != std::string::npos);
}

TEST_CASE("one letter cannot stand for two sizes") {
  std::ostringstream out;
  Worksheet sheet(out, {});
  sheet.begin("0", "shapes");
  const Expr W = variable("W", 2, 3), x = variable("x", 4);
  CHECK_THROWS_AS(sheet.shapes({{W, "m", "n", ""}, {x, "n", "1", ""}}), Error);
}

TEST_CASE("missing images are reported with advice") {
  try {
    read_image_batch("/nonexistent", 1, 10, 1);
    FAIL("nothing was thrown");
  } catch (const FileError& error) {
    const std::string text = error.what();
    CHECK(text.starts_with("cannot open /nonexistent/train-images-idx3-ubyte.gz: "));
    CHECK(text.find("dataset-fashion-mnist") != std::string::npos);
    CHECK(text.find("--data DIR") != std::string::npos);
  }
}

TEST_CASE("a batch holds different images of the wanted classes, the same for the same seed") {
  const TinyImages images(60);
  const ImageBatch batch = read_image_batch(images.path(), 42, 7, 5);
  CHECK(batch.images.rows() == 25);
  CHECK(batch.images.cols() == 42);
  CHECK(batch.images.minCoeff() >= 0);
  CHECK(batch.images.maxCoeff() <= 1);
  CHECK(batch.labels.maxCoeff() < 7);
  for (Index i = 1; i < batch.images.cols(); ++i)
    for (Index j = 0; j < i; ++j) CHECK(batch.images.col(i) != batch.images.col(j));
  CHECK(read_image_batch(images.path(), 42, 7, 5).images == batch.images);
  CHECK(read_image_batch(images.path(), 42, 7, 6).images != batch.images);
  CHECK_THROWS_AS(read_image_batch(images.path(), 43, 7, 5), Error);
}

TEST_CASE("a label outside the classes has no one-hot column") {
  CHECK(one_hot(Eigen::Vector2i(1, 0), 2) == (Eigen::MatrixXd(2, 2) << 0, 1, 1, 0).finished());
  CHECK_THROWS_AS(one_hot(Eigen::Vector2i(1, 2), 2), Error);
}

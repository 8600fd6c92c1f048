#include "examples/problems/exam_autoencoder.hpp"

#include <doctest/doctest.h>

#include <matgrad/matgrad.hpp>

#include "examples/problems/problems.hpp"
#include "worked.hpp"

using namespace matgrad;
using namespace matgrad::examples;

TEST_CASE("problem 5: the answers read as in the book while the functions are symbols") {
  const ExamAutoencoder model = exam_autoencoder(3, 6);
  CHECK(to_text(gradient(model.J, model.y_pred)) == "y_pred − y");
  CHECK(to_text(gradient(model.J, model.z2)) == "(y_pred − y) ∘ f⁽²⁾′(z⁽²⁾)");
  CHECK(to_text(gradient(model.J, model.W2)) == "((y_pred − y) ∘ f⁽²⁾′(z⁽²⁾)) a⁽¹⁾ᵀ");
}

TEST_CASE("problem 5: without a definition the functions cannot be evaluated") {
  const ExamAutoencoder model = exam_autoencoder(2, 2);
  const Function f({model.W1, model.b1, model.W2, model.b2, model.x, model.y}, {model.J});
  const Eigen::MatrixXd W = Eigen::MatrixXd::Ones(2, 2), v = Eigen::MatrixXd::Ones(2, 1);
  CHECK_THROWS_AS(f(W, v, W, v, v, v), MissingInputError);
}

TEST_CASE("problem 5: worked on reference values and images") {
  const Worked worked(work_exam_autoencoder);
  INFO(worked.table());
  CHECK(worked.all_pass());
  CHECK(worked.compared("exam_autoencoder", "reference value") == 14);
  CHECK(worked.compared("exam_autoencoder", "finite differences") == 12);
  CHECK(worked.compared("tanh, identity", "finite differences") == 12);
  CHECK(worked.compared("images", "finite differences") == 12);
  CHECK(worked.printed("W⁽²⁾    d×m    6×3   weights of the output"));
  CHECK(worked.wrote("problem_5.dot"));
}

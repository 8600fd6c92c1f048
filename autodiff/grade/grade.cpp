#include "matgrad/autodiff/grade/grade.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "matgrad/autodiff/check/kink.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/grade/base_grade.hpp"
#include "matgrad/autodiff/grade/explanation.hpp"
#include "matgrad/autodiff/grade/graded_numbers.hpp"
#include "matgrad/autodiff/grade/judgement.hpp"
#include "matgrad/autodiff/grade/prepared_question.hpp"
#include "matgrad/autodiff/grade/readings.hpp"
#include "matgrad/autodiff/grade/rounded_numbers.hpp"
#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/grade/wording.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/transform/substitute.hpp"

namespace matgrad {
namespace {

using namespace grading;

constexpr double rounding = 1e-10;        // of expressions, in long double
constexpr double matrix_rounding = 1e-6;  // of matrices from elsewhere

/// Enough points to tell terms apart, also for a scalar.
std::size_t point_count(Shape shape) {
  return static_cast<std::size_t>(std::clamp<Index>(24 / std::max<Index>(1, shape.size()), 3, 12));
}

/// A scalar loss, or one that ends at its upstream node.
std::optional<Expr> upstream_of(const Expr& loss, const GradeOptions& options) {
  if (options.upstream || loss.shape().is_scalar()) return options.upstream;
  return loss;
}

/// Throws if the adjoint of a node may not stand in an answer: it is what is asked for, or no step towards it.
void require_step(const Expr& node, const Question& question) {
  Expr core = node;
  while (core.op().is_alias() && !(core == question.wrt())) core = core.input(0);
  Expr asked = question.wrt();
  while (asked.op().is_alias() && !(core == asked)) asked = asked.input(0);
  if (core == asked)
    throw Error("grade: the answer speaks of " + question.adjoint_name(node.symbol()) +
                ", which is what is asked for: that is no answer");
  if (question.graph().contains(node) && question.depends_on_variable(node)) return;
  Error error("grade: the answer speaks of " + question.adjoint_name(node.symbol()) + ", but " +
              std::string(node.symbol()) + " does not depend on " + to_text(question.wrt()));
  error.add_context("an answer may hold adjoints of what lies between the variable and the loss");
  throw error;
}

/// The answer in terms of the question: leaves that stand for adjoints are replaced by what they stand for.
Expr resolved(const Expr& answer, const Question& question, const GradeOptions& options) {
  Substitution substitution;
  const Graph spoken_of(answer);
  for (const auto& [leaf, node] : options.adjoints) {
    if (!spoken_of.contains(leaf)) continue;
    if (leaf.shape() != node.shape())
      throw ShapeError("grade: " + described(leaf) + " cannot be the adjoint of " + described(node));
    const bool free = question.upstream() && question.upstream()->node == node;
    if (!free) require_step(node, question);
    const std::optional<Expr> adjoint = free ? question.upstream()->adjoint : question.adjoint(node);
    if (!adjoint) throw Error("grade: the loss does not depend on " + described(node) + ", so it has no adjoint");
    substitution.emplace_back(leaf, *adjoint);
  }
  const Expr result = substitute(answer, substitution);
  for (const Expr& leaf : Graph(result).leaves()) {
    const bool is_free = question.upstream() && question.upstream()->adjoint == leaf;
    if (question.graph().contains(leaf) || is_free || leaf == question.wrt()) continue;
    throw Error("grade: the answer speaks of " + described(leaf) +
                ", which is neither a variable of the question nor the adjoint of a part of it");
  }
  return result;
}

Diagnosis not_finite(const Question& question, const Expr& failing) {
  return {
      "not finite",
      "The answer is not a finite number where the loss and its gradient are: see " +
          Wording(question).definition(failing) + ".",
      "Is a logarithm, a root, an inverse or a quotient taken of something that may be negative, singular or 0?",
      {}};
}

double tolerance_of(const GradeOptions& options, double otherwise) {
  const double tolerance = options.tolerance.value_or(otherwise);
  if (!(0 < tolerance && tolerance < 1)) throw Error("grade: the tolerance must lie between 0 and 1");
  return tolerance;
}

/// What must be finite at the points at which slips are looked for in an answer of another shape.
TestPoints points_in_domain(const Question& question, const GradeOptions& options) {
  std::vector<Expr> finite{question.truth()};
  if (question.loss().shape().is_scalar() || !question.upstream()) finite.push_back(question.loss());
  if (question.upstream()) finite.insert(finite.end(), {question.upstream()->node, question.upstream()->adjoint});
  for (const Path& path : question.paths()) finite.push_back(path.contribution);
  for (const Expr& leaf : question.graph().leaves()) finite.push_back(leaf);
  finite.push_back(question.wrt());
  return {finite, point_count(question.shape()), options.seed};
}

void explain_formula(Grade& result, const Question& question, const Expr& answer, const TestPoints& points,
                     double tolerance) {
  std::optional<std::vector<Values>> values = points.values(answer);
  if (!values) return;
  const Examination examination(question, points, *std::move(values), tolerance);
  explain(result, examination, parts_of(answer),
          [&](const Wording& wording) { return sum_to_one_slips(examination, answer, wording); });
}

/// Drops what does not explain the answer at further points: conditions of a slip may differ from those of
/// question and answer, in whose pieces it was confirmed.
void confirm(Grade& result, const Question& question, const Expr& answer, const TestPoints& points) {
  constexpr double tolerance = 1e-7;
  std::optional<std::vector<Values>> values = points.values(answer);
  if (points.count() == 0 || result.diagnoses.empty() || !values) return;
  const Examination examination(question, points, *std::move(values), tolerance);
  std::erase_if(result.diagnoses, [&](const Diagnosis& one) {
    try {
      return one.reproduction && !examination.is_reproduced_by(*one.reproduction);
    } catch (const SearchEnded&) {
      return false;
    }
  });
}

/// How many times the right answer this one is, if it is a multiple of it.
std::optional<double> multiple_of_truth(const Question& question, const Expr& answer, const TestPoints& points) {
  std::optional<std::vector<Values>> values = points.values(answer);
  if (!values) return std::nullopt;
  return Examination(question, points, *std::move(values), rounding).multiple_of_truth();
}

Grade of_other_shape(const Question& question, const Expr& answer, const GradeOptions& options, double tolerance) {
  Grade result = base_grade(question, 0, answer.shape());
  result.verdict = GradeVerdict::wrong;
  if (!options.explain) return result;
  try {
    const TestPoints points = points_in_domain(question, options);
    result.points = points.count();
    explain_formula(result, question, answer, points, tolerance);
  } catch (const DomainError&) {
    // Its shape is wrong all the same.
  }
  return result;
}

WorstEntry worst_entry(const Disagreement& worst) {
  return {worst.row, worst.col, static_cast<double>(worst.given), static_cast<double>(worst.expected)};
}

Grade graded(const Question& question, const Expr& written, const GradeOptions& options) {
  const double tolerance = tolerance_of(options, rounding);
  const Expr answer = resolved(written, question, options);
  // A plain 0 is a zero gradient of any shape.
  const bool fits = answer.shape() == question.shape();
  if (!fits && number_value(answer) != 0.0) return of_other_shape(question, answer, options, tolerance);
  const std::size_t count = point_count(question.shape());
  const ComparisonOptions comparing{
      .tolerance = tolerance, .seed = options.seed, .points = count, .given = options.given};
  ComparisonOptions with_survey = comparing;
  with_survey.survey = options.explain && fits;
  Judgement judgement = compared(question, answer, with_survey);
  Grade result = base_grade(question, judgement.compared, answer.shape());
  result.verdict = judgement.verdict;
  result.undecided_because = std::move(judgement.undecided_because);
  result.relative_error = judgement.relative_error;
  result.restriction = judgement.restriction;
  result.unreached = std::move(judgement.unreached);
  result.remarks = std::move(judgement.remarks);
  result.region = std::move(judgement.region);
  if (judgement.worst) result.worst = worst_entry(*judgement.worst);
  if (result.verdict != GradeVerdict::wrong || !options.explain) return result;
  if (judgement.not_finite) {
    result.diagnoses.push_back(not_finite(question, *judgement.not_finite));
    return result;
  }
  if (!fits) return of_other_shape(question, answer, options, tolerance);
  const auto is_right = [&](const Expr& other) {
    return compared(question, other, comparing).verdict == GradeVerdict::right;
  };
  std::vector<Point>& points = judgement.points;
  points.resize(std::min(points.size(), count));
  for (Point& point : judgement.covering) points.push_back(std::move(point));
  const TestPoints test_points(judgement.leaves, points);
  if (auto rounded_one = rounded_number(answer, multiple_of_truth(question, answer, test_points), is_right)) {
    result.diagnoses.push_back(*std::move(rounded_one));
    return result;
  }
  explain_formula(result, question, answer, test_points, tolerance);
  confirm(result, question, answer, TestPoints(judgement.leaves, judgement.sample));
  return result;
}

/// Whether an answer may be a Jacobian: the formula has entries, and the answer no adjoint that weights them.
bool may_be_jacobian(const PreparedQuestion& given) {
  if (given.loss.shape().is_scalar() || given.options.upstream) return false;
  const Graph answer(given.answer);
  const auto is_spoken_of = [&](const auto& adjoint) { return answer.contains(adjoint.first); };
  return std::ranges::none_of(given.options.adjoints, is_spoken_of);
}

std::string how_to_answer(const Expr& formula, const Expr& wrt) {
  return "The formula is " + to_string(formula.shape()) + ", no number: an answer is its Jacobian, " +
         to_string(Shape{formula.shape().size(), wrt.shape().size()}) +
         ", or a gradient in terms of the formula's adjoint.";
}

}  // namespace

Grade grade(const Expr& loss, const Expr& wrt, const Expr& answer, const GradeOptions& options) {
  const PreparedQuestion given = prepared(loss, wrt, answer, options);
  const Judge judge = [&given](const Question& question, const Expr& one) {
    return graded(question, one, given.options);
  };
  const bool is_jacobian = may_be_jacobian(given);
  if (is_jacobian)
    if (auto found = read_as_jacobian(given.loss, given.wrt, options.path, given.answer, judge, judge))
      return *found;
  const std::optional<Expr> upstream = upstream_of(given.loss, given.options);
  Grade result = with_number_read(Question(given.loss, given.wrt, upstream, options.path), given.answer, judge);
  if (!result.right() && is_jacobian) result.remarks.push_back(how_to_answer(given.loss, given.wrt));
  if (result.right() || !upstream || *upstream == given.loss) return result;
  // The answer may speak of what the adjoint is, rather than of the adjoint.
  Grade in_full =
      with_number_read(Question(given.loss, given.wrt, std::nullopt, options.path), given.answer, judge);
  return in_full.right() ? in_full : result;
}

Grade grade(const Expr& loss, const Expr& wrt, const LeafValues<>& values, const Eigen::MatrixXd& answer,
            const GradeOptions& options) {
  const double tolerance = tolerance_of(options, matrix_rounding);
  const Question question(loss, wrt, upstream_of(loss, options), options.path);
  LeafValues<> known = values;
  bool has_adjoint = false;
  if (question.upstream()) {
    for (const auto& [leaf, node] : options.adjoints)
      for (const auto& [named, value] : values)
        if (named == leaf && node == question.upstream()->node) {
          known.emplace_back(question.upstream()->adjoint, value);
          has_adjoint = true;
        }
  }
  const TestPoints points(known);
  const Values given = answer.cast<long double>();
  Grade result = base_grade(question, points.count(), {answer.rows(), answer.cols()});
  result.verdict = GradeVerdict::wrong;
  if (!given.allFinite()) {
    result.diagnoses.push_back({"not finite", "The answer holds NaN or infinite entries.", "", {}});
    return result;
  }
  const Judge judge = [&](const Question& asked, const Expr& one) {
    return graded_numbers(asked, points, points.evaluated(one, 0), tolerance, options.explain,
                          Kink::at(asked.loss(), asked.truth(), asked.wrt(), known));
  };
  const bool is_jacobian = !loss.shape().is_scalar() && !options.upstream && !has_adjoint;
  if (!is_jacobian) return with_number_read(question, constant(answer), judge);
  if (auto found = read_as_jacobian(loss, wrt, options.path, constant(answer), judge)) return *found;
  result.diagnoses.push_back({"wrong shape", how_to_answer(loss, wrt), "", {}});
  return result;
}

}  // namespace matgrad

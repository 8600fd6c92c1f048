#include "matgrad/autodiff/grade/judgement.hpp"

#include <algorithm>
#include <cmath>

#include "matgrad/autodiff/check/greatest_rank.hpp"
#include "matgrad/autodiff/check/kink.hpp"
#include "matgrad/autodiff/check/random_value.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/grade/coverage.hpp"
#include "matgrad/autodiff/grade/domain_correction.hpp"
#include "matgrad/autodiff/grade/evaluator.hpp"
#include "matgrad/autodiff/grade/piece_search.hpp"
#include "matgrad/autodiff/grade/restriction.hpp"
#include "matgrad/autodiff/grade/singular_matrix.hpp"
#include "matgrad/autodiff/grade/smooth_function.hpp"
#include "matgrad/autodiff/grade/survey.hpp"
#include "matgrad/autodiff/grade/trial.hpp"

namespace matgrad::grading {
namespace {

constexpr std::size_t needed = 4;                 // points that agree make an answer right
constexpr std::size_t function_choices = 3;       // of unspecified functions
constexpr std::size_t most_failures = 30;         // draws in a row outside the domain
constexpr std::size_t least_screened = 200;       // points in double for what is piecewise
constexpr std::size_t most_examined = 60;         // and in full
constexpr std::size_t uneven = 100;               // points that search for pieces
constexpr std::size_t sampled = 120;              // points that confirm an explanation
constexpr double far_sizes[] = {0.05, 2, 8, 32};  // of points that look for what has no value
constexpr long double screen_tolerance = 1e-6L;

class JudgingSession {
 public:
  JudgingSession(const Question& question, const Expr& answer, const ComparisonOptions& options)
      : question_(question), options_(options), random_(random_generator(options.seed, 0)) {
    const std::vector<Expr> all{question.truth(), answer, question.loss()};
    const bool several = with_smooth_functions(all, 0) != all;
    for (std::size_t choice = 0; choice < (several ? function_choices : 1); ++choice)
      trials_.emplace_back(question, answer, choice);
    for (const Trial& trial : trials_) corrections_.emplace_back(trial.evaluator(), trial.domain());
    coverage_.emplace(trials_.front().evaluator());
    result_.leaves = trials_.front().evaluator().leaves();
  }

  Judgement run() {
    const Expr exprs[] = {question_.loss(), question_.truth()};
    if (const std::optional<Expr> matrix = always_singular(exprs)) {
      result_.undecided_because = always_singular_text(*matrix);
      return std::move(result_);
    }
    examine_given();
    examine_general();
    if (differing_.empty() && !is_not_finite() && coverage_->anything_piecewise()) screen();
    conclude();
    if (result_.verdict == GradeVerdict::wrong && !result_.not_finite && options_.survey) survey();
    return std::move(result_);
  }

 private:
  const Trial& trial_of(const Point& point) const { return trials_[point.functions]; }

  std::optional<EvaluatedPoint> inside(Point point) {
    point.functions = next_function_++ % trials_.size();
    return corrections_[point.functions].corrected(std::move(point));
  }

  std::optional<EvaluatedPoint> drawn(double size) { return inside(general_point(result_.leaves, size, random_)); }

  void examine_given() {
    if (options_.given.empty()) return;
    Point point = general_point(result_.leaves, moderate_size(random_), random_);
    std::size_t found = 0;
    for (std::size_t i = 0; i < result_.leaves.size(); ++i)
      for (const auto& [leaf, value] : options_.given)
        if (leaf == result_.leaves[i]) {
          point.values[i] = value;
          ++found;
        }
    if (found == 0) return;
    const Trial& trial = trial_of(point);
    EvaluatedPoint given{point, trial.evaluator().at<double>(point.values)};
    if (failing_node<double>(trial.evaluator(), given.values, trial.domain())) {
      result_.remarks.push_back("At the given values the gradient is not finite: they are no test point.");
      return;
    }
    if (const std::optional<Kink> kink = kink_at(point)) {
      result_.remarks.push_back("At the given values the loss has a kink (" + kink->where() +
                                "): they are no test point.");
      return;
    }
    if (!examine(given, true))
      result_.remarks.push_back("At the given values rounding or a kink hides whether the answer is right.");
  }

  std::optional<Kink> kink_at(const Point& point) const {
    LeafValues<> values;
    for (std::size_t i = 0; i < result_.leaves.size(); ++i)
      values.emplace_back(result_.leaves[i], point.values[i]);
    const std::vector<Expr> exprs =
        with_smooth_functions({question_.loss(), question_.truth(), question_.wrt()}, point.functions);
    return Kink::at(exprs[0], exprs[1], exprs[2], values);
  }

  void examine_general() {
    const std::size_t wanted = std::max(options_.points, 2 * needed);
    std::size_t failures = 0, draws = 0;
    while (!is_enough(wanted) && failures < most_failures && draws < 6 * wanted) {
      // Where nothing but moderate values is finite, and for explanations, these are drawn in place of others.
      const bool moderate = draws++ % 2 == 0 || failures > 2 || !differing_.empty();
      const auto point = drawn(moderate ? moderate_size(random_) : any_size(random_));
      if (!point) {
        ++failures;
        continue;
      }
      failures = 0;
      examine(*point, false);
      if (is_not_finite() && draws > 2 * needed) return;
    }
    // Where values leave the range of double, as of long products, entries around 1 leave it last.
    for (std::size_t i = 0; i < wanted && differing_.empty() && agreeing_.size() < needed; ++i)
      if (const auto point = drawn(1)) examine(*point, false);
  }

  /// An explanation of a wrong answer is looked for at moderate points, where little is lost to rounding.
  bool is_enough(std::size_t wanted) const {
    if (differing_.empty()) return agreeing_.size() >= wanted;
    return std::ranges::count_if(differing_, is_moderate) + std::ranges::count_if(agreeing_, is_moderate) >=
           static_cast<std::ptrdiff_t>(options_.points);
  }

  /// Compares at a point in full. Whether it could be compared.
  bool examine(const EvaluatedPoint& at, bool given) {
    const Trial& trial = trial_of(at.point);
    const Evaluator& evaluator = trial.evaluator();
    const Evaluation<long double> exact = evaluator.at<long double>(at.point.values);
    if (!exact.is_finite(trial.truth())) return false;
    const std::vector<Choices> choices = coverage_->choices(evaluator, exact);
    if (is_near_kink(choices) || !take_same_pieces(choices, coverage_->choices(evaluator, at.values)))
      return false;
    if (at.point.size == 0 && is_at_kink(choices)) return false;
    if (!exact.is_finite(trial.answer())) {
      note_not_finite(trial, exact, at.point, given);
      return false;
    }
    if (!at.values.is_finite(trial.answer())) {
      ++overflows_;
      return false;
    }
    const EntryComparison comparison = trial.compared(exact, at.values, options_.tolerance);
    if (comparison.worst()) {
      if (differing_.empty() || (is_moderate(at.point) && !is_moderate(differing_.front()))) {
        differing_.insert(differing_.begin(), at.point);
        result_.worst = comparison.worst();
      } else {
        differing_.push_back(at.point);
      }
      return true;
    }
    if (!comparison.is_clear()) {
      ++unclear_;
      return false;
    }
    (comparison.has_content() ? agreeing_ : vanishing_).push_back(at.point);
    result_.relative_error = std::max(result_.relative_error, static_cast<double>(comparison.relative_error()));
    coverage_->add(choices);
    return true;
  }

  /// An overflow is the machine's; anything else is the answer's.
  void note_not_finite(const Trial& trial, const Evaluation<long double>& exact, const Point& point, bool given) {
    if (point.size == 0 && !given) return;
    const std::size_t answer[] = {trial.answer()};
    const auto failing = failing_node<long double>(trial.evaluator(), exact, answer);
    if (!failing) return;
    const Expr& node = trial.evaluator().graph().nodes()[*failing];
    if (overflows<long double>(trial.evaluator(), exact, *failing)) {
      ++overflows_;
      return;
    }
    ++not_finite_;
    if (is_moderate(point) || given) ++not_finite_moderate_;
    if (!result_.not_finite) result_.not_finite = node;
  }
  bool is_not_finite() const { return not_finite_moderate_ > 0 || not_finite_ > 1; }

  /// A quick look in double: in full only at points that show something new.
  void consider(const EvaluatedPoint& at, const std::vector<Choices>& choices) {
    if (examined_ >= most_examined || !differing_.empty() || is_not_finite()) return;
    if (coverage_->is_new(choices) || seems_to_differ(trial_of(at.point), at.values)) {
      ++examined_;
      examine(at, false);
    }
    ++result_.compared;
  }

  static bool seems_to_differ(const Trial& trial, const Evaluation<double>& values) {
    if (!values.is_finite(trial.answer())) return true;
    const Measured truth = trial.truth_at(values), answer = trial.answer_at(values);
    const auto scale = truth.scale.cwiseMax(answer.scale);
    return ((truth.value - answer.value).cwiseAbs().array() > screen_tolerance * scale.array()).any();
  }

  void screen() {
    search([this](const EvaluatedPoint& at, const std::vector<Choices>& choices) { consider(at, choices); });
  }

  /// Of a wrong answer: where it is right.
  void survey() {
    if (!coverage_->anything_piecewise()) return;
    Survey seen(trials_);
    search([&](const EvaluatedPoint& at, const std::vector<Choices>& choices) { seen.visit(at, choices); });
    result_.region = region_text(*coverage_, question_, seen.observations());
    result_.covering = seen.covering_points();
    result_.sample = seen.sample(sampled);
  }

  /// Many points in double; then values of very different sizes, and zeros; then what is found from there.
  void search(const PieceSearch::Visit& visit) {
    PieceSearch search(trials_, *coverage_, visit);
    const std::size_t screened = std::max(least_screened, search.most_attempts() / 2);
    for (std::size_t i = 0; i < screened; ++i)
      if (const auto at = drawn(i % 2 == 0 ? moderate_size(random_) : any_size(random_))) search.add(*at);
    for (std::size_t i = 0; i < uneven && !coverage_->is_complete(); ++i)
      if (const auto at = inside(uneven_point(result_.leaves, random_))) search.add(*at);
    search.walk();
    search.look_further();
  }

  void conclude() {
    std::vector<Point>& points = result_.points;
    points = differing_;
    points.insert(points.end(), agreeing_.begin(), agreeing_.end());
    points.insert(points.end(), vanishing_.begin(), vanishing_.end());
    // The first is the witness.
    if (!points.empty()) std::stable_partition(points.begin() + 1, points.end(), is_moderate);
    result_.compared += points.size();
    if (!differing_.empty()) {
      result_.verdict = GradeVerdict::wrong;
      result_.not_finite.reset();
    } else if (is_not_finite()) {
      result_.verdict = GradeVerdict::wrong;
    } else {
      result_.not_finite.reset();
      const bool is_zero = agreeing_.empty() && vanishing_.size() >= needed;
      result_.verdict = agreeing_.size() >= needed || is_zero ? GradeVerdict::right : GradeVerdict::undecided;
      say_what_was_left();
    }
  }

  void say_what_was_left() {
    result_.unreached = coverage_->unreached();
    const Trial& trial = trials_.front();
    DomainCorrection& corrections = corrections_.front();
    if (result_.verdict == GradeVerdict::right) {
      // What has no value far from 0 may not have been drawn.
      for (int i = 0; i < 4; ++i)
        for (const double size : far_sizes) corrections.look_at(general_point(result_.leaves, size, random_));
      result_.restriction = restriction_of(question_, trial.evaluator(), trial.domain(), corrections.special(),
                                           result_.points, random_);
      if (overflows_ > 0)
        result_.remarks.push_back(
            "At " + counted(overflows_, "further point") +
            ", of very large or small entries, the answer overflows, and the gradient does not.");
      return;
    }
    if (std::string singular = singular_at_points(question_, random_); !singular.empty()) {
      result_.undecided_because = std::move(singular);
      return;
    }
    if (overflows_ > 0)
      result_.remarks.push_back("At " + counted(overflows_, "point") +
                                " the answer overflows where the gradient does not.");
    if (unclear_ > 0)
      result_.remarks.push_back("At " + counted(unclear_, "point") + " rounding hides whether they agree.");
    if (corrections.failed() && unclear_ + overflows_ + result_.points.size() == 0)
      result_.remarks.push_back("No values were found at which " +
                                to_text(trial.evaluator().graph().nodes()[*corrections.failed()]) + " is finite.");
  }

  const Question& question_;
  const ComparisonOptions& options_;
  std::mt19937_64 random_;
  std::vector<Trial> trials_;  // by choice of functions
  std::vector<DomainCorrection> corrections_;
  std::optional<Coverage> coverage_;
  Judgement result_;
  std::vector<Point> differing_, agreeing_, vanishing_;
  std::size_t next_function_ = 0, examined_ = 0, overflows_ = 0, unclear_ = 0;
  std::size_t not_finite_ = 0, not_finite_moderate_ = 0;
};

}  // namespace

Judgement compared(const Question& question, const Expr& answer, const ComparisonOptions& options) {
  return JudgingSession(question, answer, options).run();
}

}  // namespace matgrad::grading

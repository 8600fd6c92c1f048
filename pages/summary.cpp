#include "pages/summary.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/show/text_table.hpp>

namespace matgrad::pages {
std::string short_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::passed:
      return "pass";
    case Verdict::undecided:
      return "undecided";
    case Verdict::failed:
      break;
  }
  return "FAIL";
}

bool Summary::all_pass() const {
  return !quantities_.empty() && stops_.empty() &&
         std::all_of(quantities_.begin(), quantities_.end(),
                     [](const CheckedQuantity& q) { return q.verdict == Verdict::passed; });
}

std::string Summary::to_text() const {
  std::vector<std::vector<std::string>> rows = {
      {"problem", "input", "quantity", "against", "relative error", "result"}};
  for (const CheckedQuantity& q : quantities_)
    rows.push_back({q.problem, q.input, plain(q.quantity), plain(q.against),
                    q.relative_error ? fmt::format("{:.1e}", *q.relative_error) : "–", short_name(q.verdict)});
  const auto count = [this](Verdict verdict) {
    return std::count_if(quantities_.begin(), quantities_.end(),
                         [verdict](const CheckedQuantity& q) { return q.verdict == verdict; });
  };
  std::string text = text_table(rows, "  ") + "\n";
  for (const Stop& stop : stops_) text += "problem " + stop.problem + " stopped: " + stop.reason + "\n\n";
  text += fmt::format("{} {} checked: {} pass, {} undecided, {} fail", quantities_.size(),
                      quantities_.size() == 1 ? "quantity" : "quantities", count(Verdict::passed),
                      count(Verdict::undecided), count(Verdict::failed));
  if (!stops_.empty()) text += "; " + counted(stops_.size(), "problem") + " stopped";
  return text + "\n";
}

double relative_error(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols()) return std::numeric_limits<double>::infinity();
  if (!a.allFinite() || !b.allFinite()) return std::numeric_limits<double>::infinity();
  if (a.size() == 0) return 0;
  const double difference = (a - b).cwiseAbs().maxCoeff(), scale = b.cwiseAbs().maxCoeff();
  return scale > 0 ? difference / scale : difference;
}

}  // namespace matgrad::pages

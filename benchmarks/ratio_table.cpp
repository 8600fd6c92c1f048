#include "ratio_table.hpp"

#include <algorithm>
#include <cstdio>

namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  const double upper = *middle;
  return values.size() % 2 == 1 ? upper : (upper + *std::max_element(values.begin(), middle)) / 2;
}

std::string in_readable_unit(double nanoseconds) {
  const char* unit = "ns";
  for (const char* larger : {"us", "ms", "s"}) {
    if (nanoseconds < 1000) break;
    nanoseconds /= 1000;
    unit = larger;
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.4g %s", nanoseconds, unit);
  return text;
}

std::string column(const std::vector<double>& values) {
  return values.empty() ? "" : in_readable_unit(median(values));
}

/// Removes `part` from `name`; false if it does not occur.
bool remove_part(std::string& name, const std::string& part) {
  const std::size_t position = name.find(part);
  if (position == std::string::npos) return false;
  name.erase(position, part.size());
  return true;
}

}  // namespace

bool RatioTable::ReportContext(const Context& context) {
  PrintBasicContext(&GetErrorStream(), context);
  return true;
}

void RatioTable::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    if (run.run_type != Run::RT_Iteration) continue;
    std::string name = run.run_name.function_name;
    if (!run.run_name.args.empty()) name += "/" + run.run_name.args;
    if (run.error_occurred) {
      if (run.repetition_index == 0) std::fprintf(stderr, "%s: %s\n", name.c_str(), run.error_message.c_str());
      failed_ = true;
      continue;
    }
    const double time = run.real_accumulated_time * 1e9 / static_cast<double>(run.iterations);
    std::string other;
    for (const char* candidate : {"handwritten", "whole", "libm", "eigen", "xsimd"})
      if (remove_part(name, std::string("/") + candidate)) other = candidate;
    remove_part(name, "/matgrad");
    Times& times = times_[name];
    if (other.empty()) times.registered = {run.family_index, run.per_family_instance_index};
    (other.empty() ? times.matgrad : times.others[other]).push_back(time);
    const auto counter = run.counters.find("per_node");
    if (counter != run.counters.end()) times.per_node.push_back(counter->second.value * 1e9);
  }
}

void RatioTable::Finalize() {
  std::printf("\n%-36s %5s %12s %12s %-11s %7s %12s\n", "median of", "runs", "matgrad", "fastest", "other",
              "ratio", "per node");
  std::vector<std::pair<std::string, Times>> table(times_.begin(), times_.end());
  std::sort(table.begin(), table.end(),
            [](const auto& a, const auto& b) { return a.second.registered < b.second.registered; });
  for (const auto& [name, times] : table) {
    std::string ratio, fastest;
    for (const auto& [other, measured] : times.others)
      if (fastest.empty() || median(measured) < median(times.others.at(fastest))) fastest = other;
    const std::vector<double> best = fastest.empty() ? std::vector<double>() : times.others.at(fastest);
    if (!times.matgrad.empty() && !best.empty()) {
      char text[32];
      std::snprintf(text, sizeof text, "%.2f", median(times.matgrad) / median(best));
      ratio = text;
    }
    const std::size_t runs = std::max(times.matgrad.size(), best.size());
    std::printf("%-36s %5zu %12s %12s %-11s %7s %12s\n", name.c_str(), runs, column(times.matgrad).c_str(),
                column(best).c_str(), fastest.c_str(), ratio.c_str(), column(times.per_node).c_str());
  }
}

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "includes.hpp"
#include "sources.hpp"

namespace {

using matgrad::tests::includes_of;
using matgrad::tests::read_sources;
using matgrad::tests::Source;

/// What includes what, by name.
using IncludeGraph = std::map<std::string, std::set<std::string>>;

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/')); }
/// a.hpp and a.cpp are one unit.
std::string unit_of(const std::string& path) { return path.substr(0, path.rfind('.')); }
std::string file_of(const std::string& path) { return path; }

IncludeGraph include_graph(const std::vector<Source>& sources, std::string (*name)(const std::string&)) {
  std::set<std::string> paths;
  for (const Source& source : sources) paths.insert(source.path);
  IncludeGraph graph;
  for (const Source& source : sources) {
    std::set<std::string>& included = graph[name(source.path)];
    for (const auto& include : includes_of(source))
      if (paths.contains(include.name) && name(include.name) != name(source.path))
        included.insert(name(include.name));
  }
  return graph;
}

/// Sets of names each of which includes each other, directly or through others (Tarjan 1972).
class Circles {
 public:
  explicit Circles(const IncludeGraph& graph) : graph_(graph) {
    for (const auto& [name, included] : graph)
      if (!number_.contains(name)) visit(name);
  }
  const std::vector<std::set<std::string>>& found() const { return found_; }

 private:
  std::size_t visit(const std::string& name) {
    const std::size_t own = number_[name] = number_.size();
    std::size_t least = own;
    open_.push_back(name);
    for (const std::string& next : graph_.at(name))
      if (!number_.contains(next))
        least = std::min(least, visit(next));
      else if (std::ranges::find(open_, next) != open_.end())
        least = std::min(least, number_[next]);
    if (least < own) return least;
    std::set<std::string> circle;
    for (bool done = false; !done; open_.pop_back()) {
      circle.insert(open_.back());
      done = open_.back() == name;
    }
    if (circle.size() > 1) found_.push_back(circle);
    return least;
  }

  const IncludeGraph& graph_;
  std::map<std::string, std::size_t> number_;
  std::vector<std::string> open_;
  std::vector<std::set<std::string>> found_;
};

std::string circles_text(const IncludeGraph& graph) {
  std::string text;
  const Circles circles(graph);
  for (const auto& circle : circles.found()) {
    for (const std::string& name : circle) text += name + " ";
    text += "\n";
  }
  return text;
}

std::vector<Source> all_sources() {
  return read_sources({"autodiff", "nn", "models", "pages", "examples", "cli"});
}

/// Units whose implementations use each other, though their headers do not: the header of one states types, and a
/// function above them whose implementation needs the others. It may only become shorter.
const std::vector<std::set<std::string>> known_circles = {
    {"autodiff/check/draw_values", "autodiff/check/greatest_rank", "autodiff/check/regular_arguments"},
    {"autodiff/expression/arrange", "autodiff/expression/notation", "autodiff/expression/size_fractions"},
    {"autodiff/expression/expr", "autodiff/expression/followed", "autodiff/expression/graph",
     "autodiff/expression/node_map", "autodiff/expression/op",
     "autodiff/expression/print", "autodiff/expression/told_sizes", "autodiff/expression/unused_names"},
    {"autodiff/grade/base_grade", "autodiff/grade/examination", "autodiff/grade/explanation",
     "autodiff/grade/grade", "autodiff/grade/graded_numbers", "autodiff/grade/judgement",
     "autodiff/grade/prepared_question", "autodiff/grade/readings", "autodiff/grade/rounded_numbers",
     "autodiff/grade/slips", "autodiff/grade/suspicions"},
    {"autodiff/kernels/kernel_sets", "autodiff/kernels/kernels"},
    {"autodiff/language/fillings", "autodiff/language/name_table", "autodiff/language/parse",
     "autodiff/language/shape_assumptions", "autodiff/language/shape_inference"},
    {"autodiff/language/formula_parser", "autodiff/language/syntax"},
    {"autodiff/language/function_lists", "autodiff/language/function_table"},
    {"autodiff/operations/broadcast", "autodiff/operations/lane_sums", "autodiff/operations/lanes",
     "autodiff/operations/reduce"},
    {"autodiff/operations/spectral", "autodiff/operations/spectral_quotient"},
    {"autodiff/rewrite/fraction", "autodiff/rewrite/normal_form"},
    {"autodiff/show/graph_picture", "autodiff/show/picture_adjoints", "autodiff/show/picture_graph"},
    {"autodiff/show/latex", "autodiff/show/latex_sign"},
    {"autodiff/show/mathml", "autodiff/show/mathml_elements"},
    {"autodiff/tape/plan", "autodiff/tape/tape"}};

TEST_CASE("no files and no folders include each other in a circle") {
  const std::vector<Source> sources = all_sources();
  CHECK(circles_text(include_graph(sources, file_of)) == "");
  CHECK(circles_text(include_graph(sources, folder_of)) == "");
}

TEST_CASE("no headers with their implementations include each other in a circle, save those that are known") {
  const Circles circles(include_graph(all_sources(), unit_of));
  for (const std::set<std::string>& circle : circles.found()) {
    std::string names;
    for (const std::string& name : circle) names += name + " ";
    CHECK_MESSAGE(std::ranges::any_of(known_circles,
                                      [&](const auto& known) { return std::ranges::includes(known, circle); }),
                  names);
  }
}

TEST_CASE("planted circles are found, and a header with its implementation is none") {
  const std::vector<Source> sources = {
      {"autodiff/show/a.hpp", "#include \"matgrad/autodiff/show/b.hpp\"\n"},
      {"autodiff/show/b.hpp", "#include \"matgrad/autodiff/tape/c.hpp\"\n"},
      {"autodiff/show/b.cpp", "#include \"matgrad/autodiff/show/b.hpp\"\n"},
      {"autodiff/tape/c.hpp", "#include <vector>\n"},
  };
  CHECK(circles_text(include_graph(sources, file_of)) == "");
  CHECK(circles_text(include_graph(sources, unit_of)) == "");
  std::vector<Source> more = sources;
  more[3].text += "#include \"matgrad/autodiff/show/a.hpp\"\n";
  CHECK(circles_text(include_graph(more, file_of)) ==
        "autodiff/show/a.hpp autodiff/show/b.hpp autodiff/tape/c.hpp \n");
  CHECK(circles_text(include_graph(more, folder_of)) == "autodiff/show autodiff/tape \n");
  more = sources;
  more.push_back({"autodiff/tape/c.cpp", "#include \"matgrad/autodiff/show/b.hpp\"\n"});
  CHECK(circles_text(include_graph(more, file_of)) == "");
  CHECK(circles_text(include_graph(more, unit_of)) == "autodiff/show/b autodiff/tape/c \n");
}

}  // namespace

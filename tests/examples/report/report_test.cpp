#include "examples/report/report.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/math_symbol.hpp>
#include "examples/problems/problems.hpp"
#include "pages/html_page.hpp"
#include "pages/run_program.hpp"
#include "pages/text_file.hpp"
#include "support/occurrences.hpp"
#include "support/tiny_images.hpp"

using namespace matgrad;
using namespace matgrad::examples;
using namespace matgrad::pages;
using matgrad::tests::occurrences;

namespace {

/// All problems on tiny images.
class AllWorked {
 public:
  AllWorked() : sheet_(text_, images_.options().worksheet()) {
    work(sheet_, images_.options(), problems(), errors_);
  }
  const Worksheet& sheet() const { return sheet_; }
  std::string folder() const { return images_.path() + "/report"; }

 private:
  TinyImages images_;
  std::ostringstream text_, errors_;
  Worksheet sheet_;
};

/// The first character that LaTeX cannot read as it stands: beyond Latin-1, save a dash.
std::string unreadable(const std::string& latex) {
  for (const std::string_view c : characters(latex))
    if (c.size() > 2 ? c != "–" : c.size() == 2 && c >= "\u0100") return std::string(c);
  return {};
}

}  // namespace

TEST_CASE("the report of all problems: pages, LaTeX files, conventions and an index of all questions") {
  const AllWorked all;
  REQUIRE(all.sheet().summary().all_pass());
  CHECK(write_report(all.sheet(), all.folder()) == all.folder() + "/index.html");

  const std::string index = read_file(all.folder() + "/index.html");
  for (const Page& page : all.sheet().pages()) {
    INFO("problem ", page.number);
    const std::string stem = all.folder() + "/problem-" + page.number;
    const std::string html = read_file(stem + ".html"), latex = read_file(stem + ".tex");
    CHECK(occurrences(html, "<math") > 50);
    CHECK(occurrences(html, "<math") == occurrences(html, "</math>"));
    CHECK(occurrences(html, "<table") == occurrences(html, "</table>"));
    CHECK(html.find("<script") == std::string::npos);
    CHECK(html.find("Answers, and what the grader says") != std::string::npos);
    CHECK(unreadable(latex) == "");
    CHECK(occurrences(latex, "\\begin{") == occurrences(latex, "\\end{"));
    CHECK(occurrences(latex, "$") % 2 == 0);
    for (const PageQuestion& question : page.questions) {
      INFO(question.statement);
      // Answered, or said to be open in part or in whole, and the index says the same.
      CHECK_FALSE((question.answers.empty() && question.missing.empty()));
      CHECK(index.find("problem-" + page.number + ".html" + question_anchor(page, question)) != std::string::npos);
      CHECK((question_anchor(page, question) == "#open") == question.answers.empty());
      if (!question.missing.empty()) CHECK(html.find(std::string(question.lack()) + ": ") != std::string::npos);
    }
  }
  for (const Page& page : open_problems()) CHECK(index.find("Problem " + page.number + " ·") != std::string::npos);
  CHECK(read_file(all.folder() + "/conventions.html").find("<h1>Conventions</h1>") != std::string::npos);
}

TEST_CASE("the LaTeX pages find their pictures, and compile") {
  const AllWorked all;
  write_report(all.sheet(), all.folder());
  const bool draws = run_program({"rsvg-convert", "--version"}, "").succeeded();
  const bool compiles = run_program({"pdflatex", "--version"}, "").succeeded();
  if (!draws) MESSAGE("rsvg-convert is not installed: pictures are not looked for");
  if (!compiles) MESSAGE("pdflatex is not installed: nothing is compiled");
  for (const Page& page : all.sheet().pages()) {
    INFO("problem ", page.number);
    const std::string name = "problem-" + page.number, latex = read_file(all.folder() + "/" + name + ".tex");
    const std::string command = "\\picturefile{";
    for (std::size_t at = 0; draws && (at = latex.find(command + "pictures/", at)) != std::string::npos;) {
      at += command.size();
      CHECK(std::filesystem::file_size(all.folder() + "/" + latex.substr(at, latex.find('}', at) - at)) > 1000);
    }
    if (!compiles) continue;
    const ProgramResult compiled =
        run_program({"sh", "-c", "cd \"$1\" && pdflatex -interaction=nonstopmode -halt-on-error \"$2\"", "sh",
                     all.folder(), name},
                    "");
    CHECK_MESSAGE(compiled.status == 0, compiled.output);
    CHECK_MESSAGE(compiled.output.find("Overfull \\hbox") == std::string::npos, compiled.output);
  }
}

TEST_CASE("one problem by itself leaves an index that is there") {
  const TinyImages images;
  const std::string folder = images.path() + "/report";
  std::filesystem::create_directories(folder);
  write_file(folder + "/index.html", "an index");
  std::ostringstream out, errors;
  CHECK(work_and_report(images.options(), {1}, folder, out, errors) == 0);
  CHECK(out.str().ends_with("\nReport: " + folder + "/problem-1.html\n"));
  CHECK(read_file(folder + "/index.html") == "an index");
  CHECK_THROWS_AS(work_and_report(images.options(), {99}, folder, out, errors), Error);
}

#include "pages/html_block.hpp"

#include <doctest/doctest.h>

#include <string>

#include <matgrad/autodiff/expression/notation.hpp>
#include <matgrad/autodiff/grade/grade.hpp>
#include "pages/latex_page.hpp"

using namespace matgrad;
using namespace matgrad::pages;

namespace {

int count(const std::string& text, const std::string& what) {
  int found = 0;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size()) ++found;
  return found;
}

}  // namespace

TEST_CASE("the grader's verdict on an answer is marked, also that there is none") {
  struct Mark {
    GradeVerdict verdict;
    std::string html, latex;
  };
  for (const Mark& mark :
       {Mark{GradeVerdict::right, "<span class=\"verdict passed\">right</span>", "{Right.}"},
        {GradeVerdict::wrong, "<span class=\"verdict failed\">wrong</span>", "{Wrong.}"},
        {GradeVerdict::undecided, "<span class=\"verdict undecided\">undecided</span>", "{Undecided.}"}}) {
    const GradedAnswers graded{{{Equation{Notation::symbol("W")}, mark.verdict, "the words"}}};
    CHECK(count(to_html(graded), mark.html) == 1);
    CHECK(count(to_html(graded), "class=\"verdict") == 1);
    Page page;
    page.sections.push_back({"Answers", {graded}});
    CHECK(count(latex_page(page), mark.latex) == 1);
  }
}

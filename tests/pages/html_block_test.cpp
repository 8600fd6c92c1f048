#include "pages/html_block.hpp"

#include <doctest/doctest.h>

#include <string>

#include <matgrad/autodiff/expression/notation.hpp>
#include <matgrad/autodiff/grade/grade.hpp>
#include "pages/latex_page.hpp"

#include "support/occurrences.hpp"

using namespace matgrad;
using namespace matgrad::pages;
using matgrad::tests::occurrences;

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
    CHECK(occurrences(to_html(graded), mark.html) == 1);
    CHECK(occurrences(to_html(graded), "class=\"verdict") == 1);
    Page page;
    page.sections.push_back({"Answers", {graded}});
    CHECK(occurrences(latex_page(page), mark.latex) == 1);
  }
}

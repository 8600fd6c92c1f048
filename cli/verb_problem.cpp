#include <iostream>
#include <memory>
#include <vector>

#include "cli/verbs.hpp"
#include "cli/worksheet_options.hpp"
#include "cli/write_result.hpp"
#include "examples/problems/problems.hpp"

namespace matgrad::cli {
namespace {

struct ProblemArguments {
  int number = 0;
  examples::Options worked;
  OutputOptions output;
};

/// Printed line by line as it is found: a training takes its time, and ends early at Ctrl-C.
Outcome worked(const ProblemArguments& arguments) {
  std::vector<examples::Problem> chosen;
  for (const examples::Problem& problem : examples::problems())
    if (problem.number == arguments.number) chosen.push_back(problem);
  pages::Worksheet sheet(std::cout, arguments.worked.worksheet());
  examples::work(sheet, arguments.worked, chosen, std::cerr);
  std::cout << "\nSummary\n=======\n\n" << sheet.summary().to_text();
  finish_output(std::cout);
  Outcome outcome;
  outcome.status = sheet.interrupted() ? exit_interrupted : sheet.summary().all_pass() ? 0 : exit_wrong;
  return outcome;
}

}  // namespace

void add_problem(CLI::App& app, Chosen& chosen) {
  CLI::App& verb =
      add_verb(app, "problem", "one of the worked problems: derivation, closed form, checks", "problem 3");
  const auto arguments = std::make_shared<ProblemArguments>();
  verb.add_option("N", arguments->number, "its number")->required()->check(one_of(problem_numbers()));
  add_worksheet_options(verb, arguments->worked);
  set_work(verb, chosen, arguments, worked);
}

}  // namespace matgrad::cli

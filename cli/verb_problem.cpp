#include <iostream>
#include <memory>
#include <vector>

#include "cli/verbs.hpp"
#include "cli/worksheet_options.hpp"
#include "examples/problems/problems.hpp"

namespace matgrad::cli {
namespace {

struct ProblemArguments {
  int number = 0;
  examples::Options worksheet;
  OutputOptions output;
};

/// Printed line by line as it is found: a training takes its time, and ends early at Ctrl-C.
Outcome worked(const ProblemArguments& arguments) {
  std::vector<examples::Problem> chosen;
  for (const examples::Problem& problem : examples::problems())
    if (problem.number == arguments.number) chosen.push_back(problem);
  examples::Worksheet sheet(std::cout, arguments.worksheet);
  examples::work(sheet, chosen, std::cerr);
  std::cout << "\nSummary\n=======\n\n" << sheet.summary().to_text() << std::flush;
  Outcome outcome;
  outcome.status = sheet.interrupted() ? exit_interrupted : sheet.summary().all_pass() ? 0 : exit_wrong;
  return outcome;
}

}  // namespace

void add_problem(CLI::App& app, Chosen& chosen) {
  CLI::App& verb =
      add_verb(app, "problem", "one of the worked problems: derivation, closed form, checks", "problem 3");
  const auto arguments = std::make_shared<ProblemArguments>();
  std::vector<int> known;
  for (const examples::Problem& problem : examples::problems()) known.push_back(problem.number);
  verb.add_option("N", arguments->number, "its number")->required()->check(CLI::IsMember(known));
  add_worksheet_options(verb, arguments->worksheet);
  verb.callback([arguments, &chosen] {
    chosen.output = &arguments->output;
    chosen.work = [arguments] { return worked(*arguments); };
  });
}

}  // namespace matgrad::cli

#include <iostream>
#include <memory>
#include <vector>

#include "cli/verbs.hpp"
#include "cli/worksheet_options.hpp"
#include "cli/write_result.hpp"
#include "examples/report/report.hpp"

namespace matgrad::cli {
namespace {

struct ReportArguments {
  std::vector<int> numbers;
  std::string folder = "report";
  examples::Options worked;
  OutputOptions output;
};

Outcome written(const ReportArguments& arguments) {
  Outcome outcome;
  outcome.status =
      examples::work_and_report(arguments.worked, arguments.numbers, arguments.folder, std::cout, std::cerr);
  finish_output(std::cout);
  return outcome;
}

}  // namespace

void add_report(CLI::App& app, Chosen& chosen) {
  CLI::App& verb =
      add_verb(app, "report", "the worked problems as pages: FOLDER/index.html, one page and .tex each",
               "report 1 3 --folder report");
  const auto arguments = std::make_shared<ReportArguments>();
  verb.add_option("N", arguments->numbers, "numbers of problems; all if none is given")
      ->check(one_of(problem_numbers()));
  verb.add_option("--folder", arguments->folder, "folder of the report")
      ->type_name("FOLDER")
      ->capture_default_str();
  add_worksheet_options(verb, arguments->worked);
  set_work(verb, chosen, arguments, written);
}

}  // namespace matgrad::cli

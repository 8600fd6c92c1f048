#include <memory>
#include <sstream>
#include <vector>

#include "cli/verbs.hpp"
#include "examples/problems/problems.hpp"

namespace matgrad::cli {
namespace {

struct ProblemArguments {
  int number = 0;
  examples::Options worksheet;
  OutputOptions output;
};

Outcome worked(const ProblemArguments& arguments) {
  std::vector<examples::Problem> chosen;
  for (const examples::Problem& problem : examples::problems())
    if (problem.number == arguments.number) chosen.push_back(problem);
  std::ostringstream text, errors;
  examples::Worksheet sheet(text, arguments.worksheet);
  examples::work(sheet, chosen, errors);
  text << "\nSummary\n=======\n\n" << sheet.summary().to_text();
  Outcome outcome{text.str()};
  if (!errors.str().empty()) outcome.notes.push_back(errors.str());
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
  verb.add_option("--data", arguments->worksheet.image_folder, "folder of the Fashion-MNIST files")
      ->type_name("FOLDER")
      ->capture_default_str();
  verb.add_option("--pictures", arguments->worksheet.output_folder, "folder for the graphs")
      ->type_name("FOLDER")
      ->capture_default_str();
  verb.add_option("--seed", arguments->worksheet.seed, "of the choice of images and starting points")
      ->type_name("NUMBER")
      ->capture_default_str();
  add_output_options(verb, arguments->output, {"text"});
  verb.callback([arguments, &chosen] {
    chosen.output = &arguments->output;
    chosen.work = [arguments] { return worked(*arguments); };
  });
}

}  // namespace matgrad::cli

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <vector>

#include "examples/problems/problems.hpp"

// Works the problems named on the command line, or all, and ends with a table of everything that was checked.

namespace {

using namespace matgrad::examples;

constexpr int exit_interrupted = 130;

std::vector<Problem> with_numbers(const std::vector<int>& numbers) {
  std::vector<Problem> chosen;
  for (const Problem& problem : problems())
    if (numbers.empty() || std::find(numbers.begin(), numbers.end(), problem.number) != numbers.end())
      chosen.push_back(problem);
  return chosen;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  std::vector<int> numbers, known;
  for (const Problem& problem : problems()) known.push_back(problem.number);

  // Under the name of the script that builds and starts it: whoever asks for help types that.
  CLI::App app(
      "Works matrix-derivative problems: derivation, closed form, and checks on reference values and images.",
      "./run");
  app.add_option("problems", numbers, "numbers of problems; all if none is given")->check(CLI::IsMember(known));
  app.add_option("--data", options.image_folder, "folder of the Fashion-MNIST files")->capture_default_str();
  app.add_option("--output", options.output_folder, "folder for the graphs")->capture_default_str();
  app.add_option("--seed", options.seed, "of the choice of images and starting points")->capture_default_str();
  app.add_option("--images", options.most_images, "at most so many images in a check")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.footer(
      "Exit status: 0 if everything passes, 1 if not, 2 for wrong arguments, 130 after Ctrl-C in a training.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }

  Worksheet sheet(std::cout, options);
  work(sheet, with_numbers(numbers), std::cerr);
  std::cout << "\nSummary\n=======\n\n" << sheet.summary().to_text();
  if (sheet.interrupted()) return exit_interrupted;
  return sheet.summary().all_pass() ? 0 : 1;
}

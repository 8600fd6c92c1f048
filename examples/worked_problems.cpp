#include <CLI/CLI.hpp>

#include <algorithm>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "examples/problems/problems.hpp"

// Works the problems named on the command line, or all, and ends with a table of everything that was checked.

namespace {

using namespace matgrad::examples;

constexpr int exit_interrupted = 130;

int work(Worksheet& sheet, const std::vector<int>& chosen) {
  int status = 0;
  for (const Problem& problem : problems()) {
    if (!chosen.empty() && std::find(chosen.begin(), chosen.end(), problem.number) == chosen.end()) continue;
    try {
      problem.work(sheet);
    } catch (const std::exception& error) {
      std::cout.flush();
      std::cerr << "\nproblem " << problem.number << " stopped: " << error.what() << "\n";
      status = 1;
    }
    if (sheet.interrupted()) break;
  }
  std::cout << "\nSummary\n=======\n\n" << sheet.summary().to_text();
  if (sheet.interrupted()) return exit_interrupted;
  return status == 0 && sheet.summary().all_pass() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  std::vector<int> chosen, known;
  for (const Problem& problem : problems()) known.push_back(problem.number);

  CLI::App app(
      "Works matrix-derivative problems: derivation, closed form, and checks on reference values and images.");
  app.add_option("problems", chosen, "numbers of problems; all if none is given")->check(CLI::IsMember(known));
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
  return work(sheet, chosen);
}

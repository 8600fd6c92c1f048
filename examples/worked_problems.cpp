#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "examples/problems/problems.hpp"
#include "examples/report/report.hpp"

// Works the problems named on the command line, or all, prints a table of everything that was checked, and writes
// the report.

int main(int argc, char** argv) {
  using namespace matgrad::examples;
  Options options;
  std::string folder = "report";
  std::vector<int> numbers, known;
  for (const Problem& problem : problems()) known.push_back(problem.number);

  // Under the name of the script that builds and starts it: whoever asks for help types that.
  CLI::App app(
      "Works matrix-derivative problems: derivation, closed form, and checks on reference values and images.",
      "./run");
  app.add_option("problems", numbers, "numbers of problems; all if none is given")->check(CLI::IsMember(known));
  app.add_option("--data", options.image_folder, "folder of the Fashion-MNIST files")->capture_default_str();
  app.add_option("--report", folder, "folder of the report")->capture_default_str();
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

  try {
    return work_and_report(options, numbers, folder, std::cout, std::cerr);
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}

#include "cli/worksheet_options.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "cli/options.hpp"
#include "examples/problems/problems.hpp"

namespace matgrad::cli {

std::vector<std::string> problem_numbers() {
  std::vector<std::string> numbers;
  for (const examples::Problem& problem : examples::problems()) numbers.push_back(std::to_string(problem.number));
  return numbers;
}

void add_worksheet_options(CLI::App& verb, examples::Options& options) {
  verb.add_option("--data", options.image_folder, "folder of the Fashion-MNIST files")
      ->type_name("FOLDER")
      ->capture_default_str();
  verb.add_option("--pictures", options.output_folder, "folder for the graphs")
      ->type_name("FOLDER")
      ->capture_default_str();
  verb.add_option("--images", options.most_images, "at most so many images in a check")
      ->type_name("NUMBER")
      ->check(whole_number(1))
      ->capture_default_str();
  verb.add_option("--seed", options.seed, "of the choice of images and starting points")
      ->type_name("NUMBER")
      ->check(whole_number(0))
      ->capture_default_str();
}

}  // namespace matgrad::cli

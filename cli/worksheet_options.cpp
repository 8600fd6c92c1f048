#include "cli/worksheet_options.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace matgrad::cli {

void add_worksheet_options(CLI::App& verb, examples::Options& options) {
  verb.add_option("--data", options.image_folder, "folder of the Fashion-MNIST files")
      ->type_name("FOLDER")
      ->capture_default_str();
  verb.add_option("--pictures", options.output_folder, "folder for the graphs")
      ->type_name("FOLDER")
      ->capture_default_str();
  verb.add_option("--images", options.most_images, "at most so many images in a check")
      ->type_name("NUMBER")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb.add_option("--seed", options.seed, "of the choice of images and starting points")
      ->type_name("NUMBER")
      ->capture_default_str();
}

}  // namespace matgrad::cli

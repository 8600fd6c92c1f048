#include "examples/problems/problems.hpp"

#include <array>
#include <exception>
#include <ostream>
#include <string>

namespace matgrad::examples {

using pages::Worksheet;

std::span<const Problem> problems() {
  static constexpr std::array all{Problem{1, work_tied_autoencoder},      Problem{2, work_latent_variable_model},
                                  Problem{3, work_swish_network},         Problem{5, work_exam_autoencoder},
                                  Problem{6, work_bias_free_autoencoder}, Problem{7, work_lecture_autoencoder}};
  return all;
}

void work(Worksheet& sheet, const Options& options, std::span<const Problem> chosen, std::ostream& errors) {
  for (const Problem& problem : chosen) {
    try {
      problem.work(sheet, options);
    } catch (const std::exception& error) {
      sheet.flush();
      errors << "\nproblem " << problem.number << " stopped: " << error.what() << "\n";
      sheet.summary().add_stop(std::to_string(problem.number), error.what());
    }
    if (sheet.interrupted()) return;
  }
}

}  // namespace matgrad::examples

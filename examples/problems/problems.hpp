#pragma once

#include <iosfwd>
#include <span>
#include <vector>

#include "examples/support/options.hpp"
#include "pages/worksheet.hpp"

namespace matgrad::examples {

/// The worked problems. Each states its model, derives the gradients, and checks them on reference values and on
/// real images; what it prints and checks goes to the worksheet. All throw FileError where the images are missing.

/// 1 (c–e): the linear autoencoder with tied weights, its two paths to W, other activations, and its training.
void work_tied_autoencoder(pages::Worksheet& sheet, const Options& options);
/// 2 (a–e): the likelihood of the Gaussian-process latent variable model.
void work_latent_variable_model(pages::Worksheet& sheet, const Options& options);
/// 3 (a–c): the two-layer network with swish units.
void work_swish_network(pages::Worksheet& sheet, const Options& options);
/// 5 (a–e): the autoencoder with unspecified activations.
void work_exam_autoencoder(pages::Worksheet& sheet, const Options& options);
/// 6 (the four blanks): the sigmoid autoencoder without biases.
void work_bias_free_autoencoder(pages::Worksheet& sheet, const Options& options);
/// 7 (c, h, i): the losses and penalties of the autoencoder lecture, and their gradients.
void work_lecture_autoencoder(pages::Worksheet& sheet, const Options& options);

struct Problem {
  int number;
  void (*work)(pages::Worksheet& sheet, const Options& options);
};

/// All of them, in order.
std::span<const Problem> problems();

/// The problems that are only stated so far: their questions, for the index of the report.
std::vector<pages::Page> open_problems();

/// Works problems one after the other until Ctrl-C. One that throws stops; `errors` and the summary say why, and
/// the next ones are worked all the same.
void work(pages::Worksheet& sheet, const Options& options, std::span<const Problem> chosen, std::ostream& errors);

}  // namespace matgrad::examples

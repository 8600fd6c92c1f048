#pragma once

#include <iosfwd>
#include <span>
#include <vector>

#include "examples/support/worksheet.hpp"

namespace matgrad::examples {

/// The worked problems. Each states its model, derives the gradients, and checks them on reference values and on
/// real images; what it prints and checks goes to the worksheet. All throw FileError where the images are missing.

/// 1 (c–e): the linear autoencoder with tied weights, its two paths to W, other activations, and its training.
void work_tied_autoencoder(Worksheet& sheet);
/// 2 (a–e): the likelihood of the Gaussian-process latent variable model.
void work_latent_variable_model(Worksheet& sheet);
/// 3 (a–c): the two-layer network with swish units.
void work_swish_network(Worksheet& sheet);
/// 5 (a–e): the autoencoder with unspecified activations.
void work_exam_autoencoder(Worksheet& sheet);
/// 6 (the four blanks): the sigmoid autoencoder without biases.
void work_bias_free_autoencoder(Worksheet& sheet);
/// 7 (c, h, i): the losses and penalties of the autoencoder lecture, and their gradients.
void work_lecture_autoencoder(Worksheet& sheet);

struct Problem {
  int number;
  void (*work)(Worksheet& sheet);
};

/// All of them, in order.
std::span<const Problem> problems();

/// The problems that are only stated so far: their questions, for the index of the report.
std::vector<Page> open_problems();

/// Works problems one after the other until Ctrl-C. One that throws stops; `errors` and the summary say why, and
/// the next ones are worked all the same.
void work(Worksheet& sheet, std::span<const Problem> chosen, std::ostream& errors);

}  // namespace matgrad::examples

#pragma once

#include "examples/support/worksheet.hpp"

namespace matgrad::examples {

// Answers that people give to the questions of each problem, most of them wrong, and what the grader says to them.

void grade_tied_autoencoder(Worksheet& sheet);
void grade_latent_variable_model(Worksheet& sheet);
void grade_swish_network(Worksheet& sheet);
void grade_exam_autoencoder(Worksheet& sheet);
void grade_bias_free_autoencoder(Worksheet& sheet);
void grade_lecture_autoencoder(Worksheet& sheet);

}  // namespace matgrad::examples

#pragma once

#include "pages/worksheet.hpp"

namespace matgrad::examples {

// Answers that people give to the questions of each problem, most of them wrong, and what the grader says to them.

void grade_tied_autoencoder(pages::Worksheet& sheet);
void grade_latent_variable_model(pages::Worksheet& sheet);
void grade_swish_network(pages::Worksheet& sheet);
void grade_exam_autoencoder(pages::Worksheet& sheet);
void grade_bias_free_autoencoder(pages::Worksheet& sheet);
void grade_lecture_autoencoder(pages::Worksheet& sheet);

}  // namespace matgrad::examples

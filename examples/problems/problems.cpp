#include "examples/problems/problems.hpp"

#include <array>

namespace matgrad::examples {

std::span<const Problem> problems() {
  static constexpr std::array all{Problem{1, work_tied_autoencoder}, Problem{2, work_latent_variable_model},
                                  Problem{3, work_swish_network}, Problem{5, work_exam_autoencoder},
                                  Problem{6, work_bias_free_autoencoder}};
  return all;
}

}  // namespace matgrad::examples

#include <string>
#include <vector>

#include "examples/problems/problems.hpp"

namespace matgrad::examples {

using pages::Page;

std::vector<Page> open_problems() {
  Page page;
  page.number = "4";
  page.title = "Two-layer ReLU network and the general fully connected network on images";
  page.questions = {
      {"",
       "The gradients of softmax cross-entropy with weight decay $(λ / 2) Σ_l ‖W_l‖²$ for two layers, and "
       "for any depth.",
       {},
       "problem 3 derives the same chain for two swish layers; ReLU, decay and other depths have no page."},
      {"",
       "Each layer checked by itself, with batch normalisation and dropout; hinge and softmax losses.",
       {},
       "this needs layers."},
      {"",
       "Training on images: overfitting a few samples, curves of loss and accuracy, the weights of the "
       "first layer as pictures.",
       {},
       "this needs layers and optimisers."}};
  return {page};
}

}  // namespace matgrad::examples

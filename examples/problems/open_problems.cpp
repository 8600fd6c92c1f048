#include <string>
#include <vector>

#include "examples/problems/problems.hpp"

namespace matgrad::examples {
namespace {

/// Questions that are stated, none of them worked.
Page stated(const std::string& number, const std::string& title, const std::string& why,
            std::vector<Question> questions) {
  Page page;
  page.number = number;
  page.title = title;
  for (Question& question : questions) {
    question.missing = why;
    page.questions.push_back(std::move(question));
  }
  return page;
}

}  // namespace

std::vector<Page> open_problems() {
  return {stated(
      "4", "Two-layer ReLU network and the general fully connected network on images",
      "this needs layers, optimisers and training.",
      {{"",
        "The gradients of softmax cross-entropy with weight decay $(λ / 2) Σ_l ‖W_l‖²$ for two layers, and "
        "for any depth."},
       {"", "Each layer checked by itself, with batch normalisation and dropout; hinge and softmax losses."},
       {"",
        "Training on images: overfitting a few samples, curves of loss and accuracy, the weights of the "
        "first layer as pictures."}})};
}

}  // namespace matgrad::examples

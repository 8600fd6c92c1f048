#include "matgrad/autodiff/show/shape_letters.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/unused_names.hpp"

namespace matgrad {

ShapeLetters::ShapeLetters(std::vector<std::pair<Index, std::string>> letters) {
  for (auto& [size, letter] : letters) {
    if (letter.empty()) throw Error("the letter for the size " + std::to_string(size) + " is empty");
    bool known = false;
    for (const auto& [other_size, other] : letters_) {
      known = known || (other_size == size && other == letter);
      if (other_size == size && other != letter)
        throw Error("the size " + std::to_string(size) + " has two letters, " + other + " and " + letter +
                    ": give them different sizes");
      if (other_size != size && other == letter)
        throw Error("the letter " + letter + " stands for two sizes, " + std::to_string(other_size) + " and " +
                    std::to_string(size));
    }
    if (!known) letters_.emplace_back(size, std::move(letter));
  }
}

ShapeLetters ShapeLetters::chosen_for(std::span<const Expr> roots) {
  const Graph graph(roots);
  UnusedNames names;
  std::vector<Index> sizes;
  for (const Expr& root : roots) names.use(root);
  for (const Expr& leaf : graph.leaves())
    for (const Index size : {leaf.rows(), leaf.cols()})
      if (size > 1 && std::ranges::find(sizes, size) == sizes.end()) sizes.push_back(size);
  ShapeLetters result;
  std::string_view order = "mnpqrsuvwdhklMNPQRSDHKL";
  for (const Index size : sizes) {
    while (!order.empty() && !names.is_free(order.substr(0, 1))) order.remove_prefix(1);
    if (order.empty()) break;
    result.letters_.emplace_back(size, order.substr(0, 1));
    order.remove_prefix(1);
  }
  return result;
}

std::string ShapeLetters::text(Index size) const {
  const auto at = std::ranges::find(letters_, size, &std::pair<Index, std::string>::first);
  return at != letters_.end() ? at->second : std::to_string(size);
}

std::string ShapeLetters::text(Shape shape) const { return text(shape.rows) + "×" + text(shape.cols); }

Notation ShapeLetters::notation(Shape shape) const {
  const auto side = [this](Index size) {
    const auto at = std::ranges::find(letters_, size, &std::pair<Index, std::string>::first);
    return at != letters_.end() ? Notation::symbol(at->second) : Notation::number(static_cast<double>(size));
  };
  return Notation::relation("×", {side(shape.rows), side(shape.cols)});
}

Notation ShapeLetters::in(Notation formula) const {
  if (formula.kind == Notation::Kind::number && formula.columns > 0) {
    const std::string letter = text(static_cast<Index>(formula.columns));
    return letter == formula.text ? formula : Notation::symbol(letter);
  }
  for (Notation& part : formula.parts) part = in(std::move(part));
  for (Notation& form : formula.drawn) form = in(std::move(form));
  return formula;
}

}  // namespace matgrad

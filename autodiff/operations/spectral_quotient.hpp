#pragma once

#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"
#include "matgrad/autodiff/operations/spectral.hpp"

namespace matgrad {

/// What dividing Mᵢⱼ by something of the values i and j has in common, whatever it divides by: n×n and n×1 give
/// n×n.
template <class Derived>
class SpectralQuotient : public OpOf<Derived> {
 public:
  explicit SpectralQuotient(Ties ties) : ties_(ties) {}

  Shape shape(std::span<const Expr> inputs) const override {
    const Shape size = square_shape(Derived::function, inputs[0], "there is a row and a column for each value");
    if (inputs[1].shape() == Shape{size.rows, 1}) return size;
    ShapeError error(std::string(Derived::function) + ": " + described(inputs[1]) + " does not go with " +
                     described(inputs[0]));
    error.add_context("the values must be " + to_string({size.rows, 1}));
    throw error;
  }

  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call(Derived::function, std::move(inputs));
  }
  double cost(const Expr& z) const override { return 2 * static_cast<double>(z.shape().size()); }
  bool may_overwrite(std::size_t i) const override { return i == 0; }

 protected:
  Ties ties() const { return ties_; }

 private:
  Ties ties_;
};

}  // namespace matgrad

#include "matgrad/autodiff/operations/random.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <numbers>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/random_bits.hpp"
#include "matgrad/autodiff/operations/random_leaf.hpp"

namespace matgrad {
namespace {

// A law states its function, how many inputs it has and whether it uses their values, attributes, shape and
// notation, the flops that an entry takes, and
//   void fill(const RandomBits& bits, Inputs<Scalar> inputs, View<Scalar> out) const;

struct NormalNumbers {
  static constexpr std::string_view of_size = "normal", like = "normal_like";
  static constexpr double flops = 20;

  template <class Scalar>
  static void fill(const RandomBits& bits, View<Scalar> out) {
    for (Index k = 0; k < out.size(); k += 2) {
      const auto [first, second] = bits.pair(k / 2);
      const double u = (static_cast<double>(first) + 0.5) * 0x1p-64;  // may round to 1, never to 0
      const double radius = std::sqrt(-2 * std::log(u));
      const double angle = 2 * std::numbers::pi * uniform_number(second);
      out.data()[k] = static_cast<Scalar>(radius * std::cos(angle));
      if (k + 1 < out.size()) out.data()[k + 1] = static_cast<Scalar>(radius * std::sin(angle));
    }
  }
};

struct UniformNumbers {
  static constexpr std::string_view of_size = "uniform", like = "uniform_like";
  static constexpr double flops = 10;

  template <class Scalar>
  static void fill(const RandomBits& bits, View<Scalar> out) {
    constexpr Scalar greatest = 1 - std::numeric_limits<Scalar>::epsilon() / 2;  // rounding to float may give 1
    for_each_uniform(bits, out.size(),
                     [&](Index k, double u) { out.data()[k] = std::min(static_cast<Scalar>(u), greatest); });
  }
};

/// Standard numbers in the shape of the only input.
template <class Numbers>
struct LikeInput {
  static constexpr std::string_view function = Numbers::like;
  static constexpr std::size_t inputs = 1;
  static constexpr bool uses_value = false;
  static constexpr double flops = Numbers::flops;

  auto attributes() const { return std::tuple<>(); }
  Shape shape(std::span<const Expr> inputs) const { return inputs[0].shape(); }
  Notation notation(std::string name, std::vector<Notation> inputs) const {
    return Notation::call(name, std::move(inputs));
  }
  template <class Scalar>
  void fill(const RandomBits& bits, Inputs<Scalar>, View<Scalar> out) const {
    Numbers::fill(bits, out);
  }
};

/// Standard numbers in a stated size.
template <class Numbers>
struct OfSize {
  static constexpr std::string_view function = Numbers::of_size;
  static constexpr std::size_t inputs = 0;
  static constexpr bool uses_value = false;
  static constexpr double flops = Numbers::flops;

  auto attributes() const { return std::tuple(size.rows, size.cols); }
  Shape shape(std::span<const Expr>) const {
    if (size.rows < 0 || size.cols < 0)
      throw ShapeError(std::string(function) + ": the size " + to_string(size) + " is negative");
    return size;
  }
  Notation notation(std::string name, std::vector<Notation>) const {
    const auto number = [](Index n) { return Notation::number(static_cast<double>(n)); };
    return Notation::call(name, {number(size.rows), number(size.cols)});
  }
  template <class Scalar>
  void fill(const RandomBits& bits, Inputs<Scalar>, View<Scalar> out) const {
    Numbers::fill(bits, out);
  }

  Shape size;
};

template <class Scalar>
std::string number_of_any(Scalar value) {
  return number_text(static_cast<double>(value));
}

struct BernoulliLaw {
  static constexpr std::string_view function = "bernoulli";
  static constexpr std::size_t inputs = 1;
  static constexpr bool uses_value = true;
  static constexpr double flops = 10;

  auto attributes() const { return std::tuple<>(); }
  Shape shape(std::span<const Expr> inputs) const { return inputs[0].shape(); }
  Notation notation(std::string name, std::vector<Notation> inputs) const {
    return Notation::call(name, std::move(inputs));
  }
  template <class Scalar>
  void fill(const RandomBits& bits, Inputs<Scalar> in, View<Scalar> out) const {
    const Scalar* p = in[0].data();
    for_each_uniform(bits, out.size(), [&](Index k, double u) {
      if (!(p[k] >= 0 && p[k] <= 1)) throw_no_probability(k, p[k], out.rows());
      out.data()[k] = u < p[k] ? Scalar(1) : Scalar(0);
    });
  }

 private:
  template <class Scalar>
  [[noreturn]] static void throw_no_probability(Index k, Scalar value, Index rows) {
    DomainError error("bernoulli: entry (" + std::to_string(k % rows) + ", " + std::to_string(k / rows) + ") is " +
                      number_of_any(value) + ", not a probability");
    error.add_context("probabilities lie in [0, 1]; sigmoid makes them of any numbers");
    throw error;
  }
};

struct CategoricalLaw {
  static constexpr std::string_view function = "categorical";
  static constexpr std::size_t inputs = 1;
  static constexpr bool uses_value = true;
  static constexpr double flops = 10;

  auto attributes() const { return std::tuple<>(); }
  Shape shape(std::span<const Expr> inputs) const {
    if (inputs[0].rows() == 0)
      throw ShapeError("categorical: " + described(inputs[0]) + " has no rows, so there is no class to draw");
    return {1, inputs[0].cols()};
  }
  Notation notation(std::string name, std::vector<Notation> inputs) const {
    return Notation::call(name, std::move(inputs));
  }
  template <class Scalar>
  void fill(const RandomBits& bits, Inputs<Scalar> in, View<Scalar> out) const {
    for_each_uniform(bits, out.size(),
                     [&](Index j, double u) { out.data()[j] = static_cast<Scalar>(drawn_class(in[0], j, u)); });
  }

 private:
  template <class Scalar>
  static Index drawn_class(const ConstView<Scalar>& p, Index column, double u) {
    const auto entry = [&](Index i) { return static_cast<double>(p(i, column)); };
    double total = 0;
    for (Index i = 0; i < p.rows(); ++i) {
      if (!(p(i, column) >= 0))
        throw_no_distribution("entry (" + std::to_string(i) + ", " + std::to_string(column) + ") is " +
                              number_of_any(p(i, column)));
      total += entry(i);
    }
    constexpr double slack = std::is_same_v<Scalar, float> ? 1e-4 : 1e-9;
    if (!(std::abs(total - 1) <= slack))
      throw_no_distribution("column " + std::to_string(column) + " sums to " + number_of_any(total));
    double sum = 0;
    Index chosen = 0;
    for (Index i = 0; i < p.rows(); ++i) {
      if (entry(i) > 0) chosen = i;
      sum += entry(i);
      if (sum > u * total) break;
    }
    return chosen;
  }

  [[noreturn]] static void throw_no_distribution(const std::string& why) {
    DomainError error("categorical: " + why + ", but a column holds the probabilities of its classes");
    error.add_context("they are nonnegative and sum to 1; softmax makes them of any numbers");
    throw error;
  }
};

template <class Law>
Expr law_vjp(std::size_t i, const Expr& z) {
  if constexpr (Law::uses_value) throw_no_derivative(z, i);
  return zeros_like(z.input(i));
}

/// The value of a leaf with a number, from the law's inputs and the random state.
template <class Law>
class NumberedDraw final : public OpOf<NumberedDraw<Law>> {
 public:
  static constexpr std::string_view function = Law::function;

  NumberedDraw(Law law, std::uint32_t number) : law_(law), number_(number) {}

  auto attributes() const { return std::tuple_cat(law_.attributes(), std::tuple(number_)); }
  Shape shape(std::span<const Expr> inputs) const override { return law_.shape(inputs.first(Law::inputs)); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    law_.fill(RandomBits(in[Law::inputs], number_), in, out);
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { return law_vjp<Law>(i, z); }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    inputs.resize(Law::inputs);
    return law_.notation(subscripted(function, number_), std::move(inputs));
  }
  bool uses_value(std::size_t i) const override { return Law::uses_value || i == Law::inputs; }
  double cost(const Expr& z) const override { return Law::flops * static_cast<double>(z.shape().size()); }

 private:
  Law law_;
  std::uint32_t number_;
};

/// A leaf as written: no other is equal to it, and it has no value before it has a number.
template <class Law>
class RandomLeaf final : public OpOf<RandomLeaf<Law>>, public RandomLeafOp {
 public:
  static constexpr std::string_view function = Law::function;

  explicit RandomLeaf(Law law) : law_(law) {}

  auto attributes() const { return law_.attributes(); }
  bool equals(const Op& other) const override { return this == &other; }
  OpPtr draw(std::uint32_t number) const override { return std::make_shared<NumberedDraw<Law>>(law_, number); }

  Shape shape(std::span<const Expr> inputs) const override {
    const Shape shape = law_.shape(inputs);
    // The generator counts pairs of entries in 32 bits.
    if (shape.cols > 0 && shape.rows > (Index(1) << 33) / shape.cols)
      throw ShapeError(std::string(function) + ": " + to_string(shape) + " are more than 2³³ entries");
    return shape;
  }
  template <class Scalar>
  void run(Inputs<Scalar>, View<Scalar>) const {
    throw MissingInputError(std::string(function) + " has no number yet: evaluate it in a Function");
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { return law_vjp<Law>(i, z); }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return law_.notation(std::string(function), std::move(inputs));
  }
  bool uses_value(std::size_t) const override { return Law::uses_value; }
  double cost(const Expr& z) const override { return Law::flops * static_cast<double>(z.shape().size()); }

 private:
  Law law_;
};

template <class Law>
OpPtr leaf(Law law) {
  return std::make_shared<RandomLeaf<Law>>(law);
}

}  // namespace

Expr normal_like(const Operand& a) { return apply(leaf(LikeInput<NormalNumbers>{}), {a}); }
Expr normal(Index rows, Index cols) { return Expr(leaf(OfSize<NormalNumbers>{{rows, cols}}), {}); }
Expr uniform_like(const Operand& a) { return apply(leaf(LikeInput<UniformNumbers>{}), {a}); }
Expr uniform(Index rows, Index cols) { return Expr(leaf(OfSize<UniformNumbers>{{rows, cols}}), {}); }
Expr bernoulli(const Operand& p) { return apply(leaf(BernoulliLaw{}), {p}); }
Expr bernoulli_like(const Operand& p, const Operand& a) { return bernoulli(hadamard(p, ones_like(a))); }
Expr categorical(const Operand& p) { return apply(leaf(CategoricalLaw{}), {p}); }

}  // namespace matgrad

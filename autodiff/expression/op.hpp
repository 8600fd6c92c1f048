#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <typeinfo>
#include <utility>

#include "matgrad/autodiff/expression/attributes.hpp"
#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/facts.hpp"
#include "matgrad/autodiff/expression/notation.hpp"
#include "matgrad/autodiff/expression/run.hpp"
#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// Where the entries of a result lie: from 0 to 1 (share), or between the least and the greatest entry of the
/// first input (of_first_input).
enum class ValueRange { unknown, nonnegative, share, of_first_input, of_first_input_and_zero };

/// What a node does. An operation answers for its attributes, shape, value, derivative and notation,
/// and is immutable. Derive from OpOf<Derived>, which fills in everything that follows from these.
class Op {
 public:
  virtual ~Op() = default;

  /// The name of the public function, for example "matmul".
  virtual std::string_view name() const = 0;
  /// The name that a leaf or a named intermediate carries, else empty.
  virtual std::string_view symbol() const { return {}; }
  /// Facts declared for a leaf.
  virtual Facts declared_facts() const { return {}; }
  /// Name and attributes, for example "slice[0, 0, 2, 3]".
  virtual std::string label() const = 0;
  virtual bool equals(const Op& other) const = 0;
  virtual std::size_t hash() const = 0;

  /// The shape of the result; throws ShapeError where the inputs do not fit.
  virtual Shape shape(std::span<const Expr> inputs) const = 0;
  /// Writes the value into `out`, which has the result's shape and overlaps no input, save one that
  /// may_overwrite names. `run` holds scratch() entries of memory.
  virtual void evaluate(Inputs<float> inputs, View<float> out, const Run<float>& run) const = 0;
  virtual void evaluate(Inputs<double> inputs, View<double> out, const Run<double>& run) const = 0;
  virtual void evaluate(Inputs<long double> inputs, View<long double> out, const Run<long double>& run) const = 0;
  /// How many entries of scratch memory one evaluation of z takes. Default: none.
  virtual std::size_t scratch(const Expr& z) const;
  /// With z = op(inputs) and the adjoint ∂L/∂z (of z's shape): the contribution to ∂L/∂inputs[i], of that
  /// input's shape. `zeros_like(z.input(i))` says that nothing flows. Throws DerivativeError where there is none.
  virtual Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const = 0;
  /// How z = op(inputs) is written, given how its inputs are. Default: a call.
  virtual Notation notation(const Expr& z, std::vector<Notation> inputs) const;

  /// Whether the value of input i matters, or only its shape (ones_like, the second input of columns): then the
  /// input is not evaluated, its view has no data, and no derivative flows to it.
  virtual bool uses_value(std::size_t) const { return true; }
  /// Whether an adjoint may flow back to input i: no path leads through stop_gradient, or through what is constant
  /// between jumps. Default: where the value matters.
  virtual bool passes_adjoint(std::size_t i) const { return uses_value(i); }
  /// Whether entry (i, j) of the result depends on the inputs at (i, j) alone, in the same way everywhere; a 1×1
  /// input goes with every entry.
  virtual bool is_entry_by_entry() const { return false; }
  /// Whether the value is known to be multiplied by s where input i is, the others staying as they are.
  virtual bool is_linear_in(std::size_t) const { return false; }
  /// Whether there is a value only where the square input i is regular.
  virtual bool needs_regular(std::size_t) const { return false; }
  /// What is known of the entries of the result, whatever the inputs.
  virtual ValueRange value_range() const { return ValueRange::unknown; }
  /// Floating-point operations of one evaluation. Default: one an entry of the result.
  virtual double cost(const Expr& z) const;
  /// Whether the result may be written over the value of input i (of the same shape).
  virtual bool may_overwrite(std::size_t) const { return false; }
  /// Whether the value is simply that of its only input (a name, stop_gradient).
  virtual bool is_alias() const { return false; }
};

/// Thrown by a vjp: names the operation and the input that has no derivative.
[[noreturn]] void throw_no_derivative(const Expr& z, std::size_t input);

/// Derives identity, hash, label and the three evaluations from
///   static constexpr std::string_view function;           the public function's name
///   auto attributes() const;                              a tuple; default: none
///   template <class Scalar> void run(Inputs<Scalar>, View<Scalar>) const;
/// or, if it needs scratch memory, linear algebra or an executor,
///   template <class Scalar> void run(Inputs<Scalar>, View<Scalar>, Run<Scalar>&) const;
template <class Derived>
class OpOf : public Op {
 public:
  auto attributes() const { return std::tuple<>(); }

  std::string_view name() const final { return Derived::function; }
  std::string label() const override { return label_of(Derived::function, self().attributes()); }
  bool equals(const Op& other) const override {
    return this == &other ||
           (typeid(other) == typeid(Derived) &&
            same_attributes(self().attributes(), static_cast<const Derived&>(other).attributes()));
  }
  std::size_t hash() const override { return hash_of(Derived::function, self().attributes()); }
  void evaluate(Inputs<float> inputs, View<float> out, const Run<float>& run) const final {
    evaluate_in(inputs, out, run);
  }
  void evaluate(Inputs<double> inputs, View<double> out, const Run<double>& run) const final {
    evaluate_in(inputs, out, run);
  }
  void evaluate(Inputs<long double> inputs, View<long double> out, const Run<long double>& run) const final {
    evaluate_in(inputs, out, run);
  }

 private:
  const Derived& self() const { return static_cast<const Derived&>(*this); }

  template <class Scalar>
  void evaluate_in(Inputs<Scalar> inputs, View<Scalar> out, const Run<Scalar>& run) const {
    if constexpr (requires(Run<Scalar> & own) { self().run(inputs, out, own); }) {
      Run<Scalar> own = run;
      self().run(inputs, out, own);
    } else {
      self().run(inputs, out);
    }
  }
};

/// The operation of `expr` if it is exactly a `Class`, else null: what the file of an operation asks. Others ask
/// is_call, or compare with another expression by have_same_operation.
template <class Class>
const Class* operation_as(const Expr& expr) {
  const Op& op = expr.op();
  return typeid(op) == typeid(Class) ? static_cast<const Class*>(&op) : nullptr;
}

/// Whether two expressions are the same function, attributes and all, of whatever inputs.
inline bool have_same_operation(const Expr& a, const Expr& b) { return a.op().equals(b.op()); }

/// The one instance of an operation without attributes: nodes share it, and no count is kept.
template <class Derived>
OpPtr shared() {
  static const Derived op;
  return OpPtr(OpPtr(), &op);
}

}  // namespace matgrad

#pragma once

#include <cstddef>
#include <span>
#include <type_traits>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/kernels/kernels.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad {

/// The scalar type of an Eigen expression.
template <class X>
using Entry = typename std::remove_cvref_t<X>::Scalar;

/// Shape and value of an elementwise operation of one or two inputs, scalars broadcast. The concrete one states
///   auto value(const X& x) const;  or  value(const X& x, const Y& y) const;   a lazy Eigen array expression
/// and where a kernel computes float and double (matrices of all sizes, 1×1 too, so that equal entries have equal
/// values), also
///   template <class Scalar> static constexpr auto kernel = &Kernels<Scalar>::name;
template <class Derived, int arity>
class ElementwiseValue : public OpOf<Derived> {
  static_assert(arity == 1 || arity == 2);

 public:
  Shape shape(std::span<const Expr> inputs) const override { return broadcast_shape(Derived::function, inputs); }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    if constexpr (arity == 1 && !std::is_same_v<Scalar, long double> &&
                  requires { Derived::template kernel<Scalar>; }) {
      const auto size = static_cast<std::size_t>(out.size());
      const Kernels<Scalar>& set = size == 1 ? kernels_for_one<Scalar>() : kernels<Scalar>();
      (set.*Derived::template kernel<Scalar>)(in[0].data(), out.data(), size);
    } else if (out.size() == 1) {
      // A fixed size leaves the bare scalar arithmetic.
      using One = Eigen::Array<Scalar, 1, 1>;
      const auto one = [&in](std::size_t i) { return Eigen::Map<const One>(in[i].data()); };
      Eigen::Map<One> result(out.data());
      if constexpr (arity == 1)
        result = self().value(one(0));
      else
        result = self().value(one(0), one(1));
    } else if constexpr (arity == 1) {
      out.array() = self().value(in[0].array());
    } else {
      const auto repeated = [&](std::size_t i) {
        return Eigen::Array<Scalar, Eigen::Dynamic, Eigen::Dynamic>::Constant(out.rows(), out.cols(),
                                                                              *in[i].data());
      };
      if (in[0].size() != out.size())
        out.array() = self().value(repeated(0), in[1].array());
      else if (in[1].size() != out.size())
        out.array() = self().value(in[0].array(), repeated(1));
      else
        out.array() = self().value(in[0].array(), in[1].array());
    }
  }

  bool may_overwrite(std::size_t) const override { return true; }
  bool is_entry_by_entry() const override { return true; }

 private:
  const Derived& self() const { return static_cast<const Derived&>(*this); }
};

/// An elementwise operation with a derivative, which it states as
///   Expr partial(std::size_t i, const Expr& z) const;   ∂z/∂input i, entry by entry
template <class Derived, int arity>
class ElementwiseOp : public ElementwiseValue<Derived, arity> {
 public:
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    return reduced_to(z.input(i).shape(), hadamard(adjoint, static_cast<const Derived&>(*this).partial(i, z)));
  }
};

/// An elementwise operation that is constant between jumps: nothing flows back through it.
template <class Derived, int arity>
class PiecewiseConstantOp : public ElementwiseValue<Derived, arity> {
 public:
  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { return zeros_like(z.input(i)); }
  bool passes_adjoint(std::size_t) const override { return false; }
};

}  // namespace matgrad

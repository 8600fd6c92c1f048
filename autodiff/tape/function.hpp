#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/tape/argument.hpp"
#include "matgrad/autodiff/tape/program.hpp"
#include "matgrad/autodiff/tape/workspace.hpp"

namespace matgrad {

/// Expressions compiled for evaluation: simplified, ordered on a tape, buffers planned.
///
///     Function f({W, x}, {L, dW});        // two outputs: Function<double, 2>
///     auto [loss, gradient] = f(W0, x0);  // owning matrices, from any thread
///     Workspace w(f);
///     auto [l, g] = f(w, W0, x0);         // views into w: no allocation, no lock
///     f(w, {{"x", x0}, {"W", W0}});       // by name
///     Function step({W, x}, {L}, {{W, W - 0.1 * dW}});  // each call overwrites the matrix bound to W
///     Function loss({W, x}, L);  // one output
///     Function training({W, x}, value_and_gradient(L, {W, x}));  // three
///     Function<double, 2> later;  // empty until one is assigned: a call throws Error
///
/// With the outputs in a vector their number is dynamic, and so are the results (std::vector, std::span).
///
/// An input is bound to a number (1×1) or an Eigen object with entries in memory; a contiguous column-major one is
/// read in place. One matrix may be bound to several inputs, and an output view may be the next input. An input
/// with an update must be bound to a mutable lvalue or view; it is written after all reads, and only if nothing
/// throws.
///
/// Random leaves (random.hpp) are numbered in the order of the outputs and updates; what they draw depends on this
/// number and the Workspace's seed and run number. A call without Workspace has seed 0 and run 0.
///
/// The constructor throws MissingInputError for a variable that is used but no input, ShapeError for an update of
/// another shape, Error for inputs that are no leaves, are repeated or share a name. A call throws ShapeError,
/// MissingInputError (too few values, unknown name), DomainError (a declared fact is false), Error (an update of
/// something const) and what the operations throw, with the expression in which it happened.
template <class Scalar, std::size_t N>
class Function {
 public:
  static constexpr bool is_dynamic = N == dynamic_outputs;
  using Results =
      std::conditional_t<is_dynamic, std::vector<Matrix<Scalar>>, std::array<Matrix<Scalar>, is_dynamic ? 0 : N>>;
  using Views = std::conditional_t<is_dynamic, std::span<const ConstView<Scalar>>,
                                   std::array<ConstView<Scalar>, is_dynamic ? 0 : N>>;

  template <std::size_t M>
  requires(M == N)
      Function(std::vector<Expr> inputs, const Expr (&outputs)[M], const std::vector<Update>& updates = {})
      : Function(std::move(inputs), std::vector<Expr>(outputs, outputs + M), updates) {}
  template <std::size_t M>
  requires(M == N) Function(std::vector<Expr> inputs, const std::array<Expr, M>& outputs,
                            const std::vector<Update>& updates = {})
      : Function(std::move(inputs), std::vector<Expr>(outputs.begin(), outputs.end()), updates) {}
  template <std::same_as<Expr> Output>
  requires(N == 1)
      Function(std::vector<Expr> inputs, const Output& output, const std::vector<Update>& updates = {})
      : Function(std::move(inputs), std::vector<Expr>{output}, updates) {}
  Function() = default;
  Function(std::vector<Expr> inputs, const std::vector<Expr>& outputs, const std::vector<Update>& updates = {})
      : program_(compile<Scalar>(std::move(inputs), checked(outputs), updates)) {}

  template <class... A>
  requires(Bindable<A>&&...) Results operator()(A&&... values) const {
    const std::array<Argument<Scalar>, sizeof...(A)> arguments{Argument<Scalar>(std::forward<A>(values))...};
    return evaluated<Argument<Scalar>>(arguments);
  }
  Results operator()(std::initializer_list<NamedArgument<Scalar>> arguments) const {
    return evaluated<NamedArgument<Scalar>>({arguments.begin(), arguments.size()});
  }
  Results operator()(std::span<const Argument<Scalar>> arguments) const {
    return evaluated<Argument<Scalar>>(arguments);
  }
  Results operator()(std::span<const NamedArgument<Scalar>> arguments) const {
    return evaluated<NamedArgument<Scalar>>(arguments);
  }

  template <class... A>
  requires(Bindable<A>&&...) Views operator()(Workspace<Scalar>& workspace, A&&... values) const {
    const std::array<Argument<Scalar>, sizeof...(A)> arguments{Argument<Scalar>(std::forward<A>(values))...};
    return run<Argument<Scalar>>(workspace, arguments);
  }
  Views operator()(Workspace<Scalar>& workspace, std::initializer_list<NamedArgument<Scalar>> arguments) const {
    return run<NamedArgument<Scalar>>(workspace, {arguments.begin(), arguments.size()});
  }
  Views operator()(Workspace<Scalar>& workspace, std::span<const Argument<Scalar>> arguments) const {
    return run<Argument<Scalar>>(workspace, arguments);
  }
  Views operator()(Workspace<Scalar>& workspace, std::span<const NamedArgument<Scalar>> arguments) const {
    return run<NamedArgument<Scalar>>(workspace, arguments);
  }

  /// The tape and its buffers.
  const Tape& tape() const { return required_program()->tape(); }
  const Plan& plan() const { return required_program()->plan(); }
  const std::shared_ptr<const Program<Scalar>>& program() const { return program_; }
  bool is_empty() const { return program_ == nullptr; }
  /// The program; throws Error if there is none.
  const std::shared_ptr<const Program<Scalar>>& required_program() const {
    if (is_empty()) throw Error("Function: it is empty: it was default constructed, or moved from");
    return program_;
  }

 private:
  static const std::vector<Expr>& checked(const std::vector<Expr>& outputs) {
    if (!is_dynamic && outputs.size() != N)
      throw Error("Function: " + counted(outputs.size(), "output") + " given, " + std::to_string(N) + " declared");
    return outputs;
  }

  template <class A>
  Views run(Workspace<Scalar>& workspace, std::span<const A> arguments) const {
    if (!workspace.is_empty() && &workspace.program() != required_program().get())
      throw Error("Function: the Workspace was made for another Function");
    workspace.run(arguments);
    if constexpr (is_dynamic)
      return workspace.outputs();
    else
      return [&]<std::size_t... I>(std::index_sequence<I...>) { return Views{workspace.outputs()[I]...}; }
    (std::make_index_sequence<N>());
  }

  // Owning results are made here, in the caller's code: how Eigen allocates depends on compiler flags.
  template <class A>
  Results evaluated(std::span<const A> arguments) const {
    Workspace<Scalar> workspace(required_program());
    workspace.run(arguments);
    const auto outputs = workspace.outputs();
    if constexpr (is_dynamic)
      return Results(outputs.begin(), outputs.end());
    else
      return [&]<std::size_t... I>(std::index_sequence<I...>) { return Results{Matrix<Scalar>(outputs[I])...}; }
    (std::make_index_sequence<N>());
  }

  std::shared_ptr<const Program<Scalar>> program_;
};

template <std::size_t M>
Function(std::vector<Expr>, const Expr (&)[M]) -> Function<double, M>;
template <std::size_t M>
Function(std::vector<Expr>, std::array<Expr, M>) -> Function<double, M>;
template <std::size_t M>
Function(std::vector<Expr>, std::array<Expr, M>, std::vector<Update>) -> Function<double, M>;
template <std::same_as<Expr> Output>
Function(std::vector<Expr>, Output) -> Function<double, 1>;
template <std::same_as<Expr> Output>
Function(std::vector<Expr>, Output, std::vector<Update>) -> Function<double, 1>;
template <std::size_t M>
Function(std::vector<Expr>, const Expr (&)[M], std::vector<Update>) -> Function<double, M>;
Function(std::vector<Expr>, std::vector<Expr>)->Function<double>;
Function(std::vector<Expr>, std::vector<Expr>, std::vector<Update>)->Function<double>;

/// The tape with the buffer of each result.
template <class Scalar, std::size_t N>
std::string to_text(const Function<Scalar, N>& function) {
  return to_text(function.tape(), function.plan());
}

}  // namespace matgrad

#pragma once

#include <Eigen/Core>

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include <matgrad/autodiff/expression/expr.hpp>
#include <matgrad/autodiff/expression/leaf_values.hpp>

namespace matgrad::examples {

/// Variables with their values: given("A", {{1, 2}, {3, 4}}) is the variable A, with its value for what is shown.
class Given {
 public:
  using Entries = std::initializer_list<std::initializer_list<double>>;

  Expr operator()(const std::string& name, Entries rows);
  const LeafValues<>& values() const { return values_; }

 private:
  LeafValues<> values_;
};

/// What an example printed, and where it stands.
struct Shown {
  std::string file;
  int line = 0;
  std::string text;         // lines
  std::vector<Expr> exprs;  // the expression whose value is in it, if there is one
};

/// Prints an expression as formula = value, or a text as it is. An entry that is zero to rounding is printed as 0.
class Show {
 public:
  explicit Show(const Given& given) : given_(given) {}

  void operator()(const Operand& expr);
  void operator()(const std::string& text, const char* file = __builtin_FILE(), int line = __builtin_LINE());
  const std::vector<Shown>& shown() const { return shown_; }

 private:
  const Given& given_;
  std::vector<Shown> shown_;
};

/// A page of the reference: its examples, run.
struct ReferencePage {
  std::string name;  // of its file, without .cpp
  void (*run)(Given& given, Show& show);
};

/// All pages, in the order in which a reader finds them.
const std::vector<ReferencePage>& reference_pages();

/// The floating-point operations of evaluating an expression once.
struct Cost {
  static constexpr Index size = 120;  // a triangular number, so that vech fits

  double operations = 0;
  bool is_scaled = false;  // counted with `size` for every size above 1; else as in the example
};

/// Scaled, unless the expression states sizes in numbers.
Cost cost_of(const Expr& expr);
/// Three digits: "3 470 000", or "9 in the example".
std::string to_text(const Cost& cost);

}  // namespace matgrad::examples

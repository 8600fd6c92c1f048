#include "matgrad/autodiff/operations/leaf.hpp"

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad {
namespace {

class Leaf final : public OpOf<Leaf> {
 public:
  static constexpr std::string_view function = "variable";

  Leaf(std::string name, Shape shape, Facts facts, bool learnt)
      : name_(std::move(name)), shape_(shape), facts_(facts), learnt_(learnt) {}

  bool learnt() const { return learnt_; }
  std::string_view symbol() const override { return name_; }
  Facts declared_facts() const override { return facts_; }
  auto attributes() const { return std::tuple(name_); }
  std::string label() const override { return learnt_ ? "parameter" : "variable"; }
  bool equals(const Op& other) const override { return this == &other; }

  Shape shape(std::span<const Expr>) const override {
    if (shape_.rows < 0 || shape_.cols < 0)
      throw ShapeError("variable " + name_ + ": the size " + to_string(shape_) + " is negative");
    return shape_;
  }
  template <class Scalar>
  void run(Inputs<Scalar>, View<Scalar>) const {
    throw MissingInputError("the variable " + name_ + " has no value: list it among the inputs of the Function");
  }
  Expr vjp(std::size_t, const Expr& z, const Expr&) const override { throw_no_derivative(z, 0); }
  double cost(const Expr&) const override { return 0; }

 private:
  std::string name_;
  Shape shape_;
  Facts facts_;
  bool learnt_;
};

class Constant final : public OpOf<Constant> {
 public:
  static constexpr std::string_view function = "constant";

  explicit Constant(Eigen::MatrixXd value) : value_(std::move(value)) {}

  const Eigen::MatrixXd& value() const { return value_; }
  auto attributes() const { return std::tuple(entries()); }
  Shape shape(std::span<const Expr>) const override { return {value_.rows(), value_.cols()}; }
  template <class Scalar>
  void run(Inputs<Scalar>, View<Scalar> out) const {
    out = value_.cast<Scalar>();
  }
  Expr vjp(std::size_t, const Expr& z, const Expr&) const override { throw_no_derivative(z, 0); }
  double cost(const Expr&) const override { return 0; }
  Notation notation(const Expr& z, std::vector<Notation>) const override {
    if (z.shape().is_scalar()) return Notation::number(value_(0, 0));
    if (value_.size() > 12) return Notation::symbol("constant[" + to_string(z.shape()) + "]");
    std::vector<Notation> entries;
    for (Index i = 0; i < value_.rows(); ++i)
      for (Index j = 0; j < value_.cols(); ++j) entries.push_back(Notation::number(value_(i, j)));
    return Notation::matrix(static_cast<std::size_t>(value_.cols()), std::move(entries));
  }

 private:
  std::vector<double> entries() const { return {value_.data(), value_.data() + value_.size()}; }

  Eigen::MatrixXd value_;
};

class Named final : public OpOf<Named> {
 public:
  static constexpr std::string_view function = "named";

  explicit Named(std::string name) : name_(std::move(name)) {}

  std::string_view symbol() const override { return name_; }
  auto attributes() const { return std::tuple(name_); }
  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out = in[0];
  }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return adjoint; }
  double cost(const Expr&) const override { return 0; }
  bool may_overwrite(std::size_t) const override { return true; }
  bool is_alias() const override { return true; }

 private:
  std::string name_;
};

}  // namespace

Expr variable(std::string name, Index rows, Index cols, Facts facts) {
  return variable(std::move(name), Shape{rows, cols}, facts);
}
Expr variable(std::string name, Shape shape, Facts facts) {
  return Expr(std::make_shared<Leaf>(std::move(name), shape, facts, false), {});
}
Expr variable_like(std::string name, const Operand& a, Facts facts) {
  return variable(std::move(name), a.shape(), facts);
}

Expr parameter(std::string name, Index rows, Index cols, Facts facts) {
  return parameter(std::move(name), Shape{rows, cols}, facts);
}
Expr parameter(std::string name, Shape shape, Facts facts) {
  return Expr(std::make_shared<Leaf>(std::move(name), shape, facts, true), {});
}

bool is_parameter(const Expr& expr) {
  const Leaf* leaf = operation_as<Leaf>(expr);
  return leaf != nullptr && leaf->learnt();
}

Expr constant(const Eigen::Ref<const Eigen::MatrixXd>& value) {
  return Expr(std::make_shared<Constant>(value), {});
}

Expr constant(double value) { return constant(Eigen::MatrixXd::Constant(1, 1, value)); }

Operand::Operand(double value, const char* file, int line) : Operand(constant(value), file, line) {}

std::optional<ConstView<double>> constant_value(const Expr& expr) {
  const Constant* fixed = operation_as<Constant>(expr);
  if (fixed == nullptr) return std::nullopt;
  return ConstView<double>(fixed->value().data(), expr.rows(), expr.cols());
}

std::optional<double> number_value(const Expr& expr) {
  const Constant* fixed = expr.shape().is_scalar() ? operation_as<Constant>(expr) : nullptr;
  return fixed != nullptr ? std::optional(fixed->value()(0, 0)) : std::nullopt;
}

Expr named(std::string name, const Operand& value) {
  return apply(std::make_shared<Named>(std::move(name)), {value});
}

bool is_named(const Expr& expr) { return operation_as<Named>(expr) != nullptr; }

}  // namespace matgrad

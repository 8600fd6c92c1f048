#include "matgrad/autodiff/expression/told_sizes.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad {
namespace {

constexpr std::size_t most_told_sizes = 2000;  // more than is ever written
constexpr std::size_t most_inputs = 100;
constexpr Index greatest_changed = Index{1} << 40;  // a size whose double can be counted

constexpr ToldSizes all{true, true};

/// A part of which only the shape is known.
class Placeholder final : public OpOf<Placeholder> {
 public:
  static constexpr std::string_view function = "placeholder";

  explicit Placeholder(Shape shape) : shape_(shape) {}

  std::string_view symbol() const override { return function; }
  auto attributes() const { return std::tuple(shape_.rows, shape_.cols); }
  Shape shape(std::span<const Expr>) const override { return shape_; }
  template <class Scalar>
  void run(Inputs<Scalar>, View<Scalar>) const {
    throw MissingInputError("a part without a value");
  }
  Expr vjp(std::size_t, const Expr& z, const Expr&) const override { throw_no_derivative(z, 0); }

 private:
  Shape shape_;
};

bool is_wide(const Expr& expr) { return expr.inputs().size() > most_inputs; }

void find_arguments(const Notation& form, std::vector<bool>& found) {
  if (form.kind == Notation::Kind::argument) found.at(form.columns) = true;
  for (const Notation& part : form.parts) find_arguments(part, found);
}

/// Whether the text of `whole` shows everything that its shape depends on: all inputs, and no numbers in brackets
/// behind its name, which mean something to this function alone.
bool shows_everything(const Expr& whole) {
  std::vector<Notation> arguments;
  for (std::size_t i = 0; i < whole.inputs().size(); ++i) arguments.push_back(Notation::argument(i));
  const Notation form = whole.op().notation(whole, std::move(arguments));
  std::vector<bool> found(whole.inputs().size(), false);
  find_arguments(form, found);
  const std::size_t bracket = form.kind == Notation::Kind::call ? form.text.find('[') : std::string::npos;
  const bool has_numbers = form.text.find_first_of("0123456789", bracket) != std::string::npos;
  return !has_numbers && std::ranges::find(found, false) == found.end();
}

struct Change {
  Index size;   // that the input has instead
  Shape shape;  // of the whole
};

/// What becomes of `whole` if its input i has another number of rows (or else columns); nothing where none fits.
/// Tried are some numbers, by themselves, then with the input still square, then with as many entries as before.
std::optional<Change> changed(const Expr& whole, std::size_t i, bool rows) {
  const Shape shape = whole.input(i).shape();
  const Index size = rows ? shape.rows : shape.cols;
  if (size > greatest_changed) return std::nullopt;
  std::vector<Shape> others;
  for (const Index other : {size + 1, size + 2, size - 1, 2 * size, Index{1}, Index{0}})
    others.push_back(rows ? Shape{other, shape.cols} : Shape{shape.rows, other});
  if (shape.rows == shape.cols)
    for (const Index other : {size + 1, size + 2, size - 1, Index{0}}) others.push_back({other, other});
  for (const Shape other : {shape.transposed(), Shape{shape.size(), 1}, Shape{1, shape.size()}})
    others.push_back(other);
  for (const Shape other : others) {
    const Index changed_size = rows ? other.rows : other.cols;
    // A scalar would go with everything.
    if (changed_size == size || other.rows < 0 || other.cols < 0 || other.is_scalar()) continue;
    if (const auto result = shape_with(whole, i, other)) return Change{changed_size, *result};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Shape> shape_with(const Expr& whole, std::size_t i, Shape other) {
  try {
    std::vector<Expr> inputs;
    for (std::size_t k = 0; k < whole.inputs().size(); ++k) {
      const Shape shape = k == i ? other : whole.input(k).shape();
      inputs.emplace_back(std::make_shared<Placeholder>(shape), std::vector<Expr>());
    }
    return whole.op().shape(inputs);
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool is_written_without_size(const Expr& expr) {
  if (expr.shape().is_scalar() || !expr.symbol().empty() || expr.inputs().size() > 1) return false;
  const Notation notation = expr.op().notation(expr, std::vector(expr.inputs().size(), Notation::argument(0)));
  const bool is_atom = notation.kind == Notation::Kind::number || notation.kind == Notation::Kind::symbol;
  return is_atom && !notation.closing.empty();
}

ToldSizes SizesInText::told_by(const Expr& part, int depth) {
  if (part.shape().is_scalar() || !part.symbol().empty() || names_.contains(part.id())) return all;
  if (const auto found = told_.find(part.id()); found != told_.end()) return found->second;
  if (depth > greatest_written_depth || told_.size() > most_told_sizes) return all;
  const ToldSizes result = is_written_without_size(part) ? ToldSizes() : told_by_inputs(part, depth);
  told_.emplace(part.id(), result);
  return result;
}

ToldSizes SizesInText::told_by_inputs(const Expr& whole, int depth) {
  ToldSizes result = all;
  for (std::size_t i = 0; i < whole.inputs().size(); ++i) {
    const ToldSizes own = told_by(whole.input(i), depth + 1);
    if (own.both()) continue;
    const ToldSizes around = told_around(whole, i, {}, depth);
    for (const bool rows : {true, false}) {
      if (rows ? own.rows || around.rows : own.cols || around.cols) continue;
      const std::optional<Change> change = is_wide(whole) ? std::nullopt : changed(whole, i, rows);
      result.rows = result.rows && change && change->shape.rows == whole.rows();
      result.cols = result.cols && change && change->shape.cols == whole.cols();
    }
  }
  return result;
}

ToldSizes SizesInText::told_around(const Expr& whole, std::size_t i, ToldSizes of_whole, int depth) {
  if (is_wide(whole) || shape_with(whole, i, whole.input(i).shape()) != whole.shape()) return {};
  if (!shows_everything(whole)) return {};
  bool others = true;
  for (std::size_t k = i + 1; k < whole.inputs().size(); ++k)
    others = others && told_by(whole.input(k), depth + 1).both();
  const Shape before = whole.shape();
  const auto is_told = [&](bool rows) {
    const std::optional<Change> change = changed(whole, i, rows);
    if (!change) return others;
    const Index size = rows ? whole.input(i).rows() : whole.input(i).cols();
    const Shape after = change->shape;
    return (of_whole.rows && before.rows == size && after.rows == change->size) ||
           (of_whole.cols && before.cols == size && after.cols == change->size);
  };
  return {is_told(true), is_told(false)};
}

}  // namespace matgrad

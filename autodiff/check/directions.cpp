#include "matgrad/autodiff/check/directions.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad {
namespace {

constexpr std::size_t small_size = 200;
constexpr std::size_t random_entries = 24;
constexpr std::size_t random_directions = 24;

std::mt19937_64 generator(std::uint64_t seed, std::uint64_t number) {
  std::seed_seq sequence{seed & 0xffffffffu, seed >> 32, number};
  return std::mt19937_64(sequence);
}

}  // namespace

Directions::Directions(const Expr& variable, const Eigen::MatrixXd& value, bool every_entry, std::uint64_t seed)
    : value_(value), facts_(variable.op().declared_facts()), seed_(seed) {
  choose_entries(every_entry);
}

// Of two mirrored entries of a symmetric matrix the upper one stands for both.
bool Directions::is_free(Index row, Index col) const {
  if (facts_.has(Fact::diagonal)) return row == col;
  if (facts_.has(Fact::lower_triangular)) return row >= col;
  return row <= col || !(facts_.has(Fact::upper_triangular) || facts_.has(Fact::symmetric));
}

void Directions::choose_entries(bool every_entry) {
  for (Index j = 0; j < value_.cols(); ++j)
    for (Index i = 0; i < value_.rows(); ++i)
      if (is_free(i, j)) entries_.push_back(i + j * value_.rows());
  if (every_entry || entries_.size() <= small_size) return;
  std::mt19937_64 random = generator(seed_, 0);
  for (std::size_t k = 0; k < random_entries; ++k)
    std::swap(entries_[k], entries_[k + random() % (entries_.size() - k)]);
  entries_.resize(random_entries);
  std::sort(entries_.begin(), entries_.end());
  random_count_ = random_directions;
}

Direction Directions::at(std::size_t i) const {
  return i < entries_.size() ? entry(entries_[i]) : random(i - entries_.size() + 1);
}

Direction Directions::entry(Index k) const {
  const Index row = k % value_.rows(), col = k / value_.rows();
  Direction direction;
  direction.name = "(" + std::to_string(row) + ", " + std::to_string(col) + ")";
  const double size = std::abs(value_(row, col));
  direction.reach = facts_.has(Fact::nonnegative) ? size : std::max(1.0, size);
  if (facts_.has(Fact::symmetric) && row != col)
    direction.moves = {{k, 0.5}, {col + row * value_.rows(), 0.5}};
  else
    direction.moves = {{k, 1.0}};
  return direction;
}

Direction Directions::random(std::size_t number) const {
  std::mt19937_64 random = generator(seed_, number);
  std::normal_distribution<double> normal;
  const bool by_fraction = facts_.has(Fact::nonnegative);
  Eigen::MatrixXd shares = Eigen::MatrixXd::Zero(value_.rows(), value_.cols());
  for (Index j = 0; j < value_.cols(); ++j)
    for (Index i = 0; i < value_.rows(); ++i) {
      if (!is_free(i, j)) continue;
      shares(i, j) = normal(random);
      if (facts_.has(Fact::symmetric)) shares(j, i) = shares(i, j);
    }
  if (by_fraction) shares = (shares / shares.norm()).cwiseProduct(value_);
  Direction direction;
  direction.name = "direction " + std::to_string(number);
  const double length = shares.norm();
  direction.reach = by_fraction ? length : std::max(1.0, value_.norm());
  for (Index k = 0; k < shares.size(); ++k)
    if (shares.data()[k] != 0) direction.moves.emplace_back(k, shares.data()[k] / length);
  return direction;
}

}  // namespace matgrad

#pragma once

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/facts.hpp"

namespace matgrad {

/// A way to move a variable.
struct Direction {
  std::string name;                             // "(2, 0)", "direction 5"
  std::vector<std::pair<Index, double>> moves;  // entry (column by column) and its share
  double reach = 1;                             // the length that counts as 1 along it
};

/// The directions along which a variable is checked at a value: single entries, and for large variables random
/// unit directions. Facts declared for the variable stay true along each of them, for small steps.
class Directions {
 public:
  Directions(const Expr& variable, const Eigen::MatrixXd& value, bool every_entry, std::uint64_t seed);

  std::size_t entry_count() const { return entries_.size(); }
  std::size_t random_count() const { return random_count_; }
  std::size_t size() const { return entries_.size() + random_count_; }
  /// Made anew at each call: a random one is as large as the variable.
  Direction at(std::size_t i) const;
  /// Along the entry k, counted column by column, and along all at random.
  Direction entry(Index k) const;
  Direction random(std::size_t number) const;

 private:
  bool is_free(Index row, Index col) const;
  void choose_entries(bool every_entry);

  const Eigen::MatrixXd& value_;
  Facts facts_;
  std::uint64_t seed_;
  std::vector<Index> entries_;
  std::size_t random_count_ = 0;
};

}  // namespace matgrad

#pragma once

#include <initializer_list>

namespace matgrad {

/// What may be known of a matrix: declared for a variable, derived for an expression.
/// `positive` and `nonnegative` speak of every entry, the others of the matrix as a whole.
enum class Fact : unsigned {
  nonnegative = 1u << 0,
  positive = 1u << 1,
  symmetric = 1u << 2,
  positive_semidefinite = 1u << 3,
  positive_definite = 1u << 4,
  lower_triangular = 1u << 5,
  upper_triangular = 1u << 6,
  diagonal = 1u << 7,
  column_stochastic = 1u << 8,  // nonnegative entries, each column sums to one: one-hot labels, probabilities
};

/// A set of facts, closed under what each fact says by itself (diagonal is triangular both ways and
/// symmetric, positive definite is semidefinite and symmetric, positive is nonnegative).
class Facts {
 public:
  constexpr Facts() = default;
  constexpr Facts(Fact fact) : bits_(closed(static_cast<unsigned>(fact))) {}
  constexpr Facts(std::initializer_list<Fact> facts) {
    for (Fact fact : facts) bits_ = closed(bits_ | static_cast<unsigned>(fact));
  }
  constexpr bool has(Fact fact) const { return (bits_ & static_cast<unsigned>(fact)) != 0; }
  constexpr bool has_all(Facts others) const { return (bits_ & others.bits_) == others.bits_; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr Facts operator|(Facts other) const { return from_bits(bits_ | other.bits_); }
  constexpr Facts operator&(Facts other) const { return from_bits(bits_ & other.bits_); }
  friend constexpr bool operator==(Facts, Facts) = default;

 private:
  static constexpr Facts from_bits(unsigned bits) {
    Facts facts;
    facts.bits_ = closed(bits);
    return facts;
  }
  static constexpr bool contains(unsigned bits, Fact fact) { return (bits & static_cast<unsigned>(fact)) != 0; }
  static constexpr unsigned closed(unsigned bits) {
    const auto add = [&bits](Fact fact) { bits |= static_cast<unsigned>(fact); };
    if (contains(bits, Fact::positive) || contains(bits, Fact::column_stochastic)) add(Fact::nonnegative);
    if (contains(bits, Fact::positive_definite)) add(Fact::positive_semidefinite);
    if (contains(bits, Fact::positive_semidefinite)) add(Fact::symmetric);
    if (contains(bits, Fact::lower_triangular) &&
        (contains(bits, Fact::upper_triangular) || contains(bits, Fact::symmetric)))
      add(Fact::diagonal);
    if (contains(bits, Fact::upper_triangular) && contains(bits, Fact::symmetric)) add(Fact::diagonal);
    if (contains(bits, Fact::diagonal)) {
      add(Fact::lower_triangular);
      add(Fact::upper_triangular);
      add(Fact::symmetric);
    }
    return bits;
  }

  unsigned bits_ = 0;
};

}  // namespace matgrad

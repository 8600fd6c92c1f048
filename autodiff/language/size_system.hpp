#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// Unknown numbers of rows and columns, and what is known of them: equal ones are united, some have a value, some
/// are known not to be one. Steps can be taken back.
class SizeSystem {
 public:
  using Size = std::size_t;

  Size unknown();
  Size fixed(Index value);
  /// For texts: the letter of a declaration.
  void set_letter(Size size, std::string letter);

  /// Each returns whether this is possible; nothing has changed where it is not.
  bool unite(Size a, Size b);
  bool set(Size size, Index value);
  bool set_not_one(Size size);

  bool can_unite(Size a, Size b) const;
  bool are_united(Size a, Size b) const { return root(a) == root(b); }
  std::optional<Index> value(Size size) const;
  bool is_one(Size size) const { return value(size) == Index{1}; }
  bool is_not_one(Size size) const;
  /// A number, a letter, or "?".
  std::string text(Size size) const;

  /// The sizes whose value, or being different from one, became known since the last call.
  std::vector<Size> take_changed();

  using Mark = std::size_t;
  Mark mark() const { return trail_.size(); }
  void take_back(Mark mark);

 private:
  struct Entry {
    Size parent;
    std::size_t count = 1;  // of the united sizes
    Size next;              // the united sizes in a ring
    std::optional<Index> value = {};
    bool not_one = false;
    std::string letter = {};
  };
  struct Change {
    Size root, child;  // child united with root, or equal to it: only values changed
    std::optional<Index> value;
    bool not_one;
    std::string letter;
  };

  Size root(Size size) const;
  void note_changed(Size root);
  void remember(Size root, Size child);

  std::vector<Entry> entries_;
  std::vector<Change> trail_;
  std::vector<Size> changed_;
};

}  // namespace matgrad

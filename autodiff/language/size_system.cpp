#include "matgrad/autodiff/language/size_system.hpp"

#include <utility>

namespace matgrad {

SizeSystem::Size SizeSystem::unknown() {
  entries_.push_back({entries_.size(), 1, entries_.size()});
  return entries_.size() - 1;
}

SizeSystem::Size SizeSystem::fixed(Index value) {
  const Size size = unknown();
  entries_[size].value = value;
  entries_[size].not_one = value != 1;
  return size;
}

void SizeSystem::set_letter(Size size, std::string letter) { entries_[root(size)].letter = std::move(letter); }

SizeSystem::Size SizeSystem::root(Size size) const {
  while (entries_[size].parent != size) size = entries_[size].parent;
  return size;
}

void SizeSystem::note_changed(Size root) {
  Size member = root;
  do {
    changed_.push_back(member);
    member = entries_[member].next;
  } while (member != root);
}

void SizeSystem::remember(Size root, Size child) {
  const Entry& entry = entries_[root];
  trail_.push_back({root, child, entry.value, entry.not_one, entry.letter});
}

bool SizeSystem::can_unite(Size a, Size b) const {
  const Entry& x = entries_[root(a)];
  const Entry& y = entries_[root(b)];
  if (x.value && y.value) return x.value == y.value;
  return !(x.value == Index{1} && y.not_one) && !(y.value == Index{1} && x.not_one);
}

bool SizeSystem::unite(Size a, Size b) {
  Size x = root(a), y = root(b);
  if (x == y) return true;
  if (!can_unite(x, y)) return false;
  if (entries_[x].count < entries_[y].count) std::swap(x, y);
  Entry& into = entries_[x];
  Entry& from = entries_[y];
  const bool tells_into = (from.value && !into.value) || (from.not_one && !into.not_one);
  const bool tells_from = (into.value && !from.value) || (into.not_one && !from.not_one);
  remember(x, y);
  if (tells_into) note_changed(x);
  if (tells_from) note_changed(y);
  if (!into.value) into.value = from.value;
  into.not_one = into.not_one || from.not_one;
  if (into.letter.empty()) into.letter = from.letter;
  from.parent = x;
  into.count += from.count;
  std::swap(into.next, from.next);
  return true;
}

bool SizeSystem::set(Size size, Index value) {
  const Size x = root(size);
  Entry& entry = entries_[x];
  if (entry.value) return entry.value == value;
  if (value == 1 && entry.not_one) return false;
  remember(x, x);
  entry.value = value;
  entry.not_one = value != 1;
  note_changed(x);
  return true;
}

bool SizeSystem::set_not_one(Size size) {
  const Size x = root(size);
  Entry& entry = entries_[x];
  if (entry.value) return entry.value != Index{1};
  if (entry.not_one) return true;
  remember(x, x);
  entry.not_one = true;
  note_changed(x);
  return true;
}

std::optional<Index> SizeSystem::value(Size size) const { return entries_[root(size)].value; }

bool SizeSystem::is_not_one(Size size) const { return entries_[root(size)].not_one; }

std::string SizeSystem::text(Size size) const {
  const Entry& entry = entries_[root(size)];
  if (entry.value) return std::to_string(*entry.value);
  return entry.letter.empty() ? "?" : entry.letter;
}

std::vector<SizeSystem::Size> SizeSystem::take_changed() { return std::exchange(changed_, {}); }

void SizeSystem::take_back(Mark mark) {
  changed_.clear();
  while (trail_.size() > mark) {
    Change change = std::move(trail_.back());
    trail_.pop_back();
    Entry& entry = entries_[change.root];
    if (change.child != change.root) {
      Entry& child = entries_[change.child];
      std::swap(entry.next, child.next);
      entry.count -= child.count;
      child.parent = change.child;
    }
    entry.value = change.value;
    entry.not_one = change.not_one;
    entry.letter = std::move(change.letter);
  }
}

}  // namespace matgrad

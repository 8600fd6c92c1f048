#pragma once

#include <span>
#include <string>
#include <string_view>

namespace matgrad {

/// The name that the writer of `word` may have meant: of `names` the first that differs in the fewest letters
/// (bytes of UTF-8), changed, inserted, dropped or exchanged with a neighbour. Empty if none is near: one slip is
/// allowed in a word of three or four letters, two in longer ones, none in shorter ones.
std::string similar_name(std::string_view word, std::span<const std::string> names);

}  // namespace matgrad

#include "matgrad/autodiff/language/similar_name.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace matgrad {
namespace {

// Longer words are no slips, and comparing them takes time.
constexpr std::size_t longest_word = 40;

/// How many letters to change, insert, drop or exchange with their neighbour.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

}  // namespace

std::string similar_name(std::string_view word, std::span<const std::string> names) {
  if (word.size() < 3 || word.size() > longest_word) return {};
  std::size_t least = word.size() < 5 ? 2 : 3;
  std::string result;
  for (const std::string& name : names)
    if (const std::size_t d = distance(word, name); d < least) {
      least = d;
      result = name;
    }
  return result;
}

}  // namespace matgrad

#include "matgrad/autodiff/show/told_apart.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string_view>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"

namespace matgrad {
namespace {

/// The names that make up a name: L and W1 of ∂L/∂W1.
std::vector<std::string_view> parts_of(std::string_view name) {
  std::vector<std::string_view> parts;
  const auto [above, below] = symbol_quotient(name);
  for (std::string_view side : {above, below}) {
    constexpr std::string_view partial = "∂";
    while (side != partial && side.starts_with(partial)) side.remove_prefix(partial.size());
    if (!side.empty()) parts.push_back(side);
  }
  return parts;
}

}  // namespace

DisplayNames told_apart(const std::vector<std::string>& names, DisplayNames display) {
  std::map<std::string, std::vector<std::string_view>> alike;
  for (const std::string& name : names)
    for (const std::string_view part : parts_of(name)) {
      std::vector<std::string_view>& same = alike[look_of(shown_name(part, display))];
      if (std::ranges::find(same, part) == same.end()) same.push_back(part);
    }
  for (auto& [look, same] : alike) {
    if (same.size() < 2) continue;
    // The symbol stays with the name that was told how to look, else with the one that is written as it looks.
    const auto keeps = [&display, &look = look](std::string_view name) {
      return display.contains(name) ? 2 : name == look ? 1 : 0;
    };
    const std::string_view keeper = *std::ranges::max_element(same, {}, keeps);
    for (const std::string_view name : same)
      if (name != keeper) display.insert_or_assign(std::string(name), "\"" + std::string(name) + "\"");
  }
  return display;
}

std::string with_words(std::string_view name, const DisplayNames& display) {
  std::string text(name);
  // From the end, so that places stay what they are.
  const std::vector<std::string_view> parts = parts_of(name);
  for (std::size_t i = parts.size(); i-- > 0;)
    if (const auto found = display.find(parts[i]); found != display.end())
      text.replace(static_cast<std::size_t>(parts[i].data() - name.data()), parts[i].size(), found->second);
  return text;
}

std::vector<std::string> names_in(const Expr& expr) {
  std::vector<std::string> names;
  const Graph graph(expr);
  for (const Expr& node : graph.nodes())
    if (!node.symbol().empty()) names.emplace_back(node.symbol());
  return names;
}

void add_names_in(const Notation& formula, std::vector<std::string>& names) {
  if (formula.kind == Notation::Kind::symbol) names.push_back(formula.text);
  for (const Notation& part : formula.parts) add_names_in(part, names);
}

}  // namespace matgrad

#include "cli/arguments.hpp"

#include <algorithm>
#include <cstddef>

namespace matgrad::cli {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

const CLI::App* verb_of(const CLI::App& app, const std::vector<std::string>& arguments) {
  if (arguments.empty()) return nullptr;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    if (verb->get_name() == arguments.front()) return verb;
  return nullptr;
}

const CLI::Option* option_of(const CLI::App& verb, const std::string& argument) {
  for (const CLI::Option* option : verb.get_options())
    if (!option->get_positional() && option->check_name(argument.substr(0, argument.find('=')))) return option;
  return nullptr;
}

bool is_formula(const CLI::App& verb, const std::string& argument) {
  if (argument.size() < 2 || argument[0] != '-' || argument == "--") return false;
  if (argument[1] == '-' && is_letter(argument[2])) return false;
  return option_of(verb, argument) == nullptr;
}

}  // namespace

std::vector<std::string> with_formula_last(const CLI::App& app, const std::vector<std::string>& arguments) {
  const CLI::App* verb = verb_of(app, arguments);
  if (verb == nullptr) return arguments;
  std::vector<std::string> kept;
  std::string formula;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--") return arguments;
    const CLI::Option* option = option_of(*verb, argument);
    if (formula.empty() && is_formula(*verb, argument)) {
      formula = argument;
      continue;
    }
    kept.push_back(argument);
    const bool takes_next =
        option != nullptr && option->get_type_size() > 0 && argument.find('=') == std::string::npos;
    if (takes_next && i + 1 < arguments.size()) kept.push_back(arguments[++i]);
  }
  if (formula.empty()) return arguments;
  kept.push_back("--");
  kept.push_back(formula);
  return kept;
}

}  // namespace matgrad::cli

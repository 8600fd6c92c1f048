#include "cli/arguments.hpp"

#include <algorithm>
#include <cstddef>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/latin_letter.hpp>
#include <matgrad/autodiff/language/similar_name.hpp>

#include "cli/text_position.hpp"

namespace matgrad::cli {
namespace {

const CLI::Option* option_of(const CLI::App& verb, const std::string& argument) {
  for (const CLI::Option* option : verb.get_options())
    if (!option->get_positional() && option->check_name(argument.substr(0, argument.find('=')))) return option;
  return nullptr;
}

bool is_formula(const CLI::App& verb, const std::string& argument) {
  if (argument.size() < 2 || argument[0] != '-' || argument == "--") return false;
  if (argument[1] == '-' && is_latin_letter(argument[2])) return false;
  return option_of(verb, argument) == nullptr;
}

bool takes_next(const CLI::Option* option, const std::string& argument) {
  return option != nullptr && option->get_type_size() > 0 && argument.find('=') == std::string::npos;
}

std::vector<std::string> verb_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(verb->get_name());
  return names;
}

std::vector<std::string> option_names(const CLI::App& verb) {
  std::vector<std::string> names;
  for (const CLI::Option* option : verb.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& names) {
  const std::string similar = similar_name(word, names);
  return similar.empty() ? "" : "; did you mean " + similar + "?";
}

void require_verb(const CLI::App& app, const std::vector<std::string>& arguments) {
  const std::vector<std::string> names = verb_names(app);
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  if (arguments.empty()) throw Error("a verb is expected: " + list);
  const std::string& first = arguments.front();
  if (std::ranges::find(names, first) != names.end() || option_of(app, first) != nullptr) return;
  if (first.starts_with("--")) throw Error("a verb comes before " + in_quotes(first) + ": one of " + list);
  const std::string hint = did_you_mean(first, names);
  throw Error(in_quotes(first) + " is no verb" + (hint.empty() ? "; the verbs are " + list : hint));
}

}  // namespace

const CLI::App* verb_of(const CLI::App& app, const std::vector<std::string>& arguments) {
  if (arguments.empty()) return nullptr;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    if (verb->get_name() == arguments.front()) return verb;
  return nullptr;
}

void require_known_words(const CLI::App& app, const std::vector<std::string>& arguments) {
  require_verb(app, arguments);
  const CLI::App* verb = verb_of(app, arguments);
  if (verb == nullptr) return;
  std::vector<std::string> words;
  for (std::size_t i = 1; i < arguments.size() && arguments[i] != "--"; ++i) {
    const std::string& argument = arguments[i];
    const CLI::Option* option = option_of(*verb, argument);
    if (option == nullptr && argument.starts_with("--") && argument.size() > 2 && is_latin_letter(argument[2])) {
      const std::string name = argument.substr(0, argument.find('='));
      throw Error(in_quotes(name) + " is no option of " + verb->get_name() +
                  did_you_mean(name, option_names(*verb)));
    }
    if (option == nullptr && option_of(*verb, "-" + argument) != nullptr && argument.size() > 2)
      throw Error(in_quotes(argument) + " is no option of " + verb->get_name() + "; did you mean -" + argument +
                  "?");
    if (takes_next(option, argument))
      ++i;
    else if (option == nullptr)
      words.push_back(argument);
  }
  // -f alone may be a formula, but beside another one it is meant as an option.
  for (const std::string& word : words)
    if (words.size() > 1 && word.size() == 2 && word[0] == '-' && is_latin_letter(word[1]))
      throw Error(in_quotes(word) + " is no option of " + verb->get_name());
}

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
    if (takes_next(option, argument) && i + 1 < arguments.size()) kept.push_back(arguments[++i]);
  }
  if (formula.empty()) return arguments;
  kept.push_back("--");
  kept.push_back(formula);
  return kept;
}

}  // namespace matgrad::cli

#include "cli/help.hpp"

#include <algorithm>
#include <sstream>
#include <string_view>
#include <vector>

#include <matgrad/autodiff/show/text_table.hpp>

namespace matgrad::cli {
namespace {

/// Breaks a text into lines of a width.
std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  std::vector<std::string> lines;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (lines.empty() || display_width(lines.back()) + 1 + display_width(word) > width)
      lines.push_back(word);
    else
      lines.back() += " " + word;
  }
  return lines;
}

std::string option_label(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  return option.get_name(false, true) + (type.empty() || option.get_type_size() == 0 ? "" : " " + type);
}

std::string entry(const std::string& label, std::string text) {
  constexpr std::size_t column = 26, width = 100;
  std::string lines = "  " + label;
  std::size_t at = display_width(lines);
  if (at + 2 > column) {
    lines += "\n";
    at = 0;
  }
  for (const std::string& line : wrapped(text, width - column)) {
    lines += std::string(column - at, ' ') + line + "\n";
    at = 0;
  }
  return lines;
}

std::string example_of(const CLI::App& verb) {
  const std::string footer = verb.get_footer();
  return footer.substr(footer.find('\n') + 1);
}

std::vector<const CLI::App*> verbs_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

}  // namespace

std::string help_page(const CLI::App& app) {
  std::string page = app.get_description() + "\n\nUsage: matgrad VERB \"EXPR\" [OPTIONS]\n\nVerbs\n";
  for (const CLI::App* verb : verbs_of(app)) {
    std::string name = verb->get_name();
    name.resize(std::max<std::size_t>(name.size() + 1, 12), ' ');
    page += "  " + name + verb->get_description() + "\n  " + std::string(name.size(), ' ') +
            std::string(std::string_view(example_of(*verb)).substr(2)) + "\n";
  }
  page += R"(
Formulas
  W*x  A'  inv(A)  K^2        matrix product, transpose, inverse, power of a square matrix
  a.*b  a./b  a.^2  exp(a)    entry by entry
  K = W'*W*x - x; sum(K.^2)   a named intermediate, then the result
  W: 3x6; x: 6; a: scalar positive; S: 5x5 symmetric; f: function     declarations, before use
  Without them a shape is that of the value, else follows from the formula, else from the name: a to g
  scalars, h to z vectors, A to Z matrices. What was assumed is said. `matgrad functions` lists the rest.

  Put a formula in double quotes: ' is the transpose, and ends a text in single ones.

Values
  --values FILE.json, with {"a": 0.5, "x": [1, 2], "W": [[1, 2], [3, 4]]}: number, column, rows.
  Values that are not given are drawn inside the domain (--seed), and that is said.

Exit status: 0, 1 if a check failed or an answer is wrong, 2 if the question is malformed, 3 if it could
not be decided whether an answer is right.
`matgrad VERB --help` has the options of a verb.
)";
  return page;
}

std::string verb_page(const CLI::App& verb) {
  std::string usage = "Usage: matgrad " + verb.get_name(), positionals, options;
  for (const CLI::Option* option : verb.get_options()) {
    const bool required = option->get_required();
    if (option->get_positional()) {
      const std::string name = option->get_name(true, false);
      const std::string label = name + (option->get_expected_max() > 1 ? "…" : "");
      usage += " " + (required ? (name == "EXPR" ? "\"EXPR\"" : label) : "[" + label + "]");
      positionals += entry(name, option->get_description());
      continue;
    }
    if (required) usage += " " + option_label(*option);
    std::string text = option->get_description();
    if (required) text += " (required)";
    const std::string initial = option->get_default_str();
    if (!initial.empty() && option->get_type_size() != 0) text += " [" + initial + "]";
    options += entry(option_label(*option), text);
  }
  return verb.get_description() + "\n\n" + usage + " [OPTIONS]\n\n" +
         (positionals.empty() ? "" : positionals + "\n") + "Options\n" + options + "\n" + verb.get_footer() + "\n";
}

std::string bash_completion(const CLI::App& app) {
  std::string verbs, cases;
  for (const CLI::App* verb : verbs_of(app)) {
    verbs += (verbs.empty() ? "" : " ") + verb->get_name();
    std::string names, choices;
    for (const CLI::Option* option : verb->get_options()) {
      if (option->get_positional()) continue;
      for (const std::string& name : option->get_lnames()) names += (names.empty() ? "--" : " --") + name;
      std::string type = option->get_type_name();
      if (type.find('|') == std::string::npos) continue;
      std::ranges::replace(type, '|', ' ');
      choices += "        --" + option->get_lnames().front() + ") choices=\"" + type + "\" ;;\n";
    }
    cases += "    " + verb->get_name() + ")\n      case $before in\n" + choices + "      esac\n      options=\"" +
             names + "\"\n      ;;\n";
  }
  return R"(# Completion of the command matgrad for bash: source <(matgrad completion bash)
_matgrad() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} choices= options=
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ")" +
         verbs + R"( --help --version" -- "$word"))
    return
  fi
  case ${COMP_WORDS[1]} in
)" + cases +
         R"(  esac
  if [ -n "$choices" ]; then
    COMPREPLY=($(compgen -W "$choices" -- "$word"))
  elif [ "${word#-}" != "$word" ]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _matgrad matgrad
)";
}

}  // namespace matgrad::cli

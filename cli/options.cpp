#include "cli/options.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "cli/text_position.hpp"

namespace matgrad::cli {
namespace {

/// One argument each time the option is given: what follows is not the option's.
CLI::Option* add_list(CLI::App& verb, const std::string& name, std::vector<std::string>& list,
                      const std::string& meaning) {
  return verb.add_option(name, list, meaning)
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "|") + word;
  return text;
}

}  // namespace

CLI::App& add_verb(CLI::App& app, const std::string& name, const std::string& summary,
                   const std::string& example) {
  CLI::App* verb = app.add_subcommand(name, summary);
  verb->footer("Example:\n  matgrad " + example);
  return *verb;
}

void add_question_options(CLI::App& verb, QuestionOptions& options) {
  verb.add_option("EXPR", options.text, "the formula; - reads it from the standard input")
      ->required()
      ->type_name("");
  add_list(verb, "--shape", options.shapes, "shapes of names: W=3x6,x=6,a=1")->type_name("SHAPES");
  add_list(verb, "--values", options.values,
           "values of names: FILE.json, '{\"x\": [1, 2]}', x=FILE.csv, x=FILE.npy, a=0.5; repeatable")
      ->type_name("VALUES");
  verb.add_option("--seed", options.seed, "of the values that are drawn because none are given")
      ->type_name("NUMBER")
      ->check(whole_number(0))
      ->capture_default_str();
}

void add_wrt_option(CLI::App& verb, QuestionOptions& options, const std::string& meaning) {
  add_list(verb, "--wrt", options.wrt, meaning)->type_name("NAMES");
}

void add_output_options(CLI::App& verb, OutputOptions& options, const std::vector<std::string>& formats) {
  options.format = formats.front();
  add_choice(verb, "--format", options.format, formats, "how the result is written");
  verb.add_option("-o,--output", options.file, "the file to write instead of the standard output")
      ->type_name("FILE");
  add_choice(verb, "--color", options.colour, {"auto", "always", "never"},
             "colours in text; auto: on a terminal only");
}

void add_choice(CLI::App& verb, const std::string& name, std::string& value, const std::vector<std::string>& words,
                const std::string& meaning) {
  verb.add_option(name, value, meaning)->type_name(joined(words))->check(one_of(words))->capture_default_str();
}

CLI::Validator one_of(const std::vector<std::string>& words) {
  // Returns what is wrong; CLI11 may pass a copy that a validator changes.
  return CLI::Validator(
      [words](std::string& word) {
        return std::ranges::find(words, word) != words.end() ? std::string()
                                                             : in_quotes(word) + " is none of " + joined(words);
      },
      "");
}

CLI::Validator whole_number(std::uint64_t least) {
  return CLI::Validator(
      [least](std::string& word) {
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        const bool is_whole = error == std::errc() && end == word.data() + word.size();
        return is_whole && value >= least
                   ? std::string()
                   : in_quotes(word) + " is no whole number from " + std::to_string(least) + " on";
      },
      "");
}

std::vector<std::string> split_names(const std::vector<std::string>& arguments) {
  std::vector<std::string> names;
  for (const std::string& argument : arguments)
    for (std::size_t begin = 0; begin <= argument.size();) {
      const std::size_t end = std::min(argument.find(',', begin), argument.size());
      const std::size_t first = argument.find_first_not_of(' ', begin);
      const std::size_t last = argument.find_last_not_of(' ', end == 0 ? 0 : end - 1);
      if (first == std::string::npos || first >= end || last == std::string::npos)
        throw option_error("--wrt", argument, begin, "a name is missing");
      names.push_back(argument.substr(first, last - first + 1));
      begin = end + 1;
    }
  return names;
}

}  // namespace matgrad::cli

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>

#include "cli/outcome.hpp"

namespace matgrad::cli {

/// Sentences for people, written to the standard error also where an error ends the work.
using Notes = std::shared_ptr<std::vector<std::string>>;

/// The arguments that say what a formula is, and at which point.
struct QuestionOptions {
  std::string text;
  std::vector<std::string> shapes;
  std::vector<std::string> values;
  std::vector<std::string> wrt;
  std::uint64_t seed = 1;
  Notes notes = std::make_shared<std::vector<std::string>>();  // of the formula that is read
};

/// The arguments that say how a result is written, and where.
struct OutputOptions {
  std::string format = "text";
  std::string file;
  std::string colour = "auto";
};

/// What was asked for on the command line: set when a verb's arguments are read.
struct Chosen {
  Work work;
  const OutputOptions* output = nullptr;
  Notes notes = nullptr;  // of a verb that reads a formula
};

/// Adds a verb with its line of help and an example (the arguments after "matgrad").
CLI::App& add_verb(CLI::App& app, const std::string& name, const std::string& summary, const std::string& example);

/// EXPR, --shape, --values and --seed.
void add_question_options(CLI::App& verb, QuestionOptions& options);
/// --wrt besides.
void add_wrt_option(CLI::App& verb, QuestionOptions& options, const std::string& meaning);
/// --format with the formats that the verb has, the first being the default, --output and --color.
void add_output_options(CLI::App& verb, OutputOptions& options, const std::vector<std::string>& formats);

/// An option of which the value is one of some words.
void add_choice(CLI::App& verb, const std::string& name, std::string& value, const std::vector<std::string>& words,
                const std::string& meaning);

/// What a word must be: one of these.
CLI::Validator one_of(const std::vector<std::string>& words);

/// What a number must be: whole, and at least so great.
CLI::Validator whole_number(std::uint64_t least);

/// Has a verb do its work once its arguments are read, which have a member `output`.
template <class Arguments>
void set_work(CLI::App& verb, Chosen& chosen, const std::shared_ptr<Arguments>& arguments,
              Outcome (*work)(const Arguments&)) {
  verb.callback([arguments, work, &chosen] {
    chosen.output = &arguments->output;
    if constexpr (requires { arguments->question.notes; }) chosen.notes = arguments->question.notes;
    chosen.work = [arguments, work] { return work(*arguments); };
  });
}

/// The names in "W,x" and repeated options.
std::vector<std::string> split_names(const std::vector<std::string>& arguments);

}  // namespace matgrad::cli

#include "cli/command.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/language/parse_error.hpp>

#include "cli/arguments.hpp"
#include "cli/colours.hpp"
#include "cli/help.hpp"
#include "cli/text_position.hpp"
#include "cli/verbs.hpp"
#include "cli/write_result.hpp"

namespace matgrad::cli {
namespace {

struct CompletionArguments {
  std::string shell;
  OutputOptions output;
};

void add_completion(CLI::App& app, Chosen& chosen) {
  CLI::App& verb = add_verb(app, "completion", "a script that completes these verbs and their options in bash",
                            "completion bash > ~/.local/share/bash-completion/completions/matgrad");
  const auto arguments = std::make_shared<CompletionArguments>();
  verb.add_option("SHELL", arguments->shell, "bash")->required()->check(one_of({"bash"}));
  verb.callback([&app, arguments, &chosen] {
    chosen.output = &arguments->output;
    chosen.work = [&app] { return Outcome{bash_completion(app)}; };
  });
}

/// The lines of a text joined: scripts read problems line by line.
std::string in_one_line(const std::string& text) {
  std::string line;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\n') {
      line += text[i];
      continue;
    }
    line += "; ";
    while (i + 1 < text.size() && (text[i + 1] == ' ' || text[i + 1] == '\n')) ++i;
  }
  return line;
}

void complain(const std::string& message, const OutputOptions* output) {
  const bool colours = wants_colours(output == nullptr ? "auto" : output->colour, STDERR_FILENO);
  const std::string prefix = colours ? in_red("matgrad:") : "matgrad:";
  std::fprintf(stderr, "%s %s\n", prefix.c_str(), message.c_str());
}

/// What a problem is called on standard error: for people with a caret, for scripts one line with a place, which
/// is the beginning of the formula where nothing smaller is to blame.
std::string description(const std::exception& problem, bool for_scripts) {
  if (!for_scripts) {
    const auto* error = dynamic_cast<const ParseError*>(&problem);
    return error != nullptr ? error->with_caret() : problem.what();
  }
  const std::string text = in_one_line(problem.what());
  return text.find(", column ") != std::string::npos ? text : "line 1, column 1: " + text;
}

void write_notes(const std::vector<std::string>& notes) {
  for (const std::string& note : notes) std::fprintf(stderr, "note: %s\n", in_one_line(note).c_str());
}

/// Tells a problem, and what had been assumed: for scripts on the same line.
int refuse_work(const Chosen& chosen, std::string problem) {
  const std::vector<std::string> notes = chosen.notes ? *chosen.notes : std::vector<std::string>();
  const bool for_scripts = chosen.output->format == "json";
  if (for_scripts)
    for (const std::string& note : notes) problem += "; note: " + in_one_line(note);
  complain(problem, chosen.output);
  if (!for_scripts) write_notes(notes);
  return exit_malformed;
}

int do_work(const Chosen& chosen) {
  const OutputOptions& output = *chosen.output;
  try {
    Outcome outcome = chosen.work();
    if (!outcome.text.empty() && outcome.text.back() != '\n') outcome.text += '\n';
    const bool paint =
        output.format == "text" && output.file.empty() && wants_colours(output.colour, STDOUT_FILENO);
    write_result(paint ? coloured(outcome.text) : outcome.text, output.file);
    write_notes(outcome.notes);
    return outcome.status;
  } catch (const std::bad_alloc&) {
    return refuse_work(chosen, "line 1, column 1: the memory is full; declare smaller shapes");
  } catch (const std::exception& problem) {
    return refuse_work(chosen, description(problem, output.format == "json"));
  }
}

const CLI::App* verb_asked_for(const CLI::App& app) {
  const std::vector<CLI::App*> verbs = app.get_subcommands();  // those that were given
  return verbs.empty() ? nullptr : verbs.front();
}

/// Where CLI11 has words left over.
std::string too_many_words(const CLI::App& app, const CLI::App& verb) {
  std::vector<std::string> words = verb.remaining();
  if (words.empty()) words = app.remaining();
  const bool has_formula = verb.get_option_no_throw("EXPR") != nullptr;
  return (words.empty() ? "there" : in_quotes(words.front())) + " is a word too many" +
         (has_formula ? "; a formula is one word: put it in quotes" : "");
}

int refuse(const std::string& message, const CLI::App* verb) {
  complain(in_one_line(message) + (message.ends_with('?') ? " See matgrad " : "; see matgrad ") +
               (verb == nullptr ? "" : verb->get_name() + " ") + "--help",
           nullptr);
  return exit_malformed;
}

std::string page_asked_for(const CLI::App& app) {
  const CLI::App* verb = verb_asked_for(app);
  return verb == nullptr ? help_page(app) : verb_page(*verb);
}

}  // namespace

std::unique_ptr<CLI::App> command_line(Chosen& chosen) {
  auto app = std::make_unique<CLI::App>(
      "Gradients of matrix formulas: as a formula, as a derivation step by step, as numbers, checked.", "matgrad");
  app->set_help_flag("-h,--help", "this text");
  app->set_version_flag("--version", "matgrad " MATGRAD_VERSION, "the version");
  app->require_subcommand(1);
  for (const auto add : {add_derive, add_gradient, add_check, add_grade, add_graph, add_eval, add_report,
                         add_problem, add_functions, add_completion})
    add(*app, chosen);
  return app;
}

int run(const std::vector<std::string>& arguments) {
  const OutputOptions plain;
  Chosen chosen;
  const std::unique_ptr<CLI::App> app = command_line(chosen);
  try {
    require_known_words(*app, arguments);
    std::vector<std::string> reversed = with_formula_last(*app, arguments);
    std::reverse(reversed.begin(), reversed.end());  // as CLI11 takes them
    app->parse(reversed);
  } catch (const CLI::CallForHelp&) {
    return do_work({[&] { return Outcome{page_asked_for(*app)}; }, &plain});
  } catch (const CLI::CallForVersion& version) {
    return do_work({[&] { return Outcome{version.what() + std::string("\n")}; }, &plain});
  } catch (const CLI::ExtrasError& error) {
    const CLI::App* verb = verb_asked_for(*app);
    return refuse(verb == nullptr ? error.what() : too_many_words(*app, *verb), verb);
  } catch (const CLI::ParseError& error) {
    return refuse(error.what(), verb_asked_for(*app));
  } catch (const std::exception& error) {
    return refuse(error.what(), verb_of(*app, arguments));
  }
  return do_work(chosen);
}

}  // namespace matgrad::cli

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>

#include "cli/command.hpp"
#include "matgrad.hpp"
#include "support/error_text.hpp"
#include "support/read_file.hpp"

namespace matgrad::tests {
namespace {

/// Lets the shell run a line in which "$matgrad" is the program.
ProgramRun shell(const std::string& line) {
  return run_program("/bin/sh", {"-c", "matgrad=$1; " + line, "sh", MATGRAD_PROGRAM});
}

std::vector<const CLI::App*> verbs(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

}  // namespace

TEST_CASE("the help is one page with an example for each verb") {
  const ProgramRun help = matgrad({"--help"});
  CHECK(help.status == 0);
  CHECK(help.errors == "");
  CHECK(std::ranges::count(help.output, '\n') <= 60);
  cli::Chosen chosen;
  const auto app = cli::command_line(chosen);
  for (const CLI::App* verb : verbs(*app)) {
    CHECK(has(help.output, "\n  " + verb->get_name() + " "));
    CHECK(has(help.output, "matgrad " + verb->get_name()));
    const ProgramRun page = matgrad({verb->get_name(), "--help"});
    CHECK(page.status == 0);
    CHECK(has(page.output, "Usage: matgrad " + verb->get_name()));
    CHECK(has(page.output, "Example:\n  matgrad " + verb->get_name()));
    for (const CLI::Option* option : verb->get_options()) {
      CHECK_MESSAGE(!option->get_description().empty(), option->get_name());
      CHECK(has(page.output,
                option->get_positional() ? option->get_name(true, false) : option->get_name(false, true)));
    }
  }
  for (const std::string& line : {help.output}) {
    std::istringstream lines(line);
    for (std::string text; std::getline(lines, text);) CHECK_MESSAGE(text.size() <= 115, text);
  }
}

TEST_CASE("wrong arguments are one line on standard error, with status 2") {
  const auto problem = [](const std::vector<std::string>& arguments) {
    const ProgramRun run = matgrad(arguments);
    CHECK(run.status == 2);
    CHECK(run.output == "");
    CHECK(std::ranges::count(run.errors, '\n') == 1);
    return run.errors;
  };
  CHECK(has(problem({}), "a verb is expected: derive, gradient, "));
  CHECK(has(problem({"differentiate", "x"}), "'differentiate' is no verb; the verbs are derive, gradient, "));
  CHECK(has(problem({"dervie", "x"}), "'dervie' is no verb; did you mean derive? See matgrad --help"));
  CHECK(has(problem({"--wrt", "x", "derive", "x'*x"}), "a verb comes before '--wrt'"));
  // The misspelt option is to blame, and not what follows from it.
  CHECK(has(problem({"check", "--wtr", "x", "x'*x"}),
            "'--wtr' is no option of check; did you mean --wrt? See matgrad check --help"));
  CHECK(has(problem({"eval", "a", "--vaules=a=1"}), "'--vaules' is no option of eval; did you mean --values?"));
  CHECK(
      has(problem({"derive", "x", "+", "y"}), "'+' is a word too many; a formula is one word: put it in quotes"));
  CHECK(has(problem({"derive", "x", "-y"}), "'-y' is no option of derive"));
  CHECK(has(problem({"derive", "x", "-2*y"}), " is a word too many; a formula is one word"));
  CHECK(has(problem({"problem", "abc"}), "'abc' is none of 1|2|3|5|6"));
  CHECK(has(problem({"problem", "4"}), "'4' is none of 1|2|3|5|6"));
  CHECK(has(problem({"report", "1", "abc"}), "'abc' is none of 1|2|3|5|6"));
  CHECK(has(problem({"problem", "1", "--images", "0"}), "--images"));
  CHECK(has(problem({"derive"}), "see matgrad derive --help"));
  CHECK(has(problem({"derive", "x'*x", "--formt", "json"}), "--formt"));
  CHECK(has(problem({"derive", "x'*x", "--format", "pdf"}), "'pdf' is none of text|latex|mathml|html|json"));
  CHECK(has(problem({"derive", "x'*x", "--seed", "many"}), "--seed: 'many' is no whole number from 0 on"));
  CHECK(has(problem({"grade", "x'*x", "--wrt", "x", "--answer", "x", "--path", "-1"}),
            "--path: '-1' is no whole number from 1 on"));
}

TEST_CASE("an error in a formula is shown with a caret") {
  const ProgramRun run = matgrad({"derive", "sum(x) + foo(y)"});
  CHECK(run.status == 2);
  CHECK(run.output == "");
  CHECK(has(run.errors, "matgrad: line 1, column 10: "));
  CHECK(has(run.errors, "\n  sum(x) + foo(y)\n           ^\n"));
}

TEST_CASE("an option that begins the formula's way is taken as the formula") {
  CHECK(matgrad({"gradient", "--shape", "x=2", "-x'*x"}).output == "∂L/∂x = −2 x  (2×1)\n");
  CHECK(matgrad({"gradient", "-x'*x", "--shape=x=2", "--wrt", "x"}).output == "∂L/∂x = −2 x  (2×1)\n");
  CHECK(matgrad({"eval", "--values", "a=2", "-a", "--format", "json"}).output == "{\"value\":-2.0}\n");
  CHECK(matgrad({"eval", "-", "--values", "a=2"}, "a + 1").output == "3\n");
}

TEST_CASE("assumptions are told") {
  const ProgramRun run = matgrad({"gradient", "x'*y"});
  CHECK(run.status == 0);
  CHECK(has(run.errors, "note: x taken as a vector"));
}

TEST_CASE("a result can go to a file, whole or not at all") {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/result.json";
  const ProgramRun run = matgrad({"eval", "a^2", "--values", "a=3", "--format", "json", "-o", path});
  CHECK(run.status == 0);
  CHECK(run.output == "");
  CHECK(read_file(path) == "{\"value\":9.0}\n");
  CHECK(matgrad({"eval", "a^", "--values", "a=3", "-o", path}).status == 2);
  CHECK(read_file(path) == "{\"value\":9.0}\n");
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
  const ProgramRun nowhere = matgrad({"eval", "a^2", "--values", "a=3", "-o", folder.path() + "/no/result"});
  CHECK(nowhere.status == 2);
  CHECK(has(nowhere.errors, "cannot write "));
}

TEST_CASE("the output can be cut off by what reads it, and a full disk is noticed") {
  const ProgramRun piped = shell("\"$matgrad\" functions | head -n 1");
  CHECK(piped.status == 0);
  CHECK(piped.errors == "");
  CHECK(std::ranges::count(piped.output, '\n') == 1);
  const ProgramRun ignoring = shell("trap '' PIPE; \"$matgrad\" functions | true");
  CHECK(ignoring.errors == "");
  const ProgramRun full = shell("\"$matgrad\" functions > /dev/full");
  CHECK(full.status == 2);
  CHECK(has(full.errors, "cannot write the standard output"));
}

TEST_CASE("colours are for terminals") {
  const std::string escape = "\x1b[";
  CHECK(!has(matgrad({"derive", "x'*x", "--shape", "x=2"}).output, escape));
  const std::string coloured = matgrad({"derive", "x'*x", "--shape", "x=2", "--color", "always"}).output;
  CHECK(has(coloured, "\x1b[1mForward\x1b[0m"));
  CHECK(has(coloured, "\x1b[32mpassed\x1b[0m"));
  CHECK(!has(matgrad({"gradient", "x'*x", "--shape", "x=2", "--color", "always", "--format", "json"}).output,
             escape));
}

TEST_CASE("bash completes verbs, options and formats") {
  const auto completed = [](const std::string& words, int current) {
    const ProgramRun run = run_program("/bin/bash", {"-c",
                                                     "source <(\"$0\" completion bash); COMP_WORDS=(" + words +
                                                         "); COMP_CWORD=" + std::to_string(current) +
                                                         "; _matgrad; printf '%s\\n' \"${COMPREPLY[@]}\"",
                                                     MATGRAD_PROGRAM});
    CHECK(run.errors == "");
    std::istringstream lines(run.output);
    std::set<std::string> found;
    for (std::string line; std::getline(lines, line);) found.insert(line);
    return found;
  };
  CHECK(completed("matgrad gr", 1) == std::set<std::string>{"grade", "gradient", "graph"});
  CHECK(completed("matgrad derive --up", 2) == std::set<std::string>{"--upstream"});
  CHECK(completed("matgrad derive --format la", 3) == std::set<std::string>{"latex"});
}

TEST_CASE("the version is that of the project") {
  const ProgramRun run = matgrad({"--version"});
  CHECK(run.status == 0);
  CHECK(has(run.output, "matgrad 0."));
}

}  // namespace matgrad::tests

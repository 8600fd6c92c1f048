#include <doctest/doctest.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <matgrad/autodiff/language/function_table.hpp>

#include "support/read_file.hpp"
#include "support/run_program.hpp"

namespace console_test {

// The blocks of kind "console" in README.md and docs/ are what the command matgrad does: each line that begins
// with $ (continued by lines that begin with >) is given to a shell, and what follows is what it prints. "…"
// stands for anything.

namespace {

namespace fs = std::filesystem;
using matgrad::tests::read_file;
const fs::path root = MATGRAD_SOURCE_DIR;

struct Command {
  std::string line;
  std::string printed;
};

std::vector<Command> commands_of(const fs::path& page) {
  std::vector<Command> commands;
  std::istringstream lines(read_file(page));
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      inside = line == "```console";
    } else if (inside && line.starts_with("$ ")) {
      commands.push_back({line.substr(2), ""});
    } else if (inside && line.starts_with("> ")) {
      commands.back().line += "\n" + line.substr(2);
    } else if (inside) {
      commands.back().printed += line + "\n";
    }
  }
  return commands;
}

/// Whether `text` is `pattern` with something in the place of each "…".
bool matches(std::string_view text, std::string_view pattern) {
  constexpr std::string_view anything = "…";
  std::size_t at = 0, mark = pattern.find(anything);
  if (mark == std::string_view::npos) return text == pattern;
  if (!text.starts_with(pattern.substr(0, mark))) return false;
  at = mark;
  while (true) {
    pattern.remove_prefix(mark + anything.size());
    mark = pattern.find(anything);
    if (mark == std::string_view::npos) return text.size() >= at + pattern.size() && text.ends_with(pattern);
    const std::size_t found = text.find(pattern.substr(0, mark), at);
    if (found == std::string_view::npos) return false;
    at = found + mark;
  }
}

/// For a cell of a table in Markdown, where | ends a cell and ](…) a link.
std::string escaped(std::string text) {
  for (std::size_t i = 0; (i = text.find('|', i)) != std::string::npos; i += 2) text.insert(i, "\\");
  for (std::size_t i = 0; (i = text.find("](", i)) != std::string::npos; ++i) text.insert(i + 1, "\\");
  return text;
}

}  // namespace

TEST_CASE("a pattern matches what it leaves out and nothing else") {
  CHECK(matches("a = 1\n", "a = 1\n"));
  CHECK(!matches("a = 1\n", "a = 2\n"));
  CHECK(matches("a = 1.5  passed\n", "a = …  passed\n"));
  CHECK(!matches("a = 1.5  failed\n", "a = …  passed\n"));
  CHECK(matches("x\ny\nz\n", "x\n…\nz\n"));
  CHECK(!matches("x\ny\n", "…z\n"));
  CHECK(!matches("ab", "ab…b"));
}

TEST_CASE("the function table of the language is complete") {
  std::string rows = "| function | gives |\n|---|---|\n";
  for (const matgrad::LanguageFunction& function : matgrad::language_functions()) {
    rows += "| `" + function.names.front() + function.arguments + "` | " + escaped(function.description);
    for (std::size_t i = 1; i < function.names.size(); ++i)
      rows += (i == 1 ? "; also `" : ", `") + function.names[i] + "`";
    rows += " |\n";
  }
  const std::string page = read_file(root / "docs/language.md");
  CHECK_MESSAGE(page.ends_with("\n\n" + rows), "docs/language.md should end with\n", rows);
}

#ifdef MATGRAD_PROGRAM
TEST_CASE("the command line does what the documentation shows") {
  const std::string program = fs::path(MATGRAD_PROGRAM).parent_path().string();
  for (const char* name : {"README.md", "docs/tutorial.md", "docs/language.md", "docs/command_line.md"}) {
    const std::vector<Command> commands = commands_of(root / name);
    CHECK_MESSAGE(commands.size() >= 2, std::string(name));
    const matgrad::tests::TemporaryFolder folder;  // of the page: its commands build on each other
    for (const Command& command : commands) {
      const std::string script = "cd '" + folder.path() + "' && PATH='" + program + "':$PATH && exec 2>&1\n";
      const auto run = matgrad::tests::run_program("/bin/sh", {"-c", script + command.line});
      CHECK_MESSAGE(matches(run.output, command.printed), std::string(name), ": ", command.line, "\nprints\n",
                    run.output, "and not\n", command.printed);
    }
  }
}
#endif

}  // namespace console_test

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "matgrad.hpp"
#include "support/error_text.hpp"
#include "support/read_file.hpp"

namespace matgrad::tests {
namespace {

/// A line for the shell, in which "$matgrad" is the program and "$folder" the folder.
ProgramRun shell(const TemporaryFolder& folder, const std::string& line) {
  return run_program("/bin/bash", {"-c", "matgrad=$1 folder=$2; " + line, "bash", MATGRAD_PROGRAM, folder.path()});
}

}  // namespace

TEST_CASE("report writes pages of a problem, and says where they are on its last line") {
  const TemporaryFolder folder;
  const ProgramRun run = matgrad({"report", "5", "--images", "5", "--folder", folder.path() + "/report",
                                  "--pictures", folder.path() + "/pictures"});
  CHECK_MESSAGE(run.status == 0, run.errors);
  CHECK(run.errors == "");
  const std::string page = folder.path() + "/report/problem-5.html";
  CHECK(run.output.ends_with("\nReport: " + page + "\n"));
  CHECK(has(read_file(page), "<math"));
  for (const char* name : {"index.html", "conventions.html", "problem-5.tex"})
    CHECK_MESSAGE(std::filesystem::exists(folder.path() + "/report/" + name), std::string(name));
  // The problem itself prints the same.
  CHECK(has(run.output, "\nSummary\n=======\n"));
  CHECK(has(run.output, " 0 undecided, 0 fail\n"));
}

TEST_CASE("a problem without its images does not pass, and says why") {
  const TemporaryFolder folder;
  const ProgramRun run = matgrad({"problem", "5", "--data", folder.path(), "--pictures", folder.path()});
  CHECK(run.status == 1);
  CHECK(has(run.errors, "problem 5 stopped: "));
}

TEST_CASE("a problem's output can be cut off, and a full disk is noticed") {
  const TemporaryFolder folder;
  const std::string problem = "\"$matgrad\" problem 5 --images 5 --pictures \"$folder\"";
  const ProgramRun cut = shell(folder, problem + " | head -n 1");
  CHECK(cut.status == 0);
  CHECK(cut.errors == "");
  CHECK(std::ranges::count(cut.output, '\n') == 1);
  const ProgramRun full = shell(folder, problem + " > /dev/full");
  CHECK(full.status == 2);
  CHECK(has(full.errors, "cannot write the standard output"));
}

TEST_CASE("Ctrl-C ends long work with status 130, and leaves no part of a file") {
  const TemporaryFolder folder;
  // 130 = 128 + SIGINT, as a shell sees a program that the signal ended.
  const std::string interrupted = "timeout --preserve-status -s INT 0.5 \"$matgrad\" ";
  const ProgramRun evaluation =
      shell(folder, interrupted + "eval 'A: 2000x2000; sum(expm(A))' -o \"$folder/result\"");
  CHECK(evaluation.status == 130);
  CHECK(evaluation.output == "");
  CHECK(std::filesystem::is_empty(folder.path()));
  const ProgramRun report =
      shell(folder, interrupted + "report 1 --folder \"$folder/report\" --pictures \"$folder\"");
  CHECK(report.status == 130);
  CHECK(!std::filesystem::exists(folder.path() + "/report"));
}

}  // namespace matgrad::tests

#include "pages/run_program.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <string>

using matgrad::pages::ProgramResult;
using matgrad::pages::run_program;
using End = ProgramResult::End;

TEST_CASE("a program gets its input and gives its output") {
  const ProgramResult result = run_program({"cat"}, "two\nlines");
  CHECK(result.succeeded());
  CHECK(result.output == "two\nlines");
  CHECK(result.errors == "");
}

TEST_CASE("a lot of output and unread input block nothing") {
  const std::string much(3'000'000, 'x');
  CHECK(run_program({"cat"}, much).output == much);
  CHECK(run_program({"true"}, much).succeeded());
}

TEST_CASE("words are no shell text") {
  CHECK(run_program({"echo", "$HOME; `id` 'x' \"y\""}, "").output == "$HOME; `id` 'x' \"y\"\n");
}

TEST_CASE("failures are told apart") {
  const ProgramResult failed = run_program({"ls", "/no such folder"}, "");
  CHECK(failed.end == End::finished);
  CHECK(failed.status != 0);
  CHECK(failed.errors.find("no such folder") != std::string::npos);
  CHECK_FALSE(failed.succeeded());
  CHECK(run_program({"matgrad-no-such-program"}, "").end == End::not_installed);
  CHECK(run_program({}, "").end == End::not_started);
  CHECK(run_program({"/"}, "").end == End::not_started);
  CHECK(run_program({"sh", "-c", "kill -9 $$"}, "").status == 128 + 9);
}

TEST_CASE("a program that takes too long is ended, and no dead child remains") {
  const auto begin = std::chrono::steady_clock::now();
  CHECK(run_program({"sleep", "60"}, "", 0.05).end == End::timed_out);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
  CHECK(errno == ECHILD);
}

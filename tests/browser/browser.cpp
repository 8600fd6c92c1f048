#include "browser.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <thread>
#include <utility>

extern char** environ;

namespace matgrad::tests {
namespace {

using nlohmann::json;

constexpr int patience_milliseconds = 120'000;
/// A browser paints no picture of any height.
constexpr double part_height = 3000;

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error("browser: " + what); }

/// Both ends of a pipe, out of the way of the two descriptors that the browser is told to use.
std::array<int, 2> pipe_above(int least) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) fail(std::strerror(errno));
  for (int& end : ends) {
    const int moved = fcntl(end, F_DUPFD_CLOEXEC, least);
    close(end);
    if (moved < 0) fail(std::strerror(errno));
    end = moved;
  }
  return ends;
}

std::string decoded_base64(const std::string& text) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string::npos) break;
    bits = (bits << 6 | static_cast<unsigned>(digit)) & 0xFFFFFFu;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>(bits >> count & 0xFFu);
    }
  }
  return bytes;
}

}  // namespace

Browser::Browser(const std::string& program) {
  signal(SIGPIPE, SIG_IGN);
  std::string folder = (std::filesystem::temp_directory_path() / "matgrad-browser-XXXXXX").string();
  if (!mkdtemp(folder.data())) fail(std::strerror(errno));
  profile_ = folder;
  const std::array<int, 2> commands = pipe_above(10), answers = pipe_above(10);
  std::vector<std::string> words = {program,
                                    "--headless=new",
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-dev-shm-usage",
                                    "--no-first-run",
                                    "--hide-scrollbars",
                                    "--disable-renderer-backgrounding",
                                    "--disable-backgrounding-occluded-windows",
                                    "--host-resolver-rules=MAP * ~NOTFOUND",
                                    "--remote-debugging-pipe",
                                    "--user-data-dir=" + folder,
                                    "about:blank"};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, commands[0], 3);
  posix_spawn_file_actions_adddup2(&actions, answers[1], 4);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  const int error = posix_spawnp(&process_, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(commands[0]);
  close(answers[1]);
  to_browser_ = commands[1];
  from_browser_ = answers[0];
  if (error != 0) {
    process_ = -1;
    fail("cannot run " + program + ": " + std::strerror(error));
  }
  const json target = call("Target.createTarget", {{"url", "about:blank"}});
  session_ = call("Target.attachToTarget", {{"targetId", target["targetId"]}, {"flatten", true}})["sessionId"];
  call("Page.enable");
  call("Page.bringToFront");  // a page behind another one may wait for its picture for ever
  call("Network.enable");
}

Browser::~Browser() {
  if (to_browser_ >= 0) close(to_browser_);  // then it ends by itself
  if (process_ > 0) {
    int waited = 0;
    while (waitpid(process_, nullptr, WNOHANG) == 0) {
      if (++waited == 50) kill(process_, SIGKILL);
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }
  if (from_browser_ >= 0) close(from_browser_);
  std::error_code ignored;
  std::filesystem::remove_all(profile_, ignored);
}

void Browser::open(const std::string& address, const View& view) {
  look(view);
  events_.clear();
  const json answer = call("Page.navigate", {{"url", address}});
  if (answer.contains("errorText")) fail(address + ": " + answer["errorText"].get<std::string>());
  wait_for("Page.loadEventFired");
  value_of("document.fonts.ready.then(() => document.fonts.size)");
}

void Browser::look(const View& view) {
  call("Emulation.setDeviceMetricsOverride",
       {{"width", view.width}, {"height", view.height}, {"deviceScaleFactor", 1}, {"mobile", view.width < 600}});
  call("Emulation.setEmulatedMedia",
       {{"media", view.paper ? "print" : "screen"},
        {"features", {{{"name", "prefers-color-scheme"}, {"value", view.dark ? "dark" : "light"}}}}});
}

json Browser::value_of(const std::string& expression) {
  const json answer =
      call("Runtime.evaluate", {{"expression", expression}, {"awaitPromise", true}, {"returnByValue", true}});
  if (answer.contains("exceptionDetails")) fail(answer["exceptionDetails"].dump());
  return answer["result"].value("value", json());
}

std::vector<std::string> Browser::screenshots() {
  const json size = call("Page.getLayoutMetrics")["cssContentSize"];
  const double height = size["height"];
  std::vector<std::string> parts;
  for (double top = 0; top < height; top += part_height)
    parts.push_back(
        decoded_base64(call("Page.captureScreenshot", {{"captureBeyondViewport", true},
                                                       {"clip",
                                                        {{"x", 0},
                                                         {"y", top},
                                                         {"width", size["width"]},
                                                         {"height", std::min(part_height, height - top)},
                                                         {"scale", 1}}}})["data"]));
  return parts;
}

std::string Browser::printed() {
  return decoded_base64(call("Page.printToPDF",
                             {{"preferCSSPageSize", true}, {"paperWidth", 8.27}, {"paperHeight", 11.69}})["data"]);
}

std::vector<std::string> Browser::foreign_requests() { return std::exchange(requests_, {}); }

json Browser::call(const std::string& method, json parameters) {
  json message = {{"id", ++calls_}, {"method", method}, {"params", std::move(parameters)}};
  if (!session_.empty()) message["sessionId"] = session_;
  const std::string bytes = message.dump() + '\0';
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t part = write(to_browser_, bytes.data() + done, bytes.size() - done);
    if (part < 0 && errno != EINTR) fail("it is gone");
    if (part > 0) done += static_cast<std::size_t>(part);
  }
  for (;;) {
    json answer = receive();
    if (answer.value("id", 0) != calls_) continue;
    if (answer.contains("error")) fail(method + ": " + answer["error"].dump());
    return answer["result"];
  }
}

json Browser::receive() {
  std::size_t end = unread_.find('\0');
  while (end == std::string::npos) {
    pollfd waiting{from_browser_, POLLIN, 0};
    const int ready = poll(&waiting, 1, patience_milliseconds);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) fail("no answer");
    std::array<char, 1 << 16> buffer;
    const ssize_t got = read(from_browser_, buffer.data(), buffer.size());
    if (got <= 0) fail("it has ended");
    unread_.append(buffer.data(), static_cast<std::size_t>(got));
    end = unread_.find('\0');
  }
  json message = json::parse(unread_.substr(0, end));
  unread_.erase(0, end + 1);
  const std::string method = message.value("method", "");
  if (!method.empty()) events_.insert(method);
  if (method == "Network.requestWillBeSent") {
    const std::string url = message["params"]["request"]["url"];
    if (!url.starts_with("file:") && !url.starts_with("data:") && !url.starts_with("about:"))
      requests_.push_back(url);
  }
  return message;
}

void Browser::wait_for(const std::string& event) {
  while (!events_.contains(event)) receive();
}

}  // namespace matgrad::tests

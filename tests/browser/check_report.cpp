#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "browser.hpp"
#include "long_derivations.hpp"
#include "measure.hpp"

// check_report REPORT SCREENSHOTS MATGRAD [PROGRAM]: opens the pages of a report, and pages of long derivations
// that MATGRAD writes, in Chromium, on windows of five widths and as they are printed on A4; checks that formulas
// and pictures are there, visible and not cut off, and keeps screenshots.

namespace {

namespace fs = std::filesystem;
using namespace matgrad::tests;
using nlohmann::json;

constexpr int a4_between_margins = 642;  // 17 cm

const std::array views = {View{.name = "360", .width = 360, .height = 740, .kept = true},
                          View{.name = "400-dark", .width = 400, .height = 844, .dark = true},
                          View{.name = "768", .width = 768, .height = 1024},
                          View{.name = "1080", .width = 1080, .height = 900, .kept = true},
                          View{.name = "1440-dark", .width = 1440, .height = 900, .dark = true, .kept = true},
                          View{.name = "paper", .width = a4_between_margins, .height = 900, .paper = true}};

/// A page with a fault, and words by which the check must name it: else the check is worth nothing.
struct Planted {
  const char* body;
  const char* fault;
};
const std::array planted = {
    Planted{"<math alttext=x><mspace width='3000px' height='20px'/></math>", "wider than the window"},
    Planted{"<div style='overflow-x:auto'><math alttext=x style='margin-left:-40px'><mi>x</mi></math></div>",
            "is cut off by"},
    Planted{"<div style='height:9px;overflow:hidden auto'><math alttext=x><mi>x</mi></math></div>",
            "is cut off by"},
    Planted{
        "<div style='overflow:hidden'><p style='width:1500px'>x x x x x x x x x x x x x x x x x x x x</p></div>",
        "its box shows"},
    Planted{"<div style='overflow-x:auto'><math alttext=x><mspace width='3000px' height='20px'/></math></div>",
            "its box shows"},
    Planted{"<figure><div style='overflow-x:auto'><svg role=img aria-label=x width=3000 "
            "height=20></svg></div></figure>",
            "its box shows"},
    Planted{"<pre>a line of a thousand letters ALETTERS</pre>", "wider than the window"},
    Planted{"<details><summary>x</summary><pre>ALETTERS</pre></details>", "wider than the window"},
    Planted{"<p style='white-space:nowrap;margin-right:-9em;overflow:clip'>x ALETTERS</p>", "is cut off by"},
    Planted{"<table style='table-layout:fixed;width:100px'><tr><td>ALETTERS</td><td>x</td></tr></table>",
            "runs out of its cell"},
    Planted{"<table style='margin-left:1200px'><tr><td>1.2345678</td><td>9.87654321</td></tr></table>",
            "is cut off by"},
    Planted{"<p style='font-size:5px'>x</p>", "is set in letters of"},
    Planted{"<p style='visibility:hidden'><math alttext=x><mi>x</mi></math></p>", "is not visible"},
    Planted{"<math alttext=x></math>", "no formula"},
    Planted{"<math><mi>x</mi></math>", "no alternative text"},
    Planted{"<svg role=img aria-label=x width=0 height=0></svg>", "has no size"},
    Planted{"<img alt=x width=20 height=20 src='data:image/png;base64,AAAA'>", "is not loaded"},
    Planted{"<script>1</script>", "a script"},
    Planted{"<p style='color:#888'>x</p>", "too little contrast"},
    Planted{"<a href='#nowhere'>x</a>", "a link to nowhere"},
    Planted{"<h3>x</h3>", "a level of headings"},
    Planted{"<img alt=x src='http://example.org/x.png'>", "asks for"},
};

std::vector<std::string> faults_of(Browser& browser, const json& measured) {
  std::vector<std::string> faults = measured["faults"];
  for (const std::string& url : browser.foreign_requests()) faults.push_back("asks for " + url);
  return faults;
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

int count_unfound(Browser& browser) {
  int unfound = 0;
  for (const Planted& page : planted) {
    browser.open(
        "data:text/html,<!DOCTYPE html><html lang=en><meta charset=utf-8><title>x</title>"
        "<style>body{background:white}</style><main><h1>x</h1>" +
            replaced(replaced(page.body, "#", "%23"), "ALETTERS", std::string(400, 'a')) + "</main></html>",
        views[0]);
    const auto faults = faults_of(browser, browser.value_of(measuring_script()));
    if (std::ranges::any_of(faults, [&](const auto& f) { return f.find(page.fault) != std::string::npos; }))
      continue;
    std::cout << "not found in a planted page: " << page.fault << "\n";
    ++unfound;
  }
  return unfound;
}

void keep(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
  if (!fs::exists(file) || fs::file_size(file) != bytes.size() || bytes.empty())
    throw std::runtime_error("cannot write " + file.string());
}

void keep_screenshots(Browser& browser, const fs::path& begin) {
  const std::vector<std::string> parts = browser.screenshots();
  for (std::size_t i = 0; i < parts.size(); ++i)
    keep(begin.string() + "-" + std::to_string(i + 1) + ".png", parts[i]);
}

bool is_problem(const fs::path& page) { return page.stem().string().starts_with("problem-"); }

/// What must be on a page.
void check_contents(const fs::path& page, const json& measured, std::vector<std::string>& faults) {
  const int formulas = measured["formulas"], drawings = measured["drawings"];
  if (formulas < 10) faults.push_back("only " + std::to_string(formulas) + " formulas");
  if (is_problem(page)) {
    if (drawings < 2) faults.push_back("no graph and plot, but " + std::to_string(drawings) + " drawings");
    if (!fs::exists(fs::path(page).replace_extension(".tex"))) faults.push_back("no .tex file beside it");
  }
  for (const std::string link : measured["links"])
    if (!fs::exists(page.parent_path() / link.substr(0, link.find('#')))) faults.push_back("a dead link, " + link);
}

int check_page(Browser& browser, const fs::path& page, const fs::path& screenshots) {
  int count = 0;
  browser.open("file://" + page.string(), views[0]);
  for (const View& view : views) {
    browser.look(view);
    const json measured = browser.value_of(measuring_script());
    std::vector<std::string> faults = faults_of(browser, measured);
    check_contents(page, measured, faults);
    if (view.kept) keep_screenshots(browser, screenshots / (page.stem().string() + "-" + view.name));
    std::cout << page.stem().string() << ", " << view.name << ": " << measured["formulas"] << " formulas, "
              << measured["drawings"] << " drawings, " << measured["images"] << " images"
              << (faults.empty() ? "" : "; FAULTS:") << "\n";
    for (const std::string& fault : faults) std::cout << "    " << fault << "\n";
    count += static_cast<int>(faults.size());
  }
  keep(screenshots / (page.stem().string() + "-printed.pdf"), browser.printed());
  return count;
}

std::vector<fs::path> pages_in(const fs::path& report) {
  std::vector<fs::path> pages;
  for (const auto& entry : fs::directory_iterator(report))
    if (entry.path().extension() == ".html") pages.push_back(fs::canonical(entry.path()));
  std::ranges::sort(pages);
  return pages;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4 || argc > 5) {
    std::cerr << "Usage: check_report REPORT SCREENSHOTS MATGRAD [PROGRAM]\n";
    return 2;
  }
  try {
    const fs::path report = argv[1], screenshots = argv[2];
    std::vector<fs::path> pages = pages_in(report);
    const bool is_report = std::ranges::any_of(pages, is_problem) && fs::exists(report / "index.html");
    fs::create_directories(screenshots);
    write_long_derivations(argv[3], screenshots / "long_derivations");
    std::ranges::copy(pages_in(screenshots / "long_derivations"), std::back_inserter(pages));
    Browser browser(argc == 5 ? argv[4] : "chromium");
    int faults = count_unfound(browser);
    for (const fs::path& page : pages) faults += check_page(browser, page, screenshots);
    if (!is_report) {
      std::cout << "no report in " << argv[1] << "\n";
      ++faults;
    }
    std::cout << pages.size() << " pages, " << faults << " faults; screenshots in " << argv[2] << "\n";
    return faults == 0 ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}

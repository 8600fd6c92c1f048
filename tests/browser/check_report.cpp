#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "browser.hpp"
#include "measure.hpp"

// check_report REPORT SCREENSHOTS [PROGRAM]: opens the pages of a report in Chromium, on a wide and on a narrow window,
// light and dark, checks that formulas and pictures are there, visible and not cut off, and keeps screenshots.

namespace {

namespace fs = std::filesystem;
using namespace matgrad::tests;
using nlohmann::json;

const std::array views = {View{"wide-light", 1280, 900, false}, View{"wide-dark", 1280, 900, true},
                          View{"narrow-light", 390, 844, false}, View{"narrow-dark", 390, 844, true}};

/// A page with a fault, and words by which the check must name it: else the check is worth nothing.
struct Planted {
  const char* body;
  const char* fault;
};
const std::array planted = {
    Planted{"<math alttext=x><mspace width='3000px' height='20px'/></math>", "wider than the window"},
    Planted{"<div class=wide style='overflow-x:auto'><math alttext=x style='margin-left:-40px'><mi>x</mi></math></div>",
            "cut off sideways"},
    Planted{"<div class=wide style='height:9px;overflow:hidden auto'><math alttext=x><mi>x</mi></math></div>",
            "cut off"},
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

int count_unfound(Browser& browser) {
  int unfound = 0;
  for (const Planted& page : planted) {
    browser.open("data:text/html,<!DOCTYPE html><html lang=en><meta charset=utf-8><title>x</title>"
                 "<style>body{background:white}</style><main><h1>x</h1>" +
                     [](std::string body) {
                       for (std::size_t at = 0; (at = body.find('#', at)) != std::string::npos;) body.replace(at, 1, "%23");
                       return body;
                     }(page.body) +
                     "</main></html>",
                 views[0]);
    const auto faults = faults_of(browser, browser.value_of(measuring_script()));
    if (std::ranges::any_of(faults, [&](const auto& f) { return f.find(page.fault) != std::string::npos; })) continue;
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
  for (const View& view : views) {
    browser.open("file://" + page.string(), view);
    const json measured = browser.value_of(measuring_script());
    std::vector<std::string> faults = faults_of(browser, measured);
    check_contents(page, measured, faults);
    const std::vector<std::string> parts = browser.screenshots();
    for (std::size_t i = 0; i < parts.size(); ++i)
      keep(screenshots / (page.stem().string() + "-" + view.name + "-" + std::to_string(i + 1) + ".png"), parts[i]);
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
  if (argc < 3 || argc > 4) {
    std::cerr << "Usage: check_report REPORT SCREENSHOTS [PROGRAM]\n";
    return 2;
  }
  try {
    const std::vector<fs::path> pages = pages_in(argv[1]);
    fs::create_directories(argv[2]);
    Browser browser(argc == 4 ? argv[3] : "chromium");
    int faults = count_unfound(browser);
    for (const fs::path& page : pages) faults += check_page(browser, page, argv[2]);
    if (std::ranges::count_if(pages, is_problem) == 0 || !fs::exists(fs::path(argv[1]) / "index.html")) {
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

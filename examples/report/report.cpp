#include "examples/report/report.hpp"

#include <algorithm>
#include <filesystem>
#include <ostream>

#include <matgrad/autodiff/expression/error.hpp>
#include "examples/problems/problems.hpp"
#include "examples/report/index_page.hpp"
#include "pages/html_page.hpp"
#include "pages/latex_page.hpp"
#include "pages/picture_files.hpp"
#include "pages/text_file.hpp"

namespace matgrad::examples {

using pages::html_page;
using pages::latex_page;
using pages::Link;
using pages::Page;
using pages::Worksheet;
using pages::write_file;
using pages::write_picture_files;

namespace {

constexpr int exit_interrupted = 130;

std::string file_stem(const Page& page) { return "problem-" + page.number; }

std::vector<Link> links_of(const std::vector<Page>& pages, std::size_t i) {
  std::vector<Link> links = {{"index.html", "All questions"}, {"conventions.html", "Conventions"}};
  if (i > 0) links.emplace_back(file_stem(pages[i - 1]) + ".html", "← Problem " + pages[i - 1].number);
  if (i + 1 < pages.size())
    links.emplace_back(file_stem(pages[i + 1]) + ".html", "Problem " + pages[i + 1].number + " →");
  return links;
}

/// Worked and open problems by number.
std::vector<IndexEntry> index_entries(const Worksheet& sheet) {
  std::vector<IndexEntry> entries;
  for (const Page& page : sheet.pages()) entries.push_back({page, file_stem(page) + ".html"});
  for (const Page& page : open_problems()) entries.push_back({page, ""});
  std::ranges::stable_sort(entries, {}, [](const IndexEntry& entry) { return std::stoi(entry.page.number); });
  return entries;
}

std::string last_line(const std::string& text) {
  const std::size_t end = text.find_last_not_of('\n');
  const std::size_t begin = text.rfind('\n', end);
  return text.substr(begin + 1, end - begin);
}

std::vector<Problem> with_numbers(const std::vector<int>& numbers) {
  std::vector<Problem> chosen;
  for (const int number : numbers)
    if (std::ranges::find(problems(), number, &Problem::number) == problems().end())
      throw Error("problem " + std::to_string(number) + " is not worked");
  for (const Problem& problem : problems())
    if (numbers.empty() || std::ranges::find(numbers, problem.number) != numbers.end()) chosen.push_back(problem);
  return chosen;
}

}  // namespace

std::string write_report(const Worksheet& sheet, const std::string& folder) {
  const std::filesystem::path target = folder;
  std::filesystem::create_directories(target);
  const std::vector<Page>& pages = sheet.pages();
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const std::string stem = (target / file_stem(pages[i])).string();
    write_file(stem + ".tex", latex_page(pages[i]));
    write_picture_files(pages[i], folder);
    write_file(stem + ".html", html_page(pages[i], links_of(pages, i), file_stem(pages[i]) + ".tex"));
  }
  write_file((target / "conventions.html").string(), conventions_page());
  const std::string index = (target / "index.html").string();
  const bool all = pages.size() >= problems().size();
  if (all || !std::filesystem::exists(index))
    write_file(index, index_page(index_entries(sheet), last_line(sheet.summary().to_text())));
  const std::string first = all || pages.size() != 1 ? index : (target / (file_stem(pages[0]) + ".html")).string();
  return std::filesystem::absolute(first).lexically_normal().string();
}

int work_and_report(const Options& options, const std::vector<int>& numbers, const std::string& folder,
                    std::ostream& out, std::ostream& errors) {
  const std::vector<Problem> chosen = with_numbers(numbers);
  Worksheet sheet(out, options.worksheet());
  work(sheet, options, chosen, errors);
  out << "\nSummary\n=======\n\n" << sheet.summary().to_text();
  out << "\nReport: " << write_report(sheet, folder) << "\n";
  if (sheet.interrupted()) return exit_interrupted;
  return sheet.summary().all_pass() ? 0 : 1;
}

}  // namespace matgrad::examples

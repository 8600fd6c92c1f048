#include <doctest/doctest.h>

#include <string>

#include "pages/html_table.hpp"
#include "pages/picture_widths.hpp"
#include "pages/table_widths.hpp"

using namespace matgrad::pages;

namespace {

std::string class_of(const HtmlTable& table) {
  const std::string html = with_table_widths(to_html(table)), begin = "<table class=\"";
  REQUIRE(html.find(begin) == 0);
  return html.substr(begin.size(), html.find('"', begin.size()) - begin.size());
}

}  // namespace

TEST_CASE("a table knows the room it needs: words cannot be cut, long texts can") {
  CHECK(class_of({"", {"a", "b"}, {{"x", "y"}}}) == "fits-12");
  CHECK(class_of({"", {"a", "b"}, {{"x", "y"}}, true, "numbers"}) == "fits-12 numbers");
  std::string text;
  for (int i = 0; i < 100; ++i) text += "word ";
  CHECK(class_of({"", {"a", "b"}, {{text, "y"}}}) == "fits-16");
  CHECK(class_of({"", {"a", "b"}, {{std::string(40, 'x'), "y"}}}) == "fits-28");
  CHECK(class_of({"", {"a", "b"}, {{std::string(400, 'x'), "y"}}}) == "fits-nowhere");
  CHECK(with_table_widths("<p>a</p>") == "<p>a</p>");
}

TEST_CASE("a drawing is not made smaller than its least letters allow") {
  const std::string drawing =
      "<svg width=\"300pt\" viewBox=\"0 0 300 100\" style=\"max-width:100%\">"
      "<text font-size=\"10\">a</text><text font-size=\"20\">b</text></svg>";
  CHECK(with_readable_pictures(drawing).find("style=\"min-width:225px;max-width:100%\"") != std::string::npos);
  const std::string small =
      "<svg width=\"30\" viewBox=\"0 0 30 10\" style=\"\"><text font-size=\"2\">a</text></svg>";
  CHECK(with_readable_pictures(small).find("min-width:30px;") != std::string::npos);  // never beyond its own size
  CHECK(with_readable_pictures("<svg width=\"30\">") == "<svg width=\"30\">");
}

TEST_CASE("a drawing too wide to be read on paper is shown there in parts that overlap and reach its end") {
  const auto html = [](int width) {
    return with_readable_pictures("<svg width=\"" + std::to_string(width) + "\" viewBox=\"0 0 " +
                                  std::to_string(width) + " 100\"><g id=\"a\">" +
                                  "<text font-size=\"7.5\">a</text></g></svg>");
  };
  CHECK(html(700).find("use") == std::string::npos);
  const std::string wide = html(1600);
  CHECK(wide.find("<svg data-parts=\"\" width=\"1600\"") == 0);
  for (const char* box : {"0.00 0.00 640.00 100.00", "480.00 0.00 640.00 100.00", "960.00 0.00 640.00 100.00"})
    CHECK(wide.find("viewBox=\"" + std::string(box) + "\"") != std::string::npos);
  CHECK(wide.find("part 3 of 3\"><use href=\"#a\"/></svg></div>") != std::string::npos);
}

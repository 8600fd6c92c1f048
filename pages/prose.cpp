#include "pages/prose.hpp"

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/show/latex.hpp>
#include <matgrad/autodiff/show/mathml.hpp>
#include "pages/plain_math.hpp"

namespace matgrad::pages {
namespace {

/// How many characters of a text close up to the formula before it.
std::size_t closing_marks(const std::string& text) {
  const std::size_t end = text.find_first_not_of(".,;:?!)");
  return end == std::string::npos ? text.size() : end;
}

template <class Text, class Math>
std::string rendered(const std::string& prose, Text text, Math math) {
  std::string all;
  bool in_math = false;
  for (std::size_t begin = 0;;) {
    const std::size_t end = prose.find('$', begin);
    const std::string part = prose.substr(begin, end - begin);
    if (in_math && end == std::string::npos) throw Error("no second $ in: " + prose);
    if (!part.empty()) all += in_math ? math(part) : text(part);
    if (end == std::string::npos) return all;
    begin = end + 1;
    in_math = !in_math;
  }
}

}  // namespace

std::string prose_to_html(const std::string& prose) {
  bool open = false;  // a formula waits for the marks after it, from which it must not be parted
  std::string html = rendered(
      prose,
      [&open](const std::string& text) {
        const std::size_t marks = open ? closing_marks(text) : 0;
        const std::string html =
            escaped_html(text.substr(0, marks)) + (open ? "</span>" : "") + escaped_html(text.substr(marks));
        open = false;
        return html;
      },
      [&open](const std::string& math) {
        const std::string before = open ? "</span>" : "";
        open = true;
        return before + "<span class=\"math\">" + plain_math_to_mathml(math);
      });
  return open ? html + "</span>" : html;
}

std::string prose_to_latex(const std::string& prose) {
  return rendered(
      prose, [](const std::string& text) { return latex_text(text); },
      [](const std::string& math) { return "$" + plain_math_to_latex(math) + "$"; });
}

}  // namespace matgrad::pages

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "examples/reference/marked_example.hpp"

// Doxygen's input filter: filter <source folder> <file>. Doxygen reads what this prints in place of the file.
//   a header            doc comments get sections, and what is known of a function elsewhere: its page, example,
//                       cost and names in other libraries; comments above several declarations hold for each;
//                       plain comments with conventions for what follows go to each of these functions
//   a file of examples  the title and description of its page
//   any other file      as it is

namespace {

namespace fs = std::filesystem;
using matgrad::examples::MarkedExample;
using matgrad::examples::MarkedFile;
using Lines = std::vector<std::string>;

struct Entry {
  std::string page;
  MarkedExample example;
};

Lines lines_of(const fs::path& path) {
  Lines lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::map<std::string, Entry> entries(const fs::path& root) {
  std::map<std::string, Entry> found;
  for (const auto& path : fs::directory_iterator(root / "examples/reference")) {
    const MarkedFile file = matgrad::examples::read_marked_file(path.path().string());
    for (const MarkedExample& example : file.examples)
      for (const std::string& name : example.names) found[name] = {file.name, example};
  }
  return found;
}

/// What a table of the reference says of a name, behind the first column.
std::string table_row(const fs::path& table, const std::string& name) {
  const std::string begin = "| `" + name + "` ";
  for (const std::string& line : lines_of(table))
    if (line.starts_with(begin)) return line.substr(begin.size());
  return "";
}

/// Sections begin where a sentence does that says what they are about.
std::string with_sections(std::string text) {
  const auto open = [&text](const std::regex& sentence, const std::string& title) {
    std::smatch match;
    if (!std::regex_search(text, match, sentence)) return;
    const std::size_t begin = static_cast<std::size_t>(match.position(2));
    text.insert(begin, "\n\\par " + title + "\n");
  };
  open(std::regex(R"((^|[.:)] |\n)(Throws? ))"), "Errors");
  open(std::regex(R"((^|[.:)] |\n)(Source: ))"), "Literature");
  open(std::regex(R"((^|[.:)] |\n)(Derivative: |∂L/∂|∂/∂|∂z/∂))"), "Derivative");
  return std::regex_replace(text, std::regex("\n(Derivative|Source): "), "\n");
}

std::string without_slashes(const Lines& comment) {
  std::string text;
  for (const std::string& line : comment) {
    const std::size_t begin = line.find_first_not_of('/');
    text += (begin == std::string::npos ? "" : line.substr(begin + (line[begin] == ' ' ? 1 : 0))) + "\n";
  }
  return text;
}

/// "3 460 000 with …" or "9 in the example" for a row of the table of costs.
std::string cost_text(const std::string& row) {
  const std::string text = row.substr(2, row.size() - 4);
  return text + (text.ends_with("example") ? "" : " with 120 in place of every size above 1 in the example");
}

/// Less-than signs are text here, not HTML.
std::string escaped(const std::string& text) { return std::regex_replace(text, std::regex("<"), "\\<"); }

void print_comment(const std::string& text) {
  std::size_t begin = 0;
  for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
    std::cout << "/// " << text.substr(begin, end - begin) << "\n";
}

class Header {
 public:
  Header(const fs::path& root, const fs::path& path)
      : root_(root), entries_(entries(root)), lines_(lines_of(path)) {}

  void print() {
    Lines comment, shared;  // of the next declaration, of the last one
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const std::string& line = lines_[i];
      const bool is_comment = line.starts_with("//");
      if (is_comment && !comment.empty() && is_doc(comment) != line.starts_with("///")) end_of(comment);
      if (is_comment) {
        comment.push_back(line);
        continue;
      }
      if (line.empty()) {
        end_of(comment);
        shared.clear();
      } else if (line[0] != ' ' && line[0] != '}' && line[0] != '#' && !line.starts_with("namespace") &&
                 !(i > 0 && lines_[i - 1].starts_with("template"))) {
        if (comment.empty()) comment = shared;
        print_declaration(comment, name_at(i));
        shared = std::exchange(comment, {});
      }
      if (line.starts_with("}") && line.ends_with("// namespace matgrad")) {
        std::cout << line << "\n";
        return;  // what follows are formatters
      }
      // "entry;  // text" inside a type becomes its documentation.
      static const std::regex remark("^( +[^/ ].*;|  [a-z_]+( = .*)?,?)  // ");
      std::cout << std::regex_replace(line, remark, "$1  ///< ") << "\n";
    }
  }

 private:
  static bool is_doc(const Lines& comment) { return comment[0].starts_with("///"); }

  /// The name declared on line i or, behind "template", on the next.
  std::string name_at(std::size_t i) const {
    static const std::regex type(R"(^(?:class|struct|enum class|using) (\w+))");
    static const std::regex function(R"((operator[^\s(\w]+|\w+)\()");
    const std::string& line = lines_[lines_[i].starts_with("template") ? i + 1 : i];
    std::smatch match;
    return std::regex_search(line, match, type) || std::regex_search(line, match, function) ? match[1].str() : "";
  }

  void print_declaration(const Lines& comment, const std::string& name) {
    if (comment.empty()) return;
    const std::string text = without_slashes(comment);
    print_comment(escaped(with_sections(text)));
    if (text.starts_with("The same"))
      print_comment("\\par See\n`" + described_.first + "`\n");
    else if (text != described_.second)
      described_ = {name, text};
    const auto found = entries_.find(name);
    if (found == entries_.end()) return;
    const auto& [page, example] = found->second;
    if (!conventions_.empty()) print_comment("\\par Conventions\n");
    for (const std::string& text : conventions_) print_comment(escaped(text));
    print_comment("\\ingroup " + page + "\n\\par Example\n\\code{.cpp}\n" + example.given + example.lines +
                  "\\endcode\n");
    const std::string cost = table_row(root_ / "docs/reference/costs.md", name);
    if (!cost.empty()) print_comment("\\par Floating-point operations\n" + cost_text(cost) + "\n");
    const std::string names = table_row(root_ / "docs/reference/names.md", name);
    if (names.find('`') != std::string::npos)
      print_comment("\\par Elsewhere\n\n| NumPy | PyTorch | JAX | MATLAB |\n|---|---|---|---|\n" + names + "\n");
  }

  /// A comment followed by an empty line: a plain one tells the conventions of what follows.
  void end_of(Lines& comment) {
    if (comment.empty()) return;
    const Lines text = std::exchange(comment, {});
    if (is_doc(text)) {
      for (const std::string& doc : text) std::cout << doc << "\n";
      return;
    }
    if (conventions_.size() == 2) conventions_.pop_back();  // the first are those of the whole header
    conventions_.push_back(without_slashes(text));
  }

  fs::path root_;
  std::map<std::string, Entry> entries_;
  Lines lines_;
  std::vector<std::string> conventions_;
  std::pair<std::string, std::string> described_;  // what "The same …" refers to: a function and its comment
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const fs::path root = argv[1], path = argv[2];
  if (path.extension() == ".hpp") {
    Header(root, path).print();
  } else if (path.extension() == ".cpp") {
    const MarkedFile file = matgrad::examples::read_marked_file(path.string());
    std::cout << "/** \\defgroup " << file.name << " " << file.title << "\n\n" << file.description << "\n*/\n";
  } else {
    for (const std::string& line : lines_of(path)) std::cout << line << "\n";
  }
}

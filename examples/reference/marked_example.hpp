#pragma once

#include <string>
#include <vector>

namespace matgrad::examples {

/// A marked example in a file of the reference: the lines from "// [name]", or for functions that share one
/// "// [name, name]", to the next empty line. Comment lines in it are what the code above them prints.
struct MarkedExample {
  std::vector<std::string> names;
  int first_line = 0;  // behind the mark, counted from 1
  int last_line = 0;
  std::string given;    // the lines of the file that define the matrices it uses
  std::string lines;    // without indentation
  std::string printed;  // the comment lines in it, without "// "
};

/// A file of the reference: its first comment is "// Title: what is found here.", maybe on several lines.
struct MarkedFile {
  std::string name;  // without folder and .cpp
  std::string title;
  std::string description;
  std::vector<MarkedExample> examples;
};

MarkedFile read_marked_file(const std::string& path);

}  // namespace matgrad::examples

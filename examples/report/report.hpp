#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "examples/support/options.hpp"
#include "pages/worksheet.hpp"

namespace matgrad::examples {

/// Writes the report of a worksheet into a folder: problem-N.html and problem-N.tex for each problem worked, in
/// pictures/ what the latter include, conventions.html, and index.html, which lists the questions of all problems.
/// Where only some problems were worked, an index that is there already is kept. Returns the path of the page to
/// open first. Throws FileError.
std::string write_report(const pages::Worksheet& sheet, const std::string& folder);

/// Works problems (all if `numbers` is empty), prints what they state and check, writes the report and prints
/// where it is on the last line. Throws Error for a number that is none of a worked problem. Returns the exit
/// status of a program: 0 if everything passed, 1 if not, 130 after Ctrl-C.
int work_and_report(const Options& options, const std::vector<int>& numbers, const std::string& folder,
                    std::ostream& out, std::ostream& errors);

}  // namespace matgrad::examples

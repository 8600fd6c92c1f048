#include "cli/values.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <utility>

#include <matgrad/autodiff/expression/error.hpp>

#include "cli/read_file.hpp"
#include "cli/text_position.hpp"
#include "cli/values_csv.hpp"
#include "cli/values_json.hpp"
#include "cli/values_npy.hpp"

namespace matgrad::cli {
namespace {

std::string extension(const std::string& path) {
  std::string text = std::filesystem::path(path).extension().string();
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return text;
}

bool is_number(const std::string& text) {
  return text.find_first_not_of("0123456789+-.eE") == std::string::npos &&
         text.find_first_of("0123456789") != std::string::npos;
}

bool is_table(const std::string& path) {
  const std::string kind = extension(path);
  return kind == ".csv" || kind == ".tsv" || kind == ".txt";
}

/// A matrix in a file of its own.
GivenValue read_matrix(const std::string& name, const std::string& path) {
  if (is_table(path)) return read_csv_value(read_file(path), name, path);
  if (extension(path) == ".npy") return read_npy_value(read_file(path), name, path);
  throw FileError("--values " + name + ": " + in_quotes(path) +
                  " is neither a number nor a file .csv or .npy; a vector is written --values '{\"" + name +
                  "\": [1, 2]}'");
}

/// Where NAME=… ends its name; npos if the argument is not of that form.
std::size_t end_of_name(const std::string& argument) {
  const std::size_t equals = argument.find('=');
  const std::size_t other = argument.find_first_of("./\\{ ");
  return equals == std::string::npos || equals == 0 || other < equals ? std::string::npos : equals;
}

std::vector<GivenValue> read_named(const std::string& argument, JsonKind kind) {
  const std::size_t first = argument.find_first_not_of(" \t\n");
  if (first != std::string::npos && argument[first] == '{')
    return read_json_values(argument, kind == JsonKind::result ? "--answer-file" : "--values", kind);
  if (first != std::string::npos && argument[first] == '[')
    throw FileError("--values: line 1, column 1: expected an object {\"name\": value, …}, found a list");
  if (argument == "-") return read_json_values(read_file(argument), "standard input", kind);
  const std::size_t equals = end_of_name(argument);
  if (equals == std::string::npos) {
    if (is_table(argument) || extension(argument) == ".npy")
      return {read_matrix(std::filesystem::path(argument).stem().string(), argument)};
    return read_json_values(read_file(argument), argument, kind);
  }
  const std::string name = argument.substr(0, equals), value = argument.substr(equals + 1);
  if (!is_number(value)) return {read_matrix(name, value)};
  GivenValue given = read_csv_value(value, name, "--values " + name);
  given.nesting = Nesting::number;
  return {given};
}

}  // namespace

std::vector<GivenValue> read_values(const std::string& argument) { return read_named(argument, JsonKind::values); }
std::vector<GivenValue> read_answer(const std::string& argument) { return read_named(argument, JsonKind::result); }

std::vector<GivenValue> read_values(const std::vector<std::string>& arguments) {
  std::vector<GivenValue> all;
  for (const std::string& argument : arguments)
    for (GivenValue& given : read_values(argument)) {
      const auto same = std::ranges::find(all, given.name, &GivenValue::name);
      if (same != all.end())
        throw FileError(given.source + ": a value for " + in_quotes(given.name) + " stands in " + same->source +
                        " already");
      all.push_back(std::move(given));
    }
  return all;
}

}  // namespace matgrad::cli

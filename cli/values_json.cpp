#include "cli/values_json.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include <nlohmann/json.hpp>

#include <matgrad/autodiff/expression/latin_letter.hpp>

#include "cli/text_position.hpp"

namespace matgrad::cli {
namespace {

/// Walks through a text, and lets others see how far the parser has come.
class TracedIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  TracedIterator() = default;
  TracedIterator(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}

  reference operator*() const { return *at_; }
  TracedIterator& operator++() {
    *furthest_ = ++at_;
    return *this;
  }
  TracedIterator operator++(int) {
    TracedIterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator!=(const TracedIterator& a, const TracedIterator& b) { return a.at_ != b.at_; }

 private:
  const char* at_ = nullptr;
  const char** furthest_ = nullptr;
};

/// Receives what the parser meets, in order, and puts the values together. Its functions have the names and
/// results that the parser calls.
class ValueReader {
 public:
  using Json = nlohmann::json;

  ValueReader(std::string_view text, std::string source, JsonKind kind)
      : text_(text), source_(std::move(source)), kind_(kind), furthest_(text.data()) {}

  std::vector<GivenValue> read() {
    Json::sax_parse(TracedIterator(text_.data(), &furthest_),
                    TracedIterator(text_.data() + text_.size(), &furthest_), this);
    return std::move(values_);
  }

  bool null() { fail("a number or a list", "null"); }
  bool boolean(bool value) { fail("a number or a list", value ? "true" : "false"); }
  bool string(const std::string& value) { fail("a number or a list", "the text " + in_quotes(value)); }
  bool binary(const Json::binary_t&) { fail("a number or a list", "binary data"); }
  bool number_integer(Json::number_integer_t value) { return number(static_cast<double>(value)); }
  bool number_unsigned(Json::number_unsigned_t value) { return number(static_cast<double>(value)); }
  bool number_float(double value, const std::string&) { return number(value); }

  bool start_object(std::size_t) {
    const bool is_result = name_ == "gradient" || name_ == "jacobian";
    if (inside_object_ && !(kind_ == JsonKind::result && is_result && result_ == Result::none))
      fail("a number or a list", "an object");
    if (inside_object_) {
      result_ = Result::inside;
      values_.clear();
      name_.clear();
    }
    inside_object_ = true;
    return true;
  }
  bool end_object() {
    if (result_ == Result::inside) result_ = Result::read;
    return true;
  }

  bool key(const std::string& name) {
    if (std::ranges::any_of(values_, [&](const GivenValue& given) { return given.name == name; }))
      fail("every name once", "a second " + in_quotes(name));
    name_ = name;
    return true;
  }

  bool start_array(std::size_t) {
    if (!inside_object_) fail("an object {\"name\": value, …}", "a list");
    if (depth_ == 2) fail("a number: matrices are lists of rows", "a list inside a row");
    if (depth_ == 1 && !rows_.empty() && !list_of_rows_) fail("a number like those before it", "a list");
    if (depth_ == 0) {
      rows_.clear();
      list_of_rows_ = false;
    } else {
      list_of_rows_ = true;
      rows_.emplace_back();
    }
    ++depth_;
    return true;
  }

  bool end_array() {
    --depth_;
    if (rows_.empty() || rows_.back().empty()) fail("at least one number", "an empty list");
    if (depth_ == 1 && rows_.back().size() != rows_.front().size())
      fail("a row of " + std::to_string(rows_.front().size()) + ", as the first one",
           "one of " + std::to_string(rows_.back().size()));
    if (depth_ == 0) add(list_of_rows_ ? Nesting::rows : Nesting::list);
    return true;
  }

  bool parse_error(std::size_t, const std::string& token, const Json::exception& error) {
    constexpr int number_overflow = 406;
    if (error.id == number_overflow) fail("a number that a double holds", in_quotes(token));
    if (std::string_view(error.what()).find("unexpected end of input") != std::string_view::npos)
      fail("more of the JSON text", "its end");
    if (furthest_ != text_.data() && furthest_[-1] == '\'')
      fail(name_.empty() ? "a name in double quotes" : "a number or a list", "a single quote");
    const std::string_view word = word_at(furthest_ == text_.data() ? furthest_ : furthest_ - 1);
    const bool is_name = inside_object_ && depth_ == 0 && name_.empty() && is_latin_letter(word.front());
    fail(is_name ? "a name in double quotes" : "JSON", in_quotes(word));
  }

 private:
  /// Up to where a JSON value can end.
  std::string_view word_at(const char* begin) const {
    const std::string_view rest = text_.substr(static_cast<std::size_t>(begin - text_.data()));
    return rest.substr(0, std::max<std::size_t>(rest.find_first_of(" \n\t,:]}"), 1));
  }

  [[noreturn]] void fail(const std::string& expected, const std::string& found) const {
    const auto read = static_cast<std::size_t>(furthest_ - text_.data());
    const std::string where = name_.empty() ? "" : " for " + in_quotes(name_);
    throw file_error(source_, text_, read == 0 ? 0 : read - 1, expected + where, found);
  }

  bool number(double value) {
    if (!inside_object_) fail("an object {\"name\": value, …}", "a number");
    if (depth_ == 0) {
      rows_.assign(1, {value});
      add(Nesting::number);
    } else if (depth_ == 1) {
      if (list_of_rows_) fail("a list like those before it", "a number");
      rows_.push_back({value});
    } else {
      rows_.back().push_back(value);
    }
    return true;
  }

  void add(Nesting nesting) {
    const auto rows = static_cast<Eigen::Index>(rows_.size()), cols = static_cast<Eigen::Index>(rows_[0].size());
    Eigen::MatrixXd value(rows, cols);
    for (Eigen::Index i = 0; i < rows; ++i)
      for (Eigen::Index j = 0; j < cols; ++j)
        value(i, j) = rows_[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
    // Beside the gradients stands the value of the formula.
    if (result_ != Result::read) values_.push_back({name_, std::move(value), nesting, source_});
    name_.clear();
  }

  std::string_view text_;
  std::string source_;
  JsonKind kind_;
  enum class Result { none, inside, read } result_ = Result::none;  // the object of gradients
  const char* furthest_;
  bool inside_object_ = false;
  std::string name_;
  int depth_ = 0;  // of lists
  bool list_of_rows_ = false;
  std::vector<std::vector<double>> rows_;
  std::vector<GivenValue> values_;
};

}  // namespace

std::vector<GivenValue> read_json_values(std::string_view text, const std::string& source, JsonKind kind) {
  return ValueReader(text, source, kind).read();
}

}  // namespace matgrad::cli

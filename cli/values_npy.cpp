#include "cli/values_npy.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include <matgrad/autodiff/expression/error.hpp>

#include "cli/text_position.hpp"

namespace matgrad::cli {
namespace {

/// The dictionary at the beginning of the file.
struct Header {
  char kind = 0;  // f, i, u or b
  std::size_t item_size = 0;
  bool big_endian = false;
  bool by_columns = false;
  std::vector<std::size_t> shape;
};

/// Reads {'descr': '<f8', 'fortran_order': False, 'shape': (3, 6), } and nothing else.
class HeaderReader {
 public:
  HeaderReader(std::string_view bytes, std::size_t begin, std::size_t end, const std::string& source)
      : bytes_(bytes), at_(begin), end_(end), source_(source) {}

  Header read() {
    Header header;
    bool descr = false, order = false, shape = false;
    expect('{');
    while (!accept('}')) {
      const std::size_t begin = at_;
      const std::string key = string();
      expect(':');
      if (key == "descr" && !descr) {
        descr = true;
        read_type(header);
      } else if (key == "fortran_order" && !order) {
        order = true;
        header.by_columns = boolean();
      } else if (key == "shape" && !shape) {
        shape = true;
        header.shape = tuple();
      } else {
        fail(begin, "each of descr, fortran_order and shape once", in_quotes(key));
      }
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    skip_blanks();
    if (at_ != end_) fail(at_, "the end of the header", in_quotes(rest()));
    if (!descr || !order || !shape) fail(at_, "descr, fortran_order and shape", "not all of them");
    return header;
  }

 private:
  [[noreturn]] void fail(std::size_t offset, const std::string& expected, const std::string& found) const {
    throw FileError(source_, offset, expected, found);
  }

  std::string_view rest() const { return bytes_.substr(at_, end_ - at_); }

  void skip_blanks() {
    while (at_ < end_ && (bytes_[at_] == ' ' || bytes_[at_] == '\n')) ++at_;
  }

  bool accept(char c) {
    skip_blanks();
    if (at_ >= end_ || bytes_[at_] != c) return false;
    ++at_;
    return true;
  }

  void expect(char c) {
    if (!accept(c)) fail(at_, "'" + std::string(1, c) + "' in the header", in_quotes(rest()));
  }

  std::string string() {
    skip_blanks();
    const char quote = at_ < end_ ? bytes_[at_] : '\0';
    if (quote != '\'' && quote != '"') fail(at_, "a quoted name in the header", in_quotes(rest()));
    const std::size_t close = bytes_.find(quote, at_ + 1);
    if (close == std::string_view::npos || close >= end_) fail(at_, "a closing quote", "none in the header");
    const std::string text(bytes_.substr(at_ + 1, close - at_ - 1));
    at_ = close + 1;
    return text;
  }

  bool boolean() {
    skip_blanks();
    for (const bool value : {true, false}) {
      const std::string_view word = value ? "True" : "False";
      if (!rest().starts_with(word)) continue;
      at_ += word.size();
      return value;
    }
    fail(at_, "True or False", in_quotes(rest()));
  }

  std::vector<std::size_t> tuple() {
    std::vector<std::size_t> sizes;
    expect('(');
    while (!accept(')')) {
      skip_blanks();
      std::size_t size = 0;
      const auto [end, error] = std::from_chars(bytes_.data() + at_, bytes_.data() + end_, size);
      if (error != std::errc()) fail(at_, "a size", in_quotes(rest()));
      at_ = static_cast<std::size_t>(end - bytes_.data());
      if (sizes.size() == 2) fail(at_, "at most two dimensions", "more");
      if (size == 0) fail(at_, "a size above 0", "0");
      sizes.push_back(size);
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    return sizes;
  }

  void read_type(Header& header) {
    skip_blanks();
    const std::size_t begin = at_;
    const std::string expected = "real numbers, integers or booleans ('<f8', '>i4', '|b1', …)";
    if (!rest().starts_with('\'') && !rest().starts_with('"')) fail(begin, expected, "a structured type");
    const std::string type = string();
    const bool known = type.size() == 3 && std::string("<>|=").find(type[0]) != std::string::npos;
    const std::string sizes = !known           ? ""
                              : type[1] == 'f' ? "48"
                              : type[1] == 'b' ? "1"
                              : type[1] == 'i' ? "1248"
                              : type[1] == 'u' ? "1248"
                                               : "";
    if (!known || sizes.find(type[2]) == std::string::npos) fail(begin, expected, in_quotes(type));
    header.kind = type[1];
    header.item_size = static_cast<std::size_t>(type[2] - '0');
    header.big_endian = type[0] == '>' || (type[0] == '=' && std::endian::native == std::endian::big);
  }

  std::string_view bytes_;
  std::size_t at_;
  std::size_t end_;
  const std::string& source_;
};

template <class Number>
double number_from(std::uint64_t bits) {
  Number number{};
  // The low bytes of the integer hold the number.
  if constexpr (sizeof(Number) == 8)
    number = std::bit_cast<Number>(bits);
  else if constexpr (sizeof(Number) == 4)
    number = std::bit_cast<Number>(static_cast<std::uint32_t>(bits));
  else if constexpr (sizeof(Number) == 2)
    number = std::bit_cast<Number>(static_cast<std::uint16_t>(bits));
  else
    number = std::bit_cast<Number>(static_cast<std::uint8_t>(bits));
  return static_cast<double>(number);
}

double item(std::string_view bytes, const Header& header) {
  std::uint64_t bits = 0;
  for (std::size_t k = 0; k < header.item_size; ++k) {
    const std::size_t place = header.big_endian ? k : header.item_size - 1 - k;
    bits = bits << 8 | static_cast<unsigned char>(bytes[place]);
  }
  if (header.kind == 'f') return header.item_size == 8 ? number_from<double>(bits) : number_from<float>(bits);
  if (header.kind == 'b') return bits == 0 ? 0 : 1;
  if (header.kind == 'u') return static_cast<double>(bits);
  switch (header.item_size) {
    case 1:
      return number_from<std::int8_t>(bits);
    case 2:
      return number_from<std::int16_t>(bits);
    case 4:
      return number_from<std::int32_t>(bits);
    default:
      return number_from<std::int64_t>(bits);
  }
}

/// Where the header's text begins and ends.
std::pair<std::size_t, std::size_t> header_range(std::string_view bytes, const std::string& source) {
  constexpr std::string_view magic = "\x93NUMPY";
  if (!bytes.starts_with(magic)) throw FileError(source, 0, "a file of NumPy (.npy)", "another beginning");
  if (bytes.size() < 8) throw FileError(source, bytes.size(), "a version", "the end of the file");
  const int version = static_cast<unsigned char>(bytes[6]);
  if (version < 1 || version > 3) throw FileError(source, 6, "version 1, 2 or 3", std::to_string(version));
  const std::size_t width = version == 1 ? 2 : 4, begin = 8 + width;
  if (bytes.size() < begin) throw FileError(source, bytes.size(), "a header", "the end of the file");
  std::size_t length = 0;
  for (std::size_t k = width; k-- > 0;) length = length << 8 | static_cast<unsigned char>(bytes[8 + k]);
  if (length > bytes.size() - begin)
    throw FileError(source, 8, "a header of at most " + std::to_string(bytes.size() - begin) + " bytes",
                    std::to_string(length));
  return {begin, begin + length};
}

}  // namespace

GivenValue read_npy_value(std::string_view bytes, const std::string& name, const std::string& source) {
  const auto range = header_range(bytes, source);
  const Header header = HeaderReader(bytes, range.first, range.second, source).read();
  const std::size_t rows = header.shape.empty() ? 1 : header.shape[0];
  const std::size_t cols = header.shape.size() < 2 ? 1 : header.shape[1];
  const std::string_view data = bytes.substr(range.second);
  // Divided, as a product of hostile sizes would overflow.
  const std::size_t items = data.size() / header.item_size;
  if (cols > items || rows > items / cols || rows * cols * header.item_size != data.size())
    throw FileError(source, range.second,
                    std::to_string(rows) + "×" + std::to_string(cols) + " numbers of " +
                        std::to_string(header.item_size) + " bytes",
                    std::to_string(data.size()) + " bytes");
  GivenValue given{name, Eigen::MatrixXd(static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(cols)),
                   header.shape.empty()       ? Nesting::number
                   : header.shape.size() == 1 ? Nesting::list
                                              : Nesting::rows,
                   source};
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < cols; ++j) {
      const std::size_t offset = header.item_size * (header.by_columns ? i + j * rows : i * cols + j);
      const double number = item(data.substr(offset), header);
      if (!std::isfinite(number))
        throw FileError(source, range.second + offset, "a finite number", std::isnan(number) ? "NaN" : "infinity");
      given.value(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = number;
    }
  return given;
}

}  // namespace matgrad::cli

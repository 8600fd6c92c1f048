#include "cli/values_npy.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/error.hpp>

namespace matgrad::cli {
namespace {

/// A file as NumPy writes it, version 1.
std::string npy(const std::string& header, const std::string& data) {
  std::string text = header + std::string(63 - (10 + header.size()) % 64, ' ') + "\n";
  const auto length = text.size();
  return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(length & 0xff) + static_cast<char>(length >> 8) +
         text + data;
}

std::string described(const std::string& type, const std::string& order, const std::string& shape) {
  return "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
}

template <class Number>
std::string bytes_of(const std::vector<Number>& numbers, bool reversed = false) {
  std::string bytes;
  for (const Number number : numbers) {
    std::string item(sizeof number, '\0');
    std::memcpy(item.data(), &number, sizeof number);
    bytes += reversed ? std::string(item.rbegin(), item.rend()) : item;
  }
  return bytes;
}

const std::vector<double> one_to_six{1, 2, 3, 4, 5, 6};
const std::string good = npy(described("<f8", "False", "(2, 3)"), bytes_of(one_to_six));

GivenValue read_npy(const std::string& bytes) { return read_npy_value(bytes, "W", "W.npy"); }

std::string npy_error(const std::string& bytes) {
  try {
    read_npy(bytes);
  } catch (const FileError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("matrices are read from files of NumPy") {
  Eigen::MatrixXd W(2, 3);
  W << 1, 2, 3, 4, 5, 6;
  CHECK(read_npy(good).value == W);
  CHECK(read_npy(good).nesting == Nesting::rows);
  CHECK(read_npy(npy(described("<f8", "True", "(3, 2)"), bytes_of(one_to_six))).value == W.transpose());
  CHECK(read_npy(npy(described(">f8", "False", "(2, 3)"), bytes_of(one_to_six, true))).value == W);
  CHECK(read_npy(npy(described("<f4", "False", "(2, 3)"), bytes_of<float>({1, 2, 3, 4, 5, 6}))).value == W);
  const GivenValue x = read_npy(npy(described("<i4", "False", "(3,)"), bytes_of<std::int32_t>({-1, 0, 7})));
  CHECK(x.value == Eigen::Vector3d(-1, 0, 7));
  CHECK(x.nesting == Nesting::list);
  const GivenValue a = read_npy(npy(described(">i2", "False", "()"), bytes_of<std::int16_t>({-300}, true)));
  CHECK(a.value(0, 0) == -300);
  CHECK(a.nesting == Nesting::number);
  CHECK(read_npy(npy(described("|b1", "False", "(2,)"), std::string("\x01\x00", 2))).value ==
        Eigen::Vector2d(1, 0));
  CHECK(read_npy(npy(described("|u1", "False", "(1, 1)"), "\xFF")).value(0, 0) == 255);
  CHECK(read_npy(npy(described("<i8", "False", "(1,)"), bytes_of<std::int64_t>({-5}))).value(0, 0) == -5);
}

TEST_CASE("other files, types and sizes are refused with the byte") {
  CHECK(npy_error("PK\x03\x04") == "W.npy, byte 0: expected a file of NumPy (.npy), found another beginning");
  CHECK(npy_error("\x93NUMPY\x09") == "W.npy, byte 7: expected a version, found the end of the file");
  CHECK(npy_error(std::string("\x93NUMPY\x09\x00\x00\x00", 10)).find("expected version 1, 2 or 3, found 9") !=
        std::string::npos);
  CHECK(npy_error(npy(described("<c16", "False", "(1,)"), "")).find("found '<c16'") != std::string::npos);
  CHECK(npy_error(npy(described("|O8", "False", "(1,)"), "")).find("found '|O8'") != std::string::npos);
  CHECK(npy_error(npy(described("<f2", "False", "(1,)"), "")).find("found '<f2'") != std::string::npos);
  CHECK(npy_error(npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", ""))
            .find("found a structured type") != std::string::npos);
  CHECK(npy_error(npy(described("<f8", "False", "(1, 2, 3)"), "")).find("at most two dimensions") !=
        std::string::npos);
  CHECK(npy_error(npy(described("<f8", "False", "(0, 3)"), "")).find("a size above 0") != std::string::npos);
  CHECK(npy_error(npy(described("<f8", "False", "(-1,)"), "")).find("expected a size") != std::string::npos);
  CHECK(npy_error(npy(described("<f8", "Maybe", "(1,)"), "")).find("expected True or False") != std::string::npos);
  CHECK(npy_error(npy("{'descr': '<f8'}", "")).find("not all of them") != std::string::npos);
  CHECK(npy_error(npy("{'descr': '<f8', 'descr': '<f8'}", "")).find("found 'descr'") != std::string::npos);
  CHECK(npy_error(npy("{'descr': '<f8", "")).find("a closing quote") != std::string::npos);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(npy_error(npy(described("<f8", "False", "(2,)"), bytes_of<double>({1, nan}))) ==
        "W.npy, byte 136: expected a finite number, found NaN");
}

TEST_CASE("hostile sizes are refused without asking for memory") {
  for (const char* shape : {"(4294967296, 4294967296)", "(18446744073709551615, 2)", "(2305843009213693952, 8)",
                            "(3, 3)", "(2, 2)", "(99999999999999999999999,)"})
    CHECK_MESSAGE(npy_error(npy(described("<f8", "False", shape), bytes_of(one_to_six))) != "no error", shape);
  std::string long_header = good;
  long_header[9] = '\x7F';
  CHECK(npy_error(long_header).find("byte 8: expected a header of at most") != std::string::npos);
}

TEST_CASE("no beginning of a file and no changed byte does harm") {
  for (std::size_t size = 0; size < good.size(); ++size) CHECK(npy_error(good.substr(0, size)) != "no error");
  CHECK(npy_error(good + "x") != "no error");
  for (std::size_t i = 0; i < good.size(); ++i)
    for (int byte : {0, 0x20, 0x29, 0x39, 0x7B, 0xFF}) {
      std::string changed = good;
      changed[i] = static_cast<char>(byte);
      npy_error(changed);  // anything but FileError would end the test
    }
}

}  // namespace matgrad::cli

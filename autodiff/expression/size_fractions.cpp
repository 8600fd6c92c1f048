#include "matgrad/autodiff/expression/size_fractions.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

namespace matgrad {
namespace {

using Kind = Notation::Kind;

constexpr double greatest = 1e9;

std::optional<long> whole_number(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  const bool is_whole = !text.empty() && *end == '\0' && value == std::trunc(value) && std::abs(value) < greatest;
  return is_whole && value >= 0 ? std::optional(static_cast<long>(value)) : std::nullopt;
}

Notation plain_size(long value) { return size_number(static_cast<double>(value), false); }

/// Takes what p and the size below have in common away; what is left of p.
long reduce(long p, Notation& quotient) {
  const std::optional<long> q = whole_number(quotient.parts[1].text);
  const long common = q && *q > 0 && p > 0 ? std::gcd(p, *q) : 1;
  if (common == 1) return p;
  if (*q == common) {
    Notation above = std::move(quotient.parts[0]);
    quotient = std::move(above);
  } else {
    quotient.parts[1] = plain_size(*q / common);
  }
  return p / common;
}

bool is_over_size(const Notation& notation) {
  return notation.kind == Kind::quotient && notation.parts[1].is_size;
}

Notation half() {
  Notation result = Notation::number(0.5);
  result.text = "½";
  return result;
}

/// 2 / 4
Notation reduced_quotient(Notation quotient) {
  if (quotient.parts[1].text == "1" && quotient.parts[0].text == "1") return plain_size(1);
  if (quotient.parts[1].text == "1") {
    Notation whole = std::move(quotient.parts[0]);
    return whole;
  }
  const std::optional<long> above =
      quotient.parts[0].kind == Kind::number ? whole_number(quotient.parts[0].text) : std::nullopt;
  const std::optional<long> below = whole_number(quotient.parts[1].text);
  if (!above || !below || *above == 0 || *below == 0) return quotient;
  const long common = std::gcd(*above, *below);
  if (common == 1) return quotient;
  const double p = static_cast<double>(*above / common), q = static_cast<double>(*below / common);
  if (q == 1) return plain_size(*above / common);
  if (p == 1 && q == 2) return half();
  return Notation::quotient(Notation::number(p), plain_size(*below / common));
}

/// A size of 1 says nothing in front of another factor, where it would be read as ones.
Notation without_one(Notation product) {
  const auto is_one = [](const Notation& factor) { return factor.is_size && factor.text == "1"; };
  if (std::ranges::none_of(product.parts, is_one) || product.parts.size() < 2) return product;
  const std::size_t ones = static_cast<std::size_t>(std::ranges::count_if(product.parts, is_one));
  if (ones == product.parts.size()) return plain_size(1);
  std::erase_if(product.parts, is_one);
  if (product.parts.size() > 1) return product;
  Notation only = std::move(product.parts[0]);
  return only;
}

/// 2 (a / 6), 2 (a / 6) b
Notation reduced_scaled(Notation scaled) {
  Notation& part = scaled.parts[0];
  const bool leads = part.kind == Kind::product && !part.parts.empty() && is_over_size(part.parts[0]);
  if (!leads && !is_over_size(part)) return scaled;
  const std::optional<long> p = whole_number(scaled.text);
  if (!p) return scaled;
  const long rest = reduce(*p, leads ? part.parts[0] : part);
  if (rest == 1) {
    Notation inside = std::move(part);
    return inside;
  }
  scaled.text = Notation::number(static_cast<double>(rest)).text;
  return scaled;
}

}  // namespace

Notation size_number(double value, bool has_letter) {
  Notation number = Notation::number(value);
  number.is_size = true;
  if (has_letter) number.columns = static_cast<std::size_t>(value);
  return number;
}

Notation with_sizes_reduced(Notation notation) {
  for (Notation& part : notation.parts) part = with_sizes_reduced(std::move(part));
  if (notation.kind == Kind::product) return without_one(std::move(notation));
  if (is_over_size(notation)) return reduced_quotient(std::move(notation));
  if (notation.kind == Kind::scaled) return reduced_scaled(std::move(notation));
  return notation;
}

}  // namespace matgrad

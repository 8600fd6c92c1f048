#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace matgrad {

// An operation's attributes are a tuple of integers, enums, doubles (compared by bits), strings and vectors of
// these; identity, hash and printed label all follow from it.

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};

inline std::size_t mix_hash(std::size_t seed, std::size_t value) {
  std::uint64_t h = seed ^ (value + 0x9e3779b97f4a7c15ull + (seed << 6) + (seed >> 2));
  h *= 0xff51afd7ed558ccdull;
  return h ^ (h >> 32);
}

/// "0.5", "2", "1e-06": the shortest text that reads back as the same number.
std::string number_text(double value);

template <class T>
bool same_attribute(const T& a, const T& b) {
  if constexpr (std::is_same_v<T, double>) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
  } else if constexpr (std::is_same_v<T, std::vector<double>>) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
      if (!same_attribute(a[i], b[i])) return false;
    return true;
  } else {
    return a == b;
  }
}

template <class T>
std::size_t attribute_hash(const T& value) {
  if constexpr (std::is_same_v<T, double>) {
    return std::hash<std::uint64_t>()(std::bit_cast<std::uint64_t>(value));
  } else if constexpr (std::is_enum_v<T>) {
    return static_cast<std::size_t>(value);
  } else if constexpr (IsVector<T>::value) {
    std::size_t h = value.size();
    for (const auto& element : value) h = mix_hash(h, attribute_hash(element));
    return h;
  } else {
    return std::hash<T>()(value);
  }
}

template <class T>
std::string attribute_text(const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    return value;
  } else if constexpr (std::is_floating_point_v<T>) {
    return number_text(value);
  } else if constexpr (std::is_enum_v<T>) {
    return std::to_string(static_cast<long long>(value));
  } else if constexpr (IsVector<T>::value) {
    std::string text;
    for (const auto& element : value) text += (text.empty() ? "" : " ") + attribute_text(element);
    return text;
  } else {
    return std::to_string(value);
  }
}

template <class... T>
bool same_attributes(const std::tuple<T...>& a, const std::tuple<T...>& b) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return (same_attribute(std::get<I>(a), std::get<I>(b)) && ...);
  }
  (std::index_sequence_for<T...>());
}

template <class... T>
std::size_t hash_of(std::string_view name, const std::tuple<T...>& attributes) {
  std::size_t h = std::hash<std::string_view>()(name);
  std::apply([&h](const auto&... value) { ((h = mix_hash(h, attribute_hash(value))), ...); }, attributes);
  return h;
}

template <class... T>
std::string label_of(std::string_view name, const std::tuple<T...>& attributes) {
  std::string inside;
  std::apply(
      [&inside](const auto&... value) { ((inside += (inside.empty() ? "" : ", ") + attribute_text(value)), ...); },
      attributes);
  return inside.empty() ? std::string(name) : std::string(name) + "[" + inside + "]";
}

}  // namespace matgrad

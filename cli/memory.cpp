#include "cli/memory.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <matgrad/autodiff/expression/error.hpp>

namespace matgrad::cli {
namespace {

constexpr double gibibyte = 0x1p30;

double memory_of_machine() {
  const long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
  constexpr double if_unknown = 4 * gibibyte;
  return pages > 0 && page > 0 ? static_cast<double>(pages) * static_cast<double>(page) : if_unknown;
}

}  // namespace

void require_memory(double numbers, const std::string& what) {
  const double needed = numbers * sizeof(double), there = memory_of_machine();
  if (needed > there)
    throw Error(
        fmt::format("{} would take {:.0f} GiB of memory, of {:.0f} GiB that this machine has; declare smaller "
                    "shapes",
                    what, needed / gibibyte, there / gibibyte));
}

}  // namespace matgrad::cli

#pragma once

#include <cstddef>

/// How often this program has asked for memory (malloc and its relatives, hence also operator new).
std::size_t allocation_count();

/// How many bytes it has asked for, however many it has given back.
std::size_t allocated_bytes();

#pragma once

#include <barrier>
#include <cstddef>
#include <exception>
#include <functional>
#include <thread>
#include <vector>

namespace matgrad::tests {

/// Calls work(0), …, work(threads − 1), each in a thread of its own, all let go at once; returns what they return,
/// or throws what one of them throws. (Not bool: the entries of a vector of them share bytes.)
template <class Result>
std::vector<Result> together(int threads, const std::function<Result(int)>& work) {
  std::vector<Result> results(static_cast<std::size_t>(threads));
  std::vector<std::exception_ptr> thrown(results.size());
  std::barrier start(threads);
  std::vector<std::thread> running;
  for (int number = 0; number < threads; ++number)
    running.emplace_back([&, number] {
      const auto own = static_cast<std::size_t>(number);
      start.arrive_and_wait();
      try {
        results[own] = work(number);
      } catch (...) {
        thrown[own] = std::current_exception();
      }
    });
  for (std::thread& thread : running) thread.join();
  for (const std::exception_ptr& error : thrown)
    if (error) std::rethrow_exception(error);
  return results;
}

}  // namespace matgrad::tests

#pragma once

#include <barrier>
#include <functional>
#include <thread>
#include <vector>

namespace matgrad::tests {

/// Calls work(0), …, work(threads − 1), each in a thread of its own, all let go at once; returns what they return.
/// (Not bool: the entries of a vector of them share bytes.)
template <class Result>
std::vector<Result> together(int threads, const std::function<Result(int)>& work) {
  std::vector<Result> results(static_cast<std::size_t>(threads));
  std::barrier start(threads);
  std::vector<std::thread> running;
  for (int number = 0; number < threads; ++number)
    running.emplace_back([&, number] {
      start.arrive_and_wait();
      results[static_cast<std::size_t>(number)] = work(number);
    });
  for (std::thread& thread : running) thread.join();
  return results;
}

}  // namespace matgrad::tests

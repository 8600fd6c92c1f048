#pragma once

#include <cstddef>

namespace matgrad {

/// Runs the tasks of one operation. The caller of a Function passes one; nothing else starts threads. What the
/// tasks compute must not depend on how many run at once: they are cut by sizes alone.
class Executor {
 public:
  using Task = void (*)(const void* context, std::size_t i);

  virtual ~Executor() = default;
  /// Calls task(context, i) for each i < count, in any order or at once, and returns when all have ended; throws
  /// what one of them threw.
  virtual void run(std::size_t count, Task task, const void* context) = 0;
};

/// One task after the other in the calling thread: what is used where no other is given.
Executor& serial_executor();

/// Calls task(i) for each i < count.
template <class Callable>
void for_each(Executor& executor, std::size_t count, const Callable& task) {
  executor.run(
      count, [](const void* context, std::size_t i) { (*static_cast<const Callable*>(context))(i); }, &task);
}

}  // namespace matgrad

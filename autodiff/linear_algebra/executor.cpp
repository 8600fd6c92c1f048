#include "matgrad/autodiff/linear_algebra/executor.hpp"

namespace matgrad {
namespace {

class SerialExecutor final : public Executor {
 public:
  void run(std::size_t count, Task task, const void* context) override {
    for (std::size_t i = 0; i < count; ++i) task(context, i);
  }
};

}  // namespace

Executor& serial_executor() {
  static SerialExecutor executor;
  return executor;
}

}  // namespace matgrad

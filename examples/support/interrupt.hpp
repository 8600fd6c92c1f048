#pragma once

namespace matgrad::examples {

/// While one lives, Ctrl-C (SIGINT) only sets a flag; afterwards it does again what it did before.
class InterruptGuard {
 public:
  InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  ~InterruptGuard();

  /// Whether Ctrl-C was pressed since it was made.
  bool requested() const;

 private:
  void (*previous_)(int);
};

}  // namespace matgrad::examples

#include "examples/support/interrupt.hpp"

#include <csignal>

namespace matgrad::examples {
namespace {

// A signal handler may write nothing but such a flag.
volatile std::sig_atomic_t interrupted = 0;

extern "C" void note_interrupt(int) { interrupted = 1; }

}  // namespace

InterruptGuard::InterruptGuard() {
  interrupted = 0;
  previous_ = std::signal(SIGINT, note_interrupt);
}

InterruptGuard::~InterruptGuard() {
  if (previous_ != SIG_ERR) std::signal(SIGINT, previous_);
}

bool InterruptGuard::requested() const { return interrupted != 0; }

}  // namespace matgrad::examples

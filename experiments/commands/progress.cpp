/// Prints progress.
#include "experiments/commands/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace disalign {

Progress::Progress(std::int64_t runs, std::int64_t done, bool quiet)
    : runs_(runs),
      before_(done),
      done_(done),
      quiet_(quiet),
      terminal_(isatty(STDERR_FILENO) != 0) {}

void Progress::add() {
  ++done_;
  if (quiet_) return;
  double const elapsed = std::chrono::duration<double>(Clock::now() - start_).count();
  bool const tenth = done_ * 10 / runs_ != (done_ - 1) * 10 / runs_;
  if (terminal_ ? elapsed < shown_ + 0.2 && done_ < runs_ : !tenth) return;
  shown_ = elapsed;
  double const rate = static_cast<double>(done_ - before_) / std::max(elapsed, 1e-6);
  fmt::print(stderr, "{}{} of {} runs, {:.1f} runs/s, {:.0f} s left{}", terminal_ ? "\r" : "",
             done_, runs_, rate, static_cast<double>(runs_ - done_) / rate,
             terminal_ ? "   " : "\n");
  if (terminal_ && done_ == runs_) fmt::print(stderr, "\n");
}

}  // namespace disalign

/// How far a study is, on stderr.
#pragma once
#include <chrono>
#include <cstdint>

namespace disalign {

/// Runs done, speed and time left: one line that renews itself on a terminal, a line for every tenth
/// of the study elsewhere.
class Progress {
 public:
  /// `done` of `runs` are finished already.
  Progress(std::int64_t runs, std::int64_t done, bool quiet);
  void add();

 private:
  using Clock = std::chrono::steady_clock;
  std::int64_t runs_, before_, done_;
  bool quiet_, terminal_;
  double shown_ = -1;
  Clock::time_point start_ = Clock::now();
};

}  // namespace disalign

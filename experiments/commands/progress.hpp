/// How far a study is, on stderr.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>

#include "experiments/statistics/running_contrasts.hpp"
#include "experiments/study.hpp"
#include "model/record.hpp"

namespace disalign {

/// The outcome that the progress line estimates while runs come in: civilians killed.
inline constexpr char const* watched_name = "total_civilian_deaths";
double watched_outcome(Record const& record);

/// Runs done, speed, time left, and the paired differences of the watched outcome so far: one line that renews itself on a terminal, a line for every tenth
/// of the study elsewhere.
class Progress {
 public:
  /// `done` of `runs` are finished already.
  Progress(std::int64_t runs, std::int64_t done, bool quiet);
  /// The same with a running estimate for the scenarios of a study.
  Progress(std::int64_t runs, std::int64_t done, bool quiet, Study const& study);
  void add();
  /// A run of a point with its watched outcome; NaN when it failed.
  void add(int point, int replicate, double watched);

 private:
  using Clock = std::chrono::steady_clock;
  std::int64_t runs_, before_, done_;
  bool quiet_, terminal_;
  double shown_ = -1;
  std::size_t width_ = 0;  ///< of the line on the terminal
  std::optional<RunningContrasts> contrasts_;
  Clock::time_point start_ = Clock::now();
};

}  // namespace disalign

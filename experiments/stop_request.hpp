/// When a study is to stop: a signal, the clock, or the study itself; and how long runs in flight have.
#pragma once
#include <atomic>
#include <chrono>
#include <optional>
#include <string>

namespace disalign {

/// Asks a study to stop. `requested` ends the issuing of runs; runs in flight have the time of grace
/// until `overdue`. All times are of the monotonic clock: a clock that is set does not matter.
class StopRequest {
 public:
  using Clock = std::chrono::steady_clock;
  /// Without `walltime` [s] the clock never asks. The time counts from here.
  StopRequest(double grace_seconds, std::optional<double> walltime_seconds);

  /// From here on the first SIGINT, SIGTERM or SIGUSR1 is such a request; a second SIGINT ends the
  /// program at once with exit code 75.
  static void listen();

  /// A request of the study itself; `why` goes into the message.
  void request(std::string why);
  [[nodiscard]] bool requested() const;
  [[nodiscard]] bool overdue() const;
  /// Why, for messages; "" when nobody has asked.
  [[nodiscard]] std::string reason() const;

 private:
  [[nodiscard]] std::optional<Clock::time_point> since() const;
  Clock::duration grace_;
  std::optional<Clock::time_point> end_;
  std::atomic<Clock::rep> own_{0};  // when the study asked; 0: it has not
  std::string why_;                 // written before own_, read after it
};

}  // namespace disalign

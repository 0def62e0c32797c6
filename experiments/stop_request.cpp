/// The signal handler keeps to what is safe in one: atomics, write, _exit.
#include "experiments/stop_request.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <utility>

namespace disalign {

namespace {

using Clock = StopRequest::Clock;

constexpr int exit_incomplete = 75;
static_assert(std::atomic<Clock::rep>::is_always_lock_free);
std::atomic<int> caught_signal{0};
std::atomic<Clock::rep> caught_at{0};
std::atomic<int> interrupts{0};

void on_signal(int number) {
  if (number == SIGINT && interrupts.fetch_add(1) > 0) {
    constexpr char text[] = "\nerror: stopped at once. The same command continues.\n";
    [[maybe_unused]] auto const written = ::write(STDERR_FILENO, text, sizeof text - 1);
    _exit(exit_incomplete);
  }
  int none = 0;
  if (caught_signal.compare_exchange_strong(none, number))
    caught_at = Clock::now().time_since_epoch().count();
}

}  // namespace

StopRequest::StopRequest(double grace_seconds, std::optional<double> walltime_seconds)
    : grace_(std::chrono::duration_cast<Clock::duration>(
          std::chrono::duration<double>(grace_seconds))) {
  if (walltime_seconds)
    end_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                              std::chrono::duration<double>(*walltime_seconds));
}

void StopRequest::listen() {
  struct sigaction action{};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  for (int const number : {SIGINT, SIGTERM, SIGUSR1}) sigaction(number, &action, nullptr);
}

void StopRequest::request(std::string why) {
  if (own_ != 0) return;
  why_ = std::move(why);
  own_ = Clock::now().time_since_epoch().count();
}

std::optional<Clock::time_point> StopRequest::since() const {
  auto const at = [](Clock::rep ticks) { return Clock::time_point(Clock::duration(ticks)); };
  if (auto const signalled = caught_at.load(); signalled != 0) return at(signalled);
  if (auto const own = own_.load(); own != 0) return at(own);
  if (end_ && Clock::now() >= *end_) return end_;
  return std::nullopt;
}

bool StopRequest::requested() const { return since().has_value(); }

bool StopRequest::overdue() const {
  auto const from = since();
  return from && Clock::now() >= *from + grace_;
}

std::string StopRequest::reason() const {
  if (!requested()) return "";
  if (caught_at != 0) return fmt::format("signal {}", strsignal(caught_signal));
  if (own_ != 0) return why_;
  return "--max-walltime is over";
}

}  // namespace disalign

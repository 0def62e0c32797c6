/// Prints progress.
#include "experiments/commands/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <string>

#include "experiments/tell.hpp"
#include "model/observables.hpp"

namespace disalign {

Progress::Progress(std::int64_t runs, std::int64_t done, bool quiet)
    : runs_(runs),
      before_(done),
      done_(done),
      quiet_(quiet),
      terminal_(isatty(STDERR_FILENO) != 0) {}

Progress::Progress(std::int64_t runs, std::int64_t done, bool quiet, Study const& study)
    : Progress(runs, done, quiet) {
  std::vector<std::string> names;
  std::vector<int> references;
  for (std::size_t s = 0; s < study.scenarios.size(); ++s) {
    names.push_back(study.scenarios[s].name);
    references.push_back(study.reference_of(s));
  }
  contrasts_.emplace(std::move(names), std::move(references));
}

double watched_outcome(Record const& record) {
  std::size_t column = 0;
  for (Observable const& o : observables()) {
    if (o.outcome() == watched_name) return record.outcomes[column];
    column += static_cast<std::size_t>(record.width(o.axis));
  }
  return std::numeric_limits<double>::quiet_NaN();
}

void Progress::add(int point, int replicate, double watched) {
  if (contrasts_ && !quiet_) contrasts_->add(point, replicate, watched);
  add();
}

void Progress::add() {
  ++done_;
  if (quiet_) return;
  double const elapsed = std::chrono::duration<double>(Clock::now() - start_).count();
  bool const tenth = done_ * 10 / runs_ != (done_ - 1) * 10 / runs_;
  if (terminal_ ? elapsed < shown_ + 0.2 && done_ < runs_ : !tenth) return;
  shown_ = elapsed;
  double const rate = static_cast<double>(done_ - before_) / std::max(elapsed, 1e-6);
  std::string line = fmt::format("{} of {} runs, {:.1f} runs/s, {:.0f} s left", done_, runs_, rate,
                                 static_cast<double>(runs_ - done_) / rate);
  if (auto const now = contrasts_ ? contrasts_->text() : std::string(); !now.empty())
    line += fmt::format("; civilians killed a run, {}", now);
  // What a longer line before it left on the terminal is overwritten.
  tell("{}{:<{}}{}", terminal_ ? "\r" : "", line, terminal_ ? width_ : 0, terminal_ ? "" : "\n");
  width_ = std::max(width_, line.size());
  if (terminal_ && done_ == runs_) tell("\n");
}

}  // namespace disalign

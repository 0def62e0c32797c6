/// Clocks around weeks and rules.
#include "bench/measure.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "agents/kernel.hpp"
#include "bench/clocks.hpp"
#include "model/record.hpp"

namespace disalign {
namespace {

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  auto const rank =
      static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), values.begin() + rank, values.end());
  return values[static_cast<std::size_t>(rank)];
}

/// The least time of each week over repetitions of one run, and all times.
class Times {
 public:
  void add(int week, double us) {
    auto const [at, fresh] = least_.try_emplace(week, us);
    if (!fresh) at->second = std::min(at->second, us);
    all_.push_back(us);
  }
  [[nodiscard]] double mean_of_least() const {
    double sum = 0;
    for (auto const& [week, us] : least_) sum += us;
    return least_.empty() ? 0 : sum / static_cast<double>(least_.size());
  }
  [[nodiscard]] double at(double share) const { return quantile(all_, share); }
  [[nodiscard]] int weeks() const { return static_cast<int>(least_.size()); }

 private:
  std::map<int, double> least_;
  std::vector<double> all_;
};

int living(State const& state) {
  return static_cast<int>(std::count_if(state.units.strength.begin(), state.units.strength.end(),
                                        [](std::int32_t n) { return n > 0; }));
}

/// The clocks of one measurement.
class Measuring {
 public:
  Measuring(Workload const& load, MeasurePlan const& plan) : load_(load), plan_(plan) {
    forms_.push_back(&kernel());
    for (Kernel const* form : kernels())
      if (plan.all_forms && form != forms_.front()) forms_.push_back(form);
    step_.resize(forms_.size());
    equal_.assign(forms_.size(), 1);
  }

  /// Once through all weeks.
  void run(bool first) {
    auto start = Clock::now();
    State state = found(load_.cast, load_.seed, 0);
    found_.add(0, us_since(start));
    Recording recording(state, load_.weeks, Reporter(load_.cast.reporting, load_.seed, 0), false);
    double units = 0;
    for (int week = 0; week < load_.weeks; ++week) {
      if (week % plan_.every == 0) time_slice(state, week, first);
      load_.week.step(state, load_.seed, 0);
      start = Clock::now();
      check_invariants(state);
      check_.add(week, us_since(start));
      start = Clock::now();
      recording.add(state);
      observe_.add(week, us_since(start));
      if (week % plan_.every == 0) {
        start = Clock::now();
        keep(digest(state));
        digest_.add(week, us_since(start));
      }
      units += living(state);
    }
    result_.cells = static_cast<int>(state.grid().cells.size());
    result_.units = units / load_.weeks;
    result_.digest = recording.finish(state).digest;
  }

  Measurement finish() {
    result_.weeks = load_.weeks;
    result_.repetitions = plan_.repetitions;
    result_.timed_weeks = step_.front().weeks();
    result_.timed_units = timed_units_ / result_.timed_weeks;
    result_.found_us = found_.mean_of_least();
    result_.check_us = check_.mean_of_least();
    result_.observe_us = observe_.mean_of_least();
    result_.digest_us = digest_.mean_of_least();
    for (std::size_t k = 0; k < forms_.size(); ++k) {
      Times const& times = step_[k];
      result_.forms.push_back({forms_[k]->level, times.mean_of_least(), times.at(0.5),
                               times.at(0.05), times.at(0.95), equal_[k] != 0});
    }
    for (auto const& [name, times] : phases_)
      result_.phases.push_back({name, times.mean_of_least(), times.at(0.5)});
    std::sort(result_.phases.begin(), result_.phases.end(),
              [](Phase const& a, Phase const& b) { return a.least > b.least; });
    if (metered_kernel() != nullptr) result_.work = work_ / result_.timed_weeks;
    return std::move(result_);
  }

 private:
  /// Weeks first + 1 .. first + slice by every form, then in laps, then counted; week `first` warms.
  void time_slice(State const& from, int first, bool first_time) {
    int const last = std::min(first + plan_.slice, load_.weeks - 1);
    std::uint64_t reference = 0;
    for (std::size_t k = 0; k < forms_.size(); ++k) {
      State state = from;
      for (int week = first; week <= last; ++week) {
        auto const start = Clock::now();
        forms_[k]->step(load_.week, state, load_.seed, 0);
        if (week == first) continue;
        step_[k].add(week, us_since(start));
        if (k == 0 && first_time) timed_units_ += living(state);
      }
      std::uint64_t const hash = digest(state);
      if (k == 0) reference = hash;
      equal_[k] &= static_cast<char>(hash == reference);
    }
    time_phases(from, first, last);
    if (Kernel const* const form = metered_kernel(); form != nullptr && first_time) {
      State state = from;
      form->step(load_.week, state, load_.seed, 0);
      Work const before = *form->work;
      for (int week = first + 1; week <= last; ++week) form->step(load_.week, state, load_.seed, 0);
      work_ += WeeklyWork(before, *form->work);
      equal_.front() &= static_cast<char>(digest(state) == reference);
    }
  }

  void time_phases(State state, int first, int last) {
    for (int week = first; week <= last; ++week) {
      std::map<std::string, double> parts;  // tallies come several times a week
      auto start = Clock::now();
      load_.week.step(state, load_.seed, 0, [&](char const* name) {
        parts[name] += us_since(start);
        start = Clock::now();
      });
      if (week == first) continue;
      for (auto const& [name, us] : parts) phases_[name].add(week, us);
    }
  }

  Workload const& load_;
  MeasurePlan const& plan_;
  std::vector<Kernel const*> forms_;
  std::vector<Times> step_;  // of each form
  std::vector<char> equal_;
  std::map<std::string, Times> phases_;
  Times found_, check_, observe_, digest_;
  double timed_units_ = 0;
  WeeklyWork work_;
  Measurement result_;
};

}  // namespace

FormTimes const* Measurement::form(std::string const& level) const {
  auto const at = std::find_if(forms.begin(), forms.end(),
                               [&](FormTimes const& f) { return f.level == level; });
  return at == forms.end() ? nullptr : &*at;
}

bool Measurement::equal() const {
  return std::all_of(forms.begin(), forms.end(), [](FormTimes const& f) { return f.equal; });
}

Measurement measure(Workload const& load, MeasurePlan const& plan) {
  Measuring measuring(load, plan);
  for (int k = 0; k < plan.repetitions; ++k) measuring.run(k == 0);
  return measuring.finish();
}

int rules_on(Workload const& load) {
  int on = 0;
  load.week.each([&](char const*, auto const& rule) { on += rule.enabled ? 1 : 0; });
  return on;
}

}  // namespace disalign

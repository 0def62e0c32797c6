/// The recorder's tables of runs and of parameters.
#include "experiments/recorder.hpp"
#include "experiments/recorder_parts.hpp"

namespace disalign {

using hdf5::Description;
using hdf5::Type;
using recorder::converted;
using recorder::counting;
using recorder::outcome_meaning;
using recorder::run_chunk;

void Recorder::make_runs() {
  file_.group("runs");
  std::vector<std::int32_t> const rows =
      counting(about_.replicates * static_cast<int>(about_.scenarios.size()));
  hdf5::Shape const chunk = run_chunk(rows.size());
  file_.coordinate(
      Description{.name = "runs/run",
                  .units = "1",
                  .long_name = "run, in the order of the study: replicate by replicate"},
      rows);
  auto const run_column = [&](char const* name, char const* units, char const* meaning, Type type,
                              std::vector<std::string> flags = {}) {
    file_.variable(Description{.name = std::string("runs/") + name,
                               .units = units,
                               .long_name = meaning,
                               .flag_meanings = std::move(flags),
                               .chunk = chunk},
                   type, {"run"});
  };
  run_column("point", "1",
             about_.design ? "row of the study: place on the axis `point`, or on the factors' axes "
                             "together, the last one running fastest"
                           : "index on the axis `scenario`",
             Type::int32);
  run_column("replicate", "1", "replicate", Type::int32);
  run_column("status", "", "how the run ended", Type::int8, {"complete", "failed"});
  run_column("error_code", "", "kind of failure", Type::int8,
             {fault_code_names.begin(), fault_code_names.end()});
  run_column("error_week", "week", "week in which it failed; -1: none", Type::int32);
  run_column("error_rule", "", "rule that failed or broke an invariant, empty if none is known",
             Type::text);
  run_column("error", "", "what went wrong and where, empty for a complete run", Type::text);
  run_column("digest", "1", "hash of the state at each week and of the outcomes", Type::uint64);
  run_column("unit_steps", "1", "living units times weeks", Type::int64);
  for (Observable const& o : observables()) {
    if (o.axis != Axis::none) continue;
    file_.variable(Description{.name = "runs/" + o.outcome(),
                               .units = o.unit,
                               .long_name = outcome_meaning(o),
                               .chunk = chunk},
                   o.whole_outcome() ? Type::int64 : Type::float64, {"run"});
  }
  for (DerivedOutcome const& d : derived_outcomes()) {
    file_.variable(
        Description{
            .name = "runs/" + d.name, .units = d.unit, .long_name = d.meaning, .chunk = chunk},
        Type::float64, {"run"});
  }
}

void Recorder::write_runs() {
  hdf5::Shape const offset{static_cast<unsigned long long>(written_) * about_.scenarios.size()};
  hdf5::Shape const count{block_.size()};
  auto const write = [&]<class T>(std::string const& name, T const&, auto value) {
    std::vector<T> values;
    for (FinishedRun const& run : block_) values.push_back(static_cast<T>(value(run)));
    file_.write("runs/" + name, offset, count, values);
  };
  write("point", std::int32_t{}, [](FinishedRun const& run) { return run.point; });
  write("replicate", std::int32_t{}, [](FinishedRun const& run) { return run.replicate; });
  write("status", std::int8_t{}, [](FinishedRun const& run) { return run.failed() ? 1 : 0; });
  write("error_code", std::int8_t{}, [](FinishedRun const& run) { return run.fault.code; });
  write("error_week", std::int32_t{}, [](FinishedRun const& run) { return run.fault.week; });
  write("error_rule", std::string{}, [](FinishedRun const& run) { return run.fault.rule; });
  write("error", std::string{}, [](FinishedRun const& run) { return run.fault.text(); });
  write("digest", std::uint64_t{}, [](FinishedRun const& run) { return run.record.digest; });
  write("unit_steps", std::int64_t{}, [](FinishedRun const& run) { return run.record.unit_steps; });
  auto const write_whole = [&](std::string const& name, auto value) {
    std::vector<double> values;
    for (FinishedRun const& run : block_) values.push_back(value(run));
    file_.write("runs/" + name, offset, count, converted<std::int64_t>(values));
  };
  std::size_t column = 0;
  for (Observable const& o : observables()) {
    auto const value = [column](FinishedRun const& run) { return run.record.outcomes[column]; };
    column += width(o.axis);
    if (o.axis != Axis::none) continue;
    if (o.whole_outcome()) {
      write_whole(o.outcome(), value);
    } else {
      write(o.outcome(), double{}, value);
    }
  }
  for (DerivedOutcome const& d : derived_outcomes()) {
    write(d.name, double{},
          [column](FinishedRun const& run) { return run.record.outcomes[column]; });
    ++column;
  }
}

void Recorder::make_parameters() {
  file_.group("parameters");
  std::vector<std::string> names;
  for (auto const& s : about_.scenarios) names.push_back(s.name);
  auto const& rows = about_.parameters;
  std::vector<std::string> keys, units, meanings, sources;
  std::vector<double> low, high, values;
  for (ParameterRow const& row : rows) {
    keys.push_back(row.key);
    units.push_back(row.unit);
    meanings.push_back(row.meaning);
    sources.push_back(row.source);
    low.push_back(row.low);
    high.push_back(row.high);
  }
  for (auto const& s : about_.scenarios) {
    values.insert(values.end(), s.parameters.begin(), s.parameters.end());
  }
  file_.coordinate(Description{.name = "parameters/scenario", .units = "", .long_name = "scenario"},
                   names);
  file_.coordinate(
      Description{
          .name = "parameters/parameter", .units = "", .long_name = "full key in a scenario file"},
      keys);
  file_.variable(Description{.name = "parameters/value",
                             .units = "1",
                             .long_name = "resolved value, in the unit of the parameter's row"},
                 Type::float64, {"scenario", "parameter"});
  file_.write("parameters/value", values);
  auto const text = [&](char const* name, char const* meaning,
                        std::vector<std::string> const& column) {
    file_.variable(
        Description{.name = std::string("parameters/") + name, .units = "", .long_name = meaning},
        Type::text, {"parameter"});
    file_.write(std::string("parameters/") + name, column);
  };
  text("unit", "unit of the value", units);
  text("meaning", "what it is", meanings);
  text("source", "where the default comes from", sources);
  for (auto const& [name, column] : {std::pair{"low", &low}, std::pair{"high", &high}}) {
    file_.variable(Description{.name = std::string("parameters/") + name,
                               .units = "1",
                               .long_name = std::string("bound of the valid range: ") + name},
                   Type::float64, {"parameter"});
    file_.write(std::string("parameters/") + name, *column);
  }
}

}  // namespace disalign

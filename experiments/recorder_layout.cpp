/// The recorder's dimensions and the variables over them.
#include <array>
#include <limits>

#include "experiments/recorder.hpp"
#include "experiments/recorder_parts.hpp"

namespace disalign {

using hdf5::Description;
using hdf5::Type;
using recorder::block_replicates;
using recorder::counting;
using recorder::outcome_chunk;
using recorder::outcome_meaning;

std::size_t Recorder::width(Axis axis) const {
  return axis == Axis::none ? 1 : axis == Axis::actor ? about_.actors.size() : about_.pairs.size();
}

std::size_t Recorder::months() const {
  return static_cast<std::size_t>(month_of_week(about_.weeks - 1)) + 1;
}

std::size_t Recorder::periods() const {
  return static_cast<std::size_t>((about_.weeks + weeks_per_period - 1) / weeks_per_period);
}

std::vector<std::string> Recorder::axes(std::vector<std::string> first, Observable const& o) const {
  if (o.axis == Axis::actor) first.emplace_back("actor");
  if (o.axis == Axis::pair) first.emplace_back("pair");
  return first;
}

void Recorder::make_dimensions() {
  make_rows();
  file_.coordinate(
      Description{.name = "replicate",
                  .units = "1",
                  .long_name = "replicate; runs of one replicate share their random numbers"},
      counting(about_.replicates));
  file_.coordinate(Description{.name = "week",
                               .units = "week",
                               .long_name = "weeks since the start; a row is the state at its end"},
                   counting(about_.weeks));
  file_.coordinate(
      Description{.name = "actor",
                  .units = "",
                  .long_name = "actor; splinter_k is the k-th group that split off in the run"},
      about_.actors);
  std::vector<std::string> victims = about_.actors;
  victims.emplace_back("civilians");
  file_.coordinate(
      Description{.name = "victim", .units = "", .long_name = "who was killed: actors, civilians"},
      victims);
  std::vector<std::string> const kinds(party_kind_names.begin(), party_kind_names.end());
  file_.coordinate(
      Description{.name = "killer_kind", .units = "", .long_name = "kind of party that killed"},
      kinds);
  file_.coordinate(
      Description{.name = "victim_kind", .units = "", .long_name = "kind of party killed"}, kinds);
  file_.coordinate(Description{.name = "force_kind", .units = "", .long_name = "kind of operation"},
                   std::vector<std::string>{kind_names[2], kind_names[3]});
  if (!about_.pairs.empty()) {
    file_.coordinate(
        Description{.name = "pair",
                    .units = "",
                    .long_name = "ordered pair of operations: the first one towards the second"},
        about_.pairs);
  }
  file_.coordinate(
      Description{
          .name = "month", .units = "1", .long_name = "months of 52/12 weeks since the start"},
      counting(static_cast<int>(months())));
  file_.coordinate(
      Description{
          .name = "period", .units = "week", .long_name = "first week of a period of 52 weeks"},
      counting(static_cast<int>(periods()), weeks_per_period));
  file_.coordinate(
      Description{
          .name = "cell",
          .units = "1",
          .long_name = std::string("cell inside the country, south to north, west to east") +
                       (about_.worlds.size() > 1 ? "; one country after the other" : "")},
      counting(static_cast<int>(about_.cells())));
  file_.coordinate(
      Description{.name = "event_size",
                  .units = "person",
                  .long_name = "deaths in an event; the last bin holds all larger ones"},
      counting(largest_event_bin, 1, 1));

  std::vector<std::string> labels;
  for (auto const& s : about_.scenarios) labels.push_back(s.label);
  file_.variable(Description{.name = "label", .units = "", .long_name = "what the scenario is"},
                 Type::text, {"scenario"});
  file_.write("label", labels);
  file_.variable(Description{.name = "date",
                             .units = "days since " + about_.start_date,
                             .long_name = "first day of the week",
                             .attributes = {{"calendar", std::string("standard")}}},
                 Type::int32, {"week"});
  file_.write("date", counting(about_.weeks, 7));
}

void Recorder::make_variables() {
  std::size_t const scenarios = about_.scenarios.size();
  for (Observable const& o : observables()) {
    if (!has(o)) continue;
    hdf5::Shape const behind = o.axis == Axis::none ? hdf5::Shape{} : hdf5::Shape{width(o.axis)};
    std::vector<std::pair<std::string, hdf5::Value>> const marks =
        o.describes_treatment ? hdf5::Attributes{{"describes_treatment", std::int64_t{1}}}
                              : hdf5::Attributes{};
    if (level_ != Level::summary) {
      auto attributes = marks;
      attributes.emplace_back("coordinates", std::string("label date"));
      // Whole runs, one block of replicates: each chunk is written once and never read back.
      hdf5::Shape chunk{1, static_cast<std::size_t>(std::min(block_replicates, about_.replicates)),
                        static_cast<std::size_t>(about_.weeks)};
      chunk.insert(chunk.end(), behind.begin(), behind.end());
      file_.variable(Description{.name = o.name,
                                 .units = o.unit,
                                 .long_name = o.meaning,
                                 .chunk = chunk,
                                 .attributes = attributes},
                     o.whole ? Type::int32 : Type::float32,
                     axes({"scenario", "replicate", "week"}, o));
    }
    file_.variable(Description{.name = o.outcome(),
                               .units = o.unit,
                               .long_name = outcome_meaning(o),
                               .chunk = outcome_chunk(scenarios, about_.replicates, behind),
                               .attributes = marks},
                   o.whole_outcome() ? Type::int64 : Type::float64,
                   axes({"scenario", "replicate"}, o));
  }
  for (DerivedOutcome const& d : derived_outcomes()) {
    file_.variable(Description{.name = d.name,
                               .units = d.unit,
                               .long_name = d.meaning,
                               .chunk = outcome_chunk(scenarios, about_.replicates, {})},
                   Type::float64, {"scenario", "replicate"});
  }
}

void Recorder::make_totals() {
  for (MapObservable const& m : map_observables()) {
    if (!keeps_maps()) break;
    file_.variable(
        Description{.name = m.name,
                    .units = m.unit,
                    .long_name = m.meaning + ", sum over the period, mean over replicates",
                    .attributes = {{"coordinates", std::string("lon lat")}}},
        Type::float64, {"scenario", "period", "cell"});
  }
  file_.variable(
      Description{.name = "event_size_count",
                  .units = "event",
                  .long_name = "fatal events of types 1-3 by size, all replicates together"},
      Type::int64, {"scenario", "event_size"});
  auto const tail = [&](char const* name, char const* units, char const* meaning) {
    file_.variable(Description{.name = name, .units = units, .long_name = meaning}, Type::float64,
                   {"scenario"});
  };
  tail("tail_exponent", "1",
       "exponent of the power law of event sizes (discrete, maximum likelihood); NaN: too few");
  tail("tail_exponent_error", "1", "standard error of tail_exponent at its tail_xmin");
  tail("tail_xmin", "person", "smallest event size of the tail, by Kolmogorov and Smirnov");
  if (!keeps_maps()) return;
  std::size_t const actors = about_.actors.size();
  file_.variable(Description{.name = "killed",
                             .units = "person",
                             .long_name = "people whom the actor killed, by victim",
                             .chunk = outcome_chunk(about_.scenarios.size(), about_.replicates,
                                                    {actors, actors + 1})},
                 Type::int64, {"scenario", "replicate", "actor", "victim"});
  file_.variable(
      Description{.name = "deaths_by_month",
                  .units = "person",
                  .long_name = "people killed in the cell and month, mean over replicates",
                  .attributes = {{"coordinates", std::string("lon lat")}}},
      Type::float64, {"scenario", "killer_kind", "victim_kind", "month", "cell"});
  file_.variable(
      Description{.name = "troops_by_month",
                  .units = "person",
                  .long_name =
                      "members of operations in the cell in the month's last week, mean over "
                      "replicates",
                  .attributes = {{"coordinates", std::string("lon lat")}}},
      Type::float64, {"scenario", "force_kind", "month", "cell"});
}

void Recorder::make_indices() {
  struct PairColumn {
    char const* name;
    char const* meaning;
    double PairIndices::* value;
  };
  constexpr PairColumn indices[] = {
      {"stance_distance", "D1: half the mean distance of declared stances from the UN's",
       &PairIndices::stance_distance},
      {"stance_disalignment", "D1 over the largest D1 possible against this UN",
       &PairIndices::stance_disalignment},
      {"goal_clash", "D2: declared goals at cross purposes with the UN's",
       &PairIndices::goal_clash},
      {"goal_disalignment", "D2 above the UN's own tension over the largest possible",
       &PairIndices::goal_disalignment},
      {"complementarity", "C: synergy of declared goals with the UN's",
       &PairIndices::complementarity},
      {"goal_redundancy", "A: goals that both pursue", &PairIndices::redundancy},
      {"sponsor_distance", "Dsp: distance of their sponsors", &PairIndices::sponsor_distance},
      {"principle_distance", "Dpr: distance of their principles", &PairIndices::principle_distance},
      {"disalignment", "D3: stances, goals, sponsors and principles together",
       &PairIndices::disalignment},
      {"disalignment_largest", "D3max: the largest of D1n, D2n, Dsp and Dpr, not compensatory",
       &PairIndices::disalignment_largest}};
  for (auto const& [name, meaning, value] : indices) {
    file_.variable(Description{.name = name,
                               .units = "1",
                               .long_name = meaning,
                               .attributes = {{"describes_treatment", std::int64_t{1}}}},
                   Type::float64, {"scenario", "actor"});
    std::vector<double> values;
    for (auto const& s : about_.scenarios) {
      for (std::size_t a = 0; a < about_.actors.size(); ++a) {
        bool const has = a < s.parallel.size() && s.parallel[a];
        values.push_back(has ? s.against_un[a].*value : std::numeric_limits<double>::quiet_NaN());
      }
    }
    file_.write(name, values);
  }
  file_.variable(
      Description{.name = "tilt",
                  .units = "1",
                  .long_name = "T: how far operations lean to one side at full deployment",
                  .attributes = {{"describes_treatment", std::int64_t{1}}}},
      Type::float64, {"scenario"});
  std::vector<double> tilts;
  for (auto const& s : about_.scenarios) tilts.push_back(s.tilt);
  file_.write("tilt", tilts);
  file_.variable(
      Description{.name = "tilt_to",
                  .units = "1",
                  .long_name = "T_p: how far operations together stand for (1) or against (-1) a "
                               "party at full deployment",
                  .attributes = {{"describes_treatment", std::int64_t{1}}}},
      Type::float64, {"scenario", "actor"});
  file_.variable(Description{.name = "tilt_to_communities",
                             .units = "1",
                             .long_name = "T_p towards the civilian communities, -1 to 1",
                             .attributes = {{"describes_treatment", std::int64_t{1}}}},
                 Type::float64, {"scenario"});
  std::vector<double> parties;
  std::vector<double> people;
  for (auto const& s : about_.scenarios) {
    for (std::size_t a = 0; a < about_.actors.size(); ++a) {
      bool const local = a < s.local.size() && s.local[a];
      parties.push_back(local ? s.tilts[a] : std::numeric_limits<double>::quiet_NaN());
    }
    people.push_back(s.tilts[communities]);
  }
  file_.write("tilt_to", parties);
  file_.write("tilt_to_communities", people);
}

}  // namespace disalign

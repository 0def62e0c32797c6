/// `disalign replay`: simulates one run of a result file again and writes its events.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "experiments/commands/commands.hpp"
#include "experiments/commands/study_file.hpp"
#include "experiments/ensemble.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

/// Date of a day (1..7) in a week counted from `start`, as ISO 8601.
std::string date_text(std::string const& start, int week, int day) {
  int year = 0;
  unsigned month = 0;
  unsigned first = 0;
  std::sscanf(start.c_str(), "%d-%u-%u", &year, &month, &first);
  using namespace std::chrono;
  sys_days const origin{std::chrono::year{year} / std::chrono::month{month} /
                        std::chrono::day{first}};
  year_month_day const date{origin + days{7 * week + day - 1}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

/// Fatal events of types 1 to 3 in the columns of UCDP GED, with `week` added.
std::string events_csv(Scenario const& scenario, Record const& record, std::string const& start) {
  World const& world = *scenario.world;
  auto const name = [&](std::int32_t side) {
    return side < 0 ? std::string("Civilians") : actor_name(scenario.cast, side);
  };
  std::string text =
      "id,date_start,date_end,week,type_of_violence,side_a,side_b,deaths_a,deaths_b,deaths_"
      "civilians,best,longitude,latitude,priogrid_gid\n";
  std::int64_t id = 0;
  for (auto const& [week, type, event] : record.events) {
    if (type == 0 || event.deaths() == 0) continue;
    auto const cell = static_cast<std::size_t>(event.cell);
    std::string const date = date_text(start, week, event.day);
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{:.4f},{:.4f},{}\n", ++id, date, date,
                        week, type, name(event.side_a), name(event.side_b), event.deaths_a,
                        event.deaths_b, event.deaths_civilians, event.deaths(), world.lon[cell],
                        world.lat[cell], world.priogrid_gid[cell]);
  }
  return text;
}

}  // namespace

int replay_run(Arguments const& arguments) {
  Study const study = study_of_file(arguments.file);
  hdf5::File file = hdf5::File::open(arguments.file);
  auto const digests = file.read<std::uint64_t>("runs/digest");
  auto const runs = static_cast<std::int64_t>(digests.size());
  if (arguments.run >= runs) {
    throw Error(fmt::format(
        "--run {}: is no run of {} ({} are there, numbered from 0). Choose one of 0 to {}.",
        arguments.run, arguments.file.string(), runs, runs - 1));
  }
  auto const row = static_cast<std::size_t>(arguments.run);
  int const point = file.read<std::int32_t>("runs/point")[row];
  int const replicate = file.read<std::int32_t>("runs/replicate")[row];
  Scenario const& scenario = study.scenarios.at(static_cast<std::size_t>(point));
  std::ofstream output;
  if (arguments.output) {
    output.open(*arguments.output, std::ios::binary);
    if (!output)
      throw Error(fmt::format(
          "{}: cannot be written (no such folder, or no permission). Choose another with -o.",
          arguments.output->string()));
  }
  EnsembleSettings const settings{1, study.weeks, study.replicates,
                                  static_cast<std::uint64_t>(study.seed), true};
  Record const record =
      run_alone({scenario.name, &scenario.cast, &scenario.week}, point, replicate, settings).record;
  std::string const events = events_csv(scenario, record, FileDescription{}.start_date);
  if (arguments.output) {
    output << events;
    if (!output.flush())
      throw Interrupted(fmt::format("{}: cannot be written (disk full?). Choose another with -o.",
                                    arguments.output->string()));
  } else if (!arguments.json) {
    fmt::print("{}", events);
  }
  bool const same = record.digest == digests[row];
  if (arguments.json) {
    nlohmann::ordered_json const object{{"run", arguments.run},
                                        {"scenario", scenario.name},
                                        {"replicate", replicate},
                                        {"digest", fmt::format("{:016x}", record.digest)},
                                        {"same", same}};
    fmt::print("{}\n", object.dump(2));
  }
  fmt::print(stderr, "run {}: scenario {}, replicate {}, digest {:016x} {} the file's\n",
             arguments.run, scenario.name, replicate, record.digest,
             same ? "equals" : "DIFFERS from");
  return same ? complete : differs;
}

}  // namespace disalign

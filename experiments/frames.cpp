/// Frames are kept week after week and written in one go.
#include "experiments/frames.hpp"

#include "experiments/hdf5.hpp"
#include "model/observables.hpp"

namespace disalign {

using hdf5::Description;
using hdf5::Type;

namespace {

std::vector<std::int32_t> numbers(std::size_t n, std::int32_t step = 1) {
  std::vector<std::int32_t> all(n);
  for (std::size_t i = 0; i < n; ++i) all[i] = step * static_cast<std::int32_t>(i);
  return all;
}

}  // namespace

void Frames::add(State const& state) {
  ++weeks_;
  auto const& cells = state.grid().cells;
  for (int a = 0; a < state.actors.capacity; ++a) {
    for (int const c : cells) strength_.push_back(state.at.strength[a][c]);
  }
  std::vector<std::int32_t> killed(static_cast<std::size_t>(state.grid().plane_size()));
  for (Event const& event : state.events) {
    if (type_of_violence(event, state.actors) > 0)
      killed[static_cast<std::size_t>(event.cell)] += event.deaths();
  }
  for (int const c : cells) {
    auto const i = static_cast<std::size_t>(c);
    killed_.push_back(killed[i]);
    civilians_killed_.push_back(state.cells.killed[i]);
    displaced_.push_back(state.cells.displaced[i]);
  }
}

void Frames::write(std::filesystem::path const& path, std::string const& title, World const& world,
                   std::vector<std::string> const& actors, std::string const& start_date) const {
  hdf5::File file = hdf5::File::create(path.string() + ".part");
  auto const weeks = static_cast<std::size_t>(weeks_);
  file.attribute("/", "title", title);
  file.attribute("/", "Conventions", std::string("CF-1.8"));
  file.coordinate(
      Description{.name = "week", .units = "week", .long_name = "weeks since the start"},
      numbers(weeks));
  file.coordinate(Description{.name = "actor", .units = "", .long_name = "actor"}, actors);
  file.coordinate(Description{.name = "cell", .units = "1", .long_name = "cell inside the country"},
                  numbers(world.grid.cells.size()));
  file.variable(Description{.name = "date",
                            .units = "days since " + start_date,
                            .long_name = "first day of the week",
                            .attributes = {{"calendar", std::string("standard")}}},
                Type::int32, {"week"});
  file.write("date", numbers(weeks, 7));
  auto const place = [&](char const* name, char const* unit, char const* meaning,
                         std::vector<float> const& plane) {
    file.variable(Description{.name = name, .units = unit, .long_name = meaning}, Type::float32,
                  {"cell"});
    std::vector<float> inside;
    for (int const c : world.grid.cells) inside.push_back(plane[static_cast<std::size_t>(c)]);
    file.write(name, inside);
  };
  place("lon", "degrees_east", "longitude of the cell's centre", world.lon);
  place("lat", "degrees_north", "latitude of the cell's centre", world.lat);
  auto const frames = [&](char const* name, char const* meaning,
                          std::vector<std::string> const& axes,
                          std::vector<std::int32_t> const& values) {
    file.variable(Description{.name = name, .units = "person", .long_name = meaning}, Type::int32,
                  axes);
    file.write(name, values);
  };
  frames("strength", "members of the actor in the cell at the end of the week",
         {"week", "actor", "cell"}, strength_);
  frames("killed", "people killed in organised violence (types 1-3) in the cell in the week",
         {"week", "cell"}, killed_);
  frames("civilians_killed", "civilians killed in the cell in the week, by criminals too",
         {"week", "cell"}, civilians_killed_);
  frames("displaced", "displaced civilians in the cell at the end of the week", {"week", "cell"},
         displaced_);
  file.finish(path);
}

}  // namespace disalign

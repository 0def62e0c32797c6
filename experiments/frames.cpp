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
  ++weeks;
  auto const& cells = state.grid().cells;
  for (int a = 0; a < state.actors.capacity; ++a) {
    for (int const c : cells) strength.push_back(state.at.strength[a][c]);
  }
  std::vector<std::int32_t> killed_in(static_cast<std::size_t>(state.grid().plane_size()));
  for (Event const& event : state.events) {
    if (type_of_violence(event, state.actors) > 0)
      killed_in[static_cast<std::size_t>(event.cell)] += event.deaths();
  }
  for (int const c : cells) {
    auto const i = static_cast<std::size_t>(c);
    killed.push_back(killed_in[i]);
    civilians_killed.push_back(state.cells.killed[i]);
    displaced.push_back(state.cells.displaced[i]);
  }
}

void Frames::write(std::filesystem::path const& path, std::string const& title, World const& world,
                   std::vector<std::string> const& actors, std::string const& start_date) const {
  hdf5::File file = hdf5::File::create(path.string() + ".part");
  auto const n = static_cast<std::size_t>(weeks);
  file.attribute("/", "title", title);
  file.attribute("/", "Conventions", std::string("CF-1.8"));
  file.coordinate(
      Description{.name = "week", .units = "week", .long_name = "weeks since the start"},
      numbers(n));
  file.coordinate(Description{.name = "actor", .units = "", .long_name = "actor"}, actors);
  file.coordinate(Description{.name = "cell", .units = "1", .long_name = "cell inside the country"},
                  numbers(world.grid.cells.size()));
  file.variable(Description{.name = "date",
                            .units = "days since " + start_date,
                            .long_name = "first day of the week",
                            .attributes = {{"calendar", std::string("standard")}}},
                Type::int32, {"week"});
  file.write("date", numbers(n, 7));
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
  for (FrameVariable const& frame : frame_variables) {
    std::vector<std::string> axes{"week", "cell"};
    if (frame.by_actor) axes.insert(axes.begin() + 1, "actor");
    file.variable(Description{.name = frame.name, .units = "person", .long_name = frame.meaning},
                  Type::int32, axes);
    file.write(frame.name, this->*frame.values);
  }
  file.finish(path);
}

}  // namespace disalign

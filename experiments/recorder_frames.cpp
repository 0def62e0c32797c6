/// The recorder's frames: who stood where and who was killed there, week by week, of every run.
#include <limits>

#include "experiments/recorder.hpp"
#include "experiments/recorder_parts.hpp"

namespace disalign {

using hdf5::Description;
using hdf5::Type;
using recorder::counting;

void Recorder::make_frames() {
  file_.group("frames");
  auto const coordinate = [&](char const* name, char const* unit, char const* meaning,
                              auto const& values) {
    file_.coordinate(
        Description{.name = std::string("frames/") + name, .units = unit, .long_name = meaning},
        values);
  };
  auto const runs = about_.replicates * static_cast<int>(about_.scenarios.size());
  coordinate("run", "1", "row in /runs", counting(runs));
  coordinate("week", "week", "weeks since the start", counting(about_.weeks));
  coordinate("actor", "", "actor", about_.actors);
  coordinate("cell", "1", "cell, as at the root", counting(static_cast<int>(about_.cells())));
  for (FrameVariable const& frame : frame_variables) {
    std::vector<std::string> axes{"run", "week", "cell"};
    if (frame.by_actor) axes.insert(axes.begin() + 2, "actor");
    file_.variable(
        Description{.name = std::string("frames/") + frame.name,
                    .units = "person",
                    .long_name = std::string(frame.meaning) +
                                 "; NaN in the cells of other theatres and in runs that failed"},
        Type::float32, axes);
  }
}

std::pair<hdf5::Shape, hdf5::Shape> Recorder::frame_block(FrameVariable const& frame,
                                                          std::size_t run) const {
  hdf5::Shape offset{run, 0, 0};
  hdf5::Shape count{1, static_cast<unsigned long long>(about_.weeks), about_.cells()};
  if (frame.by_actor) {
    offset.push_back(0);
    count.insert(count.begin() + 2, about_.actors.size());
  }
  return {offset, count};
}

void Recorder::write_frames(FinishedRun const& run) {
  auto const point = static_cast<std::size_t>(run.point);
  auto const row = static_cast<std::size_t>(run.replicate) * about_.scenarios.size() + point;
  std::size_t const own = about_.world_of(point).grid.cells.size();
  auto const first = static_cast<std::size_t>(about_.first_cell(point));
  for (FrameVariable const& frame : frame_variables) {
    auto const& values = run.frames.*frame.values;
    std::size_t const rows = values.size() / own;  // weeks, or weeks times actors
    std::vector<float> all(rows * about_.cells(), std::numeric_limits<float>::quiet_NaN());
    for (std::size_t k = 0; k < rows; ++k) {
      for (std::size_t c = 0; c < own; ++c)
        all[k * about_.cells() + first + c] = static_cast<float>(values[k * own + c]);
    }
    auto const [offset, count] = frame_block(frame, row);
    file_.write(std::string("frames/") + frame.name, offset, count, all);
  }
}

}  // namespace disalign

/// Frames of one run for replay: who stood where and who was killed there, week by week, as a labelled
/// HDF5 file that xarray opens without arguments.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "model/state.hpp"

namespace disalign {

/// Collects the frames of a run in memory: about 4 bytes per week, cell and actor.
class Frames {
 public:
  /// Adds the week that just closed.
  void add(State const& state);

  /// Writes `strength` (week, actor, cell) [person], `killed` and `civilians_killed` (week, cell)
  /// [person], `displaced` (week, cell) [person], with `lon` and `lat` of the cells. `actors` are the
  /// names on the actor axis, rows of splinters included. Replaces the file in one step; throws Error when
  /// it cannot be written.
  void write(std::filesystem::path const& path, std::string const& title, World const& world,
             std::vector<std::string> const& actors, std::string const& start_date) const;

 private:
  int weeks_ = 0;
  std::vector<std::int32_t> strength_, killed_, civilians_killed_, displaced_;
};

}  // namespace disalign

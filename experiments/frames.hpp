/// Frames of a run for replay: who stood where and who was killed there, week by week.
#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "model/state.hpp"

namespace disalign {

/// The frames of one run in memory: about 4 bytes per week, cell and actor.
struct Frames {
  int weeks = 0;
  std::vector<std::int32_t> strength;  ///< [week][actor][cell of the world] [person]
  std::vector<std::int32_t> killed, civilians_killed, displaced;  ///< [week][cell] [person]

  /// Adds the week that just closed.
  void add(State const& state);

  /// Writes a labelled HDF5 file of them that xarray opens without arguments: the frame variables over
  /// week, actor and cell, with `lon` and `lat` of the cells. `actors` are the names on the actor axis,
  /// rows of splinters included. Replaces the file in one step; throws Error when it cannot be written.
  void write(std::filesystem::path const& path, std::string const& title, World const& world,
             std::vector<std::string> const& actors, std::string const& start_date) const;
};

/// What a file says of each kind of frame; the unit is person.
struct FrameVariable {
  char const* name;
  char const* meaning;
  bool by_actor;  ///< over week, actor and cell; else over week and cell
  std::vector<std::int32_t> Frames::* values;
};
inline constexpr std::array frame_variables{
    FrameVariable{"strength", "members of the actor in the cell at the end of the week", true,
                  &Frames::strength},
    FrameVariable{"killed",
                  "people killed in organised violence (types 1-3) in the cell in the week", false,
                  &Frames::killed},
    FrameVariable{"civilians_killed", "civilians killed in the cell in the week, by criminals too",
                  false, &Frames::civilians_killed},
    FrameVariable{"displaced", "displaced civilians in the cell at the end of the week", false,
                  &Frames::displaced}};

}  // namespace disalign

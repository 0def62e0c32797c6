/// How much of each run is kept: each level all of the one before it.
#pragma once
#include <array>

namespace disalign {

enum class Level { summary, series, events, replay };
inline constexpr std::array level_names{"summary", "series", "events", "replay"};

}  // namespace disalign

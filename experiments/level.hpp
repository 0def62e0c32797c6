/// How much of each run is kept.
#pragma once
#include <array>

namespace disalign {

enum class Level { summary, series, events };
inline constexpr std::array level_names{"summary", "series", "events"};

}  // namespace disalign

/// One week, phase by phase; tallies in between keep counts true for the rules that read them. This file
/// is compiled once for every instruction set (agents/kernel.hpp).
#include "agents/week.hpp"

#ifndef DISALIGN_KERNEL  // the reference
#define DISALIGN_KERNEL kernel_scalar
#define DISALIGN_LEVEL "scalar"
#endif

namespace disalign {

template <class Each>
void Week::phases(State& state, std::uint64_t seed, std::uint64_t replicate,
                  Each const& lap) const {
  auto const count_again = [&] {
    tally(state);
    lap("tally");
  };
  begin_week(state);
  lap("begin_week");
  standing_.step(state, seed, replicate, lap);
  count_again();
  choosing_.step(state, seed, replicate, lap);
  count_again();
  acting_.step(state, seed, replicate, lap);
  count_again();
  if (order == WeekOrder::responses_reversed) {
    responding_.step_reversed(state, seed, replicate, lap);
  } else {
    responding_.step(state, seed, replicate, lap);
  }
  count_again();
  at_sea_.step(state, seed, replicate, lap);
  remembering_.step(state, seed, replicate, lap);
  ++state.week;
  if (state.week % 8 == 0) {  // rows, not results: digests do not depend on it
    compact(state);
    tally(state);  // observers read rows by cell
  }
  lap("compact");
}

extern Kernel const DISALIGN_KERNEL;
Kernel const DISALIGN_KERNEL{
    DISALIGN_LEVEL,
    lanes,
    [](Week const& week, State& state, std::uint64_t seed, std::uint64_t replicate) {
      week.phases(state, seed, replicate, [](char const*) {});
    },
    [](Week const& week, State& state, std::uint64_t seed, std::uint64_t replicate,
       Lap const& lap) { week.phases(state, seed, replicate, lap); },
    [](Draws const& draws, std::uint64_t const* entities, std::size_t n,
       std::array<std::array<std::uint32_t, block_size>, 4>& words) {
      draws.blocks(entities, n, words);
    },
    [](float* values, std::size_t n) {
      for_each_pack(n, [=](auto k) { set(values, k, exp(at(values, k))); });
    },
#ifdef DISALIGN_METERED
    &work_done
#else
    nullptr
#endif
};

}  // namespace disalign

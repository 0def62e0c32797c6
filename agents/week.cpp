/// One week, phase by phase; tallies in between keep counts true for the rules that read them.
#include "agents/week.hpp"

namespace disalign {

void Week::step(State& state, std::uint64_t seed, std::uint64_t replicate,
                AfterRule const* after) const {
  begin_week(state);
  standing_.step(state, seed, replicate, after);
  tally(state);
  choosing_.step(state, seed, replicate, after);
  tally(state);
  acting_.step(state, seed, replicate, after);
  tally(state);
  responding_.step(state, seed, replicate, after);
  tally(state);
  at_sea_.step(state, seed, replicate, after);
  remembering_.step(state, seed, replicate, after);
  ++state.week;
  if (state.week % 8 == 0) compact(state);  // rows, not results: digests do not depend on it
}

}  // namespace disalign

/// A trajectory between two weeks as bytes, so that a long run that is cut off goes on where it was.
///
///     magic "DISALIGN" | version | theatres | weeks done | 0 | layout | identity | size | checksum
///     of each theatre: digest of its state | state | recording
///
/// Integers are little-endian, 32 bits up to the zero, then 64; numbers have the bytes that they have in memory.
/// Every member of the state and of the recording is visited by reflection (model/base/members.hpp),
/// so none can be forgotten; tallies that `tally` makes anew, and what is constant in a run, are left
/// out. The checksum is the project's 64-bit hash (model/base/hash.hpp) of all other bytes.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "model/record.hpp"
#include "model/state.hpp"

namespace disalign {

inline constexpr std::uint32_t checkpoint_version = 1;

/// The bytes of a trajectory whose theatres stand between two weeks. `identity`: whatever must be the
/// same for the run to go on (program, plan, run); it comes back in `read_checkpoint`.
std::string write_checkpoint(std::uint64_t identity, std::span<State const> states,
                             std::span<Recording const> recordings);

/// Brings founded states and fresh recordings of the same run to where the checkpoint was written;
/// returns the weeks done. Throws Error saying why and what to do when the bytes are truncated,
/// damaged, of another version, build or run; then states and recordings are as they were. `name`
/// stands for the file in messages. Allocates at most in proportion to `bytes`.
int read_checkpoint(std::string_view bytes, std::string const& name, std::uint64_t identity,
                    std::span<State> states, std::span<Recording> recordings);

/// The same bytes with the checksum that they should have: for tests of what lies behind it.
std::string with_checksum(std::string bytes);

/// Throws Error unless every index, size and share of a restored state is one that a run which began
/// as `founded` can have.
void check_restored(State const& restored, State const& founded);

}  // namespace disalign

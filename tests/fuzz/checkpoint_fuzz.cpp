/// Fuzz target: the reader of checkpoints, behind its checksum too.
///
/// The input edits a sound checkpoint of the small war: byte 0 says whether the checksum is made right
/// again (bit 0) and whether the rest is taken as the whole file (bit 1); then come edits, each 3 bytes
/// of offset, 1 byte of length up to 15 (bit 7: cut the file there) and the bytes to put there.
#include <array>
#include <cstdlib>
#include <cstring>
#include <string>

#include "model/base/check.hpp"
#include "model/checkpoint.hpp"
#include "tests/support/small_study.hpp"

using namespace disalign;

namespace {

constexpr int weeks = 8, kept_week = 6;  // short, so that an execution is cheap
constexpr std::uint64_t identity = 1;

/// Founds the small war and keeps it in a week.
class War : public Keeper {
 public:
  War() : first_(found(study_.rival, 1, 0)) {
    simulate_theatres(std::span<Theatre<Week> const>(&theatre_, 1), weeks, {1, 0}, true, this);
  }
  int resume(std::span<State>, std::span<Recording>) override { return 0; }
  void after_week(std::span<State const> states, std::span<Recording const> recordings) override {
    if (states.front().week == kept_week) bytes = write_checkpoint(identity, states, recordings);
  }
  /// Reads bytes; what is accepted can be kept and read again. What is refused changes nothing, so
  /// that the next bytes need no new war.
  void try_reading(std::string const& given) {
    try {
      read_checkpoint(given, "fuzz", identity, states_, recordings_);
    } catch (Error const&) {
      if (states_[0].week != 0) std::abort();
      return;
    }
    std::uint64_t const its_digest = digest(states_[0]);
    std::string const again = write_checkpoint(identity, states_, recordings_);
    begin_anew();
    read_checkpoint(again, "again", identity, states_, recordings_);
    if (digest(states_[0]) != its_digest) std::abort();
    begin_anew();
  }
  std::string bytes;

 private:
  void begin_anew() {
    states_[0] = first_;
    recordings_[0] = fresh_;
  }
  test::SmallStudy study_;
  State first_;
  Recording fresh_{first_, weeks, Reporter(study_.rival.reporting, 1, 0), true};
  std::array<State, 1> states_{first_};
  std::array<Recording, 1> recordings_{fresh_};
  Theatre<Week> theatre_{"", &study_.rival, &study_.week};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
  static War war;
  if (size == 0) return 0;
  unsigned const mode = data[0];
  std::string text(reinterpret_cast<char const*>(data) + 1, size - 1);
  if ((mode & 2U) == 0) {
    std::string edited = war.bytes;
    for (std::size_t at = 0; at + 4 <= text.size();) {
      auto const byte = [&](std::size_t i) {
        return static_cast<std::size_t>(static_cast<unsigned char>(text[at + i]));
      };
      std::size_t const offset = (byte(0) | byte(1) << 8U | byte(2) << 16U) % (edited.size() + 1);
      bool const cut = (byte(3) & 128U) != 0;
      std::size_t const length =
          std::min({byte(3) % 16, text.size() - at - 4, edited.size() - offset});
      std::memcpy(edited.data() + offset, text.data() + at + 4, length);
      at += 4 + length;
      if (cut) edited.resize(offset);
      if (cut) break;
    }
    text = std::move(edited);
  }
  war.try_reading((mode & 1U) != 0 ? with_checksum(std::move(text)) : text);
  return 0;
}

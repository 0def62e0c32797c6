/// Writing and reading checkpoints: one transfer over all members, in both directions.
#include "model/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <optional>
#include <type_traits>
#include <vector>

#include "model/base/check.hpp"
#include "model/base/hash.hpp"
#include "model/base/members.hpp"

namespace disalign {
namespace {

static_assert(std::endian::native == std::endian::little, "the format is little-endian");

struct Header {
  std::array<char, 8> magic{'D', 'I', 'S', 'A', 'L', 'I', 'G', 'N'};
  std::uint32_t version = checkpoint_version;
  std::uint32_t theatres = 0;
  std::uint32_t weeks_done = 0;
  std::uint32_t zero = 0;
  std::uint64_t layout = 0, identity = 0;
  std::uint64_t size = 0;  ///< of what follows the header [bytes]
  std::uint64_t checksum = 0;
};
static_assert(sizeof(Header) == 56);

/// Differs between most builds whose structs differ; what it misses, the digests of the states find.
constexpr std::uint64_t layout() {
  std::uint64_t h = 0;
  for (std::size_t const size : {sizeof(State), sizeof(Actors), sizeof(Attributes), sizeof(Event),
                                 sizeof(Flows), sizeof(Recording), sizeof(RecordedEvent)})
    h = mix(h ^ size);
  return h;
}

std::uint64_t checksum(Header header, std::string_view rest) {
  header.checksum = 0;
  Hash hash;
  hash.add(std::span<unsigned char const>(reinterpret_cast<unsigned char const*>(&header),
                                          sizeof header));
  hash.add(std::span<char const>(rest));
  return hash.value();
}

class Writer {
 public:
  explicit Writer(std::string& bytes) : bytes_(&bytes) {}
  template <class T>
  void block(T const* values, std::size_t count) {
    bytes_->append(reinterpret_cast<char const*>(values), count * sizeof(T));
  }
  template <class T>
  void resize(std::vector<T> const& values) {
    std::uint64_t const size = values.size();
    block(&size, 1);
  }
  void presence(bool present) { bytes_->push_back(present ? 1 : 0); }

 private:
  std::string* bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  template <class T>
  void block(T* values, std::size_t count) {
    if (count > bytes_.size() / sizeof(T)) throw Error("its lists are longer than the file");
    if constexpr (std::is_same_v<T, bool>) {  // a byte other than 0 and 1 is no truth value
      std::transform(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(count), values,
                     [](char byte) { return byte == 1; });
    } else if (count > 0) {
      bytes_.copy(reinterpret_cast<char*>(values), count * sizeof(T));
    }
    bytes_.remove_prefix(count * sizeof(T));
    if constexpr (std::is_floating_point_v<T>) {
      if (!std::all_of(values, values + count, [](T value) { return std::isfinite(value); }))
        throw Error("a number in it is not finite");
    }
  }
  /// Makes room for as many values as the file says, never more than it has bytes.
  template <class T>
  void resize(std::vector<T>& values) {
    std::uint64_t size = 0;
    block(&size, 1);
    if (size > bytes_.size() / least_bytes<T>) throw Error("its lists are longer than the file");
    values.clear();
    values.resize(size);
  }
  void presence(bool present) {
    char found = 0;
    block(&found, 1);
    if ((found != 0) != present) throw Error("a part of it is missing");
  }
  [[nodiscard]] bool finished() const { return bytes_.empty(); }

 private:
  /// A value takes at least as many bytes in the file as in memory, but for padding and vectors.
  template <class T>
  static constexpr std::size_t least_bytes = std::is_arithmetic_v<T> ? sizeof(T) : sizeof(T) / 4;

  std::string_view bytes_;
};

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_array = false;
template <class T, std::size_t n>
inline constexpr bool is_array<std::array<T, n>> = true;
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
/// A value without parts.
template <class T>
inline constexpr bool is_plain = std::is_arithmetic_v<T> || std::is_enum_v<T>;
/// Made anew by `tally`, or before it is read.
template <class T>
inline constexpr bool is_made_anew =
    std::is_same_v<T, UnitsByCell> || std::is_same_v<T, ActorsByCell> ||
    std::is_same_v<T, Coverage> || std::is_same_v<T, Survey> || std::is_same_v<T, ScratchPlanes> ||
    std::is_same_v<T, Arena>;

/// Writes a value, or reads it, member by member.
template <class Archive, class T>
void transfer(Archive& archive, T& value) {
  using Plain = std::remove_const_t<T>;
  auto const part = [&](auto& member) { transfer(archive, member); };
  if constexpr (is_made_anew<Plain> || std::is_pointer_v<Plain>) {
    return;  // pointers lead to what is constant in a run
  } else if constexpr (is_plain<Plain>) {
    archive.block(&value, 1);
  } else if constexpr (is_optional<Plain>) {
    archive.presence(value.has_value());
    if (value) part(*value);
  } else if constexpr (is_vector<Plain> || is_array<Plain>) {
    if constexpr (is_vector<Plain>) archive.resize(value);
    if constexpr (is_plain<typename Plain::value_type>) {
      archive.block(value.data(), value.size());
    } else {
      for (auto& element : value) part(element);
    }
  } else if constexpr (requires { Plain::members(value, part); }) {
    Plain::members(value, part);
  } else {
    each_member(value, part);
  }
}

[[noreturn]] void refuse(std::string const& name, std::string const& why, char const* what_to_do) {
  throw Error(fmt::format("{}: {}. {}", name, why, what_to_do));
}

constexpr char const* start_over =
    "Remove the file: the run then starts from its first week, with the same result.";

/// The header of sound bytes.
Header check_header(std::string_view bytes, std::string const& name) {
  Header header;
  Header const expected;
  if (bytes.size() < sizeof header)
    refuse(name, fmt::format("is truncated ({} bytes; a checkpoint has more)", bytes.size()),
           start_over);
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != expected.magic)
    refuse(name, "is no checkpoint of disalign (its first bytes say otherwise)",
           "Check that this is the file you mean.");
  if (header.version != checkpoint_version)
    refuse(name,
           fmt::format("has format version {} (this program reads {})", header.version,
                       checkpoint_version),
           "Continue with the program that wrote it, or remove the file: the run then starts from "
           "its first week.");
  std::string_view const rest = bytes.substr(sizeof header);
  if (header.size != rest.size())
    refuse(name,
           fmt::format("is truncated ({} bytes follow its header; {} should)", rest.size(),
                       header.size),
           start_over);
  if (header.checksum != checksum(header, rest))
    refuse(name, "is damaged (its checksum is wrong)", start_over);
  return header;
}

}  // namespace

std::string write_checkpoint(std::uint64_t identity, std::span<State const> states,
                             std::span<Recording const> recordings) {
  Header header;
  header.theatres = static_cast<std::uint32_t>(states.size());
  header.weeks_done = static_cast<std::uint32_t>(states.front().week);
  header.layout = layout();
  header.identity = identity;
  std::string bytes(sizeof header, '\0');
  Writer writer(bytes);
  for (std::size_t t = 0; t < states.size(); ++t) {
    std::uint64_t const its_digest = digest(states[t]);
    transfer(writer, its_digest);
    transfer(writer, states[t]);
    transfer(writer, recordings[t]);
  }
  header.size = bytes.size() - sizeof header;
  std::memcpy(bytes.data(), &header, sizeof header);
  return with_checksum(std::move(bytes));
}

std::string with_checksum(std::string bytes) {
  Header header;
  if (bytes.size() < sizeof header) return bytes;
  std::memcpy(&header, bytes.data(), sizeof header);
  header.size = bytes.size() - sizeof header;
  header.checksum = checksum(header, std::string_view(bytes).substr(sizeof header));
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

int read_checkpoint(std::string_view bytes, std::string const& name, std::uint64_t identity,
                    std::span<State> states, std::span<Recording> recordings) {
  Header const header = check_header(bytes, name);
  if (header.layout != layout())
    refuse(
        name, "was written by another build of the program (its state has other parts)",
        "Continue with that build, or remove the file: the run then starts from its first week.");
  if (header.identity != identity || header.theatres != states.size())
    refuse(name, "belongs to another run (program, plan, seed or replicate differ)",
           "Give the command that wrote it, or remove the file.");
  std::vector<State> new_states(states.begin(), states.end());
  std::vector<Recording> new_recordings(recordings.begin(), recordings.end());
  try {
    Reader reader(bytes.substr(sizeof header));
    for (std::size_t t = 0; t < states.size(); ++t) {
      std::uint64_t its_digest = 0;
      transfer(reader, its_digest);
      transfer(reader, new_states[t]);
      check_restored(new_states[t], states[t]);
      if (new_states[t].week != static_cast<int>(header.weeks_done))
        throw Error("its weeks contradict each other");
      tally(new_states[t]);
      if (digest(new_states[t]) != its_digest) throw Error("its state has another digest");
      transfer(reader, new_recordings[t]);
      new_recordings[t].check_restored(recordings[t], new_states[t]);
    }
    if (!reader.finished()) throw Error("it goes on after its end");
  } catch (Error const& error) {
    refuse(name, fmt::format("is damaged ({})", error.what()), start_over);
  } catch (BrokenInvariant const& broken) {
    refuse(name, fmt::format("is damaged ({})", broken.what()), start_over);
  }
  std::move(new_states.begin(), new_states.end(), states.begin());
  std::move(new_recordings.begin(), new_recordings.end(), recordings.begin());
  return static_cast<int>(header.weeks_done);
}

}  // namespace disalign

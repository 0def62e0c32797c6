/// Packs and unpacks with one list of members.
#include "experiments/packed_run.hpp"

#include <libdeflate.h>

#include <cstring>
#include <memory>
#include <string>
#include <type_traits>

#include "model/base/check.hpp"

namespace disalign {

namespace {

/// Larger than any run: a record of 50,000 weeks of all columns has less than this.
constexpr std::uint64_t most_bytes = 1ULL << 33U;

[[noreturn]] void refuse() {
  throw Error("a stored run cannot be read (its bytes are damaged). Simulate it again");
}

class Packer {
 public:
  template <class T>
    requires std::is_trivially_copyable_v<T>
  void operator()(T const& value) {
    append(&value, sizeof value);
  }
  template <class T>
    requires std::is_trivially_copyable_v<T>
  void operator()(std::vector<T> const& values) {
    (*this)(static_cast<std::uint64_t>(values.size()));
    append(values.data(), values.size() * sizeof(T));
  }
  void operator()(std::string const& text) {
    (*this)(static_cast<std::uint64_t>(text.size()));
    append(text.data(), text.size());
  }
  std::vector<std::byte> bytes;

 private:
  void append(void const* from, std::size_t size) {
    auto const* const begin = static_cast<std::byte const*>(from);
    bytes.insert(bytes.end(), begin, begin + size);
  }
};

class Unpacker {
 public:
  explicit Unpacker(std::span<std::byte const> bytes) : bytes_(bytes) {}
  template <class T>
    requires std::is_trivially_copyable_v<T>
  void operator()(T& value) {
    take(&value, sizeof value);
  }
  template <class T>
    requires std::is_trivially_copyable_v<T>
  void operator()(std::vector<T>& values) {
    values.resize(length(sizeof(T)));
    take(values.data(), values.size() * sizeof(T));
  }
  void operator()(std::string& text) {
    text.resize(length(1));
    take(text.data(), text.size());
  }
  [[nodiscard]] bool at_end() const { return bytes_.empty(); }

 private:
  std::size_t length(std::size_t element) {
    std::uint64_t size = 0;
    (*this)(size);
    if (size > bytes_.size() / element) refuse();
    return size;
  }
  void take(void* to, std::size_t size) {
    if (size > bytes_.size()) refuse();
    if (size > 0) std::memcpy(to, bytes_.data(), size);
    bytes_ = bytes_.subspan(size);
  }
  std::span<std::byte const> bytes_;
};

/// The members of a run beside its series and sizes of events, in the order they are stored.
void members(auto& visit, auto& run, Level level) {
  visit(run.point);
  visit(run.replicate);
  visit(run.fault.code);
  visit(run.fault.week);
  visit(run.fault.theatre);
  visit(run.fault.rule);
  visit(run.fault.message);
  auto& record = run.record;
  visit(record.weeks);
  visit(record.actors);
  visit(record.cells);
  visit(record.periods);
  visit(record.months);
  visit(record.pairs);
  visit(record.digest);
  visit(record.unit_steps);
  visit(record.outcomes);
  visit(record.maps);
  visit(record.killed);
  visit(record.monthly_deaths);
  visit(record.deployments);
  visit(record.actor_keys);
  if (level >= Level::events) visit(record.events);
  if (level < Level::replay) return;
  visit(run.frames.weeks);
  for (FrameVariable const& frame : frame_variables) visit(run.frames.*frame.values);
}

struct Bin {
  std::int32_t size = 0;
  std::int64_t count = 0;
};

/// Few sizes of thousands occur in a run.
std::vector<Bin> occupied(std::vector<std::int64_t> const& counts) {
  std::vector<Bin> bins;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    Bin bin{};
    bin.size = static_cast<std::int32_t>(k);
    bin.count = counts[k];
    if (bin.count != 0) bins.push_back(bin);
  }
  return bins;
}

/// The precision of the output file: whole numbers are int32, all else float.
void pack_series(Packer& packer, Record const& record) {
  auto const weeks = static_cast<std::size_t>(record.weeks);
  auto const* from = record.series.data();
  auto const narrow = [&]<class T>(std::vector<T> to, std::size_t n) {
    to.reserve(n);
    for (std::size_t k = 0; k < n; ++k) to.push_back(static_cast<T>(*from++));
    packer(to);
  };
  for (Observable const& o : observables()) {
    std::size_t const n = static_cast<std::size_t>(record.width(o.axis)) * weeks;
    if (o.whole) {
      narrow(std::vector<std::int32_t>{}, n);
    } else {
      narrow(std::vector<float>{}, n);
    }
  }
}

void unpack_series(Unpacker& unpacker, Record& record) {
  auto const widen = [&]<class T>(std::vector<T> from) {
    unpacker(from);
    record.series.insert(record.series.end(), from.begin(), from.end());
  };
  for (Observable const& o : observables()) {
    if (o.whole) {
      widen(std::vector<std::int32_t>{});
    } else {
      widen(std::vector<float>{});
    }
  }
}

struct Free {
  void operator()(libdeflate_compressor* c) const { libdeflate_free_compressor(c); }
  void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
};

}  // namespace

std::vector<std::byte> pack_run(FinishedRun const& run, Level level) {
  thread_local std::unique_ptr<libdeflate_compressor, Free> const compressor(
      libdeflate_alloc_compressor(1));
  if (!compressor) throw std::bad_alloc();
  Packer packer;
  packer(level);
  members(packer, run, level);
  bool const complete = run.fault.code == FaultCode::none;
  if (complete) {
    packer(occupied(run.record.event_sizes));
    if (level != Level::summary) pack_series(packer, run.record);
  }
  std::uint64_t const size = packer.bytes.size();
  std::vector<std::byte> packed(sizeof size +
                                libdeflate_deflate_compress_bound(compressor.get(), size));
  std::memcpy(packed.data(), &size, sizeof size);
  packed.resize(sizeof size + libdeflate_deflate_compress(compressor.get(), packer.bytes.data(),
                                                          size, packed.data() + sizeof size,
                                                          packed.size() - sizeof size));
  return packed;
}

FinishedRun unpack_run(std::span<std::byte const> bytes) {
  thread_local std::unique_ptr<libdeflate_decompressor, Free> const decompressor(
      libdeflate_alloc_decompressor());
  if (!decompressor) throw std::bad_alloc();
  std::uint64_t size = 0;
  if (bytes.size() < sizeof size) refuse();
  std::memcpy(&size, bytes.data(), sizeof size);
  if (size > most_bytes) refuse();
  auto const packed = bytes.subspan(sizeof size);
  std::vector<std::byte> plain(size);
  if (libdeflate_deflate_decompress(decompressor.get(), packed.data(), packed.size(), plain.data(),
                                    size, nullptr) != LIBDEFLATE_SUCCESS)
    refuse();
  Unpacker unpacker(plain);
  Level level{};
  unpacker(level);
  FinishedRun run;
  members(unpacker, run, level);
  if (run.fault.code != FaultCode::none) return run;
  std::vector<Bin> bins;
  unpacker(bins);
  run.record.event_sizes.resize(static_cast<std::size_t>(largest_event_bin) + 1);
  for (Bin const& bin : bins) {
    if (bin.size < 0 || bin.size > largest_event_bin) refuse();
    run.record.event_sizes[static_cast<std::size_t>(bin.size)] = bin.count;
  }
  if (level != Level::summary) unpack_series(unpacker, run.record);
  if (!unpacker.at_end()) refuse();
  return run;
}

}  // namespace disalign

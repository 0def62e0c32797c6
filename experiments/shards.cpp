/// Writes, checks and reads shards.
#include "experiments/shards.hpp"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "model/base/check.hpp"

namespace disalign {

namespace {

namespace fs = std::filesystem;

using Mark = std::array<char, 16>;
constexpr Mark head_mark{'d', 'i', 's', 'a', 'l', 'i', 'g', 'n',
                         ' ', 's', 'h', 'a', 'r', 'd', ' ', '1'};
constexpr Mark foot_mark{'s', 'e', 'a', 'l', 'e', 'd', ' ', 's',
                         'h', 'a', 'r', 'd', ' ', 'e', 'n', 'd'};

struct Head {
  Mark mark = head_mark;
  std::uint64_t plan_hash = 0, first_run = 0;
};
struct RunHead {
  std::uint64_t number = 0, failed = 0, bytes = 0;
};
struct Foot {
  std::uint64_t runs = 0, failed = 0;
  double seconds = 0;
  std::uint64_t checksum = 0;  // of everything before this number
  Mark mark = foot_mark;
};
constexpr std::size_t before_checksum = offsetof(Foot, checksum);
/// No run is larger: damaged numbers must not ask for all of the memory.
constexpr std::uint64_t most_bytes = 1ULL << 33U;

template <class T>
std::span<std::byte const> bytes_of(T const& value) {
  return std::as_bytes(std::span(&value, 1));
}

template <class T>
bool read(std::istream& file, T& value) {
  return static_cast<bool>(file.read(reinterpret_cast<char*>(&value), sizeof value));
}

}  // namespace

std::string shard_name(RunRange runs) {
  return fmt::format("runs_{:012}_{:012}.shard", runs.first, runs.last - 1);
}

ShardWriter::ShardWriter(fs::path const& folder, disk::Scratch const& scratch,
                         std::uint64_t plan_hash, std::int64_t first_run)
    : folder_(folder),
      runs_{first_run, first_run},
      writer_(scratch.part_of(folder / fmt::format("runs_{:012}", first_run))) {
  Head head;
  head.plan_hash = plan_hash;
  head.first_run = static_cast<std::uint64_t>(first_run);
  writer_.write(bytes_of(head));
}

void ShardWriter::add(StoredRun const& run) {
  ensure(run.number == runs_.last, "a shard got a run that does not follow the one before");
  RunHead const head{static_cast<std::uint64_t>(run.number), run.failed ? 1U : 0U,
                     run.packed.size()};
  writer_.write(bytes_of(head));
  writer_.write(run.packed);
  ++runs_.last;
  failed_ += run.failed ? 1 : 0;
}

void ShardWriter::seal(double seconds) {
  Foot foot;
  foot.runs = static_cast<std::uint64_t>(runs_.size());
  foot.failed = static_cast<std::uint64_t>(failed_);
  foot.seconds = seconds;
  auto const bytes = bytes_of(foot);
  writer_.write(bytes.first(before_checksum));
  foot.checksum = writer_.checksum();
  writer_.write(bytes.subspan(before_checksum));
  writer_.seal(folder_ / shard_name(runs_));
}

std::optional<ShardInfo> shard_info(fs::path const& path) {
  std::ifstream file(path, std::ios::binary);
  Head head;
  Foot foot;
  if (!read(file, head) || head.mark != head_mark) return std::nullopt;
  file.seekg(-static_cast<std::streamoff>(sizeof foot), std::ios::end);
  if (!read(file, foot) || foot.mark != foot_mark) return std::nullopt;
  ShardInfo info;
  info.path = path;
  info.runs.first = static_cast<std::int64_t>(head.first_run);
  info.runs.last = info.runs.first + static_cast<std::int64_t>(foot.runs);
  info.failed = static_cast<std::int64_t>(foot.failed);
  info.seconds = foot.seconds;
  if (info.runs.size() <= 0 || path.filename() != shard_name(info.runs)) return std::nullopt;
  return info;
}

std::vector<ShardInfo> list_shards(fs::path const& folder) {
  std::vector<ShardInfo> shards;
  std::error_code none;
  for (auto const& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() != ".shard") continue;
    if (auto info = shard_info(entry.path())) shards.push_back(std::move(*info));
  }
  std::sort(shards.begin(), shards.end(), [](ShardInfo const& a, ShardInfo const& b) {
    return a.runs.first != b.runs.first ? a.runs.first < b.runs.first : a.runs.last < b.runs.last;
  });
  return shards;
}

std::string shard_damage(ShardInfo const& shard, std::uint64_t plan_hash) {
  std::ifstream file(shard.path, std::ios::binary);
  Head head;
  if (!read(file, head)) return "it cannot be read";
  if (head.plan_hash != plan_hash) return "it belongs to another plan";
  std::error_code failed;
  std::uint64_t left = fs::file_size(shard.path, failed);
  if (failed || left < sizeof head + sizeof(Foot)) return "it cannot be read";
  file.seekg(0);
  left -= sizeof(Foot) - before_checksum;
  std::uint32_t checksum = 0;
  std::vector<char> buffer(1U << 20U);
  while (left > 0) {
    auto const size = std::min<std::uint64_t>(left, buffer.size());
    if (!file.read(buffer.data(), static_cast<std::streamsize>(size))) return "it cannot be read";
    checksum = libdeflate_crc32(checksum, buffer.data(), size);
    left -= size;
  }
  std::uint64_t stored = 0;
  if (!read(file, stored) || stored != checksum) return "its checksum is wrong";
  return "";
}

ShardReader::ShardReader(ShardInfo shard)
    : shard_(std::move(shard)), file_(shard_.path, std::ios::binary), next_(shard_.runs.first) {
  file_.seekg(sizeof(Head));
}

std::optional<StoredRun> ShardReader::next() {
  if (next_ == shard_.runs.last) return std::nullopt;
  RunHead head;
  StoredRun run;
  bool good = read(file_, head) && head.number == static_cast<std::uint64_t>(next_) &&
              head.bytes < most_bytes;
  if (good) {
    run.packed.resize(head.bytes);
    good = static_cast<bool>(file_.read(reinterpret_cast<char*>(run.packed.data()),
                                        static_cast<std::streamsize>(head.bytes)));
  }
  if (!good) {
    throw Error(
        fmt::format("{}: is damaged at run {} (it was sealed well). Check the disk, remove "
                    "the file, and repeat the command.",
                    shard_.path.string(), next_));
  }
  run.number = next_++;
  run.failed = head.failed != 0;
  return run;
}

void read_runs(std::vector<ShardInfo> const& shards, RunRange wanted,
               std::function<void(StoredRun const&)> const& take) {
  std::vector<RunRange> there;
  for (ShardInfo const& shard : shards) there.push_back(shard.runs);
  if (auto const missing = missing_runs(wanted, std::move(there)); !missing.empty()) {
    throw Error(fmt::format("{} runs are in no shard (the first are {} to {})", count_runs(missing),
                            missing.front().first, missing.front().last - 1));
  }
  std::int64_t next = wanted.first;  // each run once, though shards may overlap
  for (ShardInfo const& shard : shards) {
    if (shard.runs.last <= next || next >= wanted.last) continue;
    ShardReader reader(shard);
    while (auto run = reader.next()) {
      if (run->number != next || next >= wanted.last) continue;
      take(*run);
      ++next;
    }
  }
  ensure(next == wanted.last, "not every run was read once");
}

}  // namespace disalign

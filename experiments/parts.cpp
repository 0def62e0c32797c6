/// The manifest is a TOML file; locks and shards lie beside it.
#include "experiments/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <disalign/build_info.hpp>

#include "experiments/checkpoint_file.hpp"
#include "experiments/toml_fields.hpp"
#include "model/base/check.hpp"
#include "model/base/draws.hpp"

namespace disalign {

namespace {

namespace fs = std::filesystem;

constexpr char const* manifest_name = "manifest.toml";
constexpr char const* manifest_part = "manifest.toml.part";
constexpr std::int64_t manifest_version = 1;
constexpr std::chrono::milliseconds shortest{500};  // between two seals
constexpr std::chrono::minutes longest{10};

template <class T>
T field(TomlValue const& manifest, char const* name, fs::path const& path) {
  TomlValue const* value = manifest.find(name);
  if (value == nullptr || !std::holds_alternative<T>(value->content)) {
    throw Error(
        fmt::format("{}: {}: is missing or of another type (no manifest of disalign). "
                    "Remove the folder, or name another output.",
                    path.string(), name));
  }
  return std::get<T>(value->content);
}

}  // namespace

fs::path parts_folder(fs::path const& file) { return file.string() + ".parts"; }

fs::path file_of_parts(fs::path const& folder) {
  fs::path path = folder.has_filename() ? folder : folder.parent_path();
  return path.extension() == ".parts" ? path.replace_extension() : path;
}

Manifest manifest_of(Study const& study, Level level) {
  return {study.plan_hash, std::string(build_info::version), std::string(build_info::commit), level,
          study.resolved};
}

std::optional<Manifest> read_manifest(fs::path const& folder) {
  fs::path const path = folder / manifest_name;
  if (!fs::exists(path)) return std::nullopt;
  TomlValue const toml = load_toml(path);
  if (auto const version = field<std::int64_t>(toml, "format_version", path);
      version != manifest_version) {
    throw Error(
        fmt::format("{}: format_version {} is not known (this program has {}). Continue "
                    "with the program that began it, or start over with --fresh.",
                    path.string(), version, manifest_version));
  }
  Manifest manifest;
  auto const hash = field<std::string>(toml, "plan_hash", path);
  auto const level = field<std::string>(toml, "level", path);
  auto const [end, error] =
      std::from_chars(hash.data(), hash.data() + hash.size(), manifest.plan_hash, 16);
  auto const found = std::find(level_names.begin(), level_names.end(), level);
  if (error != std::errc{} || found == level_names.end()) {
    throw Error(
        fmt::format("{}: plan_hash or level cannot be read (damaged?). Start over with "
                    "--fresh.",
                    path.string()));
  }
  manifest.level = static_cast<Level>(found - level_names.begin());
  manifest.version = field<std::string>(toml, "program_version", path);
  manifest.commit = field<std::string>(toml, "commit", path);
  manifest.configuration = field<std::string>(toml, "configuration", path);
  return manifest;
}

void write_manifest(fs::path const& folder, Manifest const& manifest) {
  TomlValue toml;
  toml.put("format_version", toml_value(manifest_version));
  toml.put("plan_hash", toml_value(fmt::format("{:016x}", manifest.plan_hash)));
  toml.put("program_version", toml_value(manifest.version));
  toml.put("commit", toml_value(manifest.commit));
  toml.put("level", toml_value(std::string(level_names[static_cast<std::size_t>(manifest.level)])));
  toml.put("configuration", toml_value(manifest.configuration));
  disk::write_text(folder / manifest_name, to_text(toml));
}

std::uint64_t identity(Manifest const& manifest) {
  auto const program = hash_name((manifest.version + " " + manifest.commit).c_str());
  return mix(manifest.plan_hash ^ mix(program ^ static_cast<std::uint64_t>(manifest.level)));
}

std::string difference(Manifest const& here, Manifest const& there) {
  if (auto found = plan_difference(here.configuration, there.configuration); !found.empty())
    return found;
  if (here.level != there.level)
    return fmt::format("--level: {} here, {} there",
                       level_names[static_cast<std::size_t>(here.level)],
                       level_names[static_cast<std::size_t>(there.level)]);
  if (here.version != there.version || here.commit != there.commit)
    return fmt::format("the program: {} ({}) here, {} ({}) there", here.version, here.commit,
                       there.version, there.commit);
  if (here.plan_hash != there.plan_hash) return "plan_hash: another order of keys";
  return "";
}

RunRange StudyPart::runs(int replicates, std::size_t points) const {
  auto const start = [&](int part) {
    return run_number(static_cast<int>(std::int64_t{replicates} * part / of), 0, points);
  };
  return {start(index - 1), start(index)};
}

disk::Scratch scratch_for(fs::path const& scratch, fs::path const& file, StudyPart const& part) {
  std::string name = fmt::format("{:016x}", hash_name(fs::absolute(file).c_str()));
  if (part.of > 1) name += fmt::format("-{}_of_{}", part.index, part.of);
  return {scratch, name};
}

std::vector<disk::Lock> lock_parts(fs::path const& folder, StudyPart const& part) {
  using Hold = disk::Lock::Kind;
  std::vector<disk::Lock> locks;
  locks.emplace_back(folder / "lock", part.of == 1 ? Hold::exclusive : Hold::shared);
  if (part.of > 1) {
    locks.emplace_back(folder / fmt::format("lock.{}_of_{}", part.index, part.of), Hold::exclusive);
  }
  return locks;
}

disk::Lock lock_manifest(fs::path const& folder) {
  constexpr std::chrono::minutes patience{2};  // hundreds may come at once to a slow file system
  return {folder / "lock.manifest", disk::Lock::Kind::exclusive, patience};
}

std::vector<std::string> workers_of(fs::path const& folder) {
  std::vector<std::string> workers;
  std::error_code none;
  for (auto const& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().stem() != "lock") continue;
    if (auto holder = disk::Lock::holder(entry.path()); !holder.empty())
      workers.push_back(std::move(holder));
  }
  // Who works on one part of many holds its own lock and shares that of the folder.
  std::sort(workers.begin(), workers.end());
  workers.erase(std::unique(workers.begin(), workers.end()), workers.end());
  return workers;
}

void remove_unsealed(fs::path const& folder) {
  std::error_code ignored;
  std::vector<fs::path> stale;
  for (auto const& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".part") stale.push_back(entry.path());
  }
  for (auto const& path : stale) fs::remove(path, ignored);
}

void remove_unused(fs::path const& folder, bool with_manifest) {
  std::error_code ignored;
  if (!fs::exists(folder, ignored)) return;
  try {
    auto const alone = lock_parts(folder, {});
    std::vector<fs::path> old;
    for (auto const& entry : fs::directory_iterator(folder, ignored)) {
      std::string const name = entry.path().filename().string();
      bool const ours = entry.path().stem() == "lock" || name == manifest_part ||
                        (with_manifest && name == manifest_name);
      if (!ours) return;
      old.push_back(entry.path());
    }
    for (auto const& path : old) fs::remove(path, ignored);
    fs::remove(folder, ignored);
  } catch (Error const&) {
    fs::remove(folder, ignored);  // if empty; else someone else works there
  }
}

std::string remove_leftovers(fs::path const& folder, std::uint64_t plan_hash) {
  if (!fs::exists(folder)) return "";
  try {
    auto const locks = lock_parts(folder, {});
    auto const manifest = read_manifest(folder);
    if (manifest && manifest->plan_hash != plan_hash)
      return fmt::format("{}: belongs to another plan and stays.", folder.string());
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  } catch (Error const& error) {
    return error.what();
  }
  return "";
}

std::vector<ShardInfo> sound_shards(fs::path const& folder, std::uint64_t plan_hash,
                                    RunRange wanted, std::vector<std::string>& damaged) {
  std::vector<ShardInfo> sound;
  std::error_code none;
  for (auto const& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() != ".shard") continue;
    auto info = shard_info(entry.path());
    if (info && (info->runs.last <= wanted.first || info->runs.first >= wanted.last)) continue;
    std::string const damage =
        info ? shard_damage(*info, plan_hash) : "its head or foot is damaged";
    if (info && damage.empty()) {
      sound.push_back(std::move(*info));
      continue;
    }
    fs::path const aside = entry.path().string() + ".damaged";
    std::error_code failed;
    fs::rename(entry.path(), aside, failed);
    damaged.push_back(
        fmt::format("{}: is damaged ({}). Its runs count as not done; it is kept as {}.",
                    entry.path().string(), damage, aside.filename().string()));
  }
  std::sort(sound.begin(), sound.end(), [](ShardInfo const& a, ShardInfo const& b) {
    return a.runs.first != b.runs.first ? a.runs.first < b.runs.first : a.runs.last < b.runs.last;
  });
  return sound;
}

Sealer::Sealer(fs::path folder, disk::Scratch const& scratch, std::uint64_t plan_hash)
    : folder_(std::move(folder)), scratch_(scratch), plan_hash_(plan_hash) {}

void Sealer::add(FinishedRun&& run, std::int64_t number) {
  if (shard_ && shard_->next_run() != number) seal();  // what lies between was not finished
  if (!shard_) shard_.emplace(folder_, scratch_, plan_hash_, number);
  shard_->add({number, run.failed(), std::move(run.packed)});
  auto const now = Clock::now();
  Clock::duration const interval =
      std::clamp<Clock::duration>((now - start_) / 10, shortest, longest);
  if (run.last_of_group && now - sealed_ >= interval) seal();
}

void Sealer::seal() {
  if (!shard_) return;
  auto const now = Clock::now();
  RunRange const runs = shard_->runs();
  shard_->seal(std::chrono::duration<double>(now - sealed_).count());
  shard_.reset();
  remove_checkpoints(folder_, runs);
  sealed_ = now;
}

}  // namespace disalign

/// What the failures of HDF5 mean, and what to do about each.
#include "experiments/hdf5_attempt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "experiments/disk.hpp"
#include "model/base/check.hpp"

namespace disalign::hdf5 {
namespace {

/// What the innermost words of HDF5 itself mean; those of the operating system are in disk.cpp.
constexpr std::array hdf5_remedies{
    disk::Remedy{"unable to lock file",
                 "another program has it open, or its file system has no locks",
                 "Close that program; on a file system without locks set "
                 "HDF5_USE_FILE_LOCKING=FALSE."},
    disk::Remedy{"which is already open", "this program has it open already", "Close it first."},
    disk::Remedy{"already open for", "another program is writing it or died while writing",
                 "Wait, or make the file again."},
    disk::Remedy{"signature not found", "it is not an HDF5 file", name_a_file},
    disk::Remedy{"truncated file", "its end is missing: the writer was stopped",
                 "Repeat the command that wrote it."},
    disk::Remedy{"already exists", "the name is taken", "Use each name once."},
    disk::Remedy{"doesn't exist", "there is no such name in it",
                 "List its names with `disalign show`."},
    disk::Remedy{"selection + offset not within extent", "the block reaches beyond the variable",
                 "Extend its dimension first."},
};

[[noreturn]] void fail(std::filesystem::path const& path, std::string_view problem,
                       std::string_view why, std::string_view what_to_do) {
  throw Error(fmt::format("{}: {} ({}). {}", path.string(), problem, why, what_to_do));
}

}  // namespace

std::string joined(std::vector<std::string> const& words, std::string_view separator) {
  std::string result;
  for (auto const& word : words) result.append(result.empty() ? "" : separator).append(word);
  return result;
}

Attempt::Attempt(std::filesystem::path const& path, std::string problem)
    : path_(path), problem_(std::move(problem)) {
  // A file that could not be closed (disk full) crashes HDF5's own clean-up at the end of the
  // program.
  [[maybe_unused]] static int const no_clean_up = H5dont_atexit();
  // HDF5 keeps one error stack, printed unless told otherwise, for each thread.
  [[maybe_unused]] thread_local int const silenced = H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

void Attempt::refuse(std::string_view why, std::string_view what_to_do) const {
  fail(path_, problem_, why, what_to_do);
}

void Attempt::explain() const {
  std::vector<std::string> words;  // innermost first
  auto const collect = [](unsigned, H5E_error2_t const* entry, void* list) -> herr_t {
    if (entry->desc != nullptr)
      static_cast<std::vector<std::string>*>(list)->emplace_back(entry->desc);
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, collect, &words);
  H5Eclear2(H5E_DEFAULT);
  std::string const all = joined(words, "; ");
  auto const look_in = [&](std::span<disk::Remedy const> remedies) {
    for (disk::Remedy const& remedy : remedies)
      if (all.find(remedy.words) != std::string::npos) refuse(remedy.why, remedy.what_to_do);
  };
  look_in(disk::remedies());
  look_in(hdf5_remedies);
  refuse(words.empty() ? "HDF5 gives no reason" : "HDF5: " + words.front(),
         "If other programs read the file well, report this message.");
}

}  // namespace disalign::hdf5

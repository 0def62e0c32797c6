/// `disalign report` and `disalign export`: hand the file to the Python package in analysis/.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "experiments/commands/commands.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

namespace fs = std::filesystem;

bool holds_package(fs::path const& folder) {
  std::error_code ignored;
  return fs::is_regular_file(folder / "disalign" / "__main__.py", ignored);
}

/// The folder that holds the package: DISALIGN_ANALYSIS, else share/disalign beside the program's
/// folder, else `analysis` in the tree that the program was built in.
fs::path package_folder() {
  if (char const* const named = std::getenv("DISALIGN_ANALYSIS"); named != nullptr) {
    if (holds_package(named)) return named;
    throw Error(fmt::format(
        "DISALIGN_ANALYSIS: {} holds no package disalign. Name the folder `analysis` of the source "
        "tree, or unset it.",
        named));
  }
  std::error_code failed;
  fs::path const program = fs::read_symlink("/proc/self/exe", failed);
  for (fs::path at = program.parent_path(); !failed && at.has_relative_path();
       at = at.parent_path()) {
    for (char const* const below : {"share/disalign", "analysis"}) {
      if (holds_package(at / below)) return at / below;
    }
  }
  throw Error(
      "analysis: the Python package is not beside the program (the program was moved?). Set "
      "DISALIGN_ANALYSIS to the folder `analysis` of the source tree.");
}

}  // namespace

int hand_to_python(Arguments const& arguments) {
  fs::path const package = package_folder();
  char const* const chosen = std::getenv("PYTHON");
  std::string const python = chosen != nullptr && *chosen != '\0' ? chosen : "/usr/bin/python3";
  std::vector<std::string> words = {python, "-m", "disalign", arguments.command,
                                    arguments.file.string()};
  if (arguments.output) words.insert(words.end(), {"-o", arguments.output->string()});
  if (!arguments.as.empty()) words.insert(words.end(), {"--as", arguments.as});
  if (arguments.json) words.emplace_back("--json");
  std::string path = package.string();
  if (char const* const more = std::getenv("PYTHONPATH"); more != nullptr && *more != '\0')
    path += std::string(":") + more;
  setenv("PYTHONPATH", path.c_str(), 1);
  setenv("PYTHONSAFEPATH", "1", 1);  // no module of the current folder takes a library's place
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  execvp(pointers.front(), pointers.data());
  throw Error(fmt::format(
      "{}: cannot be started ({}). Install Python 3.11 or newer, or name one with PYTHON.", python,
      std::strerror(errno)));
}

}  // namespace disalign

/// Reads result files with every command that opens one, in one process: for tests/fuzz/hdf5_mutations.py.
///
/// Prints one line a file and command to the stdout it was started with: the exit code, the command, the
/// file. A file that takes longer than the limit ends the process by SIGALRM.
#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

#include "experiments/commands/commands.hpp"

using namespace disalign;

namespace {

constexpr unsigned most_seconds = 60;  // of one command, on a busy machine with sanitizers

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    std::fputs("usage: hdf5_reader STUDY.toml FILE.h5...\n", stderr);
    return 2;
  }
  std::FILE* const report = fdopen(dup(STDOUT_FILENO), "w");
  if (report == nullptr || std::freopen("/dev/null", "w", stdout) == nullptr) return 2;
  std::string const study = words[1];
  for (int k = 2; k < count; ++k) {
    std::string const file = words[k];
    std::vector<std::vector<std::string>> const commands{
        {"show", file},
        {"show", file, "--json"},
        {"replay", file, "--run", "1", "-o", "/dev/null"},
        {"run", study, "-o", file, "--quiet"},  // is it the finished file of this study?
    };
    for (auto const& command : commands) {
      std::vector<char const*> line{"disalign"};
      for (auto const& word : command) line.push_back(word.c_str());
      alarm(most_seconds);
      int const code = program(static_cast<int>(line.size()), line.data());
      alarm(0);
      std::fprintf(report, "%d %s %s\n", code, command.front().c_str(), file.c_str());
      std::fflush(report);
    }
  }
  return 0;
}

/// Carries out command lines in one process: for tests/fuzz/hdf5_mutations.py.
///
/// Reads one command a line, its words divided by tabs, and prints its exit code to the stdout it was
/// started with, a line each. A command that does not end is ended with the process: by SIGPROF when it
/// computes, by SIGALRM when it waits.
#include <sys/time.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "experiments/commands/commands.hpp"

using namespace disalign;

namespace {

constexpr unsigned most_computing = 60, most_waiting = 1800;  // [s] of one command

/// The time that is left from now on; 0: for ever.
void allow(unsigned computing, unsigned waiting) {
  itimerval timer{};
  timer.it_value.tv_sec = computing;
  setitimer(ITIMER_PROF, &timer, nullptr);
  alarm(waiting);
}

}  // namespace

int main() {
  std::FILE* const report = fdopen(dup(STDOUT_FILENO), "w");
  if (report == nullptr || std::freopen("/dev/null", "w", stdout) == nullptr) return 2;
  for (std::string line; std::getline(std::cin, line);) {
    std::vector<std::string> words{"disalign"};
    std::istringstream rest(line);
    for (std::string word; std::getline(rest, word, '\t');) words.push_back(word);
    std::vector<char const*> given;
    for (auto const& word : words) given.push_back(word.c_str());
    allow(most_computing, most_waiting);
    int const code = program(static_cast<int>(given.size()), given.data());
    allow(0, 0);
    std::fprintf(report, "%d\n", code);
    std::fflush(report);
  }
  return 0;
}

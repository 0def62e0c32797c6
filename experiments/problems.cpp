/// Mistakes, sorted by rank and each kept once.
#include "experiments/problems.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/base/check.hpp"

namespace disalign {

void Problems::add(Rank rank, TomlOrigin const& origin, std::string const& key,
                   std::string const& problem) {
  add(rank, key.empty() ? fmt::format("{}: {}", origin.text(), problem)
                        : fmt::format("{}: {}: {}", origin.text(), key, problem));
}

void Problems::add(Rank rank, std::string const& message) {
  if (texts_.insert(message).second) found_.push_back({rank, message});
}

void Problems::add(Problems const& others) {
  for (auto const& [rank, message] : others.found_) add(rank, message);
}

std::vector<std::string> Problems::messages() const {
  std::vector<std::string> result;
  for (Rank const rank : {Rank::unknown_key, Rank::wrong_type, Rank::out_of_range, Rank::missing,
                          Rank::inconsistent}) {
    for (auto const& found : found_) {
      if (found.rank == rank) result.push_back(found.message);
    }
  }
  return result;
}

void Problems::raise() const {
  if (!empty()) throw Error(fmt::format("{}", fmt::join(messages(), "\n")));
}

}  // namespace disalign

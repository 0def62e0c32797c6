/// Collects every mistake of a study's files, so that all are reported at once.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "experiments/toml.hpp"

namespace disalign {

/// All mistakes of the files of one study, each "<file>:<line>: <full key>: problem (why). what to
/// do"; reported together, in the order of the ranks, each text once.
class Problems {
 public:
  enum class Rank { unknown_key, wrong_type, out_of_range, missing, inconsistent };

  void add(Rank rank, TomlOrigin const& origin, std::string const& key, std::string const& problem);
  /// Takes over a mistake that ended the reading of a part.
  void add(Rank rank, std::string const& message);
  void add(Problems const& others);
  [[nodiscard]] bool empty() const { return found_.empty(); }
  [[nodiscard]] std::vector<std::string> messages() const;
  /// Throws Error with all messages, one a line, when there are any.
  void raise() const;

 private:
  struct Found {
    Rank rank;
    std::string message;
  };
  std::vector<Found> found_;
  std::set<std::string> texts_;
};

}  // namespace disalign

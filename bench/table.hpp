/// The table of goals (docs/PERFORMANCE.md) with what this machine reaches, as Markdown.
#pragma once
#include <filesystem>
#include <string>

#include "bench/report.hpp"

namespace disalign {

/// Needs workloads S, S20 and M with all forms, and every other part of a report; "-" where this
/// machine has no such instruction set, or where nothing could be measured.
std::string goal_table(BenchReport const& report);

/// A page with a line `<!-- table -->` and a later one `<!-- end of table -->`; what lies between is the
/// table's place.
class TablePage {
 public:
  /// Throws Error when the page cannot be read or has not both lines.
  explicit TablePage(std::filesystem::path path);
  /// Puts the table in its place, in one step.
  void write(std::string const& table) const;

 private:
  std::filesystem::path path_;
  std::string before_, after_;
};

}  // namespace disalign

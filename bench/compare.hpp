/// Two builds, or two instruction sets, compared by their reports.
#pragma once
#include <filesystem>
#include <string>

namespace disalign {

/// A table of the second report's times over the first's, part by part. Throws Error for a file that is
/// no report of `disalign bench --json`.
std::string comparison_text(std::filesystem::path const& a, std::filesystem::path const& b);

}  // namespace disalign

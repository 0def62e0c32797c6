/// What `disalign bench` prints, as a table or as JSON, and the comparison of two such JSON files.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "bench/measure.hpp"
#include "bench/roofline.hpp"

namespace disalign {

/// One size of the civil-violence yardstick (bench/epstein.hpp): agent-updates per second of CPU time.
struct EpsteinSpeed {
  int side = 0, agents = 0, steps = 0;
  double scalar = 0;
  double planes = 0;  ///< 0 where the machine lacks the instructions
  bool equal = true;  ///< both forms end in the same state
  std::uint64_t digest = 0;
};

/// Everything that one call measured.
struct BenchReport {
  std::string isa, compiler, build_version, workload, about;
  int rules = 0;
  double gigahertz = 0;  ///< by a chain of additions
  Measurement measured;
  Measurement scalar;            ///< the reference form on the same run
  std::string published_digest;  ///< "" when none is published for this workload
  Probe probe;
  WeeklyWork work;
  double output_us = 0;  ///< of a run: recorder and file; 0 when not measured
  CostFit fit;
  std::vector<EpsteinSpeed> epstein;
  bool fitted = false;

  [[nodiscard]] double roofline_fraction() const {
    return measured.step_us > 0 ? roofline_us(work, probe) / measured.step_us : 0;
  }
};

std::string report_text(BenchReport const& report);
std::string report_json(BenchReport const& report);

/// A table of the second file's speed over the first's, part by part. Throws Error for a file that is no
/// report.
std::string comparison_text(std::filesystem::path const& a, std::filesystem::path const& b);

}  // namespace disalign

/// Fuzz target: the reader of studies and scenarios on small worlds, and its resolved text.
#include <cstdlib>
#include <string>

#include "experiments/study.hpp"
#include "model/base/check.hpp"

using namespace disalign;

/// A study that is accepted has a resolved text that is accepted and gives the same plan.
extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
  std::string const text(reinterpret_cast<char const*>(data), size);
  try {
    Study const study = parse_study(text, "fuzz.toml");
    if (parse_study(study.resolved, "resolved.toml").plan_hash != study.plan_hash) std::abort();
  } catch (Error const&) {
  }
  return 0;
}

/// The choice among the compiled forms of the step.
#include "agents/kernel.hpp"

#include <atomic>
#include <cstdlib>
#include <string>

#include "agents/week.hpp"
#include "model/base/check.hpp"

namespace disalign {

extern Kernel const kernel_scalar;
#ifdef DISALIGN_ALL_LEVELS
extern Kernel const kernel_v2, kernel_v3, kernel_v4, kernel_metered;
#endif

std::vector<Kernel const*> kernels() {
  std::vector<Kernel const*> list{&kernel_scalar};
#ifdef DISALIGN_ALL_LEVELS
  auto const has = [](auto... features) { return (features && ...); };
  bool const v2 = has(__builtin_cpu_supports("sse4.2"), __builtin_cpu_supports("popcnt"));
  bool const v3 = has(v2, __builtin_cpu_supports("avx2"), __builtin_cpu_supports("fma"),
                      __builtin_cpu_supports("bmi"), __builtin_cpu_supports("bmi2"));
  bool const v4 = has(v3, __builtin_cpu_supports("avx512f"), __builtin_cpu_supports("avx512bw"),
                      __builtin_cpu_supports("avx512cd"), __builtin_cpu_supports("avx512dq"),
                      __builtin_cpu_supports("avx512vl"));
  if (v2) list.push_back(&kernel_v2);
  if (v3) list.push_back(&kernel_v3);
  if (v4) list.push_back(&kernel_v4);
#endif
  return list;
}

Kernel const* metered_kernel() {
#ifdef DISALIGN_ALL_LEVELS
  return &kernel_metered;
#else
  return nullptr;
#endif
}

namespace {

Kernel const* find_kernel(std::string_view level, std::string const& where) {
  std::string names;
  for (Kernel const* candidate : kernels()) {
    if (candidate->level == level) return candidate;
    names += std::string(names.empty() ? "" : ", ") + candidate->level;
  }
  throw Error(where + ": \"" + std::string(level) +
              "\" is no instruction set of this machine and build. Choose one of " + names + ".");
}

std::atomic<Kernel const*>& chosen() {
  static std::atomic<Kernel const*> choice = [] {
    char const* const forced = std::getenv("DISALIGN_ISA");  // NOLINT(concurrency-mt-unsafe)
    return forced != nullptr && *forced != '\0' ? find_kernel(forced, "DISALIGN_ISA")
                                                : kernels().back();
  }();
  return choice;
}

}  // namespace

Kernel const& kernel() { return *chosen().load(std::memory_order_relaxed); }

void use_kernel(std::string_view level) { chosen() = find_kernel(level, "--isa"); }

void Week::step(State& state, std::uint64_t seed, std::uint64_t replicate) const {
  kernel().step(*this, state, seed, replicate);
}

void Week::step(State& state, std::uint64_t seed, std::uint64_t replicate, Lap const& lap) const {
  kernel().step_in_laps(*this, state, seed, replicate, lap);
}

}  // namespace disalign

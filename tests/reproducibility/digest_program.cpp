/// Prints the digest of a few small runs: built for every compiler, level and optimisation, the line
/// must be the same. Every compiled form of the step that the machine can run must agree on it.
#include <cstdio>

#include "tests/support/small_study.hpp"

int main() {
  using namespace disalign;
  test::SmallStudy const study;
  auto const digest_of_runs = [&] {
    std::uint64_t digest = 0;
    for (std::uint64_t replicate = 0; replicate < 3; ++replicate) {
      for (Cast const* cast : {&study.aligned, &study.rival}) {
        digest = mix(digest ^ simulate(*cast, study.week, 104, {2026, replicate}, false).digest);
      }
    }
    return digest;
  };
  std::uint64_t const digest = digest_of_runs();
  int differ = 0;
  for (Kernel const* form : kernels()) {
    use_kernel(form->level);
    if (digest_of_runs() == digest) continue;
    std::fprintf(stderr, "%s differs from %s\n", form->level, kernels().back()->level);
    differ = 1;
  }
  std::printf("%016llx\n", static_cast<unsigned long long>(digest));
  return differ;
}

/// The kernel: what is compiled for several instruction sets gives the same state after every rule.
#include "agents/kernel.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "agents/week.hpp"
#include "model/base/check.hpp"
#include "tests/support/small_study.hpp"

using namespace disalign;

namespace {

/// Name of what ended, and the digest of the state then.
using Trace = std::vector<std::pair<std::string, std::uint64_t>>;

Trace trace(Kernel const& form, Cast const& cast, Week const& week, int weeks) {
  Trace trace;
  State state = found(cast, 5, 1);
  for (int w = 0; w < weeks; ++w) {
    form.step_in_laps(week, state, 5, 1, [&](char const* name) {
      std::uint64_t hash = digest(state);
      for (float const weight : state.orders.survey.value) CHECK(weight == weight);
      for (int const c : state.grid().cells) {  // what the digest of a closed week leaves out
        for (int a = 0; a < state.actors.count; ++a) {
          for (float const x : {state.orders.weight[a][c], state.at.unseen[a][c],
                                state.at.tips[a][c], state.at.complementarity[a][c]})
            hash = mix(hash ^ std::bit_cast<std::uint32_t>(x));
        }
        hash = mix(hash ^ std::bit_cast<std::uint32_t>(
                              state.cells.protection_from_groups[static_cast<std::size_t>(c)]));
      }
      trace.emplace_back(name, hash);
    });
  }
  return trace;
}

}  // namespace

TEST_CASE("kernel: every compiled form leaves the same state after every rule of every week") {
  test::SmallStudy const study;
  for (Cast const* cast : {&study.aligned, &study.rival}) {
    Trace const reference = trace(*kernels().front(), *cast, study.week, 40);
    CHECK(reference.size() > 40U * 60U);
    CHECK(reference.front().second != reference.back().second);
    for (Kernel const* form : kernels()) {
      CAPTURE(form->level);
      Trace const other = trace(*form, *cast, study.week, 40);
      REQUIRE(other.size() == reference.size());
      for (std::size_t k = 0; k < reference.size(); ++k) {
        CAPTURE(k);
        CAPTURE(reference[k].first);
        REQUIRE(other[k] == reference[k]);
      }
    }
  }
}

TEST_CASE("kernel: a week in laps is the same week") {
  test::SmallStudy const study;
  State plain = found(study.rival, 5, 1);
  State in_laps = plain;
  for (int w = 0; w < 12; ++w) {
    study.week.step(plain, 5, 1);
    study.week.step(in_laps, 5, 1, [](char const*) {});
  }
  CHECK(digest(plain) == digest(in_laps));
}

TEST_CASE("kernel: a level can be forced; an unknown one is an error that names those there are") {
  std::string const usual = kernel().level;
  for (Kernel const* form : kernels()) {
    use_kernel(form->level);
    CHECK(&kernel() == form);
  }
  CHECK_THROWS_WITH_AS(use_kernel("v5"), doctest::Contains("scalar"), Error);
  use_kernel(usual);
}

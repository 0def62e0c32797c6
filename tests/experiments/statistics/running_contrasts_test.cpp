/// The estimate that the progress line shows: pairs of complete replicates, and nothing else.
#include "experiments/statistics/running_contrasts.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace disalign;

namespace {

constexpr double failed = std::numeric_limits<double>::quiet_NaN();

RunningContrasts two_scenarios() { return {{"alone", "with"}, {-1, 0}}; }

}  // namespace

TEST_CASE("running contrasts: after every replicate they are those of all pairs so far") {
  auto running = two_scenarios();
  PairedMoments pairs;
  double const alone[] = {10, 12, 9, 14};
  double const with[] = {11, 15, 9, 19};
  for (int r = 0; r < 4; ++r) {
    running.add(0, r, alone[r]);
    CHECK(running.contrasts().front().contrast.n == r);  // half a replicate counts for nothing
    running.add(1, r, with[r]);
    pairs.add(with[r], alone[r]);
    auto const now = running.contrasts();
    REQUIRE(now.size() == 1);
    CHECK(now.front().name == "with");
    CHECK(now.front().contrast.n == r + 1);
    CHECK(now.front().contrast.effect == doctest::Approx(contrast(pairs).effect));
    if (r > 0) CHECK(now.front().contrast.hi == doctest::Approx(contrast(pairs).hi));
  }
}

TEST_CASE(
    "running contrasts: a replicate with a failed run, or with a point missing, is left out") {
  auto running = two_scenarios();
  running.add(0, 0, 10);
  running.add(1, 0, failed);
  running.add(0, 1, 10);  // its other point never comes: the study went on elsewhere
  running.add(1, 2, 30);
  running.add(0, 3, 10);
  running.add(1, 3, 12);
  auto const now = running.contrasts();
  CHECK(now.front().contrast.n == 1);
  CHECK(now.front().contrast.effect == doctest::Approx(2));
}

TEST_CASE("running contrasts: the text names effect, half-width and pairs, and waits for two") {
  auto running = two_scenarios();
  running.add(0, 0, 10);
  running.add(1, 0, 13);
  CHECK(running.text().empty());
  running.add(0, 1, 10);
  running.add(1, 1, 15);
  // mean 4, standard deviation sqrt 2, t(1) = 12.706: half-width 12.706
  CHECK(running.text() == "to alone: with +4 ± 13 (n 2)");
  RunningContrasts none({"alone"}, {-1});
  none.add(0, 0, 1);
  none.add(0, 1, 2);
  CHECK(none.text().empty());
}

TEST_CASE("running contrasts: of many points the first ones are named") {
  RunningContrasts running({"base", "a", "b", "c", "d"}, {-1, 0, 0, 0, 0});
  for (int r = 0; r < 3; ++r) {
    for (int p = 0; p < 5; ++p) running.add(p, r, p * 10.0 + r * (p + 1));
  }
  CHECK(running.text(2).find("a +11") != std::string::npos);
  CHECK(running.text(2).find(", ... (n 3)") != std::string::npos);
  CHECK(running.text(2).find(" c ") == std::string::npos);
}

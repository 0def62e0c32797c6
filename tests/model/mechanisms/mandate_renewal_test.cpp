/// Renewals: how often they are lost, rolled over, reviewed early.
#include "model/mechanisms/mandate_renewal.hpp"

#include <doctest/doctest.h>

#include "tests/support/agreement.hpp"
#include "tests/support/council_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

double lg(double x) { return 1 / (1 + std::exp(-x)); }

struct Renewal : CouncilTheatre {
  Renewal() {
    state.docket.term[un] = 52;
    mandates().renewal[un] = 10;
    utility(un, 3.4F, 3.4F);  // central, host consent, K = 0.2
  }
  /// Votes anew; true when the mandate is lost.
  bool lost(MandateRenewal const& rule, std::uint64_t r) {
    mandates().renewal[un] = 10;
    mandates().departure[un] = 100000;
    apply(rule, r);
    return mandates().renewal[un] < 0;
  }
  double lost_share(MandateRenewal const& rule, int n) {
    int count = 0;
    for (int r = 0; r < n; ++r) count += lost(rule, static_cast<std::uint64_t>(r)) ? 1 : 0;
    return static_cast<double>(count) / n;
  }
};

}  // namespace

TEST_CASE("mandate_renewal: 0.4 % of the renewals of a central mission are vetoed") {
  double const expected = 1 - (1 - lg(-6.2)) * (1 - lg(-6.2));
  CHECK(expected == doctest::Approx(0.004).epsilon(0.05));
  int const n = 200000;
  MandateRenewal rule;
  CHECK(share_agrees(Renewal{}.lost_share(rule, n), expected, n));
  rule.status_quo *= 0.9F;
  CHECK_FALSE(share_agrees(Renewal{}.lost_share(rule, n), expected, n));
}

TEST_CASE("mandate_renewal: under a full grudge of one bloc 45 % are vetoed") {
  Renewal theatre;
  theatre.utility(un, 3.4F, 3.4F - 6);
  double const expected = 1 - (1 - lg(-6.2)) * (1 - lg(-0.2));
  CHECK(expected == doctest::Approx(0.45).epsilon(0.01));
  int const n = 60000;
  MandateRenewal rule;
  CHECK(share_agrees(theatre.lost_share(rule, n), expected, n));
  rule.status_quo *= 0.9F;
  CHECK_FALSE(share_agrees(theatre.lost_share(rule, n), expected, n));
}

TEST_CASE("mandate_renewal: a host that objects costs 3") {
  Renewal theatre;
  theatre.state.actors.consent[un] = 0.1F;
  int const n = 60000;
  double const expected = 1 - (1 - lg(-3.2)) * (1 - lg(-3.2));
  MandateRenewal rule;
  CHECK(share_agrees(theatre.lost_share(rule, n), expected, n));
  rule.objection *= 1.1F;
  CHECK_FALSE(share_agrees(theatre.lost_share(rule, n), expected, n));
}

TEST_CASE("mandate_renewal: a mandate without an end is never voted on") {
  CouncilTheatre theatre;
  theatre.utility(un, -100, -100);
  State const before = theatre.state;
  theatre.apply(MandateRenewal{});
  CHECK(digest(theatre.state) == digest(before));
}

TEST_CASE("mandate_renewal: a lost mandate ends in 26 weeks of withdrawal") {
  Renewal theatre;
  theatre.utility(un, 100, -100);
  CHECK(theatre.lost({}, 0));
  CHECK(theatre.mandates().departure[un] == 10);
  CHECK(theatre.mandates().drawdown_weeks[un] == 26);
  CHECK(theatre.mandates().drawdown_to[un] == 0);
  CHECK(theatre.mandates().authorised[un] == 0);
  CHECK(theatre.state.flows.renewals_lost == 1);
  CHECK(theatre.state.council.slights == BlocArray<std::int32_t>{1, 0});  // the P3 hold the pen
  CHECK(theatre.state.docket.vetoed[un] == -1);  // a UN mission does not stay without a mandate
  check_invariants(theatre.state);
}

TEST_CASE("mandate_renewal: a renewed mandate runs for its term") {
  Renewal theatre;
  theatre.utility(un, 100, 100);
  MandateRenewal rule;
  rule.nine_votes = 0;
  CHECK_FALSE(theatre.lost(rule, 0));
  CHECK(theatre.mandates().renewal[un] == 62);
  theatre.state.docket.term[un] = 26;
  CHECK_FALSE(theatre.lost(rule, 0));
  CHECK(theatre.mandates().renewal[un] == 36);
}

TEST_CASE(
    "mandate_renewal: without nine votes it is rolled over for 4 to 13 weeks, each as often") {
  Renewal theatre;
  theatre.utility(un, 100, 100);
  MandateRenewal rule;
  rule.nine_votes = 1;
  int const n = 20000;
  std::array<int, 14> lengths{};
  for (int r = 0; r < n; ++r) {
    CHECK_FALSE(theatre.lost(rule, static_cast<std::uint64_t>(r)));
    int const roll = theatre.mandates().renewal[un] - 10;
    REQUIRE(roll >= 4);
    REQUIRE(roll <= 13);
    ++lengths[static_cast<std::size_t>(roll)];
  }
  for (std::size_t k = 4; k <= 13; ++k)
    CHECK(share_agrees(static_cast<double>(lengths[k]) / n, 0.1, n));
  CHECK_FALSE(share_agrees(static_cast<double>(lengths[4]) / n, 0.11, n));
}

TEST_CASE(
    "mandate_renewal: an early review concerns missions whose pen the other bloc holds, and "
    "leaves the term alone when it passes") {
  Renewal theatre;
  theatre.mandates().renewal[un] = 40;
  theatre.utility(un, 100, 100);
  theatre.state.council.early_review = {10, -1};  // asked for by the P3, who hold the pen
  theatre.apply(MandateRenewal{});
  CHECK(theatre.state.council.drafts == 0);
  theatre.state.council.early_review = {-1, 10};
  theatre.apply(MandateRenewal{});
  CHECK(theatre.state.council.drafts == 1);
  CHECK(theatre.mandates().renewal[un] == 40);
  theatre.utility(un, 100, -100);
  theatre.apply(MandateRenewal{});
  CHECK(theatre.mandates().renewal[un] == -1);
}

TEST_CASE("mandate_renewal: what raises a bloc's readiness never loses a mandate") {
  Renewal theatre;
  int differ = 0;
  for (std::uint64_t r = 0; r < 400; ++r) {
    theatre.utility(un, -3, -3);
    bool const low = theatre.lost({}, r);
    theatre.utility(un, -2, -3);
    bool const high = theatre.lost({}, r);
    CHECK(high <= low);
    differ += low != high ? 1 : 0;
  }
  CHECK(differ > 0);
}

TEST_CASE("mandate_renewal: nobody votes on a mission that is leaving") {
  Renewal theatre;
  theatre.utility(un, -100, -100);
  theatre.mandates().departure[un] = 8;
  theatre.apply(MandateRenewal{});
  CHECK(theatre.state.council.drafts == 0);
  CHECK(theatre.mandates().renewal[un] == -1);
}

TEST_CASE("mandate_renewal: its switch") {
  Renewal theatre;
  CHECK(switch_works<MandateRenewal>(theatre.state));
}

/// Every attribute of an actor has a consequence: none is a label that is only read and shown.
///
/// Each is set to other values of its range, in small wars that between them use all of the model, until
/// what a run reports differs (all series that do not describe the treatment). What never makes a
/// difference is named.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/channels.hpp"
#include "tests/support/sea_theatre.hpp"
#include "tests/support/small_study.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

constexpr int weeks = 70;

/// Sets the k-th declared number of what it visits to the c-th other value of its range.
class Nudge {
 public:
  Nudge(int which, int choice) : which_(which), choice_(choice) {}

  template <class T>
  void field(char const* name, T& member, char const* /*unit*/, double low, double high,
             char const* /*meaning*/, char const* /*source*/) {
    set(name, member, low, high);
  }
  template <class T>
  void word(char const* name, T& member, auto const& words, char const* /*meaning*/,
            char const* /*source*/) {
    set(name, member, 0, static_cast<double>(std::size(words)) - 1);
  }

  std::string found;     ///< name of what it changed; "" past the last one
  bool changed = false;  ///< the value is another one than before

 private:
  template <class T>
  void set(char const* name, T& member, double low, double high) {
    if (at_++ != which_) return;
    found = name;
    double const now = static_cast<double>(member);
    std::array const choices{low, high, 0.5 * now, 2 * now, 0.5, 30.0, 1.0, 2.0, 3.0, 5.0, 10.0};
    double const value = std::clamp(choices[static_cast<std::size_t>(choice_)], low, high);
    T const wanted = static_cast<T>(value);
    changed = wanted != member;
    member = wanted;
  }

  int which_, choice_;
  int at_ = 0;
};
constexpr int choices = 11;

/// A war that uses a part of the model.
struct War {
  char const* name;
  Cast cast;
  std::vector<double> outcomes;  ///< as it is
};

TimelineEntry entry(Action action, int actor, float week, float amount = 0, float length = 0) {
  TimelineEntry result;
  result.key = mix(static_cast<std::uint64_t>(action) + 100);
  result.action = static_cast<std::int32_t>(action);
  result.actor = actor;
  result.week = week;
  result.amount = amount;
  result.weeks = length;
  return result;
}

class Wars {
 public:
  Wars() {
    add("rival partner", study_.rival, [](War&) {});
    add("reluctant host", study_.rival, [](War& war) {
      for (std::size_t a : {3U, 4U}) war.cast.actors[a].attributes.consent = 0.2F;
      war.cast.actors[3].attributes.police = 200;
      war.cast.actors[3].attributes.observers = 50;
      war.cast.actors[4].attributes.one_sided_rate = 0.3F;
      war.cast.actors[4].attributes.lead = company;
      war.cast.actors[2].attributes.group_type = criminal;
      war.cast.actors[1].attributes.group_type = militia;
      war.cast.actors[4].attributes.new_provider = 1;
    });
    add("forces come and go", study_.rival, [](War& war) {
      auto& plans = war.cast.actors;
      plans[4].attributes.arrival_week = 5;
      plans[4].attributes.ramp_midpoint = 6;
      plans[4].attributes.ramp_width = 2;
      plans[3].attributes.rotation = 1;
      plans[3].attributes.departure_week = 50;
      war.cast.timeline = {entry(Action::coup, 0, 8, 0.5F), entry(Action::expulsion, 4, 30),
                           entry(Action::budget, 3, 20, 0.6F)};
    });
    add("divided Council", study_.rival, [](War& war) {
      auto& plans = war.cast.actors;
      plans[4].attributes.authorised = 0;
      plans[4].attributes.arrival_week = 100000;
      plans[4].attributes.stake = 1;
      plans[4].attributes.authorisation = unauthorised;
      war.cast.timeline = {entry(Action::contestation, -1, 1, 0.8F), entry(Action::draft, 4, 4),
                           entry(Action::counter_terrorism_consensus, -1, 2, 1),
                           entry(Action::mandate, 3, 1, 0, 8)};
    });
    add("forces merge", study_.rival,
        [](War& war) { war.cast.actors[4].attributes.merge_week = 10; });
    add("at sea", sea_.cast, [](War&) {});
    for (War& war : wars_) war.outcomes = outcomes(war.cast);
  }

  /// Whether change(war) makes a difference in any of the wars; change says whether it changed anything.
  [[nodiscard]] bool matters(std::function<bool(War&)> const& change) const {
    for (War const& war : wars_) {
      War other = war;
      if (change(other) && outcomes(other.cast) != war.outcomes) return true;
    }
    return false;
  }

  [[nodiscard]] std::size_t actors() const { return 5; }

 private:
  void add(char const* name, Cast const& cast, auto alter) {
    wars_.push_back({name, cast, {}});
    alter(wars_.back());
  }
  [[nodiscard]] std::vector<double> outcomes(Cast const& cast) const {
    return outcomes_of(simulate(cast, study_.week, weeks, RunAddress{1, 0}, false));
  }

  SmallStudy study_;
  SeaTheatre sea_;
  std::vector<War> wars_;
};

}  // namespace

TEST_CASE("attributes: every one has a consequence") {
  Wars const wars;
  REQUIRE_FALSE(
      wars.matters([](War&) { return true; }));  // what is not changed makes no difference
  for (int k = 0;; ++k) {
    Attributes probe;
    Nudge first(k, 0);
    Attributes::describe(probe, first);
    if (first.found.empty()) break;
    bool matters = false;
    for (int choice = 0; choice < choices && !matters; ++choice) {
      for (std::size_t a = 0; a < wars.actors() && !matters; ++a) {
        matters = wars.matters([&](War& war) {
          Nudge nudge(k, choice);
          Attributes::describe(war.cast.actors[a].attributes, nudge);
          return nudge.changed;
        });
      }
    }
    CHECK_MESSAGE(matters, "nothing depends on the attribute " << first.found);
  }
}

/// A run that is cut off between two weeks goes on to the same digest and record, or says why not.
#include "model/checkpoint.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "model/base/check.hpp"
#include "model/base/members.hpp"
#include "tests/support/small_study.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

constexpr int weeks = 60;
constexpr std::uint64_t identity = 4711;
constexpr std::size_t header_size = 56;

/// Keeps the bytes of one week, or goes on from bytes.
class InMemory : public Keeper {
 public:
  explicit InMemory(int week) : week_(week) {}
  explicit InMemory(std::string from) : bytes(std::move(from)) {}
  int resume(std::span<State> states, std::span<Recording> recordings) override {
    return bytes.empty() ? 0 : read_checkpoint(bytes, "memory", identity, states, recordings);
  }
  void after_week(std::span<State const> states, std::span<Recording const> recordings) override {
    if (states.front().week == week_) bytes = write_checkpoint(identity, states, recordings);
    splinters = states.front().actors.count;
    births += std::count_if(states.front().units.id.begin(), states.front().units.id.end(),
                            [](std::uint64_t id) { return id >> 63 != 0; });
    convoys += std::ssize(states.front().logistics.convoys);
    happened +=
        std::count(states.front().shocks.happened.begin(), states.front().shocks.happened.end(), 1);
  }

  std::string bytes;
  std::ptrdiff_t splinters = 0, births = 0, convoys = 0, happened = 0;

 private:
  int week_ = -1;
};

/// The small war with everything at work: groups split, convoys travel, the timeline strikes.
struct LivelyStudy : SmallStudy {
  LivelyStudy() {
    week.each([](char const*, auto& switched) {
      if constexpr (std::is_same_v<decltype(switched.rule), GroupSplits>) switched.rule.rate = 0.2F;
    });
    for (Cast* cast : {&aligned, &rival}) {
      cast->actors.back().attributes.support_dependence = 0.8F;
      TimelineEntry surge;
      surge.action = static_cast<std::int32_t>(Action::surge);
      surge.week = 10;
      surge.actor = 1;
      surge.amount = 2;
      cast->timeline.push_back(surge);
      TimelineEntry blackout;
      blackout.action = static_cast<std::int32_t>(Action::blackout);
      blackout.week = 11;
      blackout.amount = 0.9F;
      cast->timeline.push_back(blackout);
    }
  }
  std::vector<Record> run(Keeper* keeper) const {
    std::array<Theatre<Week>, 2> const theatres{Theatre<Week>{"north", &aligned, &week},
                                                Theatre<Week>{"south", &rival, &week}};
    return simulate_theatres(std::span<Theatre<Week> const>(theatres), weeks, RunAddress{11, 2},
                             true, keeper);
  }
};

/// Equality of everything in a record, member by member; NaN equals NaN.
template <class T>
bool same_bytes(T const& a, T const& b) {
  if constexpr (requires { a.size(); }) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!same_bytes(a[i], b[i])) return false;
    }
    return true;
  } else if constexpr (std::is_class_v<T>) {
    std::vector<void const*> members;
    each_member(b, [&](auto const& member) { members.push_back(&member); });
    bool same = true;
    std::size_t k = 0;
    each_member(a, [&](auto const& member) {
      using Member = std::remove_cvref_t<decltype(member)>;
      same = same && same_bytes(member, *static_cast<Member const*>(members[k++]));
    });
    return same;
  } else {
    return std::memcmp(&a, &b, sizeof a) == 0;
  }
}

/// What read_checkpoint says about bytes; "" when it takes them.
std::string refusal(std::string const& bytes, std::uint64_t its_identity = identity) {
  static LivelyStudy const study;
  std::vector<State> states;
  std::vector<Recording> recordings;
  for (Cast const* cast : {&study.aligned, &study.rival}) {
    std::string const name = cast == &study.aligned ? "north" : "south";
    states.push_back(found(*cast, theatre_seed(11, name), 2));
    recordings.emplace_back(states.back(), weeks, Reporter(cast->reporting, 1, 2), true);
  }
  auto const before = digest(states[1]);
  try {
    read_checkpoint(bytes, "run.checkpoint", its_identity, states, recordings);
  } catch (Error const& error) {
    CHECK(digest(states[1]) == before);  // a refused checkpoint leaves no trace
    CHECK(states[1].week == 0);
    return error.what();
  }
  return "";
}

bool contains(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

std::string kept_at(int week) {
  InMemory keeper(week);
  LivelyStudy().run(&keeper);
  REQUIRE(!keeper.bytes.empty());
  return keeper.bytes;
}

}  // namespace

TEST_CASE("members: each is visited once, in order, whatever its type") {
  struct Sample {
    int a = 1;
    std::array<float, 3> b{};
    std::vector<std::string> c;
    double const* d = nullptr;
    bool e = false;
  };
  Sample sample;
  std::vector<void const*> visited;
  each_member(sample, [&](auto& member) { visited.push_back(&member); });
  CHECK(visited == std::vector<void const*>{&sample.a, &sample.b, &sample.c, &sample.d, &sample.e});
}

TEST_CASE("checkpoint: a run that goes on from any week ends with the same digest and record") {
  LivelyStudy const study;
  InMemory idle(-1);
  auto const whole = study.run(&idle);
  // The theatres hold what is hard to keep: splinters, children of units, convoys, a timeline.
  CHECK(idle.splinters > 5);
  CHECK(idle.births > 0);
  CHECK(idle.convoys > 0);
  CHECK(idle.happened > 0);
  CHECK(same_bytes(whole, study.run(nullptr)));
  for (int const week : {1, 7, 8, 21, 40, 59}) {
    CAPTURE(week);
    InMemory keeper(week);
    study.run(&keeper);
    InMemory later(keeper.bytes);
    auto const continued = study.run(&later);
    REQUIRE(continued.size() == 2);
    CHECK(continued[0].digest == whole[0].digest);
    CHECK(same_bytes(continued, whole));
  }
}

TEST_CASE("checkpoint: every byte comes back, and one that does not is seen in the digest") {
  LivelyStudy const study;
  std::string const bytes = kept_at(21);
  struct Again : Keeper {
    explicit Again(std::string from) : bytes(std::move(from)) {}
    int resume(std::span<State> states, std::span<Recording> recordings) override {
      int const done = read_checkpoint(bytes, "memory", identity, states, recordings);
      again = write_checkpoint(identity, states, recordings);
      states.front().actors.purse[1] += purse;
      return done;
    }
    void after_week(std::span<State const>, std::span<Recording const>) override {}
    std::string bytes, again;
    float purse = 0;
  };
  Again keeper(bytes);
  auto const sound = study.run(&keeper);
  CHECK(keeper.again == bytes);
  Again poorer(bytes);
  poorer.purse = 1;  // one person-week in one purse
  CHECK(study.run(&poorer)[0].digest != sound[0].digest);
}

TEST_CASE("checkpoint: truncated, damaged, foreign and future ones are refused with a remedy") {
  std::string const bytes = kept_at(8);
  CHECK(refusal(bytes).empty());
  std::string const foreign = refusal(bytes, identity + 1);
  CHECK(contains(foreign, "run.checkpoint: belongs to another run"));
  CHECK(contains(foreign, "remove the file"));
  for (std::size_t const size : {std::size_t{0}, std::size_t{7}, header_size - 1, header_size,
                                 bytes.size() / 2, bytes.size() - 1}) {
    CAPTURE(size);
    std::string const text = refusal(bytes.substr(0, size));
    CHECK(contains(text, "is truncated"));
    CHECK(contains(text, "Remove the file: the run then starts from its first week"));
  }
  CHECK(contains(refusal(bytes + "x"), "follow its header"));
  std::string future = bytes;
  future[8] = 9;
  CHECK(contains(refusal(with_checksum(future)), "has format version 9 (this program reads 1)"));
  std::string other = bytes;
  other[0] = 'E';
  CHECK(contains(refusal(other), "is no checkpoint of disalign"));
  std::string build = bytes;
  build[24] = static_cast<char>(build[24] ^ 1);
  CHECK(contains(refusal(with_checksum(build)), "another build"));
}

TEST_CASE("checkpoint: any flipped bit is found") {
  std::string bytes = kept_at(8);
  std::size_t tried = 0;
  for (std::size_t at = 0; at < bytes.size(); at += at < header_size ? 1 : 9973) {
    for (int bit = 0; bit < 8; ++bit, ++tried) {
      auto const flip = [&] { bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit)); };
      flip();
      CAPTURE(at);
      REQUIRE(!refusal(bytes).empty());
      flip();
    }
  }
  CHECK(tried > 500);
  CHECK(refusal(bytes).empty());
}

TEST_CASE("checkpoint: with a right checksum, what cannot be is refused all the same") {
  std::string const bytes = kept_at(8);
  std::size_t refused = 0;
  std::size_t tried = 0;
  for (std::size_t at = header_size; at + 8 < bytes.size(); at += 4999, ++tried) {
    for (int const value : {0xFF, 0x7F}) {
      std::string forged = bytes;
      std::memset(forged.data() + at, value, 8);
      if (!refusal(with_checksum(forged)).empty()) ++refused;
    }
  }
  CHECK(tried > 100);
  CHECK(refused > tried / 2);  // the others are counts and hashes that may hold such values
}

TEST_CASE("checkpoint: attributes outside their declared bounds are refused") {
  LivelyStudy const study;
  State const founded = found(study.rival, 1, 0);
  CHECK_NOTHROW(check_restored(founded, founded));
  for (float const reach : {-1.0F, 1e30F, std::numeric_limits<float>::quiet_NaN()}) {
    State state = founded;
    state.actors.attributes[0].reach = reach;
    CHECK_THROWS_WITH(check_restored(state, founded), "an attribute of an actor cannot be");
  }
  for (int const lead : {-1, 1000}) {
    State state = founded;
    state.actors.attributes[0].lead = lead;
    CHECK_THROWS_WITH(check_restored(state, founded), "an attribute of an actor cannot be");
  }
}

TEST_CASE("checkpoint: books that no run could have kept are refused before they are added up") {
  LivelyStudy const study;
  State const founded = found(study.rival, 1, 0);
  for (std::int64_t const persons : {std::int64_t{-1}, std::numeric_limits<std::int64_t>::max()}) {
    State state = founded;
    state.ledger.arrived[0] = state.ledger.recruited[0] = persons;
    CHECK_THROWS_WITH(check_restored(state, founded), "a number of the books cannot be");
    state = founded;
    state.ledger.civilian_dead = persons;
    CHECK_THROWS_WITH(check_restored(state, founded), "a number of the books cannot be");
  }
  State state = founded;
  state.cells.residents[static_cast<std::size_t>(founded.grid().cells[0])] = INT32_MAX;
  CHECK_THROWS_WITH(check_restored(state, founded), "the people of a cell cannot be");
  state = founded;
  state.units.strength[0] = INT32_MAX;
  CHECK_THROWS_WITH(check_restored(state, founded), "the strength of all units cannot be");
}

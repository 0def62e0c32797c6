/// Rescue: forces within reach answer calls before the week's deaths are final.
/// Calls, in day order: an attack on an operation; a battle in which an operation loses more than its
/// foe; an attack on civilians by an armed group with more than `massacre` dead. Against the host's
/// army nobody has the authority by default (eq. 8), and operations do not fight each other.
///     P(a comes) = alert sat(n_a, h) (1 - fric_ac)   if p T_a <= 7 - day, for every operation a
///     alert = 1 for the endangered itself and for whoever stands in the cell of a massacre,
///             else a0 + (1 - a0) c, c the coordination with the endangered, or the closest
///             operation in the cell of a massacre
/// n_a  persons within a's reach of the cell not yet committed   h  persons for half the chance
/// T_a  response time [days]   p  preparedness, 0.4..1 (L10)   c  coordination, 0..1
/// fric  share of effect lost to friction
/// Responders come in order of response time and key until they match the attackers; each commits
/// what is still needed, cells from south-west to north-east, and these answer no other call.
///     losses of the endangered ~ Binomial(losses, .3)    when anybody came
///     remaining massacre ~ Binomial(dead, .4)            when attackers <= 2 x responders
/// Above that ceiling only withdrawal succeeds: the operation is saved, civilians are not.
/// Reserve (L12): n persons that wait outside the theatre. The worst call of a week that nobody answered,
/// within `reserve_radius` of a base of the UN, brings them there after T weeks; for `reserve_stay` weeks
/// they answer calls within `reserve_reach`, after all others and with P = sat(n, h). They count nowhere
/// else and suffer no losses (assumed).
/// Limits: nobody in reach in time, nothing changes. Calls that no one reaches this week lapse.
/// Sign of the direct effect: never more deaths; more persons, coordination or speed, fewer.
/// Reads events, attributes, coordination, at.strength, in_reach, friction. Writes events (deaths,
/// rescued), at.committed, mandates.reserve_*, flows.rescue_calls and rescues.
/// Draws: event address mixed with the responder's key, word 0 whether it comes; event address, word
/// 0 losses kept, word 1 whether the reserve comes. Source: MODEL.md eq. 13, first half; M13, M19, L10,
/// L12, scenario 2; how a reserve is sent is assumed.
#pragma once
#include <algorithm>
#include <array>
#include <memory_resource>
#include <vector>

#include "model/base/counts.hpp"
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/state.hpp"

namespace disalign {

struct Rescue {
  static constexpr char const* name = "rescue";
  float massacre = 5;
  float alert_without_contact = 0.3F;
  float half_persons = 200;
  float losses_kept = 0.3F;
  float massacre_kept = 0.4F;
  float ceiling = 2;
  float preparedness = 1;
  int reserve = 0;
  float reserve_radius = 300;
  int reserve_weeks = 2;
  int reserve_stay = 8;
  float reserve_reach = 100;

  static void describe(auto& self, auto& visit) {
    visit.field("massacre", self.massacre, "person", 0, 1e5,
                "civilian dead above which an attack is a call for help", "MODEL.md eq. 13: 5");
    visit.field("alert_without_contact", self.alert_without_contact, "1", 0, 1,
                "alertness to the call of another force without coordination", "assumed: 0.3");
    visit.field("half_persons", self.half_persons, "person", 1, 1e5,
                "free persons in reach for half the chance to come", "MODEL.md eq. 13: 200");
    visit.field("losses_kept", self.losses_kept, "1", 0, 1,
                "share of the endangered operation's losses that remains after a rescue",
                "MODEL.md eq. 13: 0.3");
    visit.field("massacre_kept", self.massacre_kept, "1", 0, 1,
                "share of a massacre that remains after an intervention", "MODEL.md eq. 13: 0.4");
    visit.field("ceiling", self.ceiling, "1", 0, 100,
                "attackers per responder above which civilians cannot be saved",
                "S, scenario 2: 2");
    visit.field("preparedness", self.preparedness, "1", 0.4, 1,
                "factor of exercises and contingency plans on every response time", "L10: 0.4-1");
    visit.field("reserve", self.reserve, "person", 0, 2000, "persons of a rapid-reaction reserve",
                "L12: 0-2,000");
    visit.field("reserve_radius", self.reserve_radius, "km", 100, 500,
                "distance from a base of the UN within which it is sent", "L12: 100-500");
    visit.field("reserve_weeks", self.reserve_weeks, "week", 1, 4,
                "weeks until the reserve is there", "L12: 1-4");
    visit.field("reserve_stay", self.reserve_stay, "week", 1, 520, "weeks it stays", "assumed");
    visit.field("reserve_reach", self.reserve_reach, "km", 0, 500,
                "distance within which it answers calls once there", "assumed");
  }

  void operator()(State& state, Draws draws) const {
    std::pmr::vector<std::size_t> calls(&state.arena);
    for (std::size_t e = 0; e < state.events.size(); ++e) {
      if (endangered(state, state.events[e]) != nobody) calls.push_back(e);
    }
    std::sort(calls.begin(), calls.end(), [&](std::size_t x, std::size_t y) {
      Event const& a = state.events[x];
      Event const& b = state.events[y];
      return a.day != b.day ? a.day < b.day : a.address < b.address;
    });
    Mandates& mandates = state.mandates;
    bool const over =
        mandates.reserve_cell >= 0 && state.week >= mandates.reserve_week + reserve_stay;
    if (over) mandates.reserve_cell = -1;
    bool const there = mandates.reserve_cell >= 0 && state.week >= mandates.reserve_week;
    std::int32_t free_reserve = there ? reserve : 0;
    for (std::size_t const e : calls) answer(state, draws, state.events[e], free_reserve);
    if (reserve > 0 && mandates.reserve_cell < 0) send_reserve(state, calls);
  }

 private:
  static constexpr int nobody = -3;  // no call; `civilians` (-1) are endangered by a massacre

  /// The operation in danger, `civilians`, or `nobody`.
  [[nodiscard]] int endangered(State const& state, Event const& event) const {
    if (event.kind == EventKind::attack_on_operation) return event.side_b;
    if (event.kind == EventKind::attack_on_civilians) {
      bool const large = static_cast<float>(event.deaths_civilians) > massacre;
      return large && of_war(state.actors, event.side_a) ? civilians : nobody;
    }
    if (event.kind != EventKind::battle) return nobody;
    Actors const& actors = state.actors;
    if (actors.is_operation(event.side_a) && event.deaths_a > event.deaths_b) return event.side_a;
    if (actors.is_operation(event.side_b) && event.deaths_b > event.deaths_a) return event.side_b;
    return nobody;
  }

  /// An armed group that troops answer; criminals are a matter of the police (F11).
  static bool of_war(Actors const& actors, int a) {
    return actors.is_group(a) && actors.attributes[Actors::idx(a)].group_type != criminal;
  }

  void answer(State& state, Draws draws, Event& event, std::int32_t& free_reserve) const {
    ++state.flows.rescue_calls;
    int const victim = endangered(state, event);
    bool const first_side = victim == event.side_a;
    std::int32_t const attackers = first_side ? event.committed_b : event.committed_a;
    std::array<int, max_actors> responders{};
    std::size_t const count = list_responders(state, event, responders);
    std::int32_t arrived = 0;
    for (std::size_t k = 0; k < count && (arrived == 0 || arrived < attackers); ++k) {
      int const a = responders[k];
      float const unbound = 1.0F - state.politics.diverted[Actors::idx(a)];  // by support of others
      auto const free = static_cast<std::int32_t>(
          unbound * static_cast<float>(free_persons(state, a, event.cell, 0)));
      float const effect = 1.0F - state.at.friction[a][event.cell];
      float const comes = alert(state, a, victim, event.cell) *
                          saturation(static_cast<float>(free), half_persons) * effect;
      if (draws.at(mix(event.address ^ mix(state.actors.key[Actors::idx(a)])))(0) >= comes)
        continue;
      std::int32_t const sent = std::min(free, std::max(1, attackers - arrived));
      free_persons(state, a, event.cell, sent);
      arrived += sent;
    }
    if (arrived == 0 || arrived < attackers) {
      arrived += from_reserve(state, draws, event, attackers - arrived, free_reserve);
    }
    if (arrived == 0) return;
    bool const overwhelmed = static_cast<float>(attackers) > ceiling * static_cast<float>(arrived);
    if (victim == civilians && overwhelmed) return;
    std::int32_t& deaths = victim == civilians ? event.deaths_civilians
                           : first_side        ? event.deaths_a
                                               : event.deaths_b;
    float const kept = victim == civilians ? massacre_kept : losses_kept;
    deaths = binomial(deaths, -log(1.0F - kept), draws.at(event.address)(0));
    event.rescued = true;
    ++state.flows.rescues;
  }

  /// Persons of the reserve who come to this call; they answer no other one this week.
  [[nodiscard]] std::int32_t from_reserve(State const& state, Draws draws, Event const& event,
                                          std::int32_t needed, std::int32_t& free_reserve) const {
    if (free_reserve <= 0) return 0;
    if (state.grid().distance_km(state.mandates.reserve_cell, event.cell) > reserve_reach) return 0;
    float const comes = saturation(static_cast<float>(free_reserve), half_persons);
    if (draws.at(event.address)(1) >= comes) return 0;
    std::int32_t const sent = std::min(free_reserve, std::max(1, needed));
    free_reserve -= sent;
    return sent;
  }

  /// Sends the reserve to the worst call that nobody answered, if it is near enough to a UN base.
  void send_reserve(State& state, std::pmr::vector<std::size_t> const& calls) const {
    Event const* worst = nullptr;
    for (std::size_t const e : calls) {
      Event const& event = state.events[e];
      if (event.rescued || !near_base(state, event.cell)) continue;
      bool const worse = worst == nullptr || event.deaths() > worst->deaths() ||
                         (event.deaths() == worst->deaths() && event.address < worst->address);
      if (worse) worst = &event;
    }
    if (worst == nullptr) return;
    state.mandates.reserve_cell = worst->cell;
    state.mandates.reserve_week = state.week + reserve_weeks;
  }

  [[nodiscard]] bool near_base(State const& state, int cell) const {
    for (int u = 0; u < state.actors.count; ++u) {
      if (!state.actors.takes_part(u) || state.actors.kind[Actors::idx(u)] != Kind::un_mission)
        continue;
      for (int const home : state.grid().cells) {
        if (state.at.home[u][home] != 0 && state.grid().distance_km(home, cell) <= reserve_radius)
          return true;
      }
    }
    return false;
  }

  /// Operations that have persons in reach and come in time, fastest first, then by key.
  [[nodiscard]] std::size_t list_responders(State const& state, Event const& event,
                                            std::array<int, max_actors>& responders) const {
    Actors const& actors = state.actors;
    std::size_t count = 0;
    for (int a = 0; a < actors.count; ++a) {
      if (!actors.takes_part(a) || !actors.is_operation(a)) continue;
      float const days = preparedness * actors.attributes[Actors::idx(a)].response_days;
      if (state.at.in_reach[a][event.cell] == 0 || days > static_cast<float>(7 - event.day))
        continue;
      responders[count++] = a;
    }
    std::sort(responders.begin(), responders.begin() + static_cast<std::ptrdiff_t>(count),
              [&](int x, int y) {
                float const first = actors.attributes[Actors::idx(x)].response_days;
                float const second = actors.attributes[Actors::idx(y)].response_days;
                return first != second ? first < second
                                       : actors.key[Actors::idx(x)] < actors.key[Actors::idx(y)];
              });
    return count;
  }

  [[nodiscard]] float alert(State const& state, int a, int victim, int cell) const {
    if (a == victim || (victim == civilians && state.at.strength[a][cell] > 0)) return 1.0F;
    auto const& coordination = state.actors.coordination[Actors::idx(a)];
    float contact = 0;
    for (int j = 0; j < state.actors.count; ++j) {
      bool const calls = victim == civilians
                             ? state.actors.is_operation(j) && state.at.strength[j][cell] > 0
                             : j == victim;
      if (calls) contact = std::max(contact, coordination[Actors::idx(j)]);
    }
    return alert_without_contact + (1.0F - alert_without_contact) * contact;
  }

  /// Persons of a within its reach of the cell who are not committed this week; commits the first
  /// `to_commit` of them.
  static std::int32_t free_persons(State& state, int a, int cell, std::int32_t to_commit) {
    Grid const& grid = state.grid();
    float const reach = state.actors.attributes[Actors::idx(a)].reach;
    int const columns = static_cast<int>(reach / grid.km_per_column);
    int const rows = static_cast<int>(reach / grid.km_per_row);
    std::int32_t sum = 0;
    for (int dy = -rows; dy <= rows; ++dy) {
      for (int dx = -columns; dx <= columns; ++dx) {
        float const x = static_cast<float>(dx) * grid.km_per_column;
        float const y = static_cast<float>(dy) * grid.km_per_row;
        int const there = x * x + y * y > reach * reach ? -1 : grid.step(cell, dx, dy);
        if (there < 0) continue;
        std::int32_t const free =
            std::max(0, state.at.strength[a][there] - state.at.committed[a][there]);
        std::int32_t const bound = std::min(free, to_commit);
        state.at.committed[a][there] += bound;
        to_commit -= bound;
        sum += free;
      }
    }
    return sum;
  }
};

}  // namespace disalign

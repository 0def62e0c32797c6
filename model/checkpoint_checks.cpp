/// What a restored state and recording must satisfy before a rule may touch them: sizes as founded,
/// every index within its table. A checksum finds accidents; this finds what one cannot.
#include <algorithm>
#include <string>

#include "model/base/check.hpp"
#include "model/base/describe.hpp"
#include "model/base/members.hpp"
#include "model/checkpoint.hpp"

namespace disalign {
namespace {

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

void require(bool holds, char const* what) {
  if (!holds) throw Error(std::string(what) + " cannot be");
}

/// Bounds of the indices in one state.
struct Tables {
  Grid const& grid;
  int actors, units;

  [[nodiscard]] bool is_cell(int c) const {
    return c >= 0 && c < grid.plane_size() && grid.inside[idx(c)] != 0;
  }
  [[nodiscard]] bool is_actor(int a) const { return a >= 0 && a < actors; }
};

/// Every vector of a struct of columns is as long as that of the founded one.
template <class Columns>
void check_sizes(Columns const& restored, Columns const& founded, char const* what) {
  std::vector<std::size_t> sizes;
  auto const each_column = [](Columns const& columns, auto visit) {
    each_member(columns, [&](auto const& member) {
      if constexpr (requires { member.size(); }) visit(member.size());  // else it is made anew
    });
  };
  each_column(founded, [&](std::size_t size) { sizes.push_back(size); });
  std::size_t k = 0;
  each_column(restored, [&](std::size_t size) { require(size == sizes[k++], what); });
}

/// Every attribute lies within the bounds that it is declared with: what rules compute relies on them.
struct WithinBounds {
  void field(char const*, float value, char const*, double low, double high, char const*,
             char const*) const {
    require(shortest(value) >= low && shortest(value) <= high, "an attribute of an actor");
  }
  void word(char const*, int value, auto const& words, char const*, char const*) const {
    require(value >= 0 && value < std::ssize(words), "an attribute of an actor");
  }
};

void check_actors(Actors const& actors, Actors const& founded) {
  require(actors.capacity == founded.capacity && actors.count >= founded.count &&
              actors.count <= actors.capacity,
          "its number of actors");
  for (int a = 0; a < actors.count; ++a) {
    auto const i = idx(a);
    auto const kind = static_cast<int>(actors.kind[i]);
    require(kind >= 0 && kind < static_cast<int>(kind_names.size()), "a kind of actor");
    require(a >= founded.count || actors.kind[i] == founded.kind[i], "a founder's kind");
    require(actors.parent[i] >= -1 && actors.parent[i] < a, "a parent");
    require(actors.principles_of[i] >= 0 && actors.principles_of[i] < actors.count,
            "whose principles an actor has");
    WithinBounds const within;
    Attributes::describe(actors.attributes[i], within);
  }
}

/// No count of persons that a run could reach; sums of such counts do not overflow.
constexpr std::int64_t most_persons = std::int64_t{1} << 50;

bool is_count(std::int64_t persons) { return persons >= 0 && persons <= most_persons; }

/// The same of a cell or of all units, which are summed in 32 bits.
constexpr std::int64_t most_together = std::int64_t{1} << 30;

void check_people(Cells const& cells) {
  for (auto const* column : {&cells.residents, &cells.displaced, &cells.demobilised})
    require(std::all_of(column->begin(), column->end(),
                        [](std::int32_t n) { return n >= 0 && n <= most_together; }),
            "the people of a cell");
}

void check_ledger(Ledger const& book) {
  require(is_count(book.people_at_start) && is_count(book.left_map) && is_count(book.civilian_dead),
          "a number of the books");
  for (auto const* column : {&book.at_start, &book.arrived, &book.recruited, &book.killed,
                             &book.deserted, &book.departed})
    require(std::all_of(column->begin(), column->end(), is_count), "a number of the books");
}

void check_units(Units const& units, Tables const& tables) {
  each_member(units, [&](auto const& column) {
    require(column.size() == idx(tables.units), "a list of units");
  });
  std::int64_t persons = 0;
  for (std::size_t r = 0; r < idx(tables.units); ++r) {
    require(tables.is_actor(units.actor[r]), "the actor of a unit");
    require(tables.is_cell(units.cell[r]) && tables.is_cell(units.origin[r]) &&
                tables.is_cell(units.home[r]),
            "the place of a unit");
    require(units.task[r] >= 0 && units.task[r] < task_count, "the task of a unit");
    require(units.strength[r] >= 0, "the strength of a unit");
    persons += units.strength[r];
  }
  require(persons <= most_together, "the strength of all units");
}

void check_event(Event const& event, Tables const& tables) {
  require(tables.is_cell(event.cell) && (event.cell_b == -1 || tables.is_cell(event.cell_b)),
          "the place of an event");
  auto const is_side = [&](int side) {
    return side == civilians || side == criminals || tables.is_actor(side);
  };
  require(is_side(event.side_a) && is_side(event.side_b), "a side of an event");
  auto const kind = static_cast<int>(event.kind);
  require(kind >= 0 && kind <= static_cast<int>(EventKind::convoy_attack), "a kind of event");
  require(event.day >= 1 && event.day <= 7, "the day of an event");
  for (int const dead :
       {event.deaths_a, event.deaths_b, event.deaths_civilians, event.deaths_staff})
    require(dead >= 0 && dead <= (1 << 28), "the dead of an event");
}

void check_logistics(Logistics const& logistics, Tables const& tables) {
  for (Convoy const& convoy : logistics.convoys) {
    require(tables.is_actor(convoy.operation) && tables.is_actor(convoy.supported),
            "a party to a convoy");
    require(tables.is_cell(convoy.from) && tables.is_cell(convoy.to), "the end of a convoy");
    require(std::all_of(convoy.route.begin(), convoy.route.end(),
                        [&](int c) { return tables.is_cell(c); }),
            "the route of a convoy");
  }
  for (int const hub : logistics.hub) require(hub == 0 || tables.is_cell(hub), "a hub");
  require(logistics.road_use.empty() || logistics.road_use.size() == idx(tables.grid.plane_size()),
          "the use of roads");
}

void check_institutions(State const& state, Tables const& tables) {
  for (int const into : state.mandates.merged_into)
    require(into == -1 || tables.is_actor(into), "a merger");
  require(state.mandates.reserve_cell == -1 || tables.is_cell(state.mandates.reserve_cell),
          "the place of the reserve");
  for (int const pen : state.docket.pen) require(pen >= 0 && pen < bloc_count, "a penholder");
  for (auto const& row : state.politics.truce) {
    for (int const truce : row) require(truce <= Truce::side_deal, "a truce");
  }
  for (Surge const& surge : state.shocks.surges)
    require(tables.is_actor(surge.actor) && (surge.cell == -1 || tables.is_cell(surge.cell)),
            "a surge of violence");
  for (Blackout const& blackout : state.shocks.blackouts)
    require(blackout.cell == -1 || tables.is_cell(blackout.cell), "a blackout");
}

}  // namespace

void check_restored(State const& restored, State const& founded) {
  require(restored.week >= 0, "its week");
  check_actors(restored.actors, founded.actors);
  check_sizes(restored.cells, founded.cells, "a column of cells");
  check_sizes(restored.at, founded.at, "a plane of cells");
  check_sizes(restored.orders, founded.orders, "a plane of orders");
  Tables const tables{founded.grid(), restored.actors.count, restored.units.size()};
  check_units(restored.units, tables);
  check_people(restored.cells);
  check_ledger(restored.ledger);
  for (Event const& event : restored.events) check_event(event, tables);
  check_logistics(restored.logistics, tables);
  check_institutions(restored, tables);
  std::size_t const entries = founded.timeline == nullptr ? 0 : founded.timeline->size();
  require(restored.shocks.happened.size() == founded.shocks.happened.size() ||
              restored.shocks.happened.size() == entries,
          "what of the timeline has happened");
  check_invariants(restored);
}

void Recording::check_restored(Recording const& fresh, State const& state) const {
  Record const& old = fresh.record_;
  require(record_.weeks == old.weeks && record_.actors == old.actors &&
              record_.cells == old.cells && record_.periods == old.periods &&
              record_.months == old.months && record_.pairs.size() == old.pairs.size() &&
              record_.series.size() == old.series.size() &&
              record_.maps.size() == old.maps.size() &&
              record_.event_sizes.size() == old.event_sizes.size() && record_.outcomes.empty() &&
              record_.killed.size() == old.killed.size() && record_.actor_keys.empty(),
          "the size of a record");
  for (std::size_t k = 0; k < old.pairs.size(); ++k)
    require(record_.pairs[k].i == old.pairs[k].i && record_.pairs[k].j == old.pairs[k].j,
            "a pair of operations");
  require(week_ == state.week && week_ <= record_.weeks && keep_events_ == fresh.keep_events_ &&
              watch_.week == week_,
          "the weeks of a record");
  Tables const tables{state.grid(), state.actors.count, state.units.size()};
  for (MonthlyDeaths const& month : record_.monthly_deaths)
    require(month.month >= 0 && month.month < record_.months && month.cell >= 0 &&
                month.cell < record_.cells && month.killer >= 0 && month.killer < party_kinds &&
                month.victim >= 0 && month.victim < party_kinds,
            "a month's deaths");
  for (RecordedDeployment const& troops : record_.deployments)
    require(troops.week >= 0 && troops.week < record_.weeks && tables.is_actor(troops.actor) &&
                troops.cell >= 0 && troops.cell < record_.cells && troops.kind >= 0 &&
                troops.kind < static_cast<int>(kind_names.size()),
            "a deployment");
  for (RecordedEvent const& event : record_.events) {
    check_event(event.event, tables);
    require(event.week >= 0 && event.week < record_.weeks && event.type_of_violence >= 0 &&
                event.type_of_violence <= 3,
            "a recorded event");
    Report const& report = event.report;
    require(!report.listed || (tables.is_cell(report.cell) && report.first_day >= 1 &&
                               report.last_day <= 7 && report.first_day <= report.last_day),
            "a report of an event");
  }
  watch_.check_restored(fresh.watch_, state);
}

void Watch::check_restored(Watch const& fresh, State const& state) const {
  Tables const tables{state.grid(), state.actors.count, state.units.size()};
  require(last_fatal_week.size() == fresh.last_fatal_week.size() &&
              killed.size() == fresh.killed.size(),
          "the size of the notes of a run");
  for (int const c : open_episodes) require(tables.is_cell(c), "an episode of violence");
  require(std::all_of(killed.begin(), killed.end(), is_count), "who killed whom");
  for (int const last : last_fatal_week) require(last >= -1 && last < week, "a fatal week");
  if (revealed && fresh.revealed) revealed->check_restored(*fresh.revealed);
  war.check_restored(week);
  shape.check_restored(state.grid(), week);
}

void ViolenceShape::check_restored(Grid const& grid, int weeks) const {
  auto const inside = [&](Fatal const& event) {
    return event.cell >= 0 && event.cell < grid.plane_size() &&
           grid.inside[static_cast<std::size_t>(event.cell)] != 0 && event.deaths > 0;
  };
  require(std::all_of(month_.begin(), month_.end(), inside) && centres_ >= 0 &&
              centres_ <= months_ && months_ <= weeks,
          "the places of violence");
}

void WarHistory::check_restored(int weeks) const {
  require(week_ == weeks && end_week >= -1 && end_week <= weeks && relapse_week >= -1 &&
              relapse_week <= weeks && ending >= none && ending <= quiet &&
              is_count(deaths_of_year_),
          "the history of the war");
}

void RevealedDisalignment::check_restored(RevealedDisalignment const& fresh) const {
  require(operations_ == fresh.operations_ && cells_ == fresh.cells_ &&
              clashing_ == fresh.clashing_ && executed_.size() == fresh.executed_.size() &&
              within_reach_.size() == fresh.within_reach_.size() &&
              fought_.size() == fresh.fought_.size() && acted_.size() == fresh.acted_.size() &&
              conflicted_.size() == fresh.conflicted_.size() && week_ >= 0,
          "what operations did to each other");
}

}  // namespace disalign

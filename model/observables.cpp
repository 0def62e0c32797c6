/// The one list of observables, theme by theme, and the lists made from it.
#include "model/observables.hpp"

#include "model/observables/observe.hpp"

namespace disalign {

int type_of_violence(Event const& event, Actors const& actors) {
  if (event.kind == EventKind::crime || event.kind == EventKind::blue_on_blue) return 0;
  if (event.side_b == civilians) return 3;
  bool const state_side = !actors.is_group(event.side_a) || !actors.is_group(event.side_b);
  return state_side ? 1 : 2;
}

int party_kind(std::int32_t side, Actors const& actors) {
  if (side == criminals) return party_kinds - 1;
  if (side == civilians) return party_kinds - 2;
  return static_cast<int>(actors.kind[Actors::idx(side)]);
}

std::vector<OperationPair> operation_pairs(Actors const& actors) {
  std::vector<OperationPair> pairs;
  for (int i = 0; i < actors.count; ++i) {
    for (int j = 0; j < actors.count; ++j) {
      if (i != j && actors.is_operation(i) && actors.is_operation(j)) pairs.push_back({i, j});
    }
  }
  return pairs;
}

std::string Observable::outcome() const {
  switch (fold) {
    case Fold::sum:
      return "total_" + name;
    case Fold::mean:
      return "mean_" + name;
    case Fold::last:
      return "final_" + name;
  }
  return name;
}

std::vector<Observable> const& observables() {
  static std::vector<Observable> const list = [] {
    std::vector<Observable> all;
    State const state;
    Watch const watch;
    observe({state, watch, {}}, [&](Declared const& d, auto&&) {
      all.push_back({d.name, d.unit, d.meaning, d.axis, d.fold, d.whole, d.describes_treatment});
    });
    return all;
  }();
  return list;
}

std::vector<MapObservable> const& map_observables() {
  static std::vector<MapObservable> const list = [] {
    std::vector<MapObservable> all;
    observe_maps(State{}, [&](MapObservable const& declared, auto&&) { all.push_back(declared); });
    return all;
  }();
  return list;
}

}  // namespace disalign

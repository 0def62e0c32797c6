/// Observables of people: where they live, whom they support, what they fear.
#pragma once
#include "model/observables/declare.hpp"

namespace disalign {

template <class Visit>
void observe_people(View const& view, Declare<Visit>& declare) {
  using enum Fold;
  State const& state = view.state;
  auto const i = [](int c) { return static_cast<std::size_t>(c); };
  declare.count("residents", "person", "civilians at home", last,
                [&] { return total(state.cells.residents.data(), state); });
  declare.count("displaced", "person", "civilians displaced within the country", last,
                [&] { return total(state.cells.displaced.data(), state); });
  declare.count("fled", "person", "civilians who were displaced", sum,
                [&] { return state.flows.fled; });
  declare.count("returned", "person", "displaced civilians who settled again", sum,
                [&] { return state.flows.returned; });
  declare.level("grievance", "1", "grievance, mean over people", [&, i] {
    return per_person(state, [&](int c) { return state.cells.grievance(i(c)); });
  });
  declare.level("fear", "1", "fear, mean over people", [&, i] {
    return per_person(state, [&](int c) { return state.cells.fear[i(c)]; });
  });
  declare.actor_level("support", "1", "share of people who support the actor",
                      [i, support = per_person(state, state.at.support)](int a) {
                        return static_cast<float>(support[i(a)]);
                      });
}

}  // namespace disalign

/// Observables of politics: truces, blame, consent, the Council, convoys and the sea.
#pragma once
#include "model/observables/declare.hpp"

namespace disalign {

template <class Visit>
void observe_institutions(View const& view, Declare<Visit>& declare) {
  using enum Fold;
  State const& state = view.state;
  Actors const& actors = state.actors;
  Politics const& politics = state.politics;
  Mandates const& mandates = state.mandates;
  constexpr auto i = Actors::idx;
  auto const operation = [&](auto value) {
    return [&, value](int a) { return actors.is_operation(a) ? value(a) : 0.0F; };
  };

  // War and talks
  declare.count("ceasefires", "event", "ceasefires that began", sum,
                [&] { return state.flows.ceasefires; });
  declare.count("settlements", "event", "ceasefires that became settlements", sum,
                [&] { return state.flows.settlements; });
  declare.count("collapses", "event", "ceasefires and side deals that broke down", sum,
                [&] { return state.flows.collapses; });
  declare.count("relapses", "event", "settlements that were broken", sum,
                [&] { return state.flows.relapses; });
  declare.count("side_deals", "event", "deals of an operation or the host with one party only", sum,
                [&] { return state.flows.side_deals; });
  declare.count("truces", "1", "pairs of parties under a ceasefire or settled", last, [&] {
    int n = 0;
    for (int p = 0; p < actors.count; ++p) {
      for (int q = 0; q < p; ++q) n += politics.truce[i(p)][i(q)] != Truce::at_war ? 1 : 0;
    }
    return n;
  });
  declare.count("alliances", "1", "pairs of armed groups allied for 13 weeks or more", last, [&] {
    int n = 0;
    for (int p = 0; p < actors.count; ++p) {
      for (int q = 0; q < p; ++q) {
        bool const groups = actors.is_group(p) && actors.is_group(q);
        bool const alive = actors.strength[i(p)] > 0 && actors.strength[i(q)] > 0;
        n += groups && alive && actors.allied_weeks[i(p)][i(q)] >= 13.0F ? 1 : 0;
      }
    }
    return n;
  });
  declare.actor_level("exclusion", "1", "side deals of others that left the party out",
                      [&](int a) { return politics.exclusions[i(a)]; });

  declare.amount("engagement_bans", "1",
                 "operations times groups they may not engage, by how binding a listing is", [&] {
                   double bans = 0;
                   for (auto const& row : politics.banned) {
                     for (float const banned : row) bans += static_cast<double>(banned);
                   }
                   return bans;
                 });

  // Conduct and blame
  declare.count("sanctions", "event", "killings of civilians that were sanctioned", sum,
                [&] { return state.flows.sanctions; });
  declare.count("unpunished", "event", "reported killings of civilians that were not sanctioned",
                sum, [&] { return state.flows.unpunished; });
  declare.actor_level("impunity", "1", "impunity of the actor",
                      [&](int a) { return actors.impunity[i(a)]; });
  declare.actor_amount("complicity", "person",
                       "civilians killed by those the operation supports, by share of support",
                       operation([&](int a) { return politics.complicity[i(a)]; }));
  declare.actor_level("party_status", "1", "how far the operation is taken for a party",
                      operation([&](int a) { return politics.party_status[i(a)]; }));

  // Host and mandate
  declare.actor_level("consent", "1", "consent of the host to the operation",
                      operation([&](int a) { return actors.consent[i(a)]; }));
  declare.actor_level("criticism", "1", "public reports of abuse that the host holds against it",
                      operation([&](int a) { return politics.criticism[i(a)]; }));
  declare.actor_level("usefulness", "1", "use of the operation to the host",
                      operation([&](int a) { return politics.usefulness[i(a)]; }));
  declare.actor_level("alternative", "1", "a more favourable partner of the host at hand",
                      operation([&](int a) { return politics.alternative[i(a)]; }));
  declare.count("expulsions", "event", "operations that the host told to leave", sum,
                [&] { return state.flows.expulsions; });
  declare.count("mergers", "event", "operations that joined another's command", sum,
                [&] { return state.flows.mergers; });
  declare.actor_count("police", "person", "police of the operation in the country", last,
                      [&](int a) { return mandates.police[i(a)] + mandates.module_police[i(a)]; });
  declare.actor_level("lessons", "1", "share of what there is to learn that it has learned",
                      operation([&](int a) { return mandates.learned[i(a)]; }));
  declare.actor_level("authorised", "1", "share of weeks with an authorisation of the Council",
                      operation([&](int a) { return mandates.authorised[i(a)]; }));
  declare.actor_level("budget", "1", "budget of the operation as a share of the plan",
                      operation([&](int a) { return mandates.budget[i(a)]; }));
  declare.count("council_drafts", "1",
                "votes of the Council since the start: drafts, renewals, reviews", last,
                [&] { return state.council.drafts; });
  declare.count("vetoes", "event", "vetoes in the Council", sum,
                [&] { return state.flows.vetoes; });
  declare.count("renewals_lost", "event", "mandates that were not renewed", sum,
                [&] { return state.flows.renewals_lost; });
  declare.level("contestation", "1", "contestation in the Council",
                [&] { return state.council.contestation; });
  declare.level("grudge", "1", "larger of the blocs' grudges",
                [&] { return std::max(state.council.grudge[0], state.council.grudge[1]); });

  // Support
  auto const given = [&](ActorMatrix<float> const& persons) {
    return operation([&](int a) {
      float sum_of_row = 0;
      for (int j = 0; j < actors.count; ++j) sum_of_row += persons[i(a)][i(j)];
      return sum_of_row;
    });
  };
  declare.actor_amount("supported", "person-week", "support that the operation owed to others",
                       given(politics.supported));
  declare.actor_amount("delivered", "person-week", "support that arrived",
                       given(politics.delivered));
  declare.actor_level("diverted", "1", "share of the operation's troops bound by support",
                      operation([&](int a) { return politics.diverted[i(a)]; }));
  declare.count("convoys", "event", "convoys that left a hub", sum,
                [&] { return state.flows.convoys; });
  declare.count("convoys_attacked", "event", "convoys that were attacked", sum,
                [&] { return state.flows.convoys_attacked; });
  declare.amount("cargo_sent", "person-week", "cargo of convoys that left",
                 [&] { return state.flows.cargo_sent; });
  declare.amount("cargo_lost", "person-week", "cargo of convoys that was lost",
                 [&] { return state.flows.cargo_lost; });
  declare.actor_count("civilian_staff", "person", "unarmed staff of the operation in the country",
                      last, [&](int a) { return actors.civilian_staff[i(a)]; });
  declare.actor_count("staff_killed", "person", "civilian staff of the operation killed", sum,
                      [&](int a) { return state.flows.staff_killed[i(a)]; });

  // At sea
  declare.count("sea_incidents", "event", "incidents between states at sea", sum, [&] {
    int n = 0;
    for (int const incidents : state.sea.by_kind) n += incidents;
    return n;
  });
  declare.count("sea_deaths", "person", "people killed in collisions at sea", sum,
                [&] { return state.sea.deaths; });
  declare.level("sea_tension", "1", "largest tension between two states at sea", [&] {
    float tension = 0;
    for (int a = 0; a < actors.count; ++a) {
      for (int b = 0; b < a; ++b) tension = std::max(tension, state.sea.tension[i(a)][i(b)]);
    }
    return tension;
  });
  declare.actor_level("sea_assets", "1", "ships of the state at sea",
                      [&](int a) { return state.sea.assets[i(a)]; });
}

}  // namespace disalign

/// The worked example of MODEL.md section 4: relations of tasks, the UN, its complement and rivals.
#pragma once
#include <initializer_list>
#include <utility>

#include "model/disalignment.hpp"

namespace disalign::test::worked {

struct Entry {
  Task k, l;
  float value;
};

inline TaskMatrix symmetric(std::initializer_list<Entry> entries) {
  TaskMatrix matrix{};
  for (auto const& [k, l, value] : entries) {
    auto const row = static_cast<std::size_t>(k);
    auto const column = static_cast<std::size_t>(l);
    matrix[row][column] = matrix[column][row] = value;
  }
  return matrix;
}

/// X and Y, the defaults.
inline TaskMatrix const clash = symmetric({{defeat_designated, mediate, .6F},
                                           {defeat_designated, separate_parties, .5F},
                                           {defeat_designated, humanitarian_access, .4F},
                                           {defeat_designated, protect_civilians, .2F},
                                           {defeat_designated, monitor_human_rights, .3F},
                                           {train_and_assist, monitor_human_rights, .3F},
                                           {extend_state_authority, monitor_human_rights, .3F},
                                           {extend_state_authority, separate_parties, .4F},
                                           {extend_state_authority, mediate, .3F},
                                           {secure_resources, protect_civilians, .6F},
                                           {secure_resources, monitor_human_rights, .7F},
                                           {secure_resources, humanitarian_access, .4F},
                                           {secure_resources, mediate, .3F},
                                           {secure_resources, extend_state_authority, .3F},
                                           {support_partner, monitor_human_rights, .3F},
                                           {support_partner, mediate, .2F},
                                           {support_partner, protect_civilians, .1F},
                                           {intelligence, humanitarian_access, .2F}});
inline TaskMatrix const synergy = symmetric({{defeat_designated, protect_civilians, .4F},
                                             {defeat_designated, hold_site, .2F},
                                             {hold_site, protect_civilians, .5F},
                                             {hold_site, humanitarian_access, .5F},
                                             {intelligence, protect_civilians, .5F},
                                             {intelligence, separate_parties, .3F},
                                             {intelligence, defeat_designated, .4F},
                                             {protect_civilians, mediate, .3F},
                                             {protect_civilians, humanitarian_access, .3F},
                                             {separate_parties, mediate, .5F},
                                             {monitor_human_rights, protect_civilians, .3F},
                                             {monitor_human_rights, train_and_assist, .3F},
                                             {train_and_assist, extend_state_authority, .4F},
                                             {extend_state_authority, protect_civilians, .2F},
                                             {support_partner, defeat_designated, .5F},
                                             {support_partner, protect_civilians, .2F}});

inline Goals goals_of(std::initializer_list<std::pair<Task, float>> shares) {
  Goals goals{};
  for (auto const& [task, share] : shares) goals[static_cast<std::size_t>(task)] = share;
  return goals;
}

/// Stances over (government, group 1, group 2, communities).
inline Stances stances_of(float government, float first, float second, float people) {
  Stances stances{};
  stances[0] = government;
  stances[1] = first;
  stances[2] = second;
  stances[communities] = people;
  return stances;
}

/// Equal weights for those four.
inline Saliences four_parties() {
  Saliences w{};
  w[0] = w[1] = w[2] = w[communities] = 0.25;
  return w;
}

/// U: the UN.
inline Posture un_posture() {
  Posture posture;
  posture.profile.goals = goals_of({{protect_civilians, .35F},
                                    {separate_parties, .10F},
                                    {mediate, .15F},
                                    {monitor_human_rights, .15F},
                                    {extend_state_authority, .10F},
                                    {humanitarian_access, .10F},
                                    {intelligence, .05F}});
  posture.profile.stances = stances_of(.1F, 0, 0, .4F);
  posture.principles = {1, 1, .98F, .7F};
  return posture;
}

/// K, R, Q.
inline Goals const complement =
    goals_of({{hold_site, .45F}, {intelligence, .30F}, {protect_civilians, .25F}});
inline Goals const rival = goals_of({{secure_resources, .60F}, {support_partner, .40F}});
inline Goals const capable_rival = goals_of({{defeat_designated, .75F}, {hold_site, .25F}});
/// R of the one-path dose.
inline Goals const path_rival = goals_of({{defeat_designated, .40F},
                                          {extend_state_authority, .15F},
                                          {secure_resources, .30F},
                                          {support_partner, .15F}});
inline Stances const rival_stances = stances_of(1, -1, -1, -.2F);

}  // namespace disalign::test::worked

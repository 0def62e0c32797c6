/// The pairwise indices on hand-computed cases.
#include "model/disalignment.hpp"

#include <doctest/doctest.h>

using namespace disalign;

namespace {

struct Entry {
  Task k, l;
  float value;
};

TaskMatrix symmetric(std::initializer_list<Entry> entries) {
  TaskMatrix matrix{};
  for (auto const& [k, l, value] : entries) {
    auto const row = static_cast<std::size_t>(k);
    auto const column = static_cast<std::size_t>(l);
    matrix[row][column] = matrix[column][row] = value;
  }
  return matrix;
}

// The defaults of MODEL.md section 4 that the worked example uses.
TaskMatrix const clash = symmetric({{defeat_designated, mediate, .6F},
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
TaskMatrix const synergy = symmetric({{defeat_designated, protect_civilians, .4F},
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

Profile with_goals(std::initializer_list<std::pair<Task, float>> goals) {
  Profile profile;
  for (auto const& [task, weight] : goals) profile.goals[static_cast<std::size_t>(task)] = weight;
  return profile;
}

Profile un_mission() {
  return with_goals({{protect_civilians, .35F},
                     {separate_parties, .10F},
                     {mediate, .15F},
                     {monitor_human_rights, .15F},
                     {extend_state_authority, .10F},
                     {humanitarian_access, .10F},
                     {intelligence, .05F}});
}

}  // namespace

TEST_CASE("disalignment: the worked example of goals gives its clash and complementarity") {
  auto const against = [](Profile const& j) {
    return compare_profiles(un_mission(), j, {}, clash, synergy);
  };
  auto const copy = against(un_mission());
  CHECK(copy.goal_clash == doctest::Approx(.0280).epsilon(1e-3));
  CHECK(copy.complementarity == doctest::Approx(.1335).epsilon(1e-3));
  CHECK(copy.goal_disalignment == 0.0);
  auto const complement =
      against(with_goals({{hold_site, .45F}, {intelligence, .30F}, {protect_civilians, .25F}}));
  CHECK(complement.goal_clash == doctest::Approx(.0060).epsilon(1e-3));
  CHECK(complement.complementarity == doctest::Approx(.2040).epsilon(1e-3));
  auto const rival = against(with_goals({{secure_resources, .60F}, {support_partner, .40F}}));
  CHECK(rival.goal_clash == doctest::Approx(.3020).epsilon(1e-3));
  CHECK(rival.complementarity == doctest::Approx(.0280).epsilon(1e-3));
  auto const capable = against(with_goals({{defeat_designated, .75F}, {hold_site, .25F}}));
  CHECK(capable.goal_clash == doctest::Approx(.22125).epsilon(1e-3));
  CHECK(capable.complementarity == doctest::Approx(.17625).epsilon(1e-3));
}

TEST_CASE("disalignment: the worked example of stances gives D1 .4375, D1max .5625, D1n .778") {
  Profile un = un_mission();
  Profile rival = un_mission();
  un.stances[0] = .1F;
  un.stances[communities] = .4F;
  rival.stances[0] = 1;
  rival.stances[1] = -1;
  rival.stances[2] = -1;
  rival.stances[communities] = -.2F;
  auto const pair = compare_profiles(un, rival, {0, 1, 2, communities}, clash, synergy);
  CHECK(pair.stance_distance == doctest::Approx(.4375));
  CHECK(pair.stance_distance_max == doctest::Approx(.5625));
  CHECK(pair.stance_disalignment == doctest::Approx(.7778).epsilon(1e-3));
  auto const mirrored = compare_profiles(rival, un, {0, 1, 2, communities}, clash, synergy);
  CHECK(mirrored.stance_distance == pair.stance_distance);
  CHECK(mirrored.goal_clash == doctest::Approx(pair.goal_clash));
}

TEST_CASE("disalignment: a purely complementary pair clashes nowhere") {
  auto const pair = compare_profiles(with_goals({{protect_civilians, 1.0F}}),
                                     with_goals({{hold_site, 1.0F}}), {}, clash, synergy);
  CHECK(pair.goal_clash == 0.0);
  CHECK(pair.complementarity > 0.0);
}

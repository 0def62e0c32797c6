/// The civil-violence yardstick: both forms are one model, and it is Epstein's.
#include "bench/epstein.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <set>

using namespace disalign;

namespace {

/// A scalar model whose agents can be looked at.
struct Open : EpsteinScalar {
  using EpsteinScalar::EpsteinScalar;
  [[nodiscard]] std::vector<int> cells() const {
    std::vector<int> cells;
    for (Agent const& agent : agents_) cells.push_back(agent.cell);
    return cells;
  }
  [[nodiscard]] std::vector<std::uint8_t> const& sentences() const { return sentence_; }
  [[nodiscard]] std::vector<std::uint8_t> const& states() const { return state_; }
  [[nodiscard]] std::vector<std::int32_t> const& order() const { return order_; }
};

}  // namespace

TEST_CASE("civil violence: counting bits and counting cells give the same state after every step") {
  if (!EpsteinPlanes::runs_here()) {
    MESSAGE("SKIPPED: no AVX-512 with vpopcntdq");
    return;
  }
  for (int const side : {17, 40, 53, 100}) {
    CAPTURE(side);
    EpsteinScalar scalar(side, side + 3, 7);
    EpsteinPlanes planes(side, side + 3, 7);
    REQUIRE(scalar.digest() == planes.digest());
    for (int step = 0; step < 60; ++step) {
      scalar.step();
      planes.step();
      CAPTURE(step);
      REQUIRE(scalar.digest() == planes.digest());
    }
  }
}

TEST_CASE("civil violence: one agent a cell, everybody acts once a step, sentences run down") {
  Open model(40, 40, 3);
  int active = 0, jailed = 0;
  for (int step = 0; step < 100; ++step) {
    auto const before = model.sentences();  // a copy
    model.step();
    auto const cells = model.cells();
    auto const& sentences = model.sentences();
    auto const& states = model.states();
    CHECK(std::set<int>(cells.begin(), cells.end()).size() ==
          static_cast<std::size_t>(model.agents()));
    CHECK(std::set<std::int32_t>(model.order().begin(), model.order().end()).size() ==
          static_cast<std::size_t>(model.agents()));
    for (std::size_t a = 0; a < before.size(); ++a) {
      bool const ran_down = before[a] == 0 || sentences[a] == before[a] - 1;
      CHECK((ran_down || states[a] == EpsteinModel::jailed));
      CHECK(sentences[a] <= EpsteinModel::longest_sentence);
    }
    active += model.count().active;
    jailed += model.count().jailed;
  }
  CHECK(active > 0);
  CHECK(jailed > active);  // Epstein's figure 2: bursts, then full jails
}

TEST_CASE("civil violence: shares of citizens and cops at the start are those declared") {
  Open model(400, 400, 11);
  double cops = 0;
  for (std::uint8_t const state : model.states()) cops += state == EpsteinModel::cop;
  double const n = 160000;
  auto const errors = [&](double count, double share) {
    return (count - share * n) / std::sqrt(n * share * (1 - share));
  };
  CHECK(std::abs(errors(cops, 0.04)) < 4.5);
  CHECK(std::abs(errors(model.agents() - cops, 0.70)) < 4.5);
  CHECK(std::abs(errors(cops, 0.044)) > 4.5);  // the twin
}

/// Addressed draws: Philox is the published one, addresses are distinct, words are uniform.
#include "model/base/draws.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <vector>

using namespace disalign;

TEST_CASE("draws: Philox4x32-10 gives the known answers of Random123") {
  // kat_vectors of Random123 1.14: all zeros, all ones, digits of pi.
  CHECK(philox({0, 0, 0, 0}, {0, 0}) == Words4{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
        Words4{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Words4{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("draws: each part of an address changes the words") {
  auto const words = [](std::uint64_t seed, std::uint64_t replicate, int week, std::uint32_t rule,
                        std::uint64_t entity, std::uint32_t branch, std::uint32_t block) {
    return Draws(seed, replicate, week, rule).block(entity, branch, block);
  };
  auto const base = words(1, 2, 3, 4, 5, 6, 7);
  CHECK(base == words(1, 2, 3, 4, 5, 6, 7));
  CHECK(base != words(2, 2, 3, 4, 5, 6, 7));
  CHECK(base != words(1, 3, 3, 4, 5, 6, 7));
  CHECK(base != words(1, 2, 4, 4, 5, 6, 7));
  CHECK(base != words(1, 2, 3, 5, 5, 6, 7));
  CHECK(base != words(1, 2, 3, 4, 6, 6, 7));
  CHECK(base != words(1, 2, 3, 4, 5 + (std::uint64_t{1} << 32), 6, 7));
  CHECK(base != words(1, 2, 3, 4, 5, 7, 7));
  CHECK(base != words(1, 2, 3, 4, 5, 6, 8));
}

TEST_CASE(
    "draws: numbers are uniform on the open unit interval and uncorrelated along every index") {
  constexpr int n = 100000;
  double sum = 0;
  double square = 0;
  double along_entity = 0;
  double along_week = 0;
  for (int i = 0; i < n; ++i) {
    auto const u = static_cast<double>(Draws(7, 0, 1, 9).at(static_cast<std::uint64_t>(i))(0));
    auto const v = static_cast<double>(Draws(7, 0, 1, 9).at(static_cast<std::uint64_t>(i) + 1)(0));
    auto const w = static_cast<double>(Draws(7, 0, 2, 9).at(static_cast<std::uint64_t>(i))(0));
    REQUIRE((u > 0.0 && u < 1.0));
    sum += u;
    square += u * u;
    along_entity += (u - 0.5) * (v - 0.5);
    along_week += (u - 0.5) * (w - 0.5);
  }
  double const root_n = std::sqrt(static_cast<double>(n));
  double const sd = std::sqrt(1.0 / 12.0);
  CHECK(std::abs(sum / n - 0.5) < 4.5 * sd / root_n);
  CHECK(std::abs(square / n - 1.0 / 3.0) < 4.5 * std::sqrt(4.0 / 45.0) / root_n);
  CHECK(std::abs(along_entity / n) < 4.5 / 12.0 / root_n);
  CHECK(std::abs(along_week / n) < 4.5 / 12.0 / root_n);
  CHECK_FALSE(std::abs(sum / n - 0.55) < 4.5 * sd / root_n);  // the twin: a mean 10 % off
}

TEST_CASE("draws: a million births get a million ids, none of them a founder's") {
  std::set<std::uint64_t> ids;
  Draws const draws(3, 1, 10, 11);
  for (std::uint64_t i = 0; i < 1000000; ++i) {
    auto const id = draws.at(i).child_id();
    REQUIRE((id >> 63) == 1);
    ids.insert(id);
  }
  CHECK(ids.size() == 1000000);
}

TEST_CASE("draws: an addressed engine repeats itself for an address and differs between purposes") {
  AddressedEngine a(1, "towns");
  AddressedEngine b(1, "towns");
  AddressedEngine c(1, "roads");
  std::vector<std::uint32_t> x, y, z;
  for (int i = 0; i < 10; ++i) {
    x.push_back(a());
    y.push_back(b());
    z.push_back(c());
  }
  CHECK(x == y);
  CHECK(x != z);
}

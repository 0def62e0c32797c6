/// Fuzz target: place files, and the world that is made from what they hold.
#include <cstdlib>
#include <numeric>
#include <string>

#include "experiments/place_file.hpp"
#include "model/base/check.hpp"

using namespace disalign;

namespace {

/// Every cell of the world is sound and nobody is lost.
void check_world(World const& world, std::int64_t people) {
  std::int64_t sum = 0;
  for (int const c : world.grid.cells) {
    auto const i = static_cast<std::size_t>(c);
    if (world.population[i] < 0 || !(world.area_km2[i] > 0)) std::abort();
    for (float const share : {world.road_access[i], world.ruggedness[i], world.resource[i]}) {
      if (!(share >= 0 && share <= 1.0001F)) std::abort();
    }
    sum += world.population[i];
  }
  if (sum != people) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
  std::string const text(reinterpret_cast<char const*>(data), size);
  try {
    TomlValue const tree = parse_toml(text, "fuzz.toml");
    Problems problems;
    TomlTable root(tree, "", problems);
    Place const place = read_place(root);
    problems.raise();
    GridSpec spec;
    check_world(make_world(place, spec), place.national_population);
    spec.kind = GridSpec::Kind::km;
    spec.cell_km = 50;
    check_world(make_world(place, spec), place.national_population);
  } catch (Error const&) {
  }
  return 0;
}

/// Fuzz target: the reader of CSV and every importer on it.
#include <cstdlib>
#include <sstream>
#include <string>

#include "experiments/data/csv.hpp"
#include "experiments/data/ged_events.hpp"
#include "experiments/data/geopko.hpp"
#include "experiments/data/population_raster.hpp"
#include "model/base/check.hpp"

using namespace disalign;

namespace {

void try_reading(std::string const& text, auto const& read) {
  try {
    std::istringstream input(text);
    CsvReader csv(input, "fuzz.csv", {1U << 20U, 1U << 12U, 100});
    read(csv);
  } catch (Error const&) {
  }
}

/// A field as RFC 4180 writes it.
std::string written(std::string const& field) {
  std::string result = "\"";
  for (char const c : field) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + "\"";
}

}  // namespace

/// What was read, written again and read again is the same.
extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
  std::string const text(reinterpret_cast<char const*>(data), size);
  try_reading(text, [&](CsvReader& csv) {
    std::vector<std::string> fields = csv.header();
    std::size_t const width = fields.size();
    while (csv.next()) {
      for (std::size_t c = 0; c < width; ++c) fields.push_back(csv.text(c));
    }
    std::string again;
    for (std::size_t i = 0; i < fields.size(); ++i)
      again += written(fields[i]) + ((i + 1) % width == 0 ? "\r\n" : ",");
    std::istringstream input(again);
    CsvReader second(input, "again.csv");
    std::size_t at = width;
    while (second.next()) {
      for (std::size_t c = 0; c < width; ++c) {
        if (second.text(c) != fields[at++]) std::abort();
      }
    }
    if (at != fields.size()) std::abort();
  });
  try_reading(text, [](CsvReader& csv) { read_ged_events(csv); });
  try_reading(text, [](CsvReader& csv) { bases_of(read_geopko(csv), 1990, 2020); });
  try_reading(text, [](CsvReader& csv) { read_population_raster(csv, {}); });
  return 0;
}

/// Reads outcomes of finished files.
#include "experiments/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "experiments/answer.hpp"
#include "experiments/nearest.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

template <class T>
T attribute(hdf5::File& file, std::string const& name) {
  for (auto const& [key, value] : file.attributes())
    if (key == name && std::holds_alternative<T>(value)) return std::get<T>(value);
  throw Error(
      fmt::format("{}: is no finished result file of disalign (it has no attribute \"{}\"). Name a "
                  "file that \"disalign run\" wrote.",
                  file.path().string(), name));
}

std::string text_of(hdf5::Attributes const& attributes, std::string const& name) {
  for (auto const& [key, value] : attributes)
    if (key == name && std::holds_alternative<std::string>(value))
      return std::get<std::string>(value);
  return "";
}

/// Whether an entry holds a number for each row and replicate, and how many of its axes come first.
bool is_outcome(hdf5::Entry const& entry) {
  auto const at = std::find(entry.dimensions.begin(), entry.dimensions.end(), "replicate");
  return at != entry.dimensions.begin() && at != entry.dimensions.end() &&
         std::find(entry.dimensions.begin(), entry.dimensions.end(), "week") ==
             entry.dimensions.end() &&
         std::find(entry.dimensions.begin(), entry.dimensions.end(), "victim") ==
             entry.dimensions.end();
}

}  // namespace

StudyResults::StudyResults(std::filesystem::path const& path)
    : file(path), opened_(hdf5::File::open(path)) {
  require_result(opened_);
  plan_hash = attribute<std::string>(opened_, "plan_hash");
  digest = attribute<std::uint64_t>(opened_, "digest");
  study = parse_study(attribute<std::string>(opened_, "configuration"), path.string());
  names = opened_.read_shaped<std::string>("scenario", {study.scenarios.size()});
  labels = opened_.read_shaped<std::string>("label", {names.size()});
  for (auto const& scenario : study.scenarios) theatres.push_back(scenario.theatre);
  for (auto& entry : opened_.entries()) entries_.emplace(entry.name, std::move(entry));
  all_replicates_ = opened_.read<std::int32_t>("replicate").size();
  auto const status =
      opened_.read_shaped<std::int32_t>("runs/status", {all_replicates_ * names.size()});
  for (std::size_t r = 0; r < all_replicates_; ++r) {
    auto const first = status.begin() + static_cast<std::ptrdiff_t>(r * names.size());
    bool const whole = std::all_of(first, first + static_cast<std::ptrdiff_t>(names.size()),
                                   [](std::int32_t s) { return s == 0; });
    if (whole) counted_.push_back(r);
  }
  replicates = counted_.size();
  left_out = all_replicates_ - replicates;
}

Outcome StudyResults::outcome(std::string const& name) {
  auto const colon = name.find(':');
  std::string const base = name.substr(0, colon);
  auto const found = entries_.find(base);
  if (found == entries_.end() || !is_outcome(found->second)) {
    std::vector<std::string> valid;
    for (auto const& [key, entry] : entries_)
      if (is_outcome(entry)) valid.push_back(key);
    throw Error(fmt::format("{}: {}: is no outcome of this study. {}", file.string(), base,
                            suggestion(base, valid)));
  }
  hdf5::Entry const& entry = found->second;
  hdf5::Shape shape{names.size(), all_replicates_};
  std::size_t width = 1;
  std::size_t member = 0;
  if (entry.dimensions.back() != "replicate") {
    auto const members = opened_.read<std::string>(entry.dimensions.back());
    width = members.size();
    shape.push_back(width);
    std::string const wanted = colon == std::string::npos ? "" : name.substr(colon + 1);
    auto const at = std::find(members.begin(), members.end(), wanted);
    if (at == members.end()) {
      throw Error(fmt::format("{}: {}: is an outcome of each {}. Name one of them, {}:{}. {}",
                              file.string(), name, entry.dimensions.back(), base,
                              members.empty() ? "NAME" : members.front(),
                              suggestion(wanted, members)));
    }
    member = static_cast<std::size_t>(at - members.begin());
  } else if (colon != std::string::npos) {
    throw Error(fmt::format("{}: {}: is an outcome of the run, not of an actor. Write {}.",
                            file.string(), name, base));
  }
  Outcome result{
      name, text_of(entry.attributes, "units"), text_of(entry.attributes, "long_name"), {}};
  auto const all = opened_.read_shaped<double>(base, shape);
  for (std::size_t s = 0; s < names.size(); ++s) {
    result.rows.emplace_back();
    for (std::size_t const r : counted_)
      result.rows.back().push_back(all[(s * all_replicates_ + r) * width + member]);
  }
  return result;
}

std::vector<std::string> StudyResults::asked_outcomes() const {
  return study.outcomes.empty()
             ? std::vector<std::string>{"total_civilian_deaths", "total_fighter_deaths",
                                        "total_deaths", "total_un_deaths", "final_displaced"}
             : study.outcomes;
}

int StudyResults::reference_of(std::size_t row) const { return study.reference_of(row); }

}  // namespace disalign

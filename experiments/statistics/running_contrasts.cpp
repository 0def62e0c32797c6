/// Contrasts of complete replicates.
#include "experiments/statistics/running_contrasts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace disalign {

RunningContrasts::RunningContrasts(std::vector<std::string> names, std::vector<int> reference)
    : names_(std::move(names)),
      reference_(std::move(reference)),
      pairs_(names_.size()),
      values_(names_.size(), std::numeric_limits<double>::quiet_NaN()),
      seen_(names_.size(), false) {
  ensure(reference_.size() == names_.size(), "running contrasts: a point has no reference entry");
}

void RunningContrasts::add(int point, int replicate, double value) {
  if (replicate != replicate_) {
    replicate_ = replicate;
    std::fill(seen_.begin(), seen_.end(), false);
  }
  auto const at = static_cast<std::size_t>(point);
  values_[at] = value;
  seen_[at] = true;
  if (std::all_of(seen_.begin(), seen_.end(), [](bool s) { return s; })) close_replicate();
}

void RunningContrasts::close_replicate() {
  std::fill(seen_.begin(), seen_.end(), false);
  if (!std::all_of(values_.begin(), values_.end(), [](double v) { return std::isfinite(v); }))
    return;
  for (std::size_t p = 0; p < pairs_.size(); ++p) {
    if (reference_[p] >= 0)
      pairs_[p].add(values_[p], values_[static_cast<std::size_t>(reference_[p])]);
  }
}

std::vector<RunningContrasts::Named> RunningContrasts::contrasts() const {
  std::vector<Named> found;
  for (std::size_t p = 0; p < pairs_.size(); ++p) {
    if (reference_[p] >= 0) found.push_back({names_[p], contrast(pairs_[p])});
  }
  return found;
}

std::string RunningContrasts::text(std::size_t shown) const {
  auto const all = contrasts();
  if (all.empty() || all.front().contrast.n < 2) return "";
  auto const base =
      std::find_if(reference_.begin(), reference_.end(), [](int r) { return r >= 0; });
  std::string text = fmt::format("to {}:", names_[static_cast<std::size_t>(*base)]);
  for (std::size_t k = 0; k < std::min(shown, all.size()); ++k) {
    auto const& d = all[k].contrast;
    text += fmt::format("{} {} {:+.0f} ± {:.0f}", k == 0 ? "" : ",", all[k].name, d.effect,
                        (d.hi - d.lo) / 2);
  }
  return text + fmt::format("{} (n {})", all.size() > shown ? ", ..." : "", all.front().contrast.n);
}

}  // namespace disalign

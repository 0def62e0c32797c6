/// The civil-violence yardstick: set-up, draws and order of both forms.
#include "bench/epstein.hpp"

#include <algorithm>
#include <numeric>

#include "agents/kernel.hpp"
#include "model/base/exact_math.hpp"

namespace disalign {
namespace {

constexpr float legitimacy = 0.82F, threshold = 0.1F, arrest_constant = 2.3F;
constexpr double citizens = 0.70, cops = 0.04;
constexpr std::uint32_t founding_rule = 1, step_rule = 2;

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

}  // namespace

EpsteinModel::EpsteinModel(int width, int height, std::uint64_t seed)
    : width_(width), height_(height), seed_(seed), active_at_(idx(width * height), -1) {
  Draws const draws(seed, 0, 0, founding_rule);
  for (int c = 0; c < width * height; ++c) {
    Words const word = draws.at(idx(c));
    auto const u = static_cast<double>(word(0));
    if (u >= citizens + cops) continue;
    agents_.push_back({c, word(1) * (1.0F - legitimacy) - threshold, word(2), 0});
    state_.push_back(u < citizens ? quiet : cop);
  }
  for (auto* words : {&whom_, &term_}) words->resize(agents_.size());
  sentence_.resize(agents_.size());
  order_.resize(agents_.size());
  for (std::size_t n = 0; n < arrest_.size(); ++n)
    arrest_[n] = 1.0F - exp(-arrest_constant * static_cast<float>(n));
}

EpsteinCounts EpsteinModel::count() const {
  EpsteinCounts counts;
  for (std::uint8_t const state : state_) {
    counts.quiet += state == quiet;
    counts.active += state == active;
    counts.jailed += state == jailed;
  }
  return counts;
}

std::uint64_t EpsteinModel::digest() const {
  std::uint64_t hash = 0;
  for (std::size_t a = 0; a < agents_.size(); ++a) {
    auto const packed = static_cast<std::uint64_t>(agents_[a].cell) << 16 |
                        static_cast<std::uint64_t>(sentence_[a]) << 8 | state_[a];
    hash = mix(hash ^ packed);
  }
  return hash;
}

void EpsteinModel::draw_step() {
  Draws const draws(seed_, 0, ++step_, step_rule);
  std::array<std::uint64_t, block_size> entities;
  std::array<std::array<std::uint32_t, block_size>, 4> words;
  for (std::size_t first = 0; first < agents_.size(); first += block_size) {
    std::size_t const n = std::min<std::size_t>(block_size, agents_.size() - first);
    std::iota(entities.begin(), entities.end(), first);
    kernel().draw(draws, entities.data(), n, words);
    auto const from = static_cast<std::ptrdiff_t>(first);
    std::copy_n(words[2].begin(), n, whom_.begin() + from);
    std::copy_n(words[3].begin(), n, term_.begin() + from);
    for (std::size_t k = 0; k < n; ++k) agents_[first + k].move = words[1][k];
    for (std::size_t k = 0; k < n; ++k) {  // Fisher and Yates, from the inside out
      auto const last = static_cast<std::int32_t>(first + k);
      auto const j = idx(pick(words[0][k], last + 1));
      order_[first + k] = order_[j];
      order_[j] = last;
    }
  }
}

}  // namespace disalign

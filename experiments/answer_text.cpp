/// The answer as a terminal shows it and as JSON; the contents of a file.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>

#include "experiments/answer.hpp"
#include "experiments/hdf5.hpp"
#include "experiments/json_text.hpp"

namespace disalign {

namespace {

std::string number(double value) {
  if (!std::isfinite(value)) return "-";
  double const size = std::abs(value);
  if (size >= 1000) return fmt::format("{:.0f}", value);
  return size >= 10 ? fmt::format("{:.1f}", value) : fmt::format("{:.3f}", value);
}

std::string tail_text(std::optional<TailExponent> const& tail) {
  if (!tail) return "-";
  return fmt::format("{:.2f} (se {:.2f}, from {} deaths)", tail->exponent, tail->standard_error,
                     tail->xmin);
}

/// The rows of a long table that are printed; the file and --json have all.
constexpr std::size_t shown_rows = 24;

std::string more_rows(std::size_t rows) {
  return rows <= shown_rows ? ""
                            : fmt::format("    ... and {} more rows, in the file and in --json\n",
                                          rows - shown_rows);
}

std::string text_of(hdf5::Attributes const& attributes, std::string const& name,
                    char const* otherwise) {
  for (auto const& [key, value] : attributes) {
    if (key == name && std::holds_alternative<std::string>(value))
      return std::get<std::string>(value);
  }
  return otherwise;
}

}  // namespace

std::string answer_text(Answer const& answer, std::filesystem::path const& file) {
  std::string text = fmt::format("{}\n{} replicates of {} weeks, seed {}\n\n", answer.title,
                                 answer.replicates, answer.weeks, answer.seed);
  if (answer.failed > 0) {
    text += fmt::format(
        "{} of {} runs FAILED: their replicates enter no outcome and no pair below (n says how "
        "many pairs are left); sizes of events are those of all other runs\n\n",
        answer.failed, answer.runs);
  }
  auto const& first = answer.scenarios.front();
  auto const shown =
      std::span(answer.scenarios).first(std::min(shown_rows, answer.scenarios.size()));
  std::size_t widest = 0;
  std::size_t widest_name = 24;
  for (auto const& s : answer.scenarios) widest = std::max(widest, s.label.size());
  for (auto const& s : answer.scenarios) widest_name = std::max(widest_name, s.name.size());
  if (!answer.contrasts.empty()) {
    text += fmt::format(
        "Paired difference to \"{}\" (per run; 95 % {}; n pairs; variance ratio)\n",
        answer.reference,
        answer.stopped ? "confidence sequence, for [stop] ended the study" : "interval");
    for (auto c = answer.contrasts.begin(); c != answer.contrasts.end();) {
      text += fmt::format("  {}\n", c->outcome);
      std::string const& name = c->outcome;
      std::size_t row = 0;
      for (; c != answer.contrasts.end() && c->outcome == name; ++c) {
        if (row++ >= shown_rows) continue;
        auto const& d = c->contrast;
        text += fmt::format(
            "    {:<{}}  {:>9}  [{:>8}, {:>8}]  n {:<5}  ratio {}{}\n", c->scenario, widest_name,
            number(d.effect), number(d.lo), number(d.hi), d.n,
            std::isnan(d.variance_ratio) ? "-" : fmt::format("{:.2f}", d.variance_ratio),
            d.excludes_zero() ? "" : "  (interval contains 0)");
      }
      text += more_rows(row);
    }
    text += "\n";
  }
  text += "Outcomes per scenario: mean ± Monte Carlo error (median; 5 % to 95 %)\n";
  for (std::size_t k = 0; k < first.outcomes.size(); ++k) {
    text += fmt::format("  {} [{}]\n", first.outcomes[k].name, first.outcomes[k].unit);
    for (auto const& s : shown) {
      auto const& o = s.outcomes[k];
      text += fmt::format("    {:<{}}  {:>9} ± {:<8} ({}; {} to {})\n", s.label, widest,
                          number(o.mean), number(o.standard_error), number(o.quantiles[2]),
                          number(o.quantiles[0]), number(o.quantiles[4]));
    }
    text += more_rows(answer.scenarios.size());
  }
  text +=
      "\nWhat the scenarios are: D1n stances opposed, D2 goals at cross purposes, C goals that "
      "help each other\n";
  for (auto const& s : shown) {
    text += fmt::format(
        "    {:<{}}  D1n {:>5}  D2 {:>5}  C {:>5}  quiet at the end {:.1f} % [{:.1f}, {:.1f}]  "
        "tail exponent {}\n",
        s.label, widest, number(s.stance_disalignment), number(s.goal_clash),
        number(s.complementarity), 100 * s.extinct.share, 100 * s.extinct.lo, 100 * s.extinct.hi,
        tail_text(s.tail));
  }
  text += fmt::format(
      "\nPooled tail exponent {}\n{} runs ({}), {} unit-steps, {:.1f} s, digest {:016x}\nfile {}\n",
      tail_text(answer.tail), answer.runs,
      answer.preregistration.empty() ? "explores: no preregistration"
                                     : "confirms preregistration " + answer.preregistration,
      answer.unit_steps, answer.wall_seconds, answer.digest, file.string());
  return text;
}

std::string answer_json(Answer const& answer, std::filesystem::path const& file) {
  using nlohmann::ordered_json;
  auto const finite = [](double v) {
    return std::isfinite(v) ? ordered_json(v) : ordered_json(nullptr);
  };
  ordered_json object;
  object["digest"] = fmt::format("{:016x}", answer.digest);
  object["preregistration"] = answer.preregistration;
  object["purpose"] = answer.preregistration.empty() ? "explore" : "confirm";
  object["runs"] = answer.runs;
  object["failed"] = answer.failed;
  object["wall_s"] = finite(answer.wall_seconds);
  object["unit_steps"] = answer.unit_steps;
  object["file"] = file.string();
  for (auto const& s : answer.scenarios) {
    for (auto const& o : s.outcomes) {
      ordered_json& entry = object["outcomes"][s.name][o.name];
      entry["mean"] = finite(o.mean);
      entry["mcse"] = finite(o.standard_error);
      entry["unit"] = o.unit;
      for (std::size_t q = 0; q < o.quantiles.size(); ++q)
        entry["quantiles"][fmt::format("{}", answer_quantiles[q])] = finite(o.quantiles[q]);
    }
  }
  object["contrasts"] = ordered_json::array();
  for (auto const& c : answer.contrasts) {
    auto const& d = c.contrast;
    object["contrasts"].push_back({{"outcome", c.outcome},
                                   {"scenario", c.scenario},
                                   {"reference", c.reference},
                                   {"effect", finite(d.effect)},
                                   {"lo", finite(d.lo)},
                                   {"hi", finite(d.hi)},
                                   {"n", d.n},
                                   {"correlation", finite(d.correlation)},
                                   {"variance_ratio", finite(d.variance_ratio)},
                                   {"standardised_effect", finite(d.standardised_effect)},
                                   {"superiority_share", finite(d.superiority_share)}});
  }
  if (answer.tail)
    object["tail_exponent"] = {{"exponent", answer.tail->exponent},
                               {"standard_error", answer.tail->standard_error},
                               {"xmin", answer.tail->xmin}};
  return json_text(object);
}

std::string contents_text(std::filesystem::path const& path) {
  hdf5::File file = hdf5::File::open(path);
  std::string text;
  auto const describe = [&](std::string const& group) {
    for (auto const& entry : file.entries(group)) {
      std::string dims;
      for (std::size_t k = 0; k < entry.dimensions.size(); ++k)
        dims += fmt::format("{}{} {}", k == 0 ? "" : ", ", entry.dimensions[k], entry.shape[k]);
      text += fmt::format("  {}{} ({}) [{}] {}\n", entry.is_coordinate ? "* " : "  ", entry.name,
                          dims, text_of(entry.attributes, "units", "text"),
                          text_of(entry.attributes, "long_name", ""));
    }
  };
  text += "Dimensions (*) and variables\n";
  describe("/");
  for (auto const& group : file.groups()) {
    text += fmt::format("/{}\n", group);
    describe(group);
  }
  text += "Provenance\n";
  for (auto const& owner : {std::string("/"), std::string("provenance")}) {
    for (auto const& [name, value] : file.attributes(owner)) {
      if (name == "configuration") continue;
      std::visit(
          [&](auto const& v) {
            if constexpr (fmt::is_formattable<std::decay_t<decltype(v)>>::value)
              text += fmt::format("  {}: {}\n", name, v);
          },
          value);
    }
  }
  return text;
}

}  // namespace disalign

/// Writes, reads and checks preregistrations.
#include "experiments/commands/plan_file.hpp"

#include <fmt/format.h>

#include "experiments/toml_fields.hpp"
#include "model/base/check.hpp"
#include "model/base/draws.hpp"

namespace disalign {

std::string preregistration_hash(TomlValue const& plan) {
  return fmt::format("{:016x}", hash_name(to_text(plan).c_str()));
}

std::string preregistration_text(Preregistration const& plan) {
  TomlValue table;
  table.put("study", toml_value(plan.study));
  table.put("title", toml_value(plan.title));
  table.put("aims", toml_value(plan.question));
  TomlValue::Array estimands;
  for (auto const& estimand : plan.estimands) estimands.push_back(toml_value(estimand));
  table.put("estimands", toml_value(std::move(estimands)));
  table.put("design", toml_value(plan.design));
  table.put("replicates", toml_value(std::int64_t{plan.replicates}));
  table.put("seed", toml_value(plan.seed));
  table.put("stopping", toml_value(plan.stopping));
  table.put("analysis", toml_value(plan.analysis));
  table.put("pilot", toml_value(plan.pilot));
  table.put("study_plan_hash", toml_value(plan.plan_hash));
  table.put("configuration", toml_value(plan.configuration));
  TomlValue whole;
  whole.put("hash", toml_value(preregistration_hash(table)));
  whole.put("plan", std::move(table));
  return "# Preregistration of a study by disalign. Do not change it: the hash would no longer "
         "fit.\n" +
         to_text(whole);
}

Study load_planned(Arguments const& arguments) {
  if (!arguments.plan) return load_study(arguments.file, arguments.changes);
  std::string const name = arguments.plan->string();
  TomlValue const file = load_toml(*arguments.plan);
  TomlValue const* plan = file.find("plan");
  TomlValue const* hash = file.find("hash");
  auto const* text = hash != nullptr ? std::get_if<std::string>(&hash->content) : nullptr;
  if (plan == nullptr || text == nullptr)
    throw Error(fmt::format("{}: is no preregistration. Make one with disalign plan.", name));
  if (preregistration_hash(*plan) != *text)
    throw Error(
        fmt::format("{}: was changed after it was made (its hash does not fit). Make a new one "
                    "with disalign plan.",
                    name));
  auto const whole = [&](char const* key) {
    TomlValue const* value = plan->find(key);
    return value != nullptr && std::holds_alternative<std::int64_t>(value->content)
               ? std::get<std::int64_t>(value->content)
               : 0;
  };
  StudyChanges changes = arguments.changes;
  std::int64_t const seed = whole("seed");
  auto const replicates = static_cast<int>(whole("replicates"));
  if (changes.seed.value_or(seed) != seed)
    throw Error(
        fmt::format("--seed {}: the preregistration says {}. Leave it out.", *changes.seed, seed));
  if (changes.replicates.value_or(replicates) != replicates)
    throw Error(fmt::format("--replicates {}: the preregistration says {}. Leave it out.",
                            *changes.replicates, replicates));
  changes.seed = seed;
  changes.replicates = replicates;
  changes.preregistration = *text;
  Study study = load_study(arguments.file, changes);
  TomlValue const* configuration = plan->find("configuration");
  auto const* registered =
      configuration != nullptr ? std::get_if<std::string>(&configuration->content) : nullptr;
  TomlValue here = parse_toml(study.resolved, "here");
  here.find("study")->remove("preregistration");
  std::string const found =
      registered != nullptr ? plan_difference(to_text(here), *registered) : "no configuration";
  if (!found.empty()) {
    throw Error(
        fmt::format("{}: the study is not the one that was registered in {} ({}). Undo the "
                    "change, register anew, or run without --plan, which explores.",
                    arguments.file.string(), name, found));
  }
  return study;
}

}  // namespace disalign

/// The documents of parameters and of observables.
#include <fmt/format.h>

#include "agents/week.hpp"
#include "experiments/documents/documents.hpp"
#include "experiments/event_log.hpp"
#include "experiments/timeline_table.hpp"
#include "model/base/describe.hpp"
#include "model/record.hpp"

namespace disalign {
namespace {

std::string table_of(std::vector<ParameterRow> const& rows) {
  std::string text =
      "| key | default | unit | range | meaning | source |\n| --- | --- | --- | --- | --- | --- "
      "|\n";
  for (ParameterRow const& row : rows) {
    text += fmt::format("| `{}` | {} | {} | {} to {} | {} | {} |\n", row.key, row.value, row.unit,
                        row.low, row.high, cell_text(row.meaning), cell_text(row.source));
  }
  return text + "\n";
}

template <class Declared>
std::string declared_table(char const* table, Declared const& declared) {
  ParameterRows rows(table);
  Declared::describe(declared, rows);
  return table_of(rows.rows);
}

/// One row for each action of a timeline.
std::string timeline_table() {
  std::string text =
      "| action | actor | amount | range | unit | weeks | what happens |\n| --- | --- | --- | --- "
      "| --- "
      "| --- | --- |\n";
  for (ActionForm const& form : timeline_actions) {
    bool const sized = form.unit[0] != '\0';
    std::string const amount = !sized                   ? ""
                               : form.amount < form.low ? "must be given"
                                                        : fmt::format("{}", form.amount);
    std::string const range = sized ? fmt::format("{} to {}", form.low, form.high) : "";
    text +=
        fmt::format("| `{}` | {}{} | {} | {} | {} | {} | {}{} |\n", form.name, words(form.actor),
                    form.other ? ", and `other`" : "", amount, range, form.unit, form.weeks,
                    form.meaning, form.place ? "; in the whole theatre, or around a `place`" : "");
  }
  return text + "\n";
}

char const* axis_name(Axis axis) {
  return axis == Axis::none ? "" : axis == Axis::actor ? "actor" : "pair";
}

template <class Row>
std::string log_table(std::vector<LogColumn<Row>> const& columns) {
  std::string text = "| column | unit | meaning |\n| --- | --- | --- |\n";
  for (auto const& c : columns)
    text += fmt::format("| `{}` | {} | {} |\n", c.name, c.unit, cell_text(c.meaning));
  return text + "\n";
}

}  // namespace

std::string parameters_document() {
  std::string text = "# Parameters\n\n";
  text += made_note;
  text +=
      "Every parameter with its default, unit, range, meaning and source. Keys are those of a "
      "scenario file and of `--set`. A default is a starting value: scenarios and presets state "
      "others, and a result file holds the resolved ones (`/parameters`). Every rule has the "
      "switch "
      "`RULE.enabled`, on by default unless the rule's table says otherwise. Sources name facts "
      "and "
      "targets (F, C), mechanisms (M) and levers (L) of the evidence behind the model; `assumed` "
      "is "
      "a judgement.\n\n## Scales that rules share\n\n";
  text += declared_table("scales", Scales{});
  text += "## The observer\n\nBetween true and recorded events; it never touches the state.\n\n";
  text += declared_table("reporting", Reporting{});
  text += "## Actors\n\nOne table `[actors.NAME]` each. Defaults are those of an armed group.\n\n";
  text += declared_table("actors.NAME", Attributes{});
  text +=
      "## Timeline\n\nOne table `[timeline.NAME]` for each entry: `action`, and `week` (it happens "
      "then) or "
      "`hazard` (it happens once, at this rate per week); `actor`, `other`, `amount`, `weeks`, "
      "`task`, "
      "`place` with `radius_km` as the action asks.\n\n";
  text += timeline_table();
  text += "## Rules, in the order of the week\n\n";
  Week const week;
  week.each([&](char const* name, auto const& switched) {
    ParameterRows rows(name);
    switched.rule.describe(switched.rule, rows);
    text += fmt::format("### {}\n\n", name);
    if (!switched.enabled) text += "Off by default.\n\n";
    text += rows.rows.empty() ? "No parameter.\n\n" : table_of(rows.rows);
  });
  text.pop_back();
  return text;
}

std::string observables_document() {
  std::string text = "# Observables\n\n";
  text += made_note;
  text +=
      "What a run reports. A series has the dimensions (scenario, replicate, week) and the axis "
      "that "
      "its row names; its outcome, one number per run, is a total, a mean over weeks or the value "
      "of "
      "the last week. `treatment` marks what describes the treatment itself: those are left out of "
      "the invariance test.\n\n## Series and their outcomes\n\n"
      "| series | outcome | axis | unit | treatment | meaning |\n| --- | --- | --- | --- | --- | "
      "--- "
      "|\n";
  for (Observable const& o : observables()) {
    text +=
        fmt::format("| `{}` | `{}` | {} | {} | {} | {} |\n", o.name, o.outcome(), axis_name(o.axis),
                    o.unit, o.describes_treatment ? "yes" : "", cell_text(o.meaning));
  }
  text +=
      "\n## Outcomes that are no fold of one series\n\n| outcome | unit | meaning |\n| --- | --- "
      "| --- |\n";
  for (DerivedOutcome const& d : derived_outcomes())
    text += fmt::format("| `{}` | {} | {} |\n", d.name, d.unit, cell_text(d.meaning));
  text +=
      "\n## Maps\n\nBy cell and period of 52 weeks, mean over replicates.\n\n| map | unit | "
      "meaning |\n| --- | --- | --- |\n";
  for (MapObservable const& m : map_observables())
    text += fmt::format("| `{}` | {} | {} |\n", m.name, m.unit, cell_text(m.meaning));
  text +=
      "\nBeside them: `deaths_by_month` (scenario, killer_kind, victim_kind, month, cell), "
      "`troops_by_month` (scenario, force_kind, month, cell), `killed` (scenario, replicate, "
      "actor, "
      "victim), `event_size_count` (scenario, event_size) and the fit of its tail "
      "(`tail_exponent`, "
      "`tail_exponent_error`, `tail_xmin`). A month is 52/12 weeks.\n\n"
      "## Logs\n\nKept with `--level events`; the rows of a run stand together, `/runs` says "
      "where. "
      "`/events` holds what happened, `/observed_events` what an observer lists of it (table "
      "`[reporting]`), both in the columns of UCDP GED 23.1. `disalign replay` writes the events "
      "of "
      "one run as CSV with the remaining text columns of GED.\n\n";
  text += log_table(event_columns());
  text +=
      "`/deployments`: operations by cell at the end of each month, in the columns of Geo-PKO.\n\n";
  text += log_table(deployment_columns());
  text.pop_back();
  return text;
}

}  // namespace disalign

"""`disalign report`: one self-contained HTML page about a result file, the answer first."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from .. import effects, files, sensitivity, survival, tables
from ..files import DataError, label_of, point_dims
from ..figures import courses, maps, replay, tails
from ..figures import effects as effect_figures
from ..figures import survival as survival_figures
from ..figures.style import number, palette
from . import analyses, elements, words
from .svg import inline

MAIN = "total_civilian_deaths"
#: Deaths in one event from which it counts as an atrocity in the report (assumed).
ATROCITY = 50


def report(path: str | os.PathLike[str], target: str | os.PathLike[str] | None = None) -> Path:
    """Writes the report of the result file at `path` to `target` (default: its name with .html).

    The page loads nothing: styles, scripts, data and figures are inside. Without scripts its figures
    stand still. Returns the page's path; raises DataError for a file that is not ours.

    >>> import tempfile
    >>> page = report("results/quick.h5", tempfile.mkdtemp() + "/quick.html")
    >>> page.read_text().count("<h1")
    1
    """
    target = Path(target) if target else Path(path).with_suffix(".html")
    if target.is_dir():
        raise DataError(f"{target}: is a directory (a page is written). Add a file name to -o.")
    with files.open(path) as ds:
        text = Page(ds).html()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(target)
    return target


class Page:
    """Collects the sections of a report; what the file cannot answer becomes a note, not a failure."""

    def __init__(self, ds: xr.Dataset) -> None:
        self.ds = ds
        self.named = point_dims(ds) == ("scenario",)
        self.compared = self.named and ds.sizes["scenario"] > 1 and str(ds.attrs.get("reference", "")) != ""
        self.data: dict[str, Any] = {}
        self.notes: list[str] = []

    def html(self) -> str:
        sections = [("answer", "The answer", self.answer()), ("design", "What was compared", self.design()),
                    ("course", "Over time", self.course()), ("place", "Where", self.place()),
                    ("replay", "One trajectory", self.replay()), ("when", "When", self.when()),
                    ("tails", "How bad it can get", self.tails()), ("precision", "Whether there were enough runs", self.precision()),
                    ("tables", "Tables", self.tables()), ("methods", "Methods", elements.paragraphs(words.METHODS)),
                    ("provenance", "Where the numbers come from", self.provenance()),
                    ("limits", "What this model cannot say", elements.bullets(words.limits(self.ds)))]
        sections = [s for s in sections if s[2]]
        title = html.escape(str(self.ds.attrs["title"]))
        links = "".join(f'<a href="#{key}">{name}</a>' for key, name, _ in sections)
        body = "".join(f'<section id="{key}"><h2>{name}</h2>{text}</section>' for key, name, text in sections)
        notes = f'<aside class="notes"><h2>Left out</h2>{elements.bullets(self.notes)}</aside>' if self.notes else ""
        own = resources.files("disalign.report")
        data = json.dumps(self.data, separators=(",", ":"), allow_nan=False).replace("</", "<\\/")
        return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
                '<meta name="viewport" content="width=device-width, initial-scale=1">'
                f'<meta name="description" content="{html.escape(str(self.ds.attrs.get("summary", "")), quote=True)}">'
                f'<link rel="icon" href="data:,"><style>{(own / "page.css").read_text(encoding="utf-8")}</style></head><body>'
                f'<header><p class="kind">disalign: report of a study</p><h1>{title}</h1>'
                f'<p class="question">{html.escape(str(self.ds.attrs.get("summary", "")))}</p></header>'
                f'<nav aria-label="Sections">{links}</nav>{self.controls()}<main>{body}{notes}</main>'
                '<footer>Made by <code>disalign report</code>. Results: CC BY 4.0. The page needs no network.</footer>'
                f'<div id="tip" role="status" aria-live="polite" hidden></div>'
                f'<script type="application/json" id="data">{data}</script>'
                f'<script>{(own / "page.js").read_text(encoding="utf-8")}</script></body></html>\n')

    def _try(self, make: Callable[[], str]) -> str:
        """The part, or nothing and a note on why."""
        try:
            return make()
        except DataError as error:
            note = html.escape(str(error).replace(str(files.path_of(self.ds)), files.path_of(self.ds).name))
            if note not in self.notes:
                self.notes.append(note)
            return ""

    def controls(self) -> str:
        if not self.compared:
            return ""
        boxes = "".join(
            f'<label><input type="checkbox" checked data-toggle="{html.escape(name, quote=True)}">'
            f'<span class="swatch" style="background:{colour}"></span>{html.escape(label_of(self.ds, name))}</label>'
            for name, (colour, _) in palette(self.ds).items())
        return f'<fieldset id="controls" class="controls needs-scripts" hidden><legend>Show</legend>{boxes}</fieldset>'

    def answer(self) -> str:
        ds = self.ds
        n, weeks = ds.sizes["replicate"], ds.sizes.get("week", 0)
        about = (f'<p class="basis">{n} runs of each, {weeks} weeks; runs of one replicate share their random numbers; '
                 "95 % intervals.</p>")
        if self.compared:
            sentences = elements.bullets(words.answer(ds, MAIN), "answer")
            figure = inline(effect_figures.forest(ds, columns=1), "forest", "Paired differences to the reference. A bar that crosses the "
                            "line leaves the sign open.")
            return f"<h3>{words.outcome_title(ds, MAIN)}</h3>{sentences}{about}{figure}"
        if not self.named:
            dose = effects.default_dose(ds)
            return self._try(lambda: self.dose_answer(dose, about))
        values = ds[MAIN].values
        mean, lo, hi, _ = effects.mean_interval(values.ravel(), n_min=effects.first_look(ds))
        return (f'<ul class="answer"><li>{words.outcome_title(ds, MAIN)}: {number(mean)} a run (95 % interval {number(lo)} to '
                f"{number(hi)}).</li></ul>{about}")

    def dose_answer(self, dose: str, about: str) -> str:
        headline, curves = words.dose_headline(self.ds, MAIN, dose), elements.bullets(words.dose_sentences(self.ds, MAIN, dose), "answer")
        found = elements.bullets(headline, "answer") + elements.folded("Each curve", curves) if headline else curves
        return (f"<h3>{words.outcome_title(self.ds, MAIN)}</h3>{found}{about}"
                + inline(effect_figures.dose_response(self.ds, MAIN, dose), "dose", "Mean over replicates with interval.")
                + inline(effect_figures.dose_response(self.ds, MAIN, dose, change=True), "dose-change",
                         "Paired change from the lowest dose: sharper, because both ends share their random numbers."))

    def design(self) -> str:
        ds = self.ds
        parts = []
        if self.named:
            indices = [i for i in ("stance_disalignment", "goal_clash", "complementarity", "disalignment") if i in ds]
            rows = [[("● " if name == ds.attrs.get("reference") else "") + label_of(ds, name), name,
                     *(elements.cell(effects.dose_of(ds, i).sel(scenario=name).item()) for i in indices)]
                    for name in (str(s) for s in ds["scenario"].values)]
            heads = ["scenario", "name in the file", *(i.replace("_", " ") for i in indices)]
            parts.append(elements.table(heads, rows, "● the reference. Indices of the parallel force against the UN: 0 none to 1 most.",
                                [str(s) for s in ds["scenario"].values]))
        else:
            about = tables.points(ds)
            rows = []
            for factor in effects.factors(ds):
                levels = about[factor].dropna().unique()
                shown = ", ".join(elements.cell(v) for v in levels[:12]) + (f" ... ({len(levels)} values)" if len(levels) > 12 else "")
                rows.append([factor, shown, str(ds[factor].attrs.get("long_name", "")).split(";")[0]])
            parts.append(elements.table(["factor", "levels", "key in a scenario"], rows, f"{len(about)} points."))
        changed = tables.parameters(ds, changed=True)
        if len(changed):
            points = list(changed.columns[5:])[:8]
            rows = [[key, row["unit"], *(elements.cell(row[p]) for p in points), row["meaning"]] for key, row in changed.iterrows()]
            parts.append(elements.folded(f"{len(changed)} parameters differ between the points",
                                  elements.table(["parameter", "unit", *map(str, points), "meaning"], rows)))
        return "".join(parts)

    def course(self) -> str:
        if not self.named or "civilian_deaths" not in self.ds:
            return ""
        series, weeks = "civilian_deaths", 13
        figure = courses.course(self.ds, series, weeks=weeks)
        box = figure.axes[0].get_position()
        limits = figure.axes[0].get_xlim()
        lines = {}
        for name in (str(s) for s in self.ds["scenario"].values):
            x, y = courses.moving_sum(self.ds, series, name, weeks)
            lines[name] = {"label": label_of(self.ds, name), "values": np.round(np.quantile(y, [0.25, 0.5, 0.75], axis=0), 1).tolist()}
        self.data["course"] = {"x": x.tolist(), "lines": lines, "box": [box.x0, box.x1, *limits],
                               "unit": f"persons in {weeks} weeks"}
        return (inline(figure, "course-figure", "Median and middle half of the runs in moving windows of 13 weeks. Point at the "
                       "figure, or use the arrow keys in it, to read values.", '<output class="reading" aria-live="polite"></output>')
                + elements.folded("Fan charts and single runs", inline(
                    courses.fan(self.ds, series, weeks=weeks), "fan", "Distribution over runs: middle 50 and 80 %.")
                    + inline(courses.spaghetti(self.ds, series, weeks=weeks), "spaghetti",
                             "Single runs: what one history looks like beside the average.")))

    def place(self) -> str:
        if not self.named or "map_civilians_killed" not in self.ds:
            return ""
        base = str(self.ds.attrs.get("reference") or self.ds["scenario"].values[0])
        base = base if base in self.ds["scenario"].values else str(self.ds["scenario"].values[0])
        parts = [inline(maps.heat_map(self.ds, scenario=base), "heat", "Civilians killed by cell, mean over replicates.")]
        others = [str(s) for s in self.ds["scenario"].values if str(s) != base]
        differences = "".join(
            inline(maps.heat_map(self.ds, scenario=name, reference=base), f"difference-{k}",
                   "Where it rises and falls: difference of the means by cell.")
            for k, name in enumerate(others) if self.compared and effects.reference_of(self.ds, name) == base)
        return parts[0] + (elements.folded("Differences to the reference by cell", differences) if differences else "")

    def replay(self) -> str:
        def make() -> str:
            points = int(np.prod([self.ds.sizes[d] for d in point_dims(self.ds)]))
            names = [str(s) for s in self.ds["scenario"].values] if self.named else []
            base = str(self.ds.attrs.get("reference", ""))
            # Replicate 0 of up to six points, the reference first.
            chosen: list[int] = sorted(range(points), key=lambda k: (int(not names or names[k] != base), k))[:6]
            self.data["replay"] = [frame for run in chosen if (frame := _frames(self.ds, run))]
            if not self.data["replay"]:
                raise DataError("replay: no run has a fatal event.")
            first = self.data["replay"][0]["run"]
            still = inline(replay.still(self.ds, first, self.ds.sizes["week"] // 2), "still",
                           "One week of one run: events of the last 8 weeks (area by deaths), and where operations stood. The "
                           "file keeps events and monthly deployments; positions of armed groups are not in it.")
            events = inline(maps.event_map(self.ds, first), "event-map", "All fatal events of the run.")
            player = ('<div id="player" class="needs-scripts" hidden><div class="buttons"><button type="button" id="play">Play</button>'
                      '<label>Run <select id="which"></select></label><label>Speed <select id="speed"><option value="4">slow</option>'
                      '<option value="12" selected>normal</option><option value="40">fast</option></select></label></div>'
                      '<canvas id="map" role="img" aria-label="Map of the run at the chosen week"></canvas>'
                      '<label class="slider">Week <input type="range" id="week" min="0" value="0"></label>'
                      '<output id="now" aria-live="off"></output><p class="legend">Filled: killed in the last 8 weeks, '
                      '<span style="color:#0072B2">●</span> state-based <span style="color:#E69F00">●</span> non-state '
                      '<span style="color:#D55E00">●</span> one-sided. Open: <span style="color:#2f8fc4">○</span> UN mission '
                      '<span>□</span> parallel force, by strength in the month.</p></div>')
            return player + still + elements.folded("All events of the run", events)

        return self._try(make)

    def when(self) -> str:
        if not self.named:
            return ""

        def atrocity() -> str:
            times = survival.time_to_atrocity(self.ds, ATROCITY)
            return inline(survival_figures.kaplan_meier(self.ds, times), "survival",
                          f"Time to the first event that kills {ATROCITY} civilians or more (the threshold is a convention).")

        def ceasefire() -> str:
            times = survival.time_to(self.ds, "ceasefires")
            text = inline(survival_figures.kaplan_meier(self.ds, times), "ceasefire", "Time to the first ceasefire.")
            if times["observed"].any():
                text += elements.folded("Hazard of a ceasefire", inline(survival_figures.hazard(self.ds, times), "hazard",
                                                                 "Events per run-week at risk in intervals of 26 weeks."))
            return text

        return self._try(atrocity) + self._try(ceasefire)

    def tails(self) -> str:
        if not self.named:
            return ""
        return self._try(lambda: inline(tails.event_exceedance(self.ds), "events-tail", "Sizes of fatal events, all runs together.")
                         + inline(tails.outcome_exceedance(self.ds, MAIN), "runs-tail",
                                  "How many runs are at least so bad: the whole distribution, not its mean alone."))

    def precision(self) -> str:
        if not self.compared or self.ds.sizes["replicate"] < 4:
            return ""
        return inline(effect_figures.convergence(self.ds, MAIN), "convergence",
                      "Running effect and half-width of its interval as replicates are added.")

    def tables(self) -> str:
        ds = self.ds
        parts = []
        if self.compared:
            table = effects.paired_effects(ds)
            rows = [[r.outcome, r.label, r.unit, number(r.effect), f"{number(r.lo)} to {number(r.hi)}", number(r.standardised_effect),
                     f"{100 * r.superiority_share:.0f} %", number(r.variance_ratio)] for r in table.itertuples()]
            heads = ["outcome", "scenario", "unit", "effect", "95 % interval", "standardised", "pairs with more", "variance ratio"]
            main = [k for k, r in enumerate(table.itertuples()) if r.outcome in effect_figures.MAIN_OUTCOMES]
            series = table["scenario"].tolist()
            parts.append(elements.table(heads, [rows[k] for k in main], "Paired differences to the reference.", [series[k] for k in main]))
            parts.append(elements.folded(f"All {table['outcome'].nunique()} outcomes", elements.table(heads, rows, series=series)))
        if not self.named:
            table = effects.dose_response(ds, MAIN)
            factors = list(effects.factors(ds))
            rows = [[*(elements.cell(row[f]) for f in factors), number(row["mean"]), f"{number(row['lo'])} to {number(row['hi'])}",
                     number(row["effect"]), f"{number(row['effect_lo'])} to {number(row['effect_hi'])}"] for _, row in table.iterrows()]
            parts.append(elements.table([*factors, "mean", "95 % interval", "change from the lowest dose", "95 % interval"], rows,
                                f"{MAIN} [{files.unit_of(ds, MAIN)}]."))
        parts += [analyses.section(ds, name, self._try) for name in sensitivity.analyses(ds)]
        if self.named:
            rows, series = [], []
            for name in effect_figures.MAIN_OUTCOMES:
                for scenario in (str(s) for s in ds["scenario"].values if name in ds):
                    sample = ds[name].sel(scenario=scenario).values
                    mean, _, _, error = effects.mean_interval(sample)
                    q = np.quantile(sample, [0.05, 0.5, 0.95])
                    rows.append([name, label_of(ds, scenario), files.unit_of(ds, name), number(mean), number(error), *map(number, q)])
                    series.append(scenario)
            parts.append(elements.table(["outcome", "scenario", "unit", "mean", "Monte Carlo error", "5 %", "median", "95 %"], rows,
                                "Outcomes of runs.", series))
        return "".join(parts)

    def provenance(self) -> str:
        rows = [[key.replace("_", " "), str(value)] for key, value in files.provenance(self.ds).items()]
        return (elements.table(["what", "value"], rows, plain=True) + elements.folded(
            "Resolved configuration", f"<pre>{html.escape(str(self.ds.attrs.get('configuration', '')))}</pre>"))


def _frames(ds: xr.Dataset, run: int) -> dict[str, Any] | None:
    try:
        return replay.frames(ds, run)
    except DataError as error:
        if "no fatal event" in str(error):
            return None
        raise

"""Figures of effects: dose-response, forest of paired differences, convergence."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

from .. import effects
from ..files import DataError, axis_label, configuration, label_of, plural, unit_of
from .style import COLOURS, DASHES, GREY, Picture, mark, number, palette, picture, styled, thousands

MAIN_OUTCOMES = ("total_civilian_deaths", "total_fighter_deaths", "total_un_deaths", "final_displaced")
#: What the dose of a force moves, by the index it is given in.
DOSES = {"D1": "stances opposed (D1)", "D2": "goals at cross purposes (D2)", "D3": "disalignment as a whole (D3)"}


@styled
def dose_response(ds: xr.Dataset, outcome: str = "total_civilian_deaths", dose: str | None = None,
                  change: bool = False, confidence: float = 0.95) -> Picture:
    """Mean outcome over the dose with its interval: a line a level of the second factor, a panel a level of the others.

    A study with one factor shows every run as a faint dot.
    With `change`, the paired difference to the lowest dose instead, which is what shared random
    numbers make precise. Units and names come from the file.

    >>> import disalign
    >>> figure = dose_response(disalign.open("results/dose.h5"))
    >>> [axes.get_title(loc="left") for axes in figure.axes]
    ['synergy 0.12', 'synergy 0.14', 'synergy 0.16']
    """
    dose = dose or effects.default_dose(ds)
    table = effects.dose_response(ds, outcome, dose, confidence)
    others = [f for f in effects.factors(ds) if f != dose]
    by, panels = (others[0] if others else None), others[1:]
    facets = effects.held_fixed(table, panels)
    columns = min(3, len(facets))
    lines = -(-len(facets) // columns)
    figure = picture(6.6 if columns == 1 else 3.0 * columns + 0.6, 4.3 if columns == 1 else 3.1 * lines + 0.6,
                     f"Dose-response: {axis_label(ds, outcome)} against {dose}.")
    grid = figure.subplots(lines, columns, sharex=True, sharey=True, squeeze=False)
    words = axis_label(ds, outcome).split(" (")[0]
    words = words[0].upper() + words[1:]
    for axes, (held, rows) in zip(grid.flat, facets):
        _dose_panel(figure, axes, ds, rows, outcome, dose, by, change)
        axes.set_title(", ".join(f"{name} {_level(value)}" for name, value in held.items()) or words)
    for axes in grid.flat[len(facets):]:
        axes.set_visible(False)
    unit = plural(unit_of(ds, outcome))
    per = {"1": "", "persons": "persons per run"}.get(unit, unit)
    what = ("change from the lowest dose" if change else "mean over replicates") + (f" ({per})" if per else "")
    note = f"{100 * confidence:.0f} % intervals, n = {int(table['n'].min())} a point"
    if columns == 1:
        grid[0, 0].set(xlabel=dose_label(ds, dose), ylabel=what)
        grid[0, 0].text(0.99, 0.01, note, transform=grid[0, 0].transAxes, ha="right", va="bottom", fontsize=7.5, color=GREY)
    else:
        figure.suptitle(f"{words}: {what}", x=0.01, ha="left", fontsize=10, fontweight="bold")
        figure.supxlabel(f"{dose_label(ds, dose)}; {note}", fontsize=9)
    if by is not None:
        grid[0, 0].legend(title=by, title_fontsize=8, loc="best", fontsize=7.5)
    return figure


def _dose_panel(figure: Picture, axes: Axes, ds: xr.Dataset, table: pd.DataFrame, outcome: str, dose: str, by: str | None,
                change: bool) -> None:
    """One panel of a dose-response figure: a line with its intervals for each level of the factor `by`."""
    values, lo, hi = ("effect", "effect_lo", "effect_hi") if change else ("mean", "lo", "hi")
    span = float(np.ptp(table[dose])) or 1.0
    curves = [("", table)] if by is None else [(_level(k), rows) for k, rows in table.groupby(by, sort=True)]
    for k, (name, rows) in enumerate(curves):
        colour, dash = COLOURS[k % len(COLOURS)], DASHES[k % len(DASHES)]
        x = rows[dose].to_numpy(float) + (k - (len(curves) - 1) / 2) * (0.012 if len(curves) < 3 else 0.022) * span
        if not change and len(curves) == 1:
            samples = effects.by_row(ds, outcome)[rows["row"].to_numpy()]
            axes.scatter(np.repeat(x, samples.shape[1]), samples.ravel(), s=7, color=colour, alpha=0.25, linewidths=0,
                         rasterized=True)
        axes.fill_between(x, rows[lo], rows[hi], color=colour, alpha=0.14, linewidth=0)
        axes.plot(x, rows[values], dash, color=colour, label=name)
        for place, (_, row) in zip(x, rows.iterrows()):
            bar = axes.errorbar(place, row[values], yerr=[[row[values] - row[lo]], [row[hi] - row[values]]], fmt="o",
                                color=colour, capsize=2.5, markersize=4.5)
            mark(figure, bar.lines[0], name or "dose",
                 f"{dose} {row[dose]:.3g}{f', {by} {name}' if name else ''}: {number(row[values])} "
                 f"[{number(row[lo])}, {number(row[hi])}] {plural(unit_of(ds, outcome))}")
    if change:
        axes.axhline(0, color=GREY, linewidth=0.8, zorder=0)
    thousands(axes.yaxis)
    axes.margins(x=0.04)


def _level(value: object) -> str:
    return f"{value:g}" if isinstance(value, (float, int, np.number)) else str(value)


def dose_label(ds: xr.Dataset, dose: str) -> str:
    """Name of the dose with the file's words for it.

    >>> import disalign
    >>> dose_label(disalign.open("results/quick.h5"), "goal_clash")
    "goal_clash: declared goals at cross purposes with the UN's"
    >>> dose_label(disalign.open("results/dose.h5"), "goal_dose")
    'goal_dose: goals at cross purposes (D2)'
    """
    words = str(ds[dose].attrs.get("long_name", dose)).split(": ", 1)[-1].split("; ")[0]
    if words.endswith(".dose.target"):
        force = configuration(ds)
        for key in words.split(".")[:-1]:
            force = force.get(key, {})
        words = DOSES.get(force.get("index", ""), words)
    return dose if words == dose or words.endswith(dose) else f"{dose.replace('.', ' ')}: {words}"


@styled
def forest(ds: xr.Dataset, outcomes: Sequence[str] = MAIN_OUTCOMES, reference: str | None = None,
           confidence: float = 0.95, columns: int = 2) -> Picture:
    """Paired differences of each scenario to the reference, one panel an outcome, with intervals.

    Panels stand in `columns`; effects are per run, in the outcome's unit.

    >>> import disalign
    >>> len(forest(disalign.open("results/quick.h5"), ["total_deaths"]).axes)
    1
    """
    shown = [o for o in outcomes if o in ds]
    table = effects.paired_effects(ds, shown, reference, confidence)
    if table.empty:
        raise DataError("forest: the study has one scenario only. There is nothing to compare it with.")
    columns = min(columns, len(shown))
    lines = -(-len(shown) // columns)
    figure = picture(8.2 if columns > 1 else 6.2, lines * (1.0 + 0.38 * table["scenario"].nunique()) + 0.35,
                     "Forest plot: paired differences of scenarios to the reference with intervals.")
    grid = figure.subplots(lines, columns, squeeze=False)
    for k, axes in enumerate(grid.flat):
        if k < len(shown):
            forest_panel(figure, axes, ds, table[table["outcome"] == shown[k]], names=k % columns == 0)
        else:
            axes.set_visible(False)
    figure.suptitle(comparison(ds, table, confidence), fontsize=9, x=0.01, ha="left", color=GREY)
    return figure


def comparison(ds: xr.Dataset, table: pd.DataFrame, confidence: float = 0.95) -> str:
    """What the differences in a table of paired effects are against, in words.

    >>> import disalign
    >>> ds = disalign.open("results/quick.h5")
    >>> comparison(ds, disalign.paired_effects(ds, "total_deaths"))
    'Paired differences to “UN alone”, 95 % intervals, n = 8 pairs'
    """
    bases = pd.unique(table["reference"])
    names = f"“{label_of(ds, bases[0])}”" if len(bases) == 1 else "the reference of each theatre"
    return f"Paired differences to {names}, {100 * confidence:.0f} % intervals, n = {int(table['n'].min())} pairs"


def forest_panel(figure: Picture, axes: Axes, ds: xr.Dataset, table: pd.DataFrame, names: bool = True) -> None:
    """Draws one outcome's rows of a table of paired effects; `names` writes the scenarios at the left."""
    colours = palette(ds)
    rows = table.reset_index(drop=True)
    outcome = str(rows["outcome"].iloc[0])
    lo, hi = (rows[c].where(np.isfinite(rows[c]), rows["effect"]) for c in ("lo", "hi"))  # one pair has no interval
    for row, c in rows.iterrows():
        bar = axes.errorbar(c.effect, -row, xerr=[[c.effect - lo[row]], [hi[row] - c.effect]], fmt="o",
                            color=colours[c.scenario][0], capsize=3, markersize=5.5)
        text = f"{c.effect:+,.0f}  [{c.lo:+,.0f}, {c.hi:+,.0f}]"
        axes.annotate(text, (1, -row), xycoords=("axes fraction", "data"), xytext=(0, 6), textcoords="offset points",
                      ha="right", fontsize=7.5)
        mark(figure, bar.lines[0], str(c.scenario), f"{c.label}: {text} {plural(c.unit)} per run, n = {c.n} pairs")
    axes.axvline(0, color=GREY, linewidth=0.8, zorder=0)
    axes.set_yticks([-r for r in range(len(rows))], [textwrap.fill(label_of(ds, s), 32) for s in rows["scenario"]] if names else [])
    axes.set_ylim(-len(rows) + 0.45, 0.75)
    low, high = min(0.0, lo.min()), max(0.0, hi.max())
    low, high = (low, high) if high > low else (-1.0, 1.0)
    span = high - low
    axes.set_xlim(low - 0.06 * span, high + 0.7 * span)  # the right third is for the numbers
    axes.set_xticks([t for t in MaxNLocator(3).tick_values(low, high) if low - 0.06 * span <= t <= high + 0.1 * span])
    axes.set_xlabel(f"{plural(unit_of(ds, outcome))} per run")
    axes.set_title(_title(ds, outcome))
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    thousands(axes.xaxis)


def _title(ds: xr.Dataset, outcome: str) -> str:
    words = axis_label(ds, outcome).split(" (")[0].split(", ")[0]
    words = words[0].upper() + words[1:]
    return textwrap.fill(words, 34)


@styled
def convergence(ds: xr.Dataset, outcome: str = "total_civilian_deaths", scenario: str | None = None,
                confidence: float = 0.95) -> Picture:
    """The paired effect and its half-width as replicates are added: whether there were enough.

    Left the running effect with its interval, right the half-width against n with the line 1/sqrt(n)
    through the last point.

    >>> import disalign
    >>> len(convergence(disalign.open("results/quick.h5")).axes)
    2
    """
    names = [str(s) for s in ds["scenario"].values]
    chosen = [scenario] if scenario else [s for s in names if s != effects.reference_of(ds, s)]
    figure = picture(8.2, 3.5, "Convergence: running effect and half-width of its interval against replicates.")
    left, right = figure.subplots(1, 2)
    colours = palette(ds)
    values = ds[outcome].transpose("scenario", "replicate")
    total = ds.sizes["replicate"]
    steps = np.unique(np.geomspace(3, total, 60).astype(int)) if total >= 3 else np.array([total])
    for name in chosen:
        difference = values.sel(scenario=name).values - values.sel(scenario=effects.reference_of(ds, name)).values
        bounds = np.array([effects.mean_interval(difference[:n], confidence)[:3] for n in steps])
        colour, dash = colours[name]
        left.fill_between(steps, bounds[:, 1], bounds[:, 2], color=colour, alpha=0.15, linewidth=0)
        (line,) = left.plot(steps, bounds[:, 0], dash, color=colour, label=label_of(ds, name))
        mark(figure, line, name, label_of(ds, name))
        half = (bounds[:, 2] - bounds[:, 1]) / 2
        right.plot(steps, half, dash, color=colour)
        right.plot(steps, half[-1] * np.sqrt(steps[-1] / steps), ":", color=colour, linewidth=0.9)
    left.axhline(0, color=GREY, linewidth=0.8, zorder=0)
    unit = plural(unit_of(ds, outcome))
    left.set(xlabel="replicates", ylabel=f"running paired effect ({unit})", title=_title(ds, outcome))
    right.set(xlabel="replicates", ylabel=f"half-width ({unit})", title="Precision; dotted: 1/√n", xscale="log", yscale="log")
    right.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    right.yaxis.set_minor_formatter(NullFormatter())
    right.xaxis.set_minor_formatter(NullFormatter())
    for axis in (right.xaxis, right.yaxis, left.yaxis):
        thousands(axis)
    if len(steps) > 3:
        ticks = [int(t) for t in (3, 10, 30, 100, 300, 1000, 3000, 10000) if t <= total]
        right.set_xticks(ticks)
    left.legend(loc="best", fontsize=7.5)
    return figure

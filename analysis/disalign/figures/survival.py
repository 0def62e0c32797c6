"""Survival curves and hazards of the times that disalign.survival makes."""

from __future__ import annotations

import pandas as pd
import xarray as xr

from .. import survival
from ..files import label_of
from .style import Picture, mark, palette, picture, styled


def kaplan_meier(ds: xr.Dataset, times: pd.DataFrame, what: str = "", confidence: float = 0.95) -> Picture:
    """Kaplan and Meier's curves with pointwise bounds and the number of runs at risk below.

    `times` as `time_to`, `time_to_atrocity` or `time_to_war_end` return them.

    >>> import disalign
    >>> ds = disalign.open("results/quick.h5")
    >>> kaplan_meier(ds, disalign.time_to(ds, "civilian_deaths", 80)).axes[0].get_ylabel()
    'share of runs'
    """
    return _kaplan_meier(ds, times, what or str(times.attrs.get("what", "the event")), confidence)


@styled
def _kaplan_meier(ds: xr.Dataset, times: pd.DataFrame, what: str, confidence: float) -> Picture:
    curve = survival.kaplan_meier(times, confidence=confidence)
    names = [str(n) for n in pd.unique(curve["scenario"])]
    figure = picture(6.8, 3.6 + 0.17 * len(names), f"Survival: share of runs in which not yet {what}.")
    axes = figure.subplots()
    colours = palette(ds)
    last = times["duration"].max()
    for name in names:
        rows = curve[curve["scenario"] == name]
        colour, dash = colours[name]
        axes.fill_between(rows["duration"], rows["lo"], rows["hi"], step="post", color=colour, alpha=0.13, linewidth=0)
        happened = int(times.loc[times["scenario"] == name, "observed"].sum())
        (line,) = axes.step(rows["duration"], rows["survival"], dash, where="post", color=colour,
                            label=f"{label_of(ds, name)} ({happened} of {int((times['scenario'] == name).sum())})")
        mark(figure, line, name, f"{label_of(ds, name)}: happened in {happened} runs")
    axes.set(ylim=(-0.02, 1.03), xlim=(0, last), xlabel="week", ylabel="share of runs", title=f"Not yet: {what}")
    axes.legend(loc="upper left", bbox_to_anchor=(0, -0.16), ncol=2, title=f"scenario (runs in which it happened); {100 * confidence:.0f} % bounds", alignment="left", title_fontsize=8)
    return figure


@styled
def hazard(ds: xr.Dataset, times: pd.DataFrame, width: int = 26, confidence: float = 0.95) -> Picture:
    """Events per run-week at risk over time, with exact Poisson bounds; intervals of `width` weeks.

    Intervals with less than a tenth of the largest number of run-weeks at risk are left out.

    >>> import disalign
    >>> ds = disalign.open("results/quick.h5")
    >>> hazard(ds, disalign.time_to(ds, "civilian_deaths", 80)).axes[0].get_xlabel()
    'week'
    """
    table = survival.hazard(times, width, confidence=confidence)
    # Where few runs are left the bounds say nothing and would hide the others.
    table = table[table["run_weeks"] >= 0.1 * table["run_weeks"].max()]
    names = [str(n) for n in pd.unique(table["scenario"])]
    figure = picture(6.6, 3.6, "Hazard: events per run-week at risk, by interval.")
    axes = figure.subplots()
    colours = palette(ds)
    for k, name in enumerate(names):
        rows = table[table["scenario"] == name]
        x = (rows["from_week"] + rows["to_week"]) / 2 + (k - (len(names) - 1) / 2) * width * 0.12
        bar = axes.errorbar(x, rows["rate"], yerr=[rows["rate"] - rows["lo"], rows["hi"] - rows["rate"]], fmt="o-",
                            color=colours[name][0], capsize=2, markersize=4, linewidth=1, label=label_of(ds, name))
        mark(figure, bar.lines[0], name, label_of(ds, name))
    axes.set(ylim=(0, None), xlabel="week", ylabel="events per run-week at risk (1/week)",
             title=f"Hazard: {times.attrs.get('what', 'the event')}")
    axes.legend(loc="best")
    return figure

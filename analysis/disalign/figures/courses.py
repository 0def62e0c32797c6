"""Figures over time: fan chart of the distribution, and every run with its median."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr
from matplotlib.axes import Axes

from ..files import DataError, axis_label, label_of, need, plural, unit_of
from .style import Picture, mark, palette, picture, styled, thousands

QUANTILES = (0.10, 0.25, 0.50, 0.75, 0.90)
WEEKS_PER_MONTH = 52 / 12


def moving_sum(ds: xr.Dataset, series: str, scenario: str, weeks: int) -> tuple[np.ndarray, np.ndarray]:
    """Sum of a weekly count, or mean of a weekly level, over windows of `weeks`: middles and (replicate, window).

    >>> import disalign
    >>> x, y = moving_sum(disalign.open("results/quick.h5"), "civilian_deaths", "none", 4)
    >>> x.shape, y.shape
    ((57,), (8, 57))
    """
    need(ds, series)
    if "week" not in ds[series].dims or set(ds[series].dims) - {"scenario", "replicate", "week"}:
        raise DataError(f"{series}: is no series of a run over (scenario, replicate, week).")
    values = ds[series].sel(scenario=scenario).transpose("replicate", "week").values.astype(float)
    padded = np.concatenate([np.zeros((values.shape[0], 1)), values.cumsum(axis=1)], axis=1)
    sums = padded[:, weeks:] - padded[:, :-weeks]
    if unit_of(ds, series) not in ("person", "event"):
        sums /= weeks
    middles = ds["week"].values[: sums.shape[1]] + (weeks - 1) / 2
    return middles, sums


@styled
def fan(ds: xr.Dataset, series: str = "civilian_deaths", scenarios: Sequence[str] | None = None,
        weeks: int = 13) -> Picture:
    """Fan chart: median and the middle 50 and 80 % of runs in moving windows of `weeks`, a panel a scenario.

    >>> import disalign
    >>> len(fan(disalign.open("results/quick.h5")).axes)
    4
    """
    names = [str(s) for s in (scenarios or ds["scenario"].values)]
    columns = min(4, len(names)) if len(names) != 4 else 2
    lines = -(-len(names) // columns)
    figure = picture(8.2, 2.5 * lines + 0.5, f"Fan chart of {axis_label(ds, series)} over time, a panel a scenario.")
    grid = figure.subplots(lines, columns, sharex=True, sharey=True, squeeze=False)
    colours = palette(ds)
    for axes, name in zip(grid.flat, names):
        x, y = moving_sum(ds, series, name, weeks)
        low, quarter, middle, three, high = np.quantile(y, QUANTILES, axis=0)
        colour = colours[name][0]
        axes.fill_between(x, low, high, color=colour, alpha=0.18, linewidth=0, label="80 % of runs")
        axes.fill_between(x, quarter, three, color=colour, alpha=0.35, linewidth=0, label="50 %")
        (line,) = axes.plot(x, middle, color=colour, label="median")
        mark(figure, line, name, label_of(ds, name))
        axes.set_title(label_of(ds, name), color=colour)
        axes.set_ylim(bottom=0)
        axes.legend(loc="upper right", fontsize=7, ncol=3, handlelength=1, columnspacing=0.8)
        thousands(axes.yaxis)
    for axes in grid.flat[len(names):]:
        axes.set_visible(False)
    figure.supxlabel("week", fontsize=9)
    per = f"{plural(unit_of(ds, series))} per {weeks} weeks" if unit_of(ds, series) in ("person", "event") else f"mean of {weeks} weeks"
    words = axis_label(ds, series).split(" (")[0].split(", ")[0]
    figure.suptitle(f"{words[0].upper()}{words[1:]}: {per}", fontsize=9, x=0.01, ha="left")
    return figure


@styled
def spaghetti(ds: xr.Dataset, series: str = "civilian_deaths", scenario: str | None = None, weeks: int = 13,
              runs: int = 50) -> Picture:
    """Up to `runs` single runs with their median: what one realisation looks like beside the average.

    >>> import disalign
    >>> len(spaghetti(disalign.open("results/quick.h5")).axes[0].lines)
    9
    """
    name = scenario or str(ds.attrs.get("reference") or ds["scenario"].values[0])
    if name not in ds["scenario"].values.astype(str):
        name = str(ds["scenario"].values[0])
    x, y = moving_sum(ds, series, name, weeks)
    figure = picture(6.6, 3.8, f"Single runs and their median: {axis_label(ds, series)}.")
    axes = figure.subplots()
    colour = palette(ds)[name][0]
    for run in y[:runs]:
        axes.plot(x, run, color=colour, alpha=min(0.6, 6 / min(runs, len(y))), linewidth=0.7, rasterized=True)
    axes.plot(x, np.median(y, axis=0), color="black", linewidth=2.2, label="median of all runs")
    axes.set_ylim(bottom=0)
    unit = plural(unit_of(ds, series))
    axes.set(xlabel="week", title=f"{label_of(ds, name)}: {min(runs, len(y))} runs",
             ylabel=f"{axis_label(ds, series).split(' (')[0].split(', ')[0]}\n{unit} per {weeks} weeks" if unit != "1"
             else axis_label(ds, series))
    axes.legend(loc="upper right")
    thousands(axes.yaxis)
    return figure


@styled
def course(ds: xr.Dataset, series: str = "civilian_deaths", weeks: int = 13) -> Picture:
    """Median of all scenarios with the middle half of runs, in moving windows of `weeks`, on one axis.

    >>> import disalign
    >>> len(course(disalign.open("results/quick.h5")).axes[0].lines)
    4
    """
    figure = picture(8.2, 3.9, f"Course of {axis_label(ds, series)}: median and middle half of runs by scenario.")
    course_panel(figure, figure.subplots(), ds, series, weeks)
    return figure


def course_panel(figure: Picture, axes: Axes, ds: xr.Dataset, series: str, weeks: int) -> None:
    """Draws the course of all scenarios into axes."""
    for name, (colour, dash) in palette(ds).items():
        x, y = moving_sum(ds, series, name, weeks)
        low, middle, high = np.quantile(y, [0.25, 0.5, 0.75], axis=0)
        band = axes.fill_between(x, low, high, color=colour, alpha=0.15, linewidth=0)
        (line,) = axes.plot(x, middle, dash, color=colour, label=label_of(ds, name))
        mark(figure, band, name)
        mark(figure, line, name, label_of(ds, name))
    axes.set_ylim(bottom=0)
    words = axis_label(ds, series).split(" (")[0].split(", ")[0]
    unit = plural(unit_of(ds, series))
    axes.set(xlabel="week", ylabel=f"{unit} in {weeks} weeks" if unit != "1" else f"mean of {weeks} weeks",
             title=f"{words[0].upper()}{words[1:]}: median and middle half of the runs")
    thousands(axes.yaxis)
    axes.legend(loc="upper right", ncol=2, fontsize=8)

"""Exceedance curves: how often an event, or a run, is at least so bad."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from .. import tails
from ..files import axis_label, label_of, plural, unit_of
from .style import Picture, mark, palette, picture, styled, thousands


@styled
def event_exceedance(ds: xr.Dataset, confidence: float = 0.95) -> Picture:
    """Share of fatal events that kill at least x, log-log, with the exponent the program fitted.

    The straight line is the fitted tail P(X >= x) ~ x^(1 - exponent) from its xmin on.

    >>> import disalign
    >>> event_exceedance(disalign.open("results/quick.h5")).axes[0].get_xscale()
    'log'
    """
    curve = tails.event_exceedance(ds, confidence)
    fits = tails.tail_exponents(ds).set_index("scenario") if "tail_exponent" in ds else None
    figure = picture(6.6, 4.4, "Exceedance: share of fatal events that kill at least x people, log-log.")
    axes = figure.subplots()
    colours = palette(ds)
    for name in pd.unique(curve["scenario"]):
        rows = curve[curve["scenario"] == name]
        colour, dash = colours[name]
        label = label_of(ds, name)
        if fits is not None and np.isfinite(fits.loc[name, "exponent"]):
            fit = fits.loc[name]
            label += f"\n  exponent {fit.exponent:.2f} ± {fit.standard_error:.2f} from {fit.xmin:.0f}"
            start = rows[rows["size"] >= fit.xmin]
            if len(start):
                x = np.geomspace(start["size"].iloc[0], rows["size"].max(), 50)
                axes.plot(x, start["share"].iloc[0] * (x / x[0]) ** (1 - fit.exponent), ":", color=colour, linewidth=1.2)
        axes.fill_between(rows["size"], rows["lo"].clip(lower=1e-9), rows["hi"], step="post", color=colour, alpha=0.12,
                          linewidth=0)
        (line,) = axes.step(rows["size"], rows["share"], dash, where="post", color=colour, linewidth=1.4, label=label)
        mark(figure, line, str(name), label.replace("\n ", ","))
    axes.set(xscale="log", yscale="log", xlabel=f"deaths in an event, x ({plural(unit_of(ds, 'event_size'))})",
             ylabel="share of fatal events with x deaths or more", title="Event sizes; dotted: fitted tail",
             ylim=(curve["share"].min() / 2, 1.3))
    thousands(axes.xaxis)
    axes.legend(loc="upper right", fontsize=7.5)
    return figure


@styled
def outcome_exceedance(ds: xr.Dataset, outcome: str = "total_civilian_deaths", confidence: float = 0.95) -> Picture:
    """Share of runs whose outcome is at least x, with exact binomial bounds.

    >>> import disalign
    >>> outcome_exceedance(disalign.open("results/quick.h5")).axes[0].get_ylabel()
    'share of runs with x or more'
    """
    curve = tails.outcome_exceedance(ds, outcome, confidence)
    figure = picture(6.6, 4.0, f"Exceedance of {axis_label(ds, outcome)}: share of runs at least so high.")
    axes = figure.subplots()
    colours = palette(ds)
    for name in pd.unique(curve["scenario"]):
        rows = curve[curve["scenario"] == name]
        colour, dash = colours[name]
        axes.fill_between(rows["value"], rows["lo"], rows["hi"], step="pre", color=colour, alpha=0.12, linewidth=0)
        (line,) = axes.step(rows["value"], rows["share"], dash, where="pre", color=colour, label=label_of(ds, name))
        mark(figure, line, str(name), label_of(ds, name))
    axes.set(xlabel=f"x: {axis_label(ds, outcome)}", ylabel="share of runs with x or more", ylim=(0, 1.02),
             title="Distribution over runs")
    thousands(axes.xaxis)
    axes.legend(loc="best", fontsize=7.5)
    return figure

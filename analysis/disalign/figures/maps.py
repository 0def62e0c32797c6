"""Maps: cell heat map and event map over the country's outline."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import LogNorm, Normalize, TwoSlopeNorm
from matplotlib.patheffects import withStroke

from .. import maps
from ..files import label_of, plural
from ..tables import events
from .style import COLOURS, DIVERGING, GREY, SEQUENTIAL, Picture, picture, styled

#: UCDP's types of violence: name and colour.
VIOLENCE = {1: ("state-based", COLOURS[0]), 2: ("non-state", COLOURS[4]), 3: ("one-sided", COLOURS[1])}


def country(ds: xr.Dataset, axes: Axes, scenario: str | None = None) -> None:
    """Draws outline and towns of a scenario's place and sets the aspect of the map; axes are longitude and latitude."""
    for ring in maps.outline(ds, scenario):
        closed = np.vstack([ring, ring[:1]]) if len(ring) > 2 else ring
        axes.plot(closed[:, 0], closed[:, 1], color="black", linewidth=0.9, zorder=3)
    for town in maps.towns(ds, scenario=scenario).itertuples():
        axes.plot(town.lon, town.lat, "s", color="black", markersize=2.5, zorder=4)
        axes.annotate(town.name, (town.lon, town.lat), xytext=(3, 3), textcoords="offset points", fontsize=6.5, zorder=5,
                      path_effects=[withStroke(linewidth=1.8, foreground="white")])
    half = maps.cell_size(ds, scenario) / 2
    inside = maps.cells_of(ds, scenario)
    lon, lat = ds["lon"].values[inside], ds["lat"].values[inside]
    axes.set(xlim=(lon.min() - 1.4 * half, lon.max() + 1.4 * half), ylim=(lat.min() - 1.4 * half, lat.max() + 1.4 * half),
             aspect=1 / np.cos(np.radians(float(lat.mean()))))
    axes.set_xlabel("longitude (°E)", fontsize=8)
    axes.set_ylabel("latitude (°N)", fontsize=8)
    axes.tick_params(labelsize=7)


def squares(values: xr.DataArray, size: float, there: np.ndarray) -> np.ndarray:
    """Corners (cells, 4, 2) of the cells, in degrees."""
    half = size / 2
    centres = np.column_stack([values["lon"].values, values["lat"].values])[there]
    return centres[:, None, :] + np.array([[-half, -half], [half, -half], [half, half], [-half, half]])


@styled
def heat_map(ds: xr.Dataset, variable: str = "map_civilians_killed", scenario: str | None = None,
             reference: str | None = None, period: int | None = None) -> Picture:
    """Values by cell over the country's outline; with `reference`, the difference in diverging colours.

    Counts on a logarithmic scale; cells without any are white. The unit is the file's, mean over
    replicates, sum over the run (or of one 52-week `period`).

    >>> import disalign
    >>> heat_map(disalign.open("results/quick.h5"), scenario="none").axes[0].get_xlabel()
    'longitude (°E)'
    """
    values = maps.cell_map(ds, variable, scenario, reference, period)
    there = np.isfinite(values.values)
    shown = values.values[there]
    figure = picture(7.0, 4.6, f"Map: {values.attrs['long_name']}.")
    axes = figure.subplots()
    if reference is not None:
        bound = float(np.quantile(np.abs(shown), 0.995)) or 1.0
        norm: Normalize = TwoSlopeNorm(0, -bound, bound)
        colours, title = DIVERGING, f"{label_of(ds, values.attrs['scenario'])} − {label_of(ds, reference)}"
        faces = shown
    else:
        positive = shown[shown > 0]
        top = float(positive.max()) if positive.size else 1.0
        norm = LogNorm(max(float(np.quantile(positive, 0.05)) if positive.size else 0.1, top / 1e4), top)
        colours, title = SEQUENTIAL, label_of(ds, values.attrs["scenario"])
        faces = np.ma.masked_less_equal(shown, 0)
    cells = PolyCollection(squares(values, maps.cell_size(ds, str(values.attrs["scenario"]) or None), there), array=faces, cmap=colours, norm=norm,
                           edgecolor="white", linewidth=0.3)
    cells.cmap.set_bad("#F2F2F2")
    axes.add_collection(cells)
    country(ds, axes, str(values.attrs["scenario"]) or None)
    axes.set_title(title)
    bar = figure.colorbar(cells, ax=axes, shrink=0.85, extend="both" if reference else "min")
    what = values.attrs["long_name"].replace(", sum over the period, mean over replicates", "")
    over = "run" if period is None else "period"
    bar.set_label(f"{what} ({plural(values.attrs['units'])} per {over})", fontsize=8)
    return figure


@styled
def event_map(ds: xr.Dataset, run: int = 0, observed: bool = False) -> Picture:
    """Fatal events of one run on the map: area by deaths, colour by type of violence.

    Events are drawn around the centre of their cell, displaced by a fixed pattern so that they do not
    hide one another; the file knows the cell only. `observed` draws what the observer lists.

    >>> import disalign
    >>> event_map(disalign.open("results/quick.h5"), run=0).axes[0].get_ylabel()
    'latitude (°N)'
    """
    frame = events(ds, observed, run)
    frame = frame[(frame["type_of_violence"] > 0) & (frame["best"] > 0)]
    figure = picture(7.0, 4.9, "Event map of one run: area by deaths, colour by type of violence.")
    axes = figure.subplots()
    scenario = str(frame["scenario"].iloc[0]) if len(frame) and "scenario" in frame else None
    at = scattered(frame, maps.cell_size(ds, scenario))
    for kind, (name, colour) in VIOLENCE.items():
        rows = (frame["type_of_violence"] == kind).to_numpy()
        axes.scatter(at[rows, 0], at[rows, 1], s=2.2 * frame["best"].to_numpy()[rows], color=colour, alpha=0.45, linewidths=0,
                     rasterized=True, label=f"{name}: {int(rows.sum()):,} events, {int(frame['best'].to_numpy()[rows].sum()):,} deaths")
    country(ds, axes, scenario)
    name = f"{label_of(ds, scenario)}, replicate {frame['replicate'].iloc[0]}" if scenario else ""
    axes.set_title(f"{'Reported' if observed else 'Fatal'} events of one run: {name}")
    for size in (10, 50):
        axes.scatter([], [], s=2.2 * size, color=GREY, alpha=0.6, linewidths=0, label=f"{size} deaths")
    legend = axes.legend(loc="upper left", bbox_to_anchor=(0, -0.13), ncol=3, fontsize=7.5, columnspacing=1)
    for handle in legend.legendHandles[:3]:
        handle.set_sizes([30])
    return figure


def scattered(frame: pd.DataFrame, size: float) -> np.ndarray:
    """Places (events, 2) within each event's cell: the k-th event of a cell on a sunflower spiral."""
    k = frame.groupby("cell").cumcount().to_numpy()
    n = frame.groupby("cell")["cell"].transform("size").to_numpy()
    radius, angle = 0.46 * size * np.sqrt((k + 0.5) / np.maximum(n, 12)), 2.399963 * k
    return np.column_stack([frame["longitude"] + radius * np.cos(angle), frame["latitude"] + radius * np.sin(angle)])

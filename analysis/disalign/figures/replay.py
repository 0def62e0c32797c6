"""Animated replay of one trajectory on the map, and the frames that the report plays.

Built from what the file keeps of a run with `--level events`: fatal events by week and cell, and
where operations stood at the end of each month. Where armed groups and the army stood is not in the
file; `disalign replay FILE --run K --frames F` writes it, and `still` and `animate` draw it from F.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.collections import PolyCollection
from matplotlib.colors import LogNorm

from .. import maps
from ..files import DataError, label_of, need
from ..tables import deployments, events, kinds_of_actors
from .maps import VIOLENCE, country, scattered, squares
from .style import COLOURS, Picture, picture, styled

#: Weeks for which an event stays visible, fading.
MEMORY = 8
FORCES = {"un_mission": ("UN mission", "#56B4E9"), "parallel_force": ("parallel force", "#000000")}


def trajectory(ds: xr.Dataset, run: int) -> dict[str, pd.DataFrame]:
    """What a replay of the run needs: `events` (week, lon, lat, best, type) and `forces` (month, cell, persons).

    >>> import disalign
    >>> sorted(trajectory(disalign.open("results/quick.h5"), 0))
    ['events', 'forces']
    """
    frame = events(ds, run=run)
    frame = frame[(frame["type_of_violence"] > 0) & (frame["best"] > 0)]
    if frame.empty:
        raise DataError(f"run {run}: has no fatal event. There is nothing to show; choose another.")
    at = scattered(frame, maps.cell_size(ds, str(frame["scenario"].iloc[0])))
    shown = frame[["week", "type_of_violence", "best", "deaths_civilians", "side_a", "side_b", "scenario", "replicate", "cell"]].assign(
        lon=at[:, 0], lat=at[:, 1])
    forces = deployments(ds, run)
    forces["kind"] = forces["mission"].map(kinds_of_actors(ds)).astype(str)
    forces["month_index"] = np.minimum((forces["week"] / (52 / 12)).astype(int), ds.sizes["month"] - 1)
    forces = forces.groupby(["kind", "month_index", "cell"], as_index=False)["no.troops"].sum()
    return {"events": shown.reset_index(drop=True), "forces": forces}


def frames(ds: xr.Dataset, run: int) -> dict[str, Any]:
    """The replay as plain numbers for a page: outline, events, forces, weeks; degrees, persons, weeks."""
    parts = trajectory(ds, run)
    log, forces = parts["events"], parts["forces"]
    scenario = str(log["scenario"].iloc[0])
    names = sorted({*log["side_a"].astype(str), *log["side_b"].astype(str)})
    code = {n: k for k, n in enumerate(names)}
    return {
        "run": run, "label": label_of(ds, scenario), "replicate": int(log["replicate"].iloc[0]),
        "weeks": int(ds.sizes["week"]), "start": str(ds["date"].values[0])[:10], "size": maps.cell_size(ds, scenario),
        "outline": [np.round(ring, 3).tolist() for ring in maps.outline(ds, scenario)],
        "towns": maps.towns(ds, scenario=scenario)[["name", "lon", "lat"]].values.tolist(), "names": names,
        "events": [[int(e.week), round(e.lon, 3), round(e.lat, 3), int(e.best), int(e.type_of_violence),
                    code[str(e.side_a)], code[str(e.side_b)], int(e.deaths_civilians)] for e in log.itertuples()],
        "forces": {kind: [[int(m), round(float(ds["lon"].values[c]), 3), round(float(ds["lat"].values[c]), 3), int(p)]
                          for m, c, p in zip(rows["month_index"], rows["cell"], rows["no.troops"])]
                   for kind, rows in forces.groupby("kind")},
    }


@styled
def still(ds: xr.Dataset, run: int, week: int, frames: str | os.PathLike[str] | None = None) -> Picture:
    """One frame of the replay: events of the last 8 weeks and operations in that month.

    With `frames`, the file that `disalign replay --frames` wrote of this run, cells are shaded by the
    armed groups' members [person].

    >>> import disalign
    >>> still(disalign.open("results/quick.h5"), 0, 20).axes[0].get_title(loc="left").startswith("No operation")
    True
    """
    figure = picture(7.0, 5.0, f"Replay of run {run}, week {week}.")
    _draw(figure, ds, trajectory(ds, run), week, group_strength(ds, frames))
    return figure


def group_strength(ds: xr.Dataset, frames: str | os.PathLike[str] | None) -> xr.DataArray | None:
    """Members of all armed groups by week and cell from a file of frames; None without one.

    >>> import disalign
    >>> group_strength(disalign.open("results/quick.h5"), None) is None
    True
    """
    if frames is None:
        return None
    kinds = kinds_of_actors(ds)
    with xr.open_dataset(frames) as file:
        need(file, "strength")
        armed = [kinds.get(str(a), "armed_group") == "armed_group" for a in file["actor"].values]
        strength = file["strength"].isel(actor=np.flatnonzero(armed)).sum("actor", keep_attrs=True)
        return strength.assign_coords(lon=file["lon"], lat=file["lat"]).load()


def _draw(figure: Picture, ds: xr.Dataset, parts: dict[str, pd.DataFrame], week: int, groups: xr.DataArray | None) -> None:
    figure.clear()
    axes, bars = figure.subplots(2, 1, height_ratios=[6, 1])
    log, forces = parts["events"], parts["forces"]
    if groups is not None:
        there = groups.isel(week=min(week, groups.sizes["week"] - 1))
        shaded = PolyCollection(squares(there, maps.cell_size(ds, str(log["scenario"].iloc[0])), there.values > 0),
                                array=there.values[there.values > 0], cmap="Greys", norm=LogNorm(10, 10_000), linewidths=0, alpha=0.6)
        axes.add_collection(shaded)
        figure.colorbar(shaded, ax=axes, shrink=0.5, pad=0.02, anchor=(0, 0)).set_label("members of armed groups (persons)", fontsize=7)
    month = min(int(week / (52 / 12)), ds.sizes["month"] - 1)
    for kind, (name, colour) in FORCES.items():
        rows = forces[(forces["kind"] == kind) & (forces["month_index"] == month)]
        marker, spread = ("o", 0.0) if kind == "un_mission" else ("D", 0.12)
        axes.scatter(ds["lon"].values[rows["cell"]] + spread, ds["lat"].values[rows["cell"]] + spread, s=6 + rows["no.troops"] / 9,
                     marker=marker, facecolors="none", edgecolors=colour, linewidths=1.4, label=name if len(rows) else None,
                     zorder=2)
    recent = log[(log["week"] <= week) & (log["week"] > week - MEMORY)]
    for violence, (name, colour) in VIOLENCE.items():
        rows = recent[recent["type_of_violence"] == violence]
        fade = np.clip(0.85 * (1 - (week - rows["week"]) / MEMORY), 0.08, 1)
        axes.scatter(rows["lon"], rows["lat"], s=5 * rows["best"], color=colour, alpha=fade if len(rows) else None,
                     linewidths=0, zorder=4)
        axes.scatter([], [], s=30, color=colour, label=name)
    first = log.iloc[0]
    country(ds, axes, str(first["scenario"]))
    axes.set_title(f"{label_of(ds, str(first['scenario']))}, replicate {first['replicate']}: week {week} "
                   f"({str(ds['date'].values[min(week, ds.sizes['week'] - 1)])[:10]})")
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=7.5, title=f"last {MEMORY} weeks", title_fontsize=7.5)
    weekly = np.bincount(log["week"], weights=log["best"], minlength=ds.sizes["week"])
    bars.bar(np.arange(weekly.size), weekly, width=1.0, color=[COLOURS[1] if w <= week else "#D0D0D0" for w in range(weekly.size)])
    bars.set(xlim=(0, weekly.size), xlabel="week", ylabel="deaths\nper week")
    bars.tick_params(labelsize=7)


@styled
def animate(ds: xr.Dataset, run: int, path: str | os.PathLike[str], every: int = 2, per_second: int = 8,
            frames: str | os.PathLike[str] | None = None) -> Path:
    """Writes the replay as an animated GIF (`every` so many weeks a frame) and returns its path; `frames` as in `still`.

    >>> import disalign, tempfile
    >>> animate(disalign.open("results/quick.h5"), 0, tempfile.mkdtemp() + "/run.gif", every=30).suffix
    '.gif'
    """
    from matplotlib.animation import FuncAnimation, PillowWriter
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    path = Path(path)
    parts, groups = trajectory(ds, run), group_strength(ds, frames)
    figure = picture(7.0, 5.0)
    FigureCanvasAgg(figure)
    weeks = list(range(0, ds.sizes["week"], every))
    animation = FuncAnimation(figure, lambda k: _draw(figure, ds, parts, weeks[k], groups), frames=len(weeks))
    path.parent.mkdir(parents=True, exist_ok=True)
    animation.save(path, writer=PillowWriter(fps=per_second), dpi=90)
    return path

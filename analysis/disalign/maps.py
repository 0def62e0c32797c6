"""Maps: values by cell, differences between scenarios, and the country's outline from the file."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from .files import DataError, configuration, need, unit_of


def cell_map(ds: xr.Dataset, variable: str = "map_civilians_killed", scenario: str | None = None,
             reference: str | None = None, period: int | None = None) -> xr.DataArray:
    """Values by cell: sum over the run (or of one 52-week period), mean over replicates.

    `scenario` defaults to the first; with `reference`, the difference scenario - reference. Dimension
    `cell`, coordinates `lon`, `lat` [degrees], `priogrid_gid`; the unit is the file's.

    >>> import disalign
    >>> cell_map(disalign.open("results/quick.h5"), scenario="none").attrs["units"]
    'person'
    """
    need(ds, variable)
    values = ds[variable]
    dims = [d for d in values.dims if d not in ("period", "month", "cell", "killer_kind", "victim_kind", "force_kind")]
    if dims and scenario is None:
        scenario = str(ds[dims[0]].values[0])
    if dims:
        for name in filter(None, (scenario, reference)):
            if name not in ds[dims[0]].values.astype(str):
                raise DataError(f"scenario {name}: is not in the file. Choose one of {ds[dims[0]].values.tolist()}.")

    def of(point: str | None) -> xr.DataArray:
        chosen = values.isel({dims[0]: int(np.flatnonzero(ds[dims[0]].values.astype(str) == point)[0])}) if dims else values
        for kind in ("killer_kind", "victim_kind", "force_kind"):
            if kind in chosen.dims:
                chosen = chosen.sum(kind, skipna=False)
        time = "period" if "period" in chosen.dims else "month"
        return chosen.isel({time: period}) if period is not None else chosen.sum(time, skipna=False)

    chosen = of(scenario) - of(reference) if reference is not None else of(scenario)
    chosen = chosen.assign_coords({c: ds[c] for c in ("lon", "lat", "priogrid_gid") if c in ds})
    chosen.attrs = {"units": unit_of(ds, variable), "long_name": str(ds[variable].attrs.get("long_name", variable)),
                    "scenario": scenario or "", "reference": reference or ""}
    return chosen


def cells_of(ds: xr.Dataset, scenario: str | None = None) -> np.ndarray:
    """Indices on the axis `cell` of the cells that a scenario's theatre has; all without theatres.

    >>> import disalign
    >>> cells_of(disalign.open("results/quick.h5"), "none").size
    239
    """
    if "cell_theatre" not in ds or scenario is None:
        return np.arange(ds.sizes["cell"])
    theatre = str(ds["theatre"].sel(scenario=scenario).values)
    return np.flatnonzero([theatre in str(names).split() for names in ds["cell_theatre"].values])


def cell_size(ds: xr.Dataset, scenario: str | None = None) -> float:
    """Edge of a cell of the scenario's theatre in degrees of latitude.

    >>> import disalign
    >>> cell_size(disalign.open("results/quick.h5"))
    0.5
    """
    steps = np.diff(np.unique(np.round(ds["lat"].values[cells_of(ds, scenario)], 4)))
    return float(np.round(steps.min(), 6)) if steps.size else 0.5


def place_of(ds: xr.Dataset, scenario: str | None = None) -> dict[str, Any]:
    """The place of a scenario as the configuration has it: name, title, outline, towns; empty for made-up ones.

    >>> import disalign
    >>> place_of(disalign.open("results/quick.h5"))["title"]
    'Central African Republic'
    """
    settings = configuration(ds)
    place = dict(settings.get("place", {}))
    key, _, theatre = (scenario or "").partition(".")
    own = settings.get("scenarios", {}).get(key, {})
    place |= own.get("place", {})
    return place | own.get("theatres", {}).get(theatre, {}).get("place", {})


def outline(ds: xr.Dataset, scenario: str | None = None) -> list[np.ndarray]:
    """Rings (vertices, 2) of longitude and latitude [degrees] around the land of a scenario's place.

    From the place in the file's configuration; where it has none, the edges of the cells.

    >>> import disalign
    >>> outline(disalign.open("results/quick.h5"))[0].shape[1]
    2
    """
    rings = [np.asarray(ring, float) for ring in place_of(ds, scenario).get("outline", [])]
    return rings or _edges_of_cells(ds, scenario)


def _edges_of_cells(ds: xr.Dataset, scenario: str | None) -> list[np.ndarray]:
    """Sides of cells without a neighbour behind them, as two-point rings."""
    half = cell_size(ds, scenario) / 2
    inside = cells_of(ds, scenario)
    centres = {(round(float(x), 4), round(float(y), 4))
               for x, y in zip(ds["lon"].values[inside], ds["lat"].values[inside])}
    sides = []
    for x, y in sorted(centres):
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            if (round(x + 2 * half * dx, 4), round(y + 2 * half * dy, 4)) not in centres:
                cx, cy = x + half * dx, y + half * dy
                sides.append(np.array([[cx - half * dy, cy - half * dx], [cx + half * dy, cy + half * dx]]))
    return sides


def towns(ds: xr.Dataset, largest: int = 8, scenario: str | None = None) -> pd.DataFrame:
    """The largest towns of the file's place: `name`, `lon`, `lat` [degrees], `population` [person].

    A town within half a degree of a larger one is left out: on a map its name would cover the other's.

    >>> import disalign
    >>> towns(disalign.open("results/quick.h5"), 1)["name"].tolist()
    ['Bangui']
    """
    rows = place_of(ds, scenario).get("towns", [])
    columns = ["name", "lon", "lat", "population"]
    frame = pd.DataFrame(rows, columns=None if rows else columns)
    if frame.empty or "population" not in frame:
        return frame.head(largest)
    frame = frame.sort_values("population", ascending=False)[columns]
    kept: list[int] = []
    for k, town in enumerate(frame.itertuples()):
        if all(np.hypot(town.lon - frame["lon"].iloc[j], town.lat - frame["lat"].iloc[j]) > 0.5 for j in kept):
            kept.append(k)
    return frame.iloc[kept[:largest]].reset_index(drop=True)


def rank_agreement(simulated: pd.Series, observed: pd.Series) -> float:
    """Spearman's rank correlation of two maps indexed by PRIO-GRID cell; cells in one only count as 0.

    >>> round(rank_agreement(pd.Series([3.0, 1.0], index=[1, 2]), pd.Series([9.0, 2.0], index=[1, 2])), 9)
    1.0
    """
    both = pd.concat([simulated, observed], axis=1).fillna(0.0)
    return float(both.iloc[:, 0].corr(both.iloc[:, 1], method="spearman"))

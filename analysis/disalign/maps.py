"""Maps: values by cell, differences between scenarios, and the country's outline from the file."""

from __future__ import annotations

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


def cell_size(ds: xr.Dataset) -> float:
    """Edge of a cell in degrees.

    >>> import disalign
    >>> cell_size(disalign.open("results/quick.h5"))
    0.5
    """
    steps = np.diff(np.unique(np.round(ds["lat"].values, 6)))
    return float(steps.min()) if steps.size else 0.5


def outline(ds: xr.Dataset) -> list[np.ndarray]:
    """Rings (vertices, 2) of longitude and latitude [degrees] around the land that the file's cells lie in.

    From the place in the file's configuration; where it has none, the edges of the cells.

    >>> import disalign
    >>> outline(disalign.open("results/quick.h5"))[0].shape[1]
    2
    """
    settings = configuration(ds)
    places = [settings.get("place", {})]
    for part in ("theatres", "scenarios"):
        places += [t.get("place", {}) for t in settings.get(part, {}).values() if isinstance(t, dict)]
    rings = [np.asarray(ring, float) for place in places for ring in place.get("outline", [])]
    return rings or _edges_of_cells(ds)


def _edges_of_cells(ds: xr.Dataset) -> list[np.ndarray]:
    """Sides of cells without a neighbour behind them, as two-point rings."""
    half = cell_size(ds) / 2
    centres = {(round(float(x), 4), round(float(y), 4)) for x, y in zip(ds["lon"].values, ds["lat"].values)}
    sides = []
    for x, y in sorted(centres):
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            if (round(x + 2 * half * dx, 4), round(y + 2 * half * dy, 4)) not in centres:
                cx, cy = x + half * dx, y + half * dy
                sides.append(np.array([[cx - half * dy, cy - half * dx], [cx + half * dy, cy + half * dx]]))
    return sides


def towns(ds: xr.Dataset, largest: int = 8) -> pd.DataFrame:
    """The largest towns of the file's place: `name`, `lon`, `lat` [degrees], `population` [person].

    A town within half a degree of a larger one is left out: on a map its name would cover the other's.

    >>> import disalign
    >>> towns(disalign.open("results/quick.h5"), 1)["name"].tolist()
    ['Bangui']
    """
    rows = configuration(ds).get("place", {}).get("towns", [])
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

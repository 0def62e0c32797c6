"""The tables of a file as tidy pandas frames: runs, events, deployments, parameters."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from .files import DataError, configuration, group, groups, need, point_dims


def _frame(ds: xr.Dataset, name: str) -> pd.DataFrame:
    with group(ds, name) as table:
        frame = table.load().to_dataframe()
    frame.attrs["units"] = {c: table[c].attrs.get("units", "") for c in frame.columns}
    return frame


def points(ds: xr.Dataset) -> pd.DataFrame:
    """One row a point of the study, in the order of /runs: its dimensions, name, label, and factors.

    >>> import disalign
    >>> points(disalign.open("results/quick.h5")).loc[1].tolist()
    ['un_alone', 'UN alone']
    """
    dims = point_dims(ds)
    where = np.indices(tuple(ds.sizes[d] for d in dims)).reshape(len(dims), -1)
    frame = pd.DataFrame({d: ds[d].values[where[k]] for k, d in enumerate(dims)})
    about = [v for v in ("scenario", "label") if v in ds.variables and v not in dims]
    if dims == ("point",) and "design" in groups(ds):
        with group(ds, "design") as design:
            about += [str(v) for v in design.data_vars]
    for name in about:
        frame[name] = ds[name].transpose(*dims).values.ravel()
    return frame


def runs(ds: xr.Dataset) -> pd.DataFrame:
    """One row a run, index `run`: scenario, replicate, status, digest, every scalar outcome.

    Columns beside the file's own: those of `points` (scenario and label, or the factors of a design).
    `frame.attrs["units"]` maps a column to its unit.

    >>> import disalign
    >>> frame = runs(disalign.open("results/quick.h5"))
    >>> frame[["scenario", "replicate", "status"]].iloc[0].tolist()
    ['none', 0, 'complete']
    >>> frame.attrs["units"]["total_deaths"]
    'person'
    """
    frame = _frame(ds, "runs")
    units = frame.attrs["units"]
    of_run = points(ds).iloc[frame["point"].to_numpy()].set_axis(frame.index)
    frame = pd.concat([of_run, frame.drop(columns=[c for c in of_run if c in frame])], axis=1)
    frame.attrs["units"] = units
    with group(ds, "runs") as table:
        meanings = str(table["status"].attrs.get("flag_meanings", "complete failed")).split()
    frame["status"] = pd.Categorical.from_codes(frame["status"].astype(int), meanings)
    if "digest" in frame:
        frame["digest"] = [f"{int(d):016x}" for d in frame["digest"]]
    return frame


def _log(ds: xr.Dataset, name: str, only: int | None) -> pd.DataFrame:
    rows = slice(None)
    with group(ds, name) as log, group(ds, "runs") as table:
        dim = str(next(iter(log.dims)))
        of_run, replicates = table["point"].values, table["replicate"].values
        if only is not None:
            if not 0 <= only < of_run.size:
                raise DataError(f"run {only}: is not in the file. Choose one of 0 to {of_run.size - 1}.")
            start = int(table[f"{dim}_start"].values[only])
            rows = slice(start, start + int(table[f"{dim}_count"].values[only]))
        frame = log.isel({dim: rows}).load().to_dataframe()
        units = {c: log[c].attrs.get("units", "") for c in frame.columns}
    run = frame["run"].to_numpy()
    for k, (name, values) in enumerate(points(ds).drop(columns="label", errors="ignore").items()):
        column = pd.Categorical(values, categories=list(values.unique())) if values.dtype == object else values.to_numpy()
        frame.insert(k, str(name), column[of_run[run]])
    frame.insert(frame.columns.get_loc("run"), "replicate", replicates[run])
    frame.attrs["units"] = units
    return frame


def _names(ds: xr.Dataset, index: pd.Series) -> np.ndarray:
    """Names of sides: actors, -1 civilians, -2 criminals."""
    names = np.append(ds["actor"].values.astype(object), ["criminals", "civilians"])
    return names[index.to_numpy()]


def cell_words(ds: xr.Dataset, name: str, cells: pd.Series) -> np.ndarray:
    """What a text over cells (country, admin_region, nearest_town) says of each; empty where the file has none.

    >>> import disalign
    >>> cell_words(disalign.open("results/quick.h5"), "country", pd.Series([0]))[0]
    'Central African Republic'
    """
    return ds[name].values[cells] if name in ds else np.full(len(cells), "", dtype=object)


def events(ds: xr.Dataset, observed: bool = False, run: int | None = None) -> pd.DataFrame:
    """One row an event, in the columns of UCDP GED, with scenario, replicate and names of the sides.

    `side_a` and `side_b` become names; `adm_1` the name of the administrative region (empty where
    unknown). With `observed`, the events that the file's observer lists instead of all that happened;
    with `run`, those of one run only. Raises DataError for a file without events.

    >>> import disalign
    >>> frame = events(disalign.open("results/quick.h5"))
    >>> sorted(frame["type_of_violence"].unique().tolist())
    [0, 1, 2, 3]
    >>> frame.attrs["units"]["best"]
    'person'
    """
    frame = _log(ds, "observed_events" if observed else "events", run)
    for side in ("side_a", "side_b"):
        frame[side] = pd.Categorical(_names(ds, frame[side]))
    frame["adm_1"] = pd.Categorical(cell_words(ds, "admin_region", frame["cell"]))
    return frame


def deployments(ds: xr.Dataset, run: int | None = None) -> pd.DataFrame:
    """Operations by cell in the last week of each month, in the columns of Geo-PKO; of one run, or all.

    >>> import disalign
    >>> deployments(disalign.open("results/quick.h5"))["mission"].unique().tolist()
    ['un', 'partner']
    """
    frame = _log(ds, "deployments", run)
    frame["mission"] = pd.Categorical(_names(ds, frame["mission"]))
    return frame


def outcomes(ds: xr.Dataset, *names: str) -> pd.DataFrame:
    """Outcomes in long form: one row for each point, replicate and outcome, with its unit.

    Without names: every variable over (point, replicate) alone.

    >>> import disalign
    >>> outcomes(disalign.open("results/quick.h5"), "total_deaths").columns.tolist()
    ['scenario', 'replicate', 'outcome', 'value', 'unit']
    """
    dims = (*point_dims(ds), "replicate")
    names = names or scalar_outcomes(ds)
    need(ds, *names)
    parts = []
    for name in names:
        if set(ds[name].dims) != set(dims):
            raise DataError(f"{name}: has dimensions {ds[name].dims}, an outcome of a run has {dims}. "
                            "Select an actor or pair first.")
        part = ds[name].drop_vars([c for c in ds[name].coords if c not in dims]).to_series().rename("value").reset_index()
        part["outcome"], part["unit"] = name, str(ds[name].attrs.get("units", "1"))
        parts.append(part)
    return pd.concat(parts, ignore_index=True)[[*dims, "outcome", "value", "unit"]]


def scalar_outcomes(ds: xr.Dataset) -> tuple[str, ...]:
    """Names of the outcomes that are one number a run.

    >>> import disalign
    >>> "total_deaths" in scalar_outcomes(disalign.open("results/quick.h5"))
    True
    """
    dims = {*point_dims(ds), "replicate"}
    return tuple(str(name) for name in ds.data_vars if set(ds[name].dims) == dims)


def parameters(ds: xr.Dataset, changed: bool = False) -> pd.DataFrame:
    """Resolved parameters: one row a parameter with unit, range, meaning, source; a column a scenario.

    With `changed`, only those that differ between scenarios.

    >>> import disalign
    >>> parameters(disalign.open("results/quick.h5")).loc["desertion.rate", "unit"]
    '1/week'
    """
    with group(ds, "parameters") as table:
        table.load()
        values = table["value"].to_pandas().T
        about = table[["unit", "low", "high", "meaning", "source"]].to_dataframe()
    if changed:
        values = values[values.nunique(axis=1, dropna=False) > 1]
    return about.join(values, how="right")


def kinds_of_actors(ds: xr.Dataset) -> dict[str, str]:
    """Kind of each actor by name (government, armed_group, un_mission, parallel_force); splinters are armed groups.

    >>> import disalign
    >>> kinds_of_actors(disalign.open("results/quick.h5"))["un"]
    'un_mission'
    """
    settings = configuration(ds)
    declared = dict(settings.get("actors", {}))
    scenarios = list(settings.get("scenarios", {}).values())
    for part in [*scenarios, *(t for s in scenarios for t in s.get("theatres", {}).values())]:
        for name, actor in part.get("actors", {}).items():
            declared[name] = {**declared.get(name, {}), **actor}
    kinds = {str(a): "armed_group" for a in ds["actor"].values}
    kinds.update({name: str(actor.get("kind", "armed_group")) for name, actor in declared.items()})
    return kinds

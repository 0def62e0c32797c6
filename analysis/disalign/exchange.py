"""Export to CSV: the file's tables, and its events and deployments in the columns that scholars know."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from . import files, tables
from .files import DataError, point_dims

#: Columns of UCDP GED 23.1 that a simulated event can fill, in GED's order.
GED_COLUMNS = (
    "id", "year", "active_year", "code_status", "type_of_violence", "conflict_new_id", "conflict_name", "dyad_new_id",
    "dyad_name", "side_a_new_id", "side_a", "side_b_new_id", "side_b", "number_of_sources", "where_prec",
    "where_coordinates", "adm_1", "adm_2", "priogrid_gid", "country", "country_id", "event_clarity", "date_prec",
    "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low",
    "longitude", "latitude",
)
#: Columns of Geo-PKO that a simulated deployment can fill.
GEOPKO_COLUMNS = ("source", "mission", "year", "month", "country", "location", "latitude", "longitude", "prioid", "no.troops")
KINDS = ("all", "csv", "ged", "geopko")


def ged(ds: xr.Dataset, observed: bool = False, run: int | None = None) -> pd.DataFrame:
    """Fatal events of types 1 to 3 in the columns of UCDP GED, then `week`, the point, and `replicate`.

    As in GED each event has a place, dates, sides and best, high and low estimates of deaths [person].
    `observed` gives what the file's observer lists; ids count from 1 within a run.

    >>> import disalign
    >>> frame = ged(disalign.open("results/quick.h5"), run=0)
    >>> list(frame.columns[:5]), bool((frame["best"] > 0).all())
    (['id', 'year', 'active_year', 'code_status', 'type_of_violence'], True)
    """
    frame = tables.events(ds, observed, run)
    frame = frame[(frame["type_of_violence"] > 0) & (frame["best"] > 0)].copy()
    country = pd.Series(tables.cell_words(ds, "country", frame["cell"]), index=frame.index)
    a, b = frame["side_a"].astype(str), frame["side_b"].astype(str).replace("civilians", "Civilians")
    dyad = a + " - " + b
    frame["id"] = frame.groupby("run").cumcount() + 1
    frame["active_year"], frame["code_status"], frame["number_of_sources"], frame["adm_2"] = 1, "Simulated", 1, ""
    frame["conflict_name"] = np.where(frame["type_of_violence"] == 1, country + ": Government", dyad)
    frame["dyad_name"], frame["side_b"] = dyad, b
    frame["where_coordinates"] = "cell " + frame["cell"].astype(str)
    frame["country"], frame["country_id"] = country, 0
    for date in ("date_start", "date_end"):
        frame[date] = frame[date].dt.strftime("%Y-%m-%d")
    for place in ("longitude", "latitude"):
        frame[place] = frame[place].astype(float).round(4)
    return frame[[*GED_COLUMNS, "week", *point_dims(ds), "replicate"]].reset_index(drop=True)


def geopko(ds: xr.Dataset, run: int | None = None) -> pd.DataFrame:
    """Where operations stood at the end of each month in columns of Geo-PKO, then the point and `replicate`.

    `no.troops` [person] by PRIO-GRID cell; UN missions and parallel forces alike, told apart by `kind`.

    >>> import disalign
    >>> geopko(disalign.open("results/quick.h5"))["kind"].unique().tolist()
    ['un_mission', 'parallel_force']
    """
    frame = tables.deployments(ds, run)
    frame["source"] = "Simulated"
    frame["country"] = tables.cell_words(ds, "country", frame["cell"])
    frame["location"] = tables.cell_words(ds, "nearest_town", frame["cell"])
    frame["kind"] = frame["mission"].astype(str).map(tables.kinds_of_actors(ds))
    for place in ("longitude", "latitude"):
        frame[place] = frame[place].astype(float).round(4)
    return frame[[*GEOPKO_COLUMNS, "kind", *point_dims(ds), "replicate"]].reset_index(drop=True)


def export(path: str | os.PathLike[str], folder: str | os.PathLike[str] | None = None, kind: str = "all") -> list[Path]:
    """Writes the tables of the file as CSV into `folder` (default: the file's name with `_tables`); returns them.

    `csv`: runs.csv, outcomes.csv (long form with units), parameters.csv, dictionary.csv (what each column of
    the file means), and with events events.csv; `ged`: ged.csv and ged_reported.csv; `geopko`: geopko.csv.
    `all` writes what the file has. Encoding UTF-8, decimal point, no index column.

    >>> import tempfile
    >>> sorted(p.name for p in export("results/quick.h5", tempfile.mkdtemp(), "geopko"))
    ['geopko.csv']
    """
    if kind not in KINDS:
        raise DataError(f"--as {kind}: is no format. Choose one of {', '.join(KINDS)}.")
    target = Path(folder) if folder else Path(path).with_name(Path(path).stem + "_tables")
    if target.exists() and not target.is_dir():
        raise DataError(f"{target}: is a file (tables go into a folder). Choose another with -o.")
    written = []
    with files.open(path) as ds:
        has_events = "events" in files.groups(ds)
        frames = {}
        if kind in ("all", "csv"):
            frames["runs"] = tables.runs(ds).reset_index()
            frames["outcomes"] = tables.outcomes(ds)
            frames["parameters"] = tables.parameters(ds).rename_axis("parameter").reset_index()
            frames["dictionary"] = _meanings(ds)
            if has_events:
                frames["events"] = tables.events(ds)
        if kind == "ged" or kind == "all" and has_events:
            frames["ged"], frames["ged_reported"] = ged(ds), ged(ds, observed=True)
        if kind == "geopko" or kind == "all" and has_events:
            frames["geopko"] = geopko(ds)
        target.mkdir(parents=True, exist_ok=True)
        for name, frame in frames.items():
            part = target / f"{name}.csv.part"
            frame.to_csv(part, index=False)
            written.append(part.replace(target / f"{name}.csv"))
    return written


def _meanings(ds: xr.Dataset) -> pd.DataFrame:
    from .dictionary import entries

    return entries(ds)

"""One analysis of event data in the columns of UCDP GED, real or simulated alike."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from .exchange import GED_COLUMNS
from .files import DataError
from .maps import rank_agreement

NEEDED = ("year", "type_of_violence", "priogrid_gid", "date_start", "best", "deaths_civilians")
TYPES = {1: "state-based", 2: "non-state", 3: "one-sided"}


def read_ged(path: str | os.PathLike[str], years: tuple[int, int] | None = None,
             scenario: str | None = None) -> pd.DataFrame:
    """Events of a CSV in GED's columns: fatal ones of types 1 to 3, dates as dates, of `years` (both included).

    `scenario` chooses one of a file that has several; a file without that column is taken whole.

    Columns that GED does not have (scenario, replicate) stay. Raises DataError naming missing columns.

    >>> import disalign, tempfile
    >>> from disalign import exchange
    >>> file = exchange.export("results/quick.h5", tempfile.mkdtemp(), "ged")[0]
    >>> read_ged(file)["type_of_violence"].isin([1, 2, 3]).all()
    True
    """
    path = Path(path)
    if not path.exists():
        raise DataError(f"{path}: there is no such file. Name a CSV with the columns of UCDP GED.")
    frame = pd.read_csv(path, low_memory=False)
    missing = [c for c in NEEDED if c not in frame]
    if missing:
        raise DataError(f"{path}: has no column {', '.join(missing)}. It needs those of UCDP GED: {', '.join(GED_COLUMNS[:6])}, ...")
    frame = frame[frame["type_of_violence"].isin(TYPES) & (frame["best"] > 0)].copy()
    frame["date_start"] = pd.to_datetime(frame["date_start"].astype(str).str[:10])
    if scenario is not None and "scenario" in frame:
        if scenario not in set(frame["scenario"]):
            raise DataError(f"{path}: has no scenario {scenario}. Choose one of {', '.join(frame['scenario'].unique())}.")
        frame = frame[frame["scenario"] == scenario]
    if years is not None:
        frame = frame[frame["year"].between(*years)]
    if frame.empty:
        raise DataError(f"{path}: holds no fatal event{f' from {years[0]} to {years[1]}' if years else ''}.")
    return frame


def statistics(frame: pd.DataFrame) -> pd.Series:
    """What one history of events looks like, one number a row; index `statistic`, units in the names.

    Deaths and events a year (over the years between the first and last event), their shares by type,
    sizes of events, concentration over cells (Gini of deaths over cells with any), and how often a
    cell with violence in one month has it in the next.

    >>> rows = pd.DataFrame({"year": 2015, "type_of_violence": [1, 3], "priogrid_gid": [1, 2], "best": [3, 30],
    ...                      "date_start": pd.to_datetime(["2015-01-01", "2015-12-31"]), "deaths_civilians": [0, 30]})
    >>> statistics(rows)["deaths a year"]
    33.0
    """
    days = (frame["date_start"].max() - frame["date_start"].min()).days + 1
    years = max(days / 365.25, 1.0)
    best = frame["best"]
    found = {"deaths a year": round(best.sum() / years, 6), "events a year": len(frame) / years,
             "civilian deaths a year": frame["deaths_civilians"].sum() / years}
    for code, name in TYPES.items():
        found[f"share of deaths, {name}"] = best[frame["type_of_violence"] == code].sum() / best.sum()
    found["median deaths an event"] = float(best.median())
    found["mean deaths an event"] = float(best.mean())
    for size in (10, 25, 100):
        found[f"share of events with {size} deaths or more"] = float((best >= size).mean())
    by_cell = np.sort(frame.groupby("priogrid_gid")["best"].sum().to_numpy())
    n = by_cell.size
    found["cells with a death"] = float(n)
    found["Gini of deaths over these cells"] = float((2 * np.arange(1, n + 1) - n - 1) @ by_cell / (n * by_cell.sum()))
    month = frame["date_start"].dt.year * 12 + frame["date_start"].dt.month
    there = set(zip(frame["priogrid_gid"], month))
    last = month.max()
    before = [(c, m) for c, m in there if m < last]
    found["share of cell-months with violence that continue"] = float(np.mean([(c, m + 1) in there for c, m in before])) if before else np.nan
    return pd.Series(found, name="value").rename_axis("statistic")


def histories(frame: pd.DataFrame) -> list[pd.DataFrame]:
    """The frame itself, or one frame for each scenario and replicate of simulated events.

    >>> len(histories(pd.DataFrame({"best": [1, 2], "scenario": ["a", "a"], "replicate": [0, 1]})))
    2
    """
    keys = [c for c in ("scenario", "replicate") if c in frame]
    return [part for _, part in frame.groupby(keys[0] if len(keys) == 1 else keys, sort=False)] if keys else [frame]


def compare(files: Sequence[str | os.PathLike[str]], years: tuple[int, int] | None = None,
            scenario: str | None = None) -> pd.DataFrame:
    """Statistics of each file, a column a file: the value, or mean [5 % to 95 %] over its histories.

    The last row is Spearman's rank correlation of deaths by PRIO-GRID cell with the first file.

    >>> import tempfile
    >>> from disalign import exchange
    >>> file = exchange.export("results/quick.h5", tempfile.mkdtemp(), "ged")[0]
    >>> compare([file]).columns.tolist()
    ['ged.csv']
    """
    columns = {}
    reference: pd.Series | None = None
    for path in files:
        frame = read_ged(path, years, scenario)
        parts = histories(frame)
        table = pd.DataFrame([statistics(p) for p in parts])
        by_cell = frame.groupby("priogrid_gid")["best"].sum() / len(parts)
        column = [f"{v.iloc[0]:,.4g}" if len(v) == 1 else f"{v.mean():,.4g} [{v.quantile(0.05):,.4g} to {v.quantile(0.95):,.4g}]"
                  for _, v in table.items()]
        column.append("1" if reference is None else f"{rank_agreement(by_cell, reference):.2f}")
        reference = by_cell if reference is None else reference
        columns[Path(path).name] = column
    rows = [*table.columns, "rank correlation of cells with the first file"]
    return pd.DataFrame(columns, index=pd.Index(rows, name="statistic"))

"""Exceedance curves of event sizes and of outcomes, and the tail exponent that the file reports."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr
from scipy import stats

from .files import DataError, need, point_dims, unit_of


def binomial_interval(hits: np.ndarray, n: np.ndarray, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Clopper and Pearson's bounds of a share; never of zero width, for 0 of n the upper one is about 3.7/n.

    >>> lo, hi = binomial_interval(np.array([0]), np.array([100]))
    >>> float(lo[0]), round(float(hi[0]), 3)
    (0.0, 0.036)
    """
    tail = (1 - confidence) / 2
    hits, n = np.asarray(hits, float), np.asarray(n, float)
    lo = np.where(hits > 0, stats.beta.ppf(tail, np.maximum(hits, 1e-9), n - hits + 1), 0.0)
    hi = np.where(hits < n, stats.beta.ppf(1 - tail, hits + 1, np.maximum(n - hits, 1e-9)), 1.0)
    return lo, hi


def event_exceedance(ds: xr.Dataset, confidence: float = 0.95) -> pd.DataFrame:
    """Share of fatal events that kill at least x persons, for each point of the study.

    One row for each size that occurs: `size` [person], `count` of events that large or larger, `share`,
    `lo`, `hi` (exact binomial, as if events were independent). All replicates together; the file's last
    size holds all larger ones.

    >>> import disalign
    >>> curve = event_exceedance(disalign.open("results/quick.h5"))
    >>> curve.groupby("scenario", sort=False)["share"].max().tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    need(ds, "event_size_count")
    dims = point_dims(ds, "event_size_count")
    counts = ds["event_size_count"].transpose(*dims, "event_size")
    flat = counts.values.reshape(-1, ds.sizes["event_size"])
    index = pd.MultiIndex.from_product([ds[d].values for d in dims], names=dims)
    rows = []
    for key, row in zip(index, flat):
        larger = row[::-1].cumsum()[::-1]
        there = row > 0
        if not there.any():
            continue
        part = pd.DataFrame({"size": ds["event_size"].values[there], "count": larger[there]})
        part["share"] = part["count"] / larger[0]
        part["lo"], part["hi"] = binomial_interval(part["count"], np.full(len(part), larger[0]), confidence)
        for name, value in zip(dims, key):
            part[name] = value
        rows.append(part)
    if not rows:
        raise DataError("event_size_count: no fatal event happened in any run. There is no curve to draw.")
    return pd.concat(rows, ignore_index=True)[[*dims, "size", "count", "share", "lo", "hi"]]


def outcome_exceedance(ds: xr.Dataset, outcome: str, confidence: float = 0.95) -> pd.DataFrame:
    """Share of runs whose outcome is at least x, for each point: `value`, `share`, `lo`, `hi` (exact binomial).

    >>> import disalign
    >>> outcome_exceedance(disalign.open("results/quick.h5"), "total_deaths").groupby("scenario").size().tolist()
    [8, 8, 8, 8]
    """
    need(ds, outcome)
    dims = point_dims(ds, outcome)
    rows = []
    series = ds[outcome].to_series()
    for key, sample in series.groupby(list(dims) if len(dims) > 1 else dims[0], sort=False):
        values = np.sort(sample.dropna().to_numpy())
        count = values.size - np.searchsorted(values, values, side="left")
        lo, hi = binomial_interval(count, np.full(values.size, values.size), confidence)
        part = pd.DataFrame({"value": values, "share": count / max(values.size, 1), "lo": lo, "hi": hi})
        for name, level in zip(dims, key if isinstance(key, tuple) else (key,)):
            part[name] = level
        rows.append(part)
    curve = pd.concat(rows, ignore_index=True)[[*dims, "value", "share", "lo", "hi"]]
    curve.attrs["unit"] = unit_of(ds, outcome)
    return curve


def tail_exponents(ds: xr.Dataset) -> pd.DataFrame:
    """Exponent of the power law P(X = x) ~ x^-exponent of event sizes, as the program fitted it.

    One row a point: `exponent`, `standard_error` (without the choice of `xmin`), `xmin` [person]; NaN
    where it could not be estimated. The fit is maximum likelihood with xmin by Kolmogorov and Smirnov
    (Clauset, Shalizi & Newman 2009) and lies in the file; nothing is fitted here.

    >>> import disalign
    >>> tail_exponents(disalign.open("results/quick.h5")).columns.tolist()
    ['scenario', 'exponent', 'standard_error', 'xmin']
    """
    need(ds, "tail_exponent", "tail_exponent_error", "tail_xmin")
    frame = ds[["tail_exponent", "tail_exponent_error", "tail_xmin"]].reset_coords(drop=True).to_dataframe().reset_index()
    return frame.rename(columns={"tail_exponent": "exponent", "tail_exponent_error": "standard_error",
                                 "tail_xmin": "xmin"})

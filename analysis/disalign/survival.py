"""Time to an event of a run (first atrocity, ceasefire, end of the war): survival, hazard, hazard ratios.

A time is in weeks since the start; a run in which nothing happened is censored at its last week.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from scipy import stats

from .files import DataError, need, point_dims
from .tables import events


def _statsmodels() -> Any:
    try:
        import statsmodels.api as sm
    except ImportError as missing:
        raise DataError("statsmodels: is missing (survival curves and regressions need it). "
                        "Install python3-statsmodels.") from missing
    return sm


def _times(ds: xr.Dataset, weeks: np.ndarray, observed: np.ndarray, what: str) -> pd.DataFrame:
    dims = (*point_dims(ds), "replicate")
    index = pd.MultiIndex.from_product([ds[d].values for d in dims], names=dims)
    frame = pd.DataFrame({"duration": weeks.ravel(), "observed": observed.ravel()}, index=index).reset_index()
    frame.attrs.update(what=what, units={"duration": "week"})
    return frame


def time_to(ds: xr.Dataset, series: str, threshold: float = 1.0) -> pd.DataFrame:
    """Weeks until a weekly series first reaches `threshold` (in its unit), one row a run.

    `duration`: number of the week, from 1, in which it happened, or of the last week; `observed`:
    False where it did not happen.

    >>> import disalign
    >>> time_to(disalign.open("results/quick.h5"), "ceasefires").columns.tolist()
    ['scenario', 'replicate', 'duration', 'observed']
    """
    need(ds, series)
    dims = (*point_dims(ds, series), "replicate", "week")
    if set(ds[series].dims) != set(dims):
        raise DataError(f"{series}: has dimensions {ds[series].dims}, a series of a run has {dims}.")
    reached = ds[series].transpose(*dims).values >= threshold
    observed = reached.any(axis=-1)
    weeks = np.where(observed, reached.argmax(axis=-1) + 1, reached.shape[-1])
    meaning = str(ds[series].attrs.get("long_name", series))
    return _times(ds, weeks, observed, f"{meaning}: first week with {threshold:g} or more")


def time_to_atrocity(ds: xr.Dataset, deaths: int = 50) -> pd.DataFrame:
    """Weeks until the first event of one-sided violence that kills `deaths` civilians or more.

    The threshold is a convention of the analyst (50 here is assumed); needs a file with events.
    Columns as in `time_to`.

    >>> import disalign
    >>> bool(time_to_atrocity(disalign.open("results/quick.h5"), 5)["observed"].any())
    True
    """
    frame = events(ds)
    grave = frame[(frame["type_of_violence"] == 3) & (frame["deaths_civilians"] >= deaths)]
    first = grave.groupby("run")["week"].min()
    dims = point_dims(ds)
    points, replicates = int(np.prod([ds.sizes[d] for d in dims])), ds.sizes["replicate"]
    weeks = np.full((replicates, points), ds.sizes["week"])  # runs are numbered replicate by replicate
    observed = np.zeros_like(weeks, dtype=bool)
    for run, week in first.items():
        weeks.flat[run], observed.flat[run] = week + 1, True
    return _times(ds, weeks.T, observed.T, f"one event kills {deaths} civilians or more")


def time_to_war_end(ds: xr.Dataset) -> pd.DataFrame:
    """Weeks until the war ended (by settlement or quiet), as the file records it; columns as `time_to`.

    >>> import disalign
    >>> int(time_to_war_end(disalign.open("results/quick.h5"))["duration"].max())
    60
    """
    need(ds, "war_weeks", "war_ended")
    dims = (*point_dims(ds), "replicate")
    return _times(ds, ds["war_weeks"].transpose(*dims).values, ds["war_ended"].transpose(*dims).values > 0,
                  "the war ends")


def kaplan_meier(times: pd.DataFrame, by: str = "scenario", confidence: float = 0.95) -> pd.DataFrame:
    """Kaplan and Meier's survival curve of each group, with pointwise log-log bounds.

        S(t) = prod over t_i <= t of (1 - d_i / n_i);   bounds S^exp(+-z se / (S log S))

    One row a step: `duration` [week], `survival`, `lo`, `hi` (shares of runs), `at_risk`, `events`.
    The curve begins at week 0 with 1 and ends at the last week; a group without an event stays at 1
    with Clopper and Pearson's bound, never with a width of zero.

    >>> times = pd.DataFrame({"scenario": "a", "duration": [1, 2, 3, 4], "observed": [True, True, False, False]})
    >>> kaplan_meier(times)["survival"].round(9).tolist()
    [1.0, 0.75, 0.5, 0.5]
    """
    sm = _statsmodels()
    z = stats.norm.ppf(0.5 + confidence / 2)
    rows = []
    for name, group in times.groupby(by, sort=False, observed=True):
        last = group["duration"].max()
        never_lo = ((1 - confidence) / 2) ** (1 / len(group))  # 0 of n: Clopper and Pearson
        rows.append((name, 0, 1.0, never_lo, 1.0, len(group), 0))
        if group["observed"].any():
            fit = sm.SurvfuncRight(group["duration"].to_numpy(float), group["observed"].to_numpy(int))
            for t, s, error, n, d in zip(fit.surv_times, fit.surv_prob, fit.surv_prob_se, fit.n_risk, fit.n_events):
                lo, hi = 0.0, 1.0
                if 0 < s < 1:
                    factor = np.exp(z * error / (s * np.log(s)))
                    lo, hi = sorted((s**factor, s ** (1 / factor)))
                elif s == 0:
                    hi = 1 - never_lo
                rows.append((name, t, s, lo, hi, int(n), int(d)))
        if rows[-1][1] < last:
            rows.append((name, last, *rows[-1][2:5], int((group["duration"] >= last).sum()), 0))
    return pd.DataFrame(rows, columns=[by, "duration", "survival", "lo", "hi", "at_risk", "events"])


def hazard(times: pd.DataFrame, width: int = 13, by: str = "scenario", confidence: float = 0.95) -> pd.DataFrame:
    """Events per run-week at risk in intervals of `width` weeks, with exact Poisson bounds (Garwood 1936).

    Columns: `from_week`, `to_week`, `events`, `run_weeks`, `rate`, `lo`, `hi` [1/week].

    >>> times = pd.DataFrame({"scenario": "a", "duration": [1, 2, 4, 4], "observed": [True, True, False, False]})
    >>> hazard(times, width=4)[["events", "run_weeks", "rate"]].values.tolist()
    [[2.0, 11.0, 0.18...]]
    """
    tail = (1 - confidence) / 2
    rows = []
    for name, group in times.groupby(by, sort=False, observed=True):
        for start in range(0, int(times["duration"].max()), width):
            exposed = (group["duration"].clip(upper=start + width) - start).clip(lower=0)
            inside = group["observed"] & (group["duration"] > start) & (group["duration"] <= start + width)
            d, weeks = int(inside.sum()), float(exposed.sum())
            if weeks == 0:
                continue
            lo = stats.chi2.ppf(tail, 2 * d) / 2 / weeks if d else 0.0
            hi = stats.chi2.ppf(1 - tail, 2 * d + 2) / 2 / weeks
            rows.append((name, start, start + width, d, weeks, d / weeks, lo, hi))
    return pd.DataFrame(rows, columns=[by, "from_week", "to_week", "events", "run_weeks", "rate", "lo", "hi"])


def hazard_ratios(times: pd.DataFrame, reference: str, by: str = "scenario", confidence: float = 0.95) -> pd.DataFrame:
    """Cox's proportional hazards: how many times faster the event comes than in the reference group.

    Ties by Efron; errors clustered by replicate where there is that column, since runs of one replicate
    share their random numbers. Columns: `ratio`, `lo`, `hi`, and the events of both. A group in which
    nothing happened has no ratio (NaN): compare survival curves instead.

    >>> rng = np.random.default_rng(1)
    >>> times = pd.DataFrame({"scenario": ["a"] * 500 + ["b"] * 500, "observed": True,
    ...                       "duration": np.ceil(np.r_[rng.exponential(40, 500), rng.exponential(20, 500)])})
    >>> 1.7 < hazard_ratios(times, "a").ratio[0] < 2.3
    True
    """
    sm = _statsmodels()
    z = stats.norm.ppf(0.5 + confidence / 2)
    if reference not in set(times[by]):
        raise DataError(f"{by} {reference}: is no group of these times. Choose one of {sorted(set(times[by]))}.")
    base = times[times[by] == reference]
    rows = []
    for name in [g for g in pd.unique(times[by]) if g != reference]:
        other = times[times[by] == name]
        counts = int(other["observed"].sum()), int(base["observed"].sum())
        ratio = lo = hi = np.nan
        if min(counts) > 0:
            both = pd.concat([other, base])
            fit_of = sm.PHReg(both["duration"].to_numpy(float), (both[by] == name).to_numpy(float)[:, None],
                              status=both["observed"].to_numpy(int), ties="efron")
            fit = fit_of.fit(groups=both["replicate"].to_numpy()) if "replicate" in both else fit_of.fit()
            slope, error = float(fit.params[0]), float(fit.bse[0])
            ratio, lo, hi = np.exp([slope, slope - z * error, slope + z * error])
        rows.append((name, reference, ratio, lo, hi, *counts))
    return pd.DataFrame(rows, columns=[by, "reference", "ratio", "lo", "hi", "events", "events_reference"])

"""Paired effects and dose-response: what changes when a point of the study replaces another."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from scipy import stats

from .files import DataError, group, label_of, need, point_dims, unit_of
from .tables import scalar_outcomes


def first_look(ds: xr.Dataset) -> int | None:
    """Replicates at which the study's stopping rule first looked (`n_min` of `[stop]`); None without a rule.

    >>> import disalign
    >>> first_look(disalign.open("results/quick.h5")) is None
    True
    """
    text = str(ds.attrs.get("configuration", ""))
    rule = tomllib.loads(text).get("stop") if "[stop]" in text else None
    return int(rule["n_min"]) if rule else None


def mean_interval(values: np.ndarray, confidence: float = 0.95,
                  n_min: int | None = None) -> tuple[float, float, float, float]:
    """Mean of a sample, lower and upper bound (Student t), and its standard error, all in its unit.

    With `n_min`, the first look of a stopping rule, the bounds are those of its confidence sequence
    (Waudby-Smith et al. 2024, eq. 14), because Student's t holds the mean too seldom when a study
    ended by looking. Values that are not finite are left out; with fewer than two the bounds are infinite.

    >>> mean_interval(np.array([1.0, 2.0, 3.0]))
    (2.0, -0.48..., 4.48..., 0.57...)
    """
    values = values[np.isfinite(values)]
    if values.size < 2:
        return (float(values.mean()) if values.size else np.nan), -np.inf, np.inf, np.nan
    error = float(values.std(ddof=1) / np.sqrt(values.size))
    if n_min is None:
        half = float(stats.t.ppf(0.5 + confidence / 2, values.size - 1)) * error
    else:
        log_alpha = np.log(1 - confidence)
        grown = values.size * (-2 * log_alpha + np.log(1 - 2 * log_alpha)) / n_min + 1
        half = error * float(np.sqrt(2 * grown / (grown - 1) * (np.log(grown) / 2 - log_alpha)))
    mean = float(values.mean())
    return mean, mean - half, mean + half, error


def paired_contrast(treated: np.ndarray, reference: np.ndarray, confidence: float = 0.95,
                    n_min: int | None = None) -> dict[str, Any]:
    """Effect of `treated` over `reference`, two samples of the same replicates; `n_min` as in mean_interval.

        effect = mean(a - b)                        in the unit of the outcome
        variance_ratio = (var a + var b) / var(a - b)     independent runs that one paired run is worth
        standardised_effect = effect / sqrt((var a + var b) / 2)

    >>> paired_contrast(np.array([3.0, 5.0, 7.0]), np.array([1.0, 2.0, 3.0]))["effect"]
    3.0
    """
    both = np.isfinite(treated) & np.isfinite(reference)
    a, b = treated[both].astype(float), reference[both].astype(float)
    difference = a - b
    effect, lo, hi, error = mean_interval(difference, confidence, n_min)
    spread = a.var(ddof=1) + b.var(ddof=1) if a.size > 1 else np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        own = difference.var(ddof=1) if a.size > 1 else np.nan
        return {
            "effect": effect, "lo": lo, "hi": hi, "standard_error": error, "n": int(a.size),
            "correlation": float(np.corrcoef(a, b)[0, 1]) if a.size > 1 else np.nan,
            "variance_ratio": float(np.divide(spread, own)),
            "standardised_effect": 0.0 if effect == 0 else float(np.divide(effect, np.sqrt(spread / 2))),
            "superiority_share": float((difference > 0).mean() + (difference == 0).mean() / 2) if a.size else np.nan,
        }


def reference_of(ds: xr.Dataset, scenario: str) -> str:
    """The scenario that another is compared with: the file's reference, in the same theatre.

    >>> import disalign
    >>> reference_of(disalign.open("results/quick.h5"), "un_aligned")
    'un_alone'
    """
    base = str(ds.attrs.get("reference", ""))
    names = [str(s) for s in ds["scenario"].values]
    if "theatre" in ds:
        base = f"{base}.{ds['theatre'].sel(scenario=scenario).values}"
    if base not in names:
        raise DataError(f"reference: the file names none of its scenarios ({base or 'empty'}). "
                        f"Pass reference=, one of {', '.join(names)}.")
    return base


def paired_effects(ds: xr.Dataset, outcomes: str | Sequence[str] | None = None, reference: str | None = None,
                   confidence: float = 0.95) -> pd.DataFrame:
    """Paired difference of outcomes between every scenario and the reference, over shared replicates.

    One row for each outcome and scenario: effect with interval (Student t on the differences; the
    confidence sequence where `[stop]` ended the study), Monte Carlo standard error, pairs n,
    correlation, variance ratio, standardised effect, share of pairs in which the scenario
    has more. Effects are in `unit`. The file's `reference` is the default.

    >>> import disalign
    >>> ds = disalign.open("results/quick.h5")
    >>> table = paired_effects(ds, "total_civilian_deaths")
    >>> table[["scenario", "reference", "unit", "n"]].values.tolist()[0]
    ['none', 'un_alone', 'person', 8]
    """
    if point_dims(ds) != ("scenario",):
        raise DataError(f"paired_effects: the study's points are {point_dims(ds)}, not scenarios. Use dose_response.")
    names = [outcomes] if isinstance(outcomes, str) else list(outcomes or scalar_outcomes(ds))
    need(ds, *names)
    scenarios = [str(s) for s in ds["scenario"].values]
    if reference is not None and reference not in scenarios:
        raise DataError(f"reference {reference}: is no scenario of the file. Choose one of {', '.join(scenarios)}.")
    rows, look = [], first_look(ds)
    for name in names:
        values = ds[name].transpose("scenario", "replicate")
        for scenario in scenarios:
            base = reference or reference_of(ds, scenario)
            if scenario == base:
                continue
            contrast = paired_contrast(values.sel(scenario=scenario).values, values.sel(scenario=base).values, confidence, look)
            rows.append({"outcome": name, "unit": unit_of(ds, name), "scenario": scenario,
                         "label": label_of(ds, scenario), "reference": base, **contrast})
    return pd.DataFrame(rows)


def dose_of(ds: xr.Dataset, dose: str) -> xr.DataArray:
    """The dose of each point: a factor of the design, or an index of disalignment (its parallel force's).

    Points without one (no parallel force, a named scenario beside a design) have NaN; the mean where
    there are several forces.

    >>> import disalign
    >>> dose_of(disalign.open("results/quick.h5"), "stance_disalignment").dims
    ('scenario',)
    """
    need(ds, dose)
    return ds[dose].mean("actor", skipna=True) if "actor" in ds[dose].dims else ds[dose]


def factors(ds: xr.Dataset) -> tuple[str, ...]:
    """Names of what the study varies: the dimensions of a grid, the factors of a design; none for named scenarios.

    >>> import disalign
    >>> factors(disalign.open("results/quick.h5"))
    ()
    """
    dims = point_dims(ds)
    if dims == ("scenario",):
        return ()
    if dims != ("point",):
        return dims
    with group(ds, "design") as design:
        return tuple(str(v) for v in design.data_vars)


def default_dose(ds: xr.Dataset) -> str:
    """The dose of a study: the first factor of its design; for named scenarios the index of disalignment D3.

    >>> import disalign
    >>> default_dose(disalign.open("results/quick.h5"))
    'disalignment'
    """
    return (*factors(ds), "disalignment")[0]


def points(ds: xr.Dataset, dose: str) -> pd.DataFrame:
    """One row for each point that has the dose: `row` in the study's order, the dose, the other factors.

    Sorted by the other factors, then by dose.

    >>> import disalign
    >>> points(disalign.open("results/quick.h5"), "goal_clash").columns.tolist()
    ['row', 'goal_clash']
    """
    levels = dose_of(ds, dose)
    dims = point_dims(ds)
    shape = tuple(ds.sizes[d] for d in dims)
    frame = pd.DataFrame({"row": np.arange(int(np.prod(shape)))})
    others = [f for f in factors(ds) if f != dose]
    template = xr.DataArray(np.zeros(shape), dims=dims)
    for name in (dose, *others):
        values = (levels if name == dose else ds[name]).drop_vars(list(ds[name].coords), errors="ignore")
        frame[name] = values.broadcast_like(template).transpose(*dims).values.ravel()
    frame = frame[pd.to_numeric(frame[dose], errors="coerce").notna()]
    if frame.empty:
        raise DataError(f"{dose}: no point of the study has a number for it. Choose another dose"
                        f"{', one of ' + ', '.join(factors(ds)) if factors(ds) else ''}.")
    return frame.sort_values([*others, dose], kind="stable").reset_index(drop=True)


def held_fixed(table: pd.DataFrame, names: Sequence[str]) -> list[tuple[dict[str, Any], pd.DataFrame]]:
    """Parts of a table in which the named columns are constant, each with their values; the whole without names.

    >>> [held for held, _ in held_fixed(pd.DataFrame({"a": [1, 1, 2]}), ["a"])]
    [{'a': 1}, {'a': 2}]
    """
    if not names:
        return [({}, table)]
    keyed = table.groupby(list(names) if len(names) > 1 else names[0], sort=False)
    return [(dict(zip(names, key if isinstance(key, tuple) else (key,))), part) for key, part in keyed]


def by_row(ds: xr.Dataset, outcome: str) -> np.ndarray:
    """An outcome as (row of the study, replicate), in its unit.

    >>> import disalign
    >>> by_row(disalign.open("results/quick.h5"), "total_deaths").shape
    (4, 8)
    """
    need(ds, outcome)
    dims = point_dims(ds)
    if set(ds[outcome].dims) != {*dims, "replicate"}:
        raise DataError(f"{outcome}: has dimensions {ds[outcome].dims}. Select an actor or pair first.")
    return ds[outcome].transpose(*dims, "replicate").values.reshape(-1, ds.sizes["replicate"]).astype(float)


def dose_response(ds: xr.Dataset, outcome: str = "total_civilian_deaths", dose: str | None = None,
                  confidence: float = 0.95) -> pd.DataFrame:
    """Mean outcome with interval at each level of the dose, and its paired change from the lowest one.

    One row for each dose and combination of the other factors: `mean`, `lo`, `hi` (Student t over
    replicates), `mcse`, `n`, and `effect`, `effect_lo`, `effect_hi` (paired difference to the lowest
    dose at the same other factors), in `unit`. `dose` is a factor of the design or a variable over
    its points.

    >>> import disalign
    >>> dose_response(disalign.open("results/quick.h5"), "total_deaths")[["disalignment", "n"]].shape
    (2, 2)
    """
    dose = dose or default_dose(ds)
    table, values = points(ds, dose), by_row(ds, outcome)
    others = [c for c in table.columns if c not in ("row", dose)]
    rows, look = [], first_look(ds)
    for _, curve in held_fixed(table, others):
        lowest = values[curve["row"].iloc[0]]
        for point in curve.itertuples(index=False):
            sample = values[point.row]
            mean, lo, hi, error = mean_interval(sample, confidence, look)
            change = paired_contrast(sample, lowest, confidence, look)
            rows.append({"mean": mean, "lo": lo, "hi": hi, "mcse": error, "effect": change["effect"],
                         "effect_lo": change["lo"], "effect_hi": change["hi"], "n": int(np.isfinite(sample).sum())})
    found = pd.concat([table, pd.DataFrame(rows)], axis=1)
    return found.assign(outcome=outcome, unit=unit_of(ds, outcome))


def dose_slope(ds: xr.Dataset, outcome: str = "total_civilian_deaths", dose: str | None = None,
               confidence: float = 0.95) -> pd.DataFrame:
    """Straight and curved part of the dose-response: per replicate least squares, then mean and interval.

        y_r(x) = a_r + b_r x + c_r (x - mean x)^2        one fit for each replicate r and other factors

    Rows `linear` (b, outcome's unit per unit of dose) and, with three levels or more, `quadratic` (c):
    an interval of c above zero is a U, below zero an inverse U. Replicates share their random numbers,
    so the interval is that of a paired comparison.

    >>> import disalign
    >>> dose_slope(disalign.open("results/quick.h5"), "total_deaths")["term"].tolist()
    ['linear']
    """
    dose = dose or default_dose(ds)
    table, values = points(ds, dose), by_row(ds, outcome)
    others = [c for c in table.columns if c not in ("row", dose)]
    rows, look = [], first_look(ds)
    for held, curve in held_fixed(table, others):
        x = curve[dose].to_numpy(float)
        if np.unique(x).size < 2:
            raise DataError(f"{dose}: has fewer than two levels. A slope needs two.")
        columns = [np.ones_like(x), x - x.mean()] + ([(x - x.mean()) ** 2] if np.unique(x).size > 2 else [])
        fits = np.linalg.pinv(np.column_stack(columns)) @ values[curve["row"].to_numpy()]
        for term, sample in zip(("linear", "quadratic"), fits[1:]):
            mean, lo, hi, error = mean_interval(sample, confidence, look)
            rows.append({**held, "term": term, "estimate": mean, "lo": lo, "hi": hi, "mcse": error, "n": sample.size,
                         "dose": dose, "outcome": outcome, "unit": unit_of(ds, outcome)})
    return pd.DataFrame(rows)

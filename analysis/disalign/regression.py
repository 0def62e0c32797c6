"""The field's usual regressions, run on simulated event data as a study of real data would run them.

They ask what a scholar with event data alone would conclude, and whether that is what the model did:
in the model the paired difference between scenarios is the causal effect, while a regression over
cells inherits that peacekeepers go where violence is. All need a file made with `--level events`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr
from scipy import stats

from .files import DataError, point_dims
from .survival import _statsmodels
from .tables import deployments, events, kinds_of_actors

WEEKS_PER_MONTH = 52 / 12


def cell_months(ds: xr.Dataset, scenarios: list[str] | None = None, observed: bool = False) -> pd.DataFrame:
    """Panel of every cell and month of every run, as studies with PRIO-GRID build it.

    Columns: the point's dimensions, `run`, `replicate`, `month`, `cell`, `priogrid_gid`, `population`
    [person]; in the month `deaths_battle` (types 1 and 2), `deaths_rebels` and `deaths_government`
    (civilians killed in one-sided violence, by killer) [person]; in the month before `troops_un`,
    `troops_parallel` [person] and `violence_before` (any fatal event, 0/1). The first month is left out.

    >>> import disalign
    >>> panel = cell_months(disalign.open("results/quick.h5"), ["un_alone"])
    >>> panel["month"].min(), panel["cell"].nunique()
    (1, 239)
    """
    log, troops = events(ds, observed), deployments(ds)
    dims = point_dims(ds)
    runs = log[["run", *dims, "replicate"]].drop_duplicates("run").set_index("run")
    if scenarios is not None:
        runs = runs[runs[dims[0]].isin(scenarios)]
    if runs.empty:
        raise DataError(f"cell_months: no run of {scenarios} has an event. Choose among {ds[dims[0]].values.tolist()}.")
    months, cells = ds.sizes["month"], ds.sizes["cell"]
    kinds = kinds_of_actors(ds)
    log = log[log["type_of_violence"] > 0]
    killer = log["side_a"].map(kinds).astype(str)
    one_sided = log["type_of_violence"] == 3
    row_of = pd.Series(np.arange(len(runs)), index=runs.index)

    def plane(frame: pd.DataFrame, values: pd.Series | float) -> np.ndarray:
        inside = frame["run"].isin(runs.index).to_numpy()
        frame = frame[inside]
        weights = np.broadcast_to(values, inside.shape)[inside] if np.ndim(values) == 0 else np.asarray(values)[inside]
        month = np.minimum((frame["week"].to_numpy() / WEEKS_PER_MONTH).astype(int), months - 1)
        index = (row_of.loc[frame["run"]].to_numpy() * months + month) * cells + frame["cell"].to_numpy()
        return np.bincount(index, weights=weights, minlength=len(runs) * months * cells).reshape(-1, months, cells)

    any_event = plane(log, 1.0) > 0
    now = {
        "deaths_battle": plane(log[~one_sided], log.loc[~one_sided, "best"]),
        "deaths_rebels": plane(log[one_sided & (killer == "armed_group")],
                               log.loc[one_sided & (killer == "armed_group"), "deaths_civilians"]),
        "deaths_government": plane(log[one_sided & (killer == "government")],
                                   log.loc[one_sided & (killer == "government"), "deaths_civilians"]),
    }
    mission = troops["mission"].map(kinds).astype(str)
    before = {
        "troops_un": plane(troops[mission == "un_mission"], troops.loc[mission == "un_mission", "no.troops"]),
        "troops_parallel": plane(troops[mission == "parallel_force"],
                                 troops.loc[mission == "parallel_force", "no.troops"]),
        "violence_before": any_event.astype(float),
    }
    index = pd.MultiIndex.from_product([runs.index, range(1, months), range(cells)], names=["run", "month", "cell"])
    panel = pd.DataFrame({**{k: v[:, 1:].ravel() for k, v in now.items()},
                          **{k: v[:, :-1].ravel() for k, v in before.items()}}, index=index).reset_index()
    for dim in (*dims, "replicate"):
        panel[dim] = runs[dim].to_numpy().repeat((months - 1) * cells)
    for column in ("population", "priogrid_gid"):
        panel[column] = np.tile(ds[column].values, len(runs) * (months - 1))
    return panel


def monthly(panel: pd.DataFrame) -> pd.DataFrame:
    """A panel by cell summed to the theatre: one row for each run and month.

    `civilian_deaths`, `deaths_battle` [person]; `troops_un`, `troops_parallel` of the month before, in
    1,000 persons; `deaths_before` civilians killed in the month before.

    >>> import disalign
    >>> monthly(cell_months(disalign.open("results/quick.h5"), ["un_alone"])).groupby("run").size().iloc[0]
    12
    """
    panel = panel.assign(civilian_deaths=panel["deaths_rebels"] + panel["deaths_government"])
    columns = ["civilian_deaths", "deaths_battle", "troops_un", "troops_parallel"]
    frame = panel.groupby(["run", "replicate", "month"], as_index=False, observed=True)[columns].sum()
    frame[["troops_un", "troops_parallel"]] /= 1000
    frame["deaths_before"] = frame.groupby("run")["civilian_deaths"].shift(1)
    return frame.dropna().reset_index(drop=True)


def _table(fit: object, terms: list[str], specification: str, n: int, clusters: int) -> pd.DataFrame:
    z = stats.norm.ppf(0.975)
    estimate = np.asarray(fit.params)[: len(terms)]  # type: ignore[attr-defined]
    error = np.asarray(fit.bse)[: len(terms)]  # type: ignore[attr-defined]
    frame = pd.DataFrame({"term": terms, "estimate": estimate, "standard_error": error,
                          "lo": estimate - z * error, "hi": estimate + z * error})
    frame["ratio"] = np.exp(frame["estimate"])
    frame["specification"], frame["n"], frame["clusters"] = specification, n, clusters
    return frame


def civilian_killing(panel: pd.DataFrame) -> pd.DataFrame:
    """Civilians killed in a month on troops deployed: negative binomial, clustered by run.

        E[deaths_t] = exp(b0 + b1 UN troops_{t-1} + b2 partner's troops_{t-1} + b3 ln(1 + deaths_{t-1})
                          + b4 ln(1 + battle deaths_t))

    Troops in 1,000 persons, so `ratio` is the factor for 1,000 more. After Hultman, Kathman & Shannon
    2013 (American Journal of Political Science 57), who find fewer deaths with more troops.

    >>> import disalign
    >>> fit = civilian_killing(cell_months(disalign.open("results/quick.h5")))
    >>> fit["term"].tolist()[1]
    'troops_un'
    """
    sm = _statsmodels()
    frame = monthly(panel)
    x = frame[["troops_un", "troops_parallel"]].assign(ln_deaths_before=np.log1p(frame["deaths_before"]),
                                                       ln_battle=np.log1p(frame["deaths_battle"]))
    x = sm.add_constant(x[_varying(x)].astype(float), has_constant="add")
    y = frame["civilian_deaths"].to_numpy()
    # The dispersion by Cameron and Trivedi's auxiliary regression on a Poisson fit, then the model.
    mean = sm.GLM(y, x, family=sm.families.Poisson()).fit().mu
    alpha = max(float(sm.OLS(((y - mean) ** 2 - y) / mean, mean).fit().params[0]), 1e-6)
    fit = sm.GLM(y, x, family=sm.families.NegativeBinomial(alpha=alpha)).fit(
        cov_type="cluster", cov_kwds={"groups": frame["run"].to_numpy()})
    return _table(fit, list(x.columns), "negative binomial, month", len(frame), frame["run"].nunique())


def local_killing(panel: pd.DataFrame, killer: str = "rebels") -> pd.DataFrame:
    """Any civilian killed in a cell-month by `rebels` or the `government`: logit, clustered by cell.

        logit P = b0 + b1 ln(1 + UN troops_{t-1}) + b2 ln(1 + partner's troops_{t-1})
                  + b3 violence_{t-1} + b4 ln(1 + population)

    After Fjelde, Hultman & Nilsson 2019 (International Organization 73), who find protection from
    rebels and none from governments.

    >>> import disalign
    >>> local_killing(cell_months(disalign.open("results/quick.h5"), ["un_alone"]))["specification"][0]
    'logit, cell-month, rebels'
    """
    if f"deaths_{killer}" not in panel:
        raise DataError(f"killer {killer}: is unknown. Choose rebels or government.")
    return _logit(panel, panel[f"deaths_{killer}"] > 0, f"logit, cell-month, {killer}")


def continuation(panel: pd.DataFrame) -> pd.DataFrame:
    """Whether violence in a cell goes on, given that there was some the month before: logit as above.

    After Ruggeri, Dorussen & Gizelis 2017 (International Studies Quarterly 61), who find that episodes
    end sooner where peacekeepers are deployed.

    >>> import disalign
    >>> continuation(cell_months(disalign.open("results/quick.h5"), ["un_alone"]))["n"][0] > 100
    True
    """
    now = panel[["deaths_battle", "deaths_rebels", "deaths_government"]].sum(axis=1) > 0
    there = panel["violence_before"] > 0
    return _logit(panel[there], now[there], "logit, cells with violence the month before")


def _varying(frame: pd.DataFrame) -> list[str]:
    """Columns that vary: a constant has no coefficient."""
    return [c for c in frame.columns if frame[c].nunique() > 1]


def _logit(panel: pd.DataFrame, outcome: pd.Series, name: str) -> pd.DataFrame:
    sm = _statsmodels()
    if outcome.nunique() < 2:
        raise DataError(f"{name}: the outcome never varies ({int(outcome.sum())} of {len(outcome)}). "
                        "Use more replicates or weeks.")
    x = pd.DataFrame({f"ln_{t}": np.log1p(panel[t]) for t in ("troops_un", "troops_parallel", "population")})
    x["violence_before"] = panel["violence_before"]
    x = sm.add_constant(x[_varying(x)].astype(float), has_constant="add")
    fit = sm.GLM(outcome.to_numpy(float), x, family=sm.families.Binomial()).fit(
        cov_type="cluster", cov_kwds={"groups": panel["cell"].to_numpy()})
    return _table(fit, list(x.columns), name, len(panel), panel["cell"].nunique())

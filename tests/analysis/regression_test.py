"""The usual regressions: coefficients that were put in come out, and the panel adds up to the file."""

import numpy as np
import pandas as pd
import pytest

disalign = pytest.importorskip("disalign")
pytest.importorskip("statsmodels", reason="statsmodels is missing")

from disalign import regression  # noqa: E402


def panel(troops_effect, seed, cells=200, months=60):
    """A synthetic panel: logit of rebel killing = -1 + troops_effect ln(1 + troops) + 0.8 violence before."""
    rng = np.random.default_rng(seed)
    rows = []
    before = np.zeros(cells)
    for month in range(1, months):
        troops = rng.integers(0, 2, cells) * rng.integers(50, 800, cells)
        p = 1 / (1 + np.exp(1 - troops_effect * np.log1p(troops) - 0.8 * before))
        now = rng.random(cells) < p
        rows.append(pd.DataFrame({"run": 0, "replicate": 0, "month": month, "cell": np.arange(cells), "population": 1000.0,
                                  "troops_un": troops, "troops_parallel": 0.0, "violence_before": before,
                                  "deaths_rebels": now * 3.0, "deaths_government": 0.0, "deaths_battle": 0.0}))
        before = now.astype(float)
    return pd.concat(rows, ignore_index=True)


def test_a_logit_finds_the_protection_that_was_put_in():
    fit = regression.local_killing(panel(-0.3, 1)).set_index("term")
    troops = fit.loc["ln_troops_un"]
    assert abs(troops.estimate + 0.3) < 4.5 * troops.standard_error
    assert troops.hi < 0
    assert abs(fit.loc["violence_before"].estimate - 0.8) < 4.5 * fit.loc["violence_before"].standard_error
    assert not abs(troops.estimate + 0.2) < 4.5 * troops.standard_error


def test_constant_terms_are_left_out_and_outcomes_that_never_vary_refused():
    fit = regression.local_killing(panel(-0.3, 1))
    assert "ln_troops_parallel" not in set(fit.term) and "ln_population" not in set(fit.term)
    with pytest.raises(disalign.DataError, match="never varies"):
        regression.local_killing(panel(-0.3, 1), "government")


def test_a_negative_binomial_finds_the_effect_of_troops_on_monthly_deaths():
    rng = np.random.default_rng(2)
    rows = []
    for run in range(60):
        troops = np.linspace(0, 10_000, 60)
        mean = np.exp(3 - 0.2 * troops / 1000)
        deaths = rng.negative_binomial(2, 2 / (2 + mean))
        rows.append(pd.DataFrame({"run": run, "replicate": run, "month": np.arange(1, 61), "cell": 0, "population": 1.0,
                                  "troops_un": troops, "troops_parallel": 0.0, "deaths_rebels": deaths.astype(float),
                                  "deaths_government": 0.0, "deaths_battle": 0.0, "violence_before": 0.0}))
    fit = regression.civilian_killing(pd.concat(rows, ignore_index=True)).set_index("term")
    troops = fit.loc["troops_un"]
    assert abs(troops.estimate + 0.2) < 4.5 * troops.standard_error and troops.hi < 0
    assert not abs(troops.estimate + 0.1) < 4.5 * troops.standard_error


def test_the_panel_adds_up_to_the_events_of_the_file(ds):
    data = regression.cell_months(ds, ["un_alone", "un_disaligned"])
    log = disalign.events(ds)
    log = log[log.scenario.isin(["un_alone", "un_disaligned"]) & (log.week >= 52 / 12)]
    assert data.deaths_battle.sum() == log[log.type_of_violence.isin([1, 2])].best.sum()
    armed = log[(log.type_of_violence == 3)]
    assert data.deaths_rebels.sum() + data.deaths_government.sum() <= armed.deaths_civilians.sum()
    assert len(data) == 16 * (ds.sizes["month"] - 1) * ds.sizes["cell"]
    troops = disalign.deployments(ds)
    troops = troops[(troops.scenario == "un_alone") & (troops.mission == "un")]
    months = np.minimum((troops.week / (52 / 12)).astype(int), ds.sizes["month"] - 1)
    own = data[data.scenario == "un_alone"]
    assert own.troops_un.sum() == troops["no.troops"][months < ds.sizes["month"] - 1].sum()
    assert (own.troops_parallel == 0).all()

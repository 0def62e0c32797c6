"""Survival, hazard and tails against closed forms, and the tables of the file against each other."""

import numpy as np
import pandas as pd
import pytest

disalign = pytest.importorskip("disalign")
pytest.importorskip("statsmodels", reason="statsmodels is missing")

from disalign import survival, tails  # noqa: E402


def exponential(rate, n, seed, censor=100):
    rng = np.random.default_rng(seed)
    time = np.ceil(rng.exponential(1 / rate, n))
    return pd.DataFrame({"scenario": f"{rate}", "replicate": np.arange(n), "duration": np.minimum(time, censor),
                         "observed": time <= censor})


def test_the_survival_curve_is_the_exponential_law_within_its_bound():
    n = 8000
    curve = disalign.kaplan_meier(exponential(0.02, n, 1))
    t = curve["duration"].to_numpy()
    law = np.exp(-0.02 * t)
    error = np.sqrt(law * (1 - law) / n)
    inside = abs(curve["survival"] - law) <= 4.5 * error
    assert inside.all()
    twin = np.exp(-0.022 * t)  # a rate 10 % higher must leave the bound
    assert not (abs(curve["survival"] - twin) <= 4.5 * error).all()
    assert (curve["lo"] <= curve["survival"]).all() and (curve["hi"] >= curve["survival"]).all()


def test_the_hazard_is_the_rate_and_its_bounds_are_never_empty():
    table = disalign.hazard(exponential(0.02, 2000, 2), width=20)
    weekly = 1 - np.exp(-0.02)
    error = np.sqrt(weekly / table["run_weeks"])
    assert (abs(table["rate"] - weekly) < 4.5 * error).all()
    assert not (abs(table["rate"] - 1.3 * weekly) < 4.5 * error).all()
    never = exponential(0.02, 50, 3).assign(observed=False, duration=100)
    quiet = disalign.hazard(never, width=100)
    assert quiet["rate"].tolist() == [0.0] and 0 < quiet["hi"].iloc[0] < 0.001


def test_a_group_in_which_nothing_happens_keeps_a_bound_of_width():
    never = exponential(0.02, 50, 3).assign(observed=False, duration=100)
    curve = disalign.kaplan_meier(never)
    assert (curve["survival"] == 1).all() and (curve["lo"] < 0.95).all()


def test_the_hazard_ratio_is_found_and_a_group_without_events_has_none():
    both = pd.concat([exponential(0.02, 1500, 4, 1000), exponential(0.03, 1500, 5, 1000)])
    ratio = disalign.hazard_ratios(both, "0.02").iloc[0]
    assert ratio.lo < 1.5 < ratio.hi and ratio.hi / ratio.lo < 1.3
    assert not ratio.lo < 1.1 < ratio.hi
    never = exponential(0.04, 50, 3).assign(observed=False)
    assert np.isnan(disalign.hazard_ratios(pd.concat([both, never]), "0.02").iloc[1].ratio)


def test_times_from_events_are_those_of_a_plain_search(ds):
    times = disalign.time_to_atrocity(ds, 20).set_index(["scenario", "replicate"])
    log = disalign.events(ds)
    for (scenario, replicate), row in times.iterrows():
        own = log[(log.scenario == scenario) & (log.replicate == replicate) & (log.type_of_violence == 3)
                  & (log.deaths_civilians >= 20)]
        assert row.observed == (len(own) > 0)
        assert row.duration == (own.week.min() + 1 if len(own) else ds.sizes["week"])


def test_the_tables_of_a_file_agree_with_its_root(ds):
    runs = disalign.runs(ds)
    for row in runs.head(6).itertuples():
        assert row.total_deaths == int(ds.total_deaths.sel(scenario=row.scenario, replicate=row.replicate))
    log = disalign.events(ds)
    killed = log[log.type_of_violence > 0].groupby("run").best.sum()
    assert (killed.reindex(runs.index, fill_value=0) == runs.total_deaths).all()
    one = disalign.events(ds, run=5)
    pd.testing.assert_frame_equal(one.reset_index(drop=True).astype(str),
                                  log[log.run == 5].reset_index(drop=True).astype(str))


def test_exceedance_counts_every_event_once_and_falls(ds):
    curve = disalign.event_exceedance(ds)
    for scenario, rows in curve.groupby("scenario"):
        assert rows["share"].is_monotonic_decreasing
        assert rows["count"].iloc[0] == int(ds.event_size_count.sel(scenario=scenario).sum())
        assert (rows.lo <= rows.share).all() and (rows.hi >= rows.share).all()


def test_the_tail_exponent_in_the_file_is_that_of_the_answer(ds, quick, program):
    import subprocess

    text = subprocess.run([program, "show", str(quick)], capture_output=True, text=True).stdout
    for row in disalign.tail_exponents(ds).itertuples():
        label = str(ds.label.sel(scenario=row.scenario).values)
        line = next(line for line in text.splitlines() if line.strip().startswith(label) and "tail exponent" in line)
        expected = "-" if np.isnan(row.exponent) else f"{row.exponent:.2f} (se {row.standard_error:.2f}, from {row.xmin:.0f} deaths)"
        assert line.endswith(expected)


def test_a_share_of_nothing_has_the_rule_of_three_bound():
    lo, hi = tails.binomial_interval(np.array([0, 100]), np.array([100, 100]))
    assert lo[0] == 0 and 0.03 < hi[0] < 0.04 and hi[1] == 1 and 0.96 < lo[1] < 0.97


def test_a_series_that_is_none_is_refused(ds):
    with pytest.raises(disalign.DataError, match="Did you mean"):
        survival.time_to(ds, "ceasefire")

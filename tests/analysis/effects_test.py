"""Paired effects and dose-response: the program's own answer, and closed forms."""

import json
import subprocess

import numpy as np
import pytest

disalign = pytest.importorskip("disalign")
import xarray as xr  # noqa: E402

from disalign import effects  # noqa: E402


def test_paired_effects_are_those_of_the_program(ds, quick, program):
    answer = json.loads(subprocess.run([program, "show", str(quick), "--json"], capture_output=True, text=True).stdout)
    names = sorted({c["outcome"] for c in answer["contrasts"]})
    table = disalign.paired_effects(ds, names).set_index(["outcome", "scenario"])
    assert len(table) == len(answer["contrasts"])
    for c in answer["contrasts"]:
        mine = table.loc[(c["outcome"], c["scenario"])]
        for key in ("effect", "lo", "hi", "n", "correlation", "variance_ratio", "standardised_effect", "superiority_share"):
            if c[key] is not None:
                assert mine[key] == pytest.approx(c[key], rel=1e-6, abs=1e-6), (c["outcome"], c["scenario"], key)


def grid(slope, curve=0.0, replicates=200, seed=3):
    """A grid of two factors whose outcome is slope x + curve (x - 1/2)^2 + 2 contact + noise shared over points."""
    rng = np.random.default_rng(seed)
    x, contact = np.linspace(0, 1, 5), np.array([0.0, 1.0])
    noise = rng.normal(0, 5, replicates)
    own = rng.normal(0, 0.5, (5, 2, replicates))
    values = slope * x[:, None, None] + curve * (x[:, None, None] - 0.5) ** 2 + 2 * contact[None, :, None] + noise + own
    ds = xr.Dataset({"total_deaths": (("disalignment", "contact", "replicate"), values, {"units": "person"})},
                    {"disalignment": x, "contact": contact, "replicate": np.arange(replicates)})
    return ds


def test_the_slope_of_a_dose_response_is_found_within_its_interval_and_a_wrong_one_is_not():
    fit = disalign.dose_slope(grid(3.0, 8.0), "total_deaths")
    linear = fit[fit.term == "linear"]
    quadratic = fit[fit.term == "quadratic"]
    assert len(linear) == len(quadratic) == 2
    assert (abs(linear.estimate - 3.0) < 4.5 * linear.mcse).all()
    assert (abs(quadratic.estimate - 8.0) < 4.5 * quadratic.mcse).all()
    assert not (abs(linear.estimate - 3.3) < 4.5 * linear.mcse).any()  # 10 % off


def test_pairing_makes_the_change_sharper_than_the_means():
    table = disalign.dose_response(grid(3.0), "total_deaths", "disalignment")
    top = table[(table.disalignment == 1) & (table.contact == 0)].iloc[0]
    assert top.effect_hi - top.effect_lo < (top.hi - top.lo) / 3
    assert top.effect_lo < 3.0 < top.effect_hi


def test_every_combination_of_factors_has_a_row():
    table = disalign.dose_response(grid(1.0), "total_deaths", "disalignment")
    assert len(table) == 10
    assert sorted(table.groupby("contact").size()) == [5, 5]
    lowest = table[table.disalignment == 0]
    assert (lowest.effect == 0).all()


def test_an_unknown_outcome_is_refused_with_the_nearest_name(ds):
    with pytest.raises(disalign.DataError, match="Did you mean total_deaths"):
        disalign.paired_effects(ds, "total_death")


def test_an_unknown_reference_is_refused_with_the_names_there_are(ds):
    with pytest.raises(disalign.DataError, match="un_alone"):
        disalign.paired_effects(ds, "total_deaths", reference="nobody")


def test_a_stopped_study_has_the_interval_that_the_program_reports(tmp_path, program):
    words = [program, "run", "experiments/studies/quick.toml", "-o", str(tmp_path / "s.h5"), "--json", "--quiet"]
    for key in ("study.weeks=10", "study.replicates=10", "stop.outcome=total_deaths", "stop.half_width=1e9", "stop.n_min=10"):
        words += ["--set", key]
    answer = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    stopped = disalign.open(tmp_path / "s.h5")
    assert effects.first_look(stopped) == 10
    row = disalign.paired_effects(stopped, "total_deaths").iloc[0]
    shown = [c for c in answer["contrasts"] if c["outcome"] == "total_deaths"][0]
    assert (row.lo, row.hi) == pytest.approx((shown["lo"], shown["hi"]))
    plain = effects.mean_interval((stopped.total_deaths.sel(scenario="none") - stopped.total_deaths.sel(scenario="un_alone")).values)
    assert row.hi - row.lo > 1.3 * (plain[2] - plain[1])


def test_fewer_than_two_values_have_an_infinite_interval():
    mean, lo, hi, error = effects.mean_interval(np.array([4.0]))
    assert (mean, lo, hi) == (4.0, -np.inf, np.inf) and np.isnan(error)


def test_a_file_that_is_not_ours_is_refused(tmp_path):
    path = tmp_path / "other.nc"
    xr.Dataset({"x": 1}).to_netcdf(path)
    with pytest.raises(disalign.DataError, match="no format_version"):
        disalign.open(path)
    (tmp_path / "text.h5").write_text("no HDF5")
    with pytest.raises(disalign.DataError, match="cannot be read"):
        disalign.open(tmp_path / "text.h5")
    with pytest.raises(FileNotFoundError, match="disalign run"):
        disalign.open(tmp_path / "none.h5")

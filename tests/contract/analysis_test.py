"""Commands that analyse studies: numbers against numpy, tables in the file and beside it, placebo.

The program is named by DISALIGN_PROGRAM; without it all tests skip.
"""

import json
import os
import subprocess

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from output_test import SCENARIO

PROGRAM = os.environ.get("DISALIGN_PROGRAM", "")
pytestmark = pytest.mark.skipif(not os.access(PROGRAM, os.X_OK), reason="DISALIGN_PROGRAM names no program")

STUDY = """
[study]
name = "three"
base = "small.toml"
replicates = 12
reference = "with"
outcomes = ["total_deaths", "total_civilian_deaths", "final_strength:red"]
[scenarios.with]
label = "With the UN"
[scenarios.same]
label = "With the UN, under another name"
[scenarios.without]
actors.un.present = false
"""
GRID = """
[study]
name = "curve"
base = "small.toml"
replicates = 10
weeks = 30
[scenarios.alone]
actors.un.present = false
[design]
kind = "grid"
vary."desertion.rate" = [0.0, 0.02, 0.05]
vary."actors.red.strength" = { levels = [200, 400], name = "rebels" }
"""


def call(*words, code=0):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("analysis")
    (folder / "small.toml").write_text(SCENARIO)
    (folder / "three.toml").write_text(STUDY)
    (folder / "curve.toml").write_text(GRID)
    return folder


def content(path):
    """Everything outside /provenance, by name."""
    found = {}
    for group in (None, "runs", "contrast"):
        with xr.open_dataset(path, group=group, decode_times=False) as data:
            for name, variable in data.variables.items():
                found[group, name] = (variable.dtype.str, repr(variable.values.tolist()))
    return found


def test_contrast_is_what_numpy_says_and_a_placebo_is_exactly_zero(folder):
    out = call("contrast", folder / "three.toml", "-o", folder / "three.h5", "--quiet").stdout
    # The answer comes first.
    assert out.splitlines()[2].startswith("total_deaths [person]: paired difference to with")
    table = pd.read_csv(folder / "three.contrast.csv").set_index(["outcome", "scenario"])
    file = xr.open_dataset(folder / "three.h5")
    for outcome, axis in (("total_deaths", {}), ("final_strength", {"actor": "red"})):
        values = file[outcome].sel(**axis).astype(float)
        a, b = values.sel(scenario="without").values, values.sel(scenario="with").values
        row = table.loc[outcome if not axis else "final_strength:red", "without"]
        assert row.effect == pytest.approx((a - b).mean())
        half = 2.2009851600829 * (a - b).std(ddof=1) / np.sqrt(12)  # t quantile of 11 degrees of freedom
        assert (row.lo, row.hi) == pytest.approx((row.effect - half, row.effect + half))
        assert row.correlation == pytest.approx(np.corrcoef(a, b)[0, 1])
        assert row.superiority == pytest.approx(((a > b) + 0.5 * (a == b)).mean())
        assert row.variance_ratio == pytest.approx((a.var(ddof=1) + b.var(ddof=1)) / (a - b).var(ddof=1))
        assert row.pairs == 12 and row.purpose == "explore"
        placebo = table.loc[outcome if not axis else "final_strength:red", "same"]
        assert placebo.effect == placebo.lo == placebo.hi == 0.0
        assert placebo.superiority == 0.5 and placebo.correlation == pytest.approx(1)
    stored = xr.open_dataset(folder / "three.h5", group="contrast")
    np.testing.assert_allclose(stored.effect.values, table.effect.values, rtol=1e-12)
    assert stored.effect.attrs["units"] == "1" and stored.attrs["plan_hash"] == file.attrs["plan_hash"]


def test_tables_are_the_same_bytes_again_and_leave_the_rest_alone(folder):
    call("run", folder / "three.toml", "-o", folder / "again.h5", "--quiet")
    before = (folder / "again.h5").read_bytes()
    call("contrast", folder / "again.h5")
    assert content(folder / "again.h5") == content(folder / "three.h5")
    assert (folder / "again.contrast.csv").read_text() == (folder / "three.contrast.csv").read_text()
    written = (folder / "again.h5").read_bytes()
    assert written != before
    call("contrast", folder / "again.h5")
    assert (folder / "again.h5").read_bytes() == written  # nothing new: not touched
    call("contrast", folder / "again.h5", "--outcome", "total_fighter_deaths")
    assert set(xr.open_dataset(folder / "again.h5", group="contrast").outcome.values) == {"total_fighter_deaths"}
    assert not list(folder.glob("*.part"))
    # A file with tables is still complete for `run`.
    assert "complete already" in call("run", folder / "three.toml", "-o", folder / "three.h5").stderr


def test_dose_gives_curves_slopes_and_effects_against_the_reference(folder):
    dry = call("dose", folder / "curve.toml", "-o", folder / "curve.h5", "--dry-run")
    assert "design: grid, 6 points" in dry.stderr and not (folder / "curve.h5").exists()
    out = json.loads(call("dose", folder / "curve.toml", "-o", folder / "curve.h5", "--quiet", "--json").stdout)
    table = pd.DataFrame(out["tables"]["dose"])
    file = xr.open_dataset(folder / "curve.h5")
    values = file.total_deaths.astype(float)
    at = lambda rate, rebels: values[(file.desertion_rate == rate) & (file.rebels == rebels)].values[0]
    alone = values[0].values
    for rate in (0.0, 0.02, 0.05):
        for rebels in (200, 400):
            row = table[(table.outcome == "total_deaths") & (table.desertion_rate == rate) & (table.rebels == str(rebels))]
            assert row["mean"].item() == pytest.approx(at(rate, rebels).mean())
            assert row.effect.item() == pytest.approx((at(rate, rebels) - alone).mean())
            assert row.effect_of_dose.item() == pytest.approx((at(rate, rebels) - at(0.0, rebels)).mean())
    slopes = pd.DataFrame(out["tables"]["dose_slope"])
    slope = slopes[(slopes.outcome == "total_deaths") & (slopes.curve == "rebels 400")].change.item()
    fitted = [np.polyfit([0, 0.02, 0.05], [at(x, 400)[r] for x in (0.0, 0.02, 0.05)], 1)[0] * 0.05 for r in range(10)]
    assert slope == pytest.approx(np.mean(fitted))
    change = slopes[(slopes.outcome == "total_deaths") & slopes.curve.str.startswith("change")].change.item()
    low = slopes[(slopes.outcome == "total_deaths") & (slopes.curve == "rebels 200")].change.item()
    assert change == pytest.approx(slope - low)


def test_a_change_of_slope_is_a_mean_over_the_levels_of_the_other_factors(folder):
    text = GRID.replace('"curve"', '"cube"').replace("replicates = 10", "replicates = 4")
    (folder / "cube.toml").write_text(text + 'vary."actors.un.strength" = { levels = [300, 900], name = "troops" }\n')
    call("dose", folder / "cube.toml", "-o", folder / "cube.h5", "--quiet", "--outcome", "total_deaths")
    slopes = pd.read_csv(folder / "cube.dose_slope.csv").set_index("curve").change
    at = lambda rebels, troops: slopes[f"rebels {rebels}, troops {troops}"]
    change = slopes["change with rebels from 200 to 400"]
    assert change == pytest.approx((at(400, 300) + at(400, 900) - at(200, 300) - at(200, 900)) / 2)
    assert slopes["mean over all curves"] == pytest.approx(np.mean([at(r, t) for r in (200, 400) for t in (300, 900)]))


@pytest.mark.parametrize(
    "words, message",
    [
        (["contrast", "curve.h5", "--outcome", "total_deths"], 'Did you mean "total_deaths"?'),
        (["contrast", "curve.h5", "--outcome", "mean_trust"], "is an outcome of each actor"),
        (["contrast", "curve.h5", "--outcome", "total_deaths:red"], "is an outcome of the run"),
        (["dose", "three.h5"], "need a grid"),
        (["contrast", "small.toml"], "is no finished"),
    ],
)
def test_mistakes_of_analyses(folder, words, message):
    if words[1] == "small.toml":  # a scenario alone has nothing to compare with
        words = [*words, "-o", str(folder / "single.h5"), "--replicates", "2"]
        message = "has no reference"
    done = call(words[0], folder / words[1], *words[2:], "--quiet", code=2)
    assert message in done.stderr

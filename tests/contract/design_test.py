"""Files of designs: what stands on which dimension, and that a design's runs are those of scenarios.

The program is named by DISALIGN_PROGRAM; without it all tests skip.
"""

import json
import os
import subprocess

import numpy as np
import pytest
import xarray as xr
from output_test import SCENARIO

PROGRAM = os.environ.get("DISALIGN_PROGRAM", "")
pytestmark = pytest.mark.skipif(not os.access(PROGRAM, os.X_OK), reason="DISALIGN_PROGRAM names no program")

HEADING = '[study]\nname = "{name}"\nbase = "small.toml"\nreplicates = 18\nweeks = 20\n'
GRID = """
[design]
kind = "grid"
vary."desertion.rate" = [0.0, 0.02, 0.05]
vary."actors.red.strength" = { levels = [200, 400], name = "rebels" }
"""
SCENARIOS = """
[scenarios.few]
desertion.rate = 0.02
actors.red.strength = 200
[scenarios.many]
desertion.rate = 0.02
actors.red.strength = 400
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("design")
    (folder / "small.toml").write_text(SCENARIO)
    (folder / "grid.toml").write_text(HEADING.format(name="grid") + GRID)
    (folder / "mixed.toml").write_text(
        HEADING.format(name="mixed") + GRID + "[scenarios.alone]\nactors.un.present = false\n"
    )
    (folder / "named.toml").write_text(HEADING.format(name="named") + SCENARIOS)
    for name in ("grid", "mixed", "named"):
        run(folder, name, "--level", "series")
    return folder


def run(folder, name, *flags):
    done = subprocess.run(
        [PROGRAM, "run", str(folder / f"{name}.toml"), "-o", str(folder / f"{name}.h5"), "--quiet", "--json", *flags],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("engine", ["netcdf4", "h5netcdf"])
def test_a_grid_has_a_dimension_for_each_factor(folder, engine):
    grid = xr.open_dataset(folder / "grid.h5", engine=engine)
    assert grid.total_civilian_deaths.dims == ("desertion_rate", "rebels", "replicate")
    assert list(grid.desertion_rate.values) == [0.0, 0.02, 0.05] and list(grid.rebels.values) == [200, 400]
    assert grid.civilian_deaths.dims == ("desertion_rate", "rebels", "replicate", "week")
    # Whole blocks and single points were written to the right places.
    np.testing.assert_array_equal(grid.civilian_deaths.sum("week"), grid.total_civilian_deaths)
    assert "point" not in grid.dims and "deaths_by_month" not in grid


def test_points_of_a_design_are_the_scenarios_that_say_the_same(folder):
    grid = xr.open_dataset(folder / "grid.h5")
    named = xr.open_dataset(folder / "named.h5")
    for scenario, rebels in (("few", 200), ("many", 400)):
        point = grid.sel(desertion_rate=0.02, rebels=rebels)
        for outcome in ("total_deaths", "total_civilian_deaths", "mean_grievance"):
            np.testing.assert_array_equal(point[outcome], named[outcome].sel(scenario=scenario))
        np.testing.assert_array_equal(point.civilian_deaths, named.civilian_deaths.sel(scenario=scenario))
    assert grid.total_deaths.std() > 0


def test_named_scenarios_beside_a_design_are_its_first_rows(folder):
    mixed = xr.open_dataset(folder / "mixed.h5")
    grid = xr.open_dataset(folder / "grid.h5")
    assert mixed.total_deaths.dims == ("point", "replicate") and mixed.sizes["point"] == 7
    assert mixed.scenario.values[0] == "alone" and np.isnan(mixed.rebels.values[0])
    assert list(mixed.rebels.values[1:]) == [200, 400] * 3
    np.testing.assert_array_equal(mixed.total_deaths[1:], grid.total_deaths.values.reshape(6, 18))
    table = xr.open_dataset(folder / "mixed.h5", group="design")
    assert table.attrs["kind"] == "grid" and table.rebels.attrs["key"] == "actors.red.strength"
    assert table.desertion_rate.attrs["units"] == "1/week" and table.sizes["point"] == 6


def test_a_design_is_part_of_the_plan(folder):
    changed = subprocess.run(
        [PROGRAM, "run", str(folder / "grid.toml"), "-o", str(folder / "grid.h5"), "--quiet",
         "--set", "design.vary.\"desertion.rate\"=[0.0, 0.02, 0.06]"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert changed.returncode == 2 and "holds another plan (design.vary" in changed.stderr
    again = subprocess.run(
        [PROGRAM, "replay", str(folder / "mixed.h5"), "--run", "11", "-o", str(folder / "run.csv")],
        capture_output=True, text=True,
    )  # fmt: skip
    assert again.returncode == 0, again.stderr


def test_check_prints_the_design(folder):
    done = subprocess.run([PROGRAM, "check", str(folder / "grid.toml"), "--csv"], capture_output=True, text=True)
    assert done.stdout.splitlines()[:3] == ["point,desertion.rate,actors.red.strength", "0,0.0,200", "1,0.0,400"]
    (folder / "points.csv").write_text(done.stdout)
    (folder / "list.toml").write_text(HEADING.format(name="list") + '[design]\nkind = "list"\nfile = "points.csv"\n')
    dry = subprocess.run(
        [PROGRAM, "check", str(folder / "list.toml"), "--json", "--quiet"], capture_output=True, text=True
    )
    assert dry.returncode == 0, dry.stderr
    assert json.loads(dry.stdout)["design"]["points"][5] == [0.05, 400]

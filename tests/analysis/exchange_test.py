"""Export: the same events as `disalign replay` writes, and one analysis script on real and simulated data."""

import os
import pathlib
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

disalign = pytest.importorskip("disalign")

from disalign import event_data, exchange  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
GED = pathlib.Path(os.environ.get("DISALIGN_DATA", "")) / "ucdp_ged231_caf.csv"


@pytest.fixture(scope="module")
def exported(quick, program, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    made = subprocess.run([program, "export", str(quick), "-o", str(folder)], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    assert [pathlib.Path(line).exists() for line in made.stdout.split()] == [True] * 8
    return folder


def test_exported_events_are_those_of_a_replay(quick, program, exported, tmp_path):
    target = tmp_path / "run.csv"
    replayed = subprocess.run([program, "replay", str(quick), "--run", "5", "-o", str(target)], capture_output=True, text=True)
    assert replayed.returncode == 0
    replay = pd.read_csv(target, keep_default_na=False)
    own = pd.read_csv(exported / "ged.csv", keep_default_na=False)
    own = own[(own.scenario == "un_alone") & (own.replicate == 1)].reset_index(drop=True)
    assert list(own.columns[: len(exchange.GED_COLUMNS)]) == list(exchange.GED_COLUMNS)
    pd.testing.assert_frame_equal(own[list(replay.columns)], replay, check_dtype=False, atol=2e-4)


def test_exported_tables_hold_every_run_and_outcome(ds, exported):
    runs = pd.read_csv(exported / "runs.csv")
    assert len(runs) == ds.sizes["scenario"] * ds.sizes["replicate"]
    long = pd.read_csv(exported / "outcomes.csv")
    assert long.groupby("outcome").size().nunique() == 1 and set(long.unit) >= {"person", "1"}
    total = long[(long.outcome == "total_deaths") & (long.scenario == "none")].value.sum()
    assert total == int(ds.total_deaths.sel(scenario="none").sum())
    words = pd.read_csv(exported / "dictionary.csv", keep_default_na=False)
    assert (words.meaning != "").all() and (words.unit != "").all()
    geopko = pd.read_csv(exported / "geopko.csv")
    assert list(geopko.columns[: len(exchange.GEOPKO_COLUMNS)]) == list(exchange.GEOPKO_COLUMNS)
    assert not list(exported.glob("*.part"))


def test_columns_are_those_of_the_real_data(exported):
    if not GED.exists():
        pytest.skip("DISALIGN_DATA is not set or holds no ucdp_ged231_caf.csv")
    real = list(pd.read_csv(GED, nrows=1).columns)
    ours = [c for c in pd.read_csv(exported / "ged.csv", nrows=1).columns if c in real]
    assert ours == [c for c in real if c in ours] and len(real) - len(ours) <= 1
    geopko = GED.parent / "geopko_v2.1_map_snapshots_12missions.csv"
    assert set(exchange.GEOPKO_COLUMNS) <= set(pd.read_csv(geopko, nrows=1).columns)


def test_one_script_analyses_real_and_simulated_events(exported):
    if not GED.exists():
        pytest.skip("DISALIGN_DATA is not set or holds no ucdp_ged231_caf.csv")
    command = [sys.executable, str(ROOT / "analysis" / "compare_events.py"), "--years", "2015", "2016", "--scenario", "un_alone",
               str(GED), str(exported / "ged.csv")]
    made = subprocess.run(command, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    lines = {line[:52].strip(): line[52:].split() for line in made.stdout.splitlines()[2:]}
    real = pd.read_csv(GED)
    real = real[real.year.between(2015, 2016) & (real.best > 0)]
    assert float(lines["cells with a death"][0]) == real.priogrid_gid.nunique()
    assert float(lines["median deaths an event"][0]) == real.best.median()
    assert len(lines["deaths a year"]) == 5  # the value; mean [low to high]


def test_the_statistics_of_a_plain_history_are_its_own():
    days = pd.date_range("2015-01-01", "2016-12-31", freq="D")
    frame = pd.DataFrame({"year": days.year, "type_of_violence": 3, "priogrid_gid": np.arange(len(days)) % 4, "best": 5,
                          "date_start": days, "deaths_civilians": 4})
    found = event_data.statistics(frame)
    assert found["deaths a year"] == pytest.approx(5 * 365.25, rel=1e-3)
    assert found["civilian deaths a year"] == pytest.approx(4 * 365.25, rel=1e-3)
    assert found["share of deaths, one-sided"] == 1 and found["median deaths an event"] == 5
    assert found["Gini of deaths over these cells"] == pytest.approx(0, abs=0.01)
    assert found["share of cell-months with violence that continue"] == 1
    assert found["share of events with 10 deaths or more"] == 0


def test_a_file_without_the_columns_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    script = subprocess.run([sys.executable, str(ROOT / "analysis" / "compare_events.py"), str(tmp_path / "a.csv")],
                            capture_output=True, text=True)
    assert script.returncode == 2 and "has no column year" in script.stderr


def test_export_refuses_a_level_without_events(program, tmp_path):
    from conftest import simulate

    file = simulate(program, "experiments/studies/quick.toml", tmp_path / "series.h5", "--replicates", "2", "--set", "study.weeks=10")
    made = subprocess.run([program, "export", str(file), "--as", "ged", "-o", str(tmp_path / "t")], capture_output=True, text=True)
    assert made.returncode == 2 and "--level events" in made.stderr
    assert not (tmp_path / "t").exists()

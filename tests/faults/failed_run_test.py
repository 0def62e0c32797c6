"""A run that fails is a row with its reason, and enters no number."""

import json
import shutil

import numpy as np
import pytest
import xarray as xr

from .studies import PROGRAM, RUNS, call, content, digest, parts, rows, run


FAULT = "run point=1 replicate=3 week=10 kind=error rule=grievance;run point=2 replicate=5 week=0 kind=memory"


def test_a_failed_run_is_a_row_that_enters_no_number(folder, whole):
    done = run(folder, "out.h5", "--level", "events", fault=FAULT)
    assert done.returncode == 3 and "2 of 54 runs failed" in done.stderr
    assert "run 10 failed (scenario with, replicate 3): week 10, rule grievance:" in done.stderr
    answer = json.loads(done.stdout)
    assert answer["runs"] == RUNS and answer["failed"] == 2
    n = {(c["outcome"], c["scenario"]): c["n"] for c in answer["contrasts"]}
    # A replicate counts once it has finished at every point: 3 and 5 are out, for every scenario.
    assert n["total_deaths", "with"] == 16 and n["total_deaths", "rival"] == 16
    status, code, week, rule, error, hashes = rows(folder / "out.h5", "status", "error_code", "error_week", "error_rule", "error", "digest")
    assert [k for k in range(RUNS) if status[k]] == [10, 17] and hashes[10] == 0
    assert (code[10], week[10], rule[10]) == (3, 10, "grievance") and "week 10" in error[10]
    assert (code[17], week[17], error[17]) == (2, 0, "week 0: not enough memory") and (code[0], week[0], error[0]) == (0, -1, "")
    with xr.open_dataset(folder / "out.h5") as ds, xr.open_dataset(whole[0] / "whole.h5") as sound:
        failed = np.zeros((3, 18), bool)
        failed[1, 3] = failed[2, 5] = True
        for name in ("total_deaths", "mean_grievance", "deaths", "killed"):
            flat = ds[name].values.reshape(3, 18, -1)
            assert np.isnan(flat[failed]).all() and not np.isnan(flat[~failed]).any(), name
            assert (flat[~failed] == sound[name].values.reshape(3, 18, -1)[~failed]).all(), name
        expected = sound.total_deaths.isel(replicate=~failed.any(axis=0)).mean("replicate")
        for k, name in enumerate(("without", "with", "rival")):
            assert answer["outcomes"][name]["total_deaths"]["mean"] == pytest.approx(float(expected[k]))


def test_analyses_count_replicates_that_finished_at_every_row(folder):
    assert run(folder, "out.h5", "--level", "events", fault=FAULT).returncode == 3
    done = call(folder, PROGRAM, "contrast", "out.h5", "--json")
    assert done.returncode == 3
    answer = json.loads(done.stdout)
    assert answer["replicates"] == 16 and answer["failed_replicates"] == 2
    assert {row["pairs"] for row in answer["tables"]["contrast"]} == {16}


def test_means_over_runs_leave_failed_runs_out(folder):
    """With the last replicate failed, maps are those of a study without it."""
    assert run(folder, "out.h5", fault="run replicate=17 week=0 kind=error").returncode == 3
    assert run(folder, "fewer.h5", "--replicates", 17).returncode == 0
    with xr.open_dataset(folder / "out.h5") as ds, xr.open_dataset(folder / "fewer.h5") as fewer:
        names = [n for n in ds.data_vars if "replicate" not in ds[n].dims]
        assert {"deaths_by_month", "troops_by_month", "event_size_count", "map_civilians_killed"} <= set(names)
        for name in names:
            assert ds[name].equals(fewer[name]), name


def test_only_failed_repeats_the_failed_runs_and_heals_the_file(folder, whole):
    assert run(folder, "out.h5", "--level", "events", fault=FAULT).returncode == 3
    again = run(folder, "out.h5", "--level", "events", fault=FAULT)
    assert again.returncode == 3  # nothing is simulated
    others = ";".join(f"run point={k % 3} replicate={k // 3} kind=error" for k in range(RUNS) if k not in (10, 17))
    done = run(folder, "out.h5", "--level", "events", "--only-failed", fault=others)
    assert done.returncode == 0, done.stderr
    assert digest(done) == whole[1] and content(folder / "out.h5") == whole[2]
    assert not parts(folder / "out.h5").exists()


def test_more_replicates_of_a_file_with_failed_runs(folder, whole):
    assert run(folder, "out.h5", "--level", "events", "--replicates", 12, fault=FAULT).returncode == 3
    assert run(folder, "out.h5", "--level", "events").returncode == 3
    done = run(folder, "out.h5", "--level", "events", "--only-failed")
    assert digest(done) == whole[1] and content(folder / "out.h5") == whole[2]


@pytest.mark.parametrize("rule", ["timeline_events", "grievance", "memories"])
def test_a_broken_invariant_names_the_rule_that_broke_it(folder, rule):
    done = run(folder, "out.h5", fault=f"run point=1 replicate=2 week=7 kind=invariant rule={rule}")
    assert done.returncode == 3
    code, week, named, error = rows(folder / "out.h5", "error_code", "error_week", "error_rule", "error")
    assert (code[7], week[7], named[7]) == (1, 7, rule) and "people are not conserved" in error[7]


def test_on_error_stops_after_so_many(folder, whole):
    for words, failures in ((["stop"], 1), (["stop-after=2"], 2)):
        shutil.rmtree(parts(folder / "out.h5"), ignore_errors=True)
        fault = "run point=1 kind=error"
        done = run(folder, "out.h5", "--level", "events", "-j", "1", "--on-error", *words, fault=fault)
        assert done.returncode == 75 and f"{failures} runs failed" in done.stderr
        status = json.loads(call(folder, PROGRAM, "status", "out.h5", "--json").stdout)
        assert failures <= status["failed"] < 18 and status["left"] > 0
    assert run(folder, "out.h5", "--level", "events").returncode == 3
    done = run(folder, "out.h5", "--level", "events", "--only-failed")
    assert digest(done) == whole[1]

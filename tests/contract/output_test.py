"""The output file as users meet it: readers, labels, units, numbers, bytes, and memory.

The program is named by DISALIGN_PROGRAM; without it all tests skip.
"""

import json
import os
import pathlib
import subprocess

import h5py
import numpy as np
import pytest
import xarray as xr

PROGRAM = os.environ.get("DISALIGN_PROGRAM", "")
pytestmark = pytest.mark.skipif(not os.access(PROGRAM, os.X_OK), reason="DISALIGN_PROGRAM names no program")

SCENARIO = """
weeks = 60
place = { kind = "small" }
[scenario]
name = "small"
[task_relations.clash.secure_resources]
protect_civilians = { value = 0.6, reason = "test" }
[task_relations.synergy.hold_site]
protect_civilians = { value = 0.5, reason = "test" }
[actors.army]
kind = "government"
homes = ["Middle"]
goals = { extend_state_authority = 1.0 }
stances = { armed_groups = -1.0 }
[actors.red]
kind = "armed_group"
homes = ["Corner", "Middle"]
goals = { secure_resources = 0.5, extend_state_authority = 0.5 }
stances = { army = -1.0 }
[actors.un]
kind = "un_mission"
homes = "bases"
goals = { protect_civilians = 1.0 }
"""
STUDY = """
[study]
name = "pair"
title = "A pair"
base = "small.toml"
replicates = 18
reference = "without"
[scenarios.without]
label = "Without the UN"
actors.un.present = false
[scenarios.with]
label = "With the UN"
[scenarios.rival]
label = "With a rival beside it"
[scenarios.rival.actors.rival]
kind = "parallel_force"
homes = ["Middle"]
goals = { secure_resources = 1.0 }
stances = { army = 1.0, armed_groups = -1.0 }
"""


def run(folder, output, *flags):
    """Runs the study in `folder`; returns the object that --json prints."""
    done = subprocess.run(
        [PROGRAM, "run", str(folder / "pair.toml"), "-o", str(folder / output), "--json", "--quiet", *flags],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("output")
    (folder / "small.toml").write_text(SCENARIO)
    (folder / "pair.toml").write_text(STUDY)
    return folder


@pytest.fixture(scope="module")
def answer(folder):
    return run(folder, "pair.h5", "--level", "events", "-j", "2")


@pytest.mark.parametrize("engine", [None, "h5netcdf", "netcdf4"])
def test_every_reader_sees_the_same_labels_and_numbers(folder, answer, engine):
    with xr.open_dataset(folder / "pair.h5", engine=engine) as ds:
        assert dict(ds.sizes)["scenario"] == 3 and ds.sizes["replicate"] == 18 and ds.sizes["week"] == 60
        assert list(ds.scenario.values) == ["without", "with", "rival"]
        assert list(ds.actor.values)[:4] == ["army", "red", "un", "rival"]
        assert ds.deaths.dims == ("scenario", "replicate", "week")
        assert ds.strength.dims == ("scenario", "replicate", "week", "actor")
        assert ds.map_civilians_killed.dims == ("scenario", "period", "cell")
        for name, variable in ds.variables.items():
            assert variable.attrs.get("long_name"), name
            if variable.dtype.kind in "iuf" and name != "date":
                assert variable.attrs.get("units"), name
        assert ds.attrs["Conventions"] and ds.attrs["configuration"] and ds.attrs["plan_hash"]
        total = ds.civilian_deaths.sum("week")
        assert np.array_equal(total.values, ds.total_civilian_deaths.values)
        for scenario in ds.scenario.values:
            expected = answer["outcomes"][scenario]["total_civilian_deaths"]["mean"]
            assert float(total.sel(scenario=scenario).mean()) == pytest.approx(expected)
        contrast = next(
            c for c in answer["contrasts"] if c["outcome"] == "total_civilian_deaths" and c["scenario"] == "with"
        )
        difference = total.sel(scenario="with") - total.sel(scenario="without")
        assert float(difference.mean()) == pytest.approx(contrast["effect"])
        assert contrast["lo"] <= contrast["effect"] <= contrast["hi"] and contrast["n"] == 18
        assert total.sum() > 0  # or the comparison above says nothing
        assert float(ds.goal_clash.sel(scenario="rival", actor="rival")) == pytest.approx(0.6, rel=1e-6)
        assert np.isnan(ds.goal_clash.sel(scenario="with")).all()


def test_ncdump_reads_the_header(folder, answer):
    text = subprocess.run(["ncdump", "-h", str(folder / "pair.h5")], capture_output=True, text=True, check=True).stdout
    assert "int deaths(scenario, replicate, week) ;" in text
    assert 'deaths:units = "person" ;' in text
    assert "group: events {" in text and "group: runs {" in text and "group: parameters {" in text


def test_runs_and_events_are_tidy_and_agree_with_the_series(folder, answer):
    ds = xr.open_dataset(folder / "pair.h5")
    runs = xr.open_dataset(folder / "pair.h5", group="runs").to_dataframe()
    events = xr.open_dataset(folder / "pair.h5", group="events").to_dataframe()
    assert len(runs) == 54 and (runs.status == 0).all() and runs.digest.nunique() == 54
    assert list(runs.point[:6]) == [0, 1, 2, 0, 1, 2] and list(runs.replicate[:6]) == [0, 0, 0, 1, 1, 1]
    assert runs.event_count.sum() == len(events) > 0
    assert (runs.event_start == runs.event_count.cumsum().shift(fill_value=0)).all()
    fatal = events[events.type_of_violence > 0]
    by_run = (fatal.deaths_a + fatal.deaths_b + fatal.deaths_civilians).groupby(fatal.run).sum()
    series = ds.deaths.sum("week").transpose("replicate", "scenario").values.ravel()
    assert (by_run.reindex(range(54), fill_value=0).values == series).all()
    assert events.day.between(1, 7).all() and events.week.between(0, 59).all()
    assert (ds.event_size_count.sum("event_size") * 1).sum() == ((fatal.deaths_a + fatal.deaths_b + fatal.deaths_civilians) > 0).sum()


def test_parameters_are_resolved_with_unit_range_meaning_and_source(folder, answer):
    parameters = xr.open_dataset(folder / "pair.h5", group="parameters")
    assert float(parameters.value.sel(scenario="with", parameter="desertion.thirst")) == 1.0
    for column in ("unit", "meaning", "source"):
        assert all(str(v) for v in parameters[column].values), column
    assert (parameters.low <= parameters.value).all() and (parameters.value <= parameters.high).all()


def everything_but_provenance(path):
    """All bytes of all datasets and attributes outside /provenance, by name."""
    found = {}
    with h5py.File(path) as file:
        found["/"] = {k: str(v) for k, v in file.attrs.items()}

        def visit(name, item):
            if name.startswith("provenance"):
                return
            if isinstance(item, h5py.Dataset):
                found[name] = (item.shape, str(item.dtype), np.asarray(item[()]).tolist() if item.dtype.kind == "O" else item[()].tobytes())

        file.visititems(visit)
    return found


def test_two_makings_differ_in_provenance_only_and_threads_do_not_matter(folder, answer):
    again = run(folder, "again.h5", "--level", "events", "-j", "1")
    assert again["digest"] == answer["digest"]
    assert everything_but_provenance(folder / "pair.h5") == everything_but_provenance(folder / "again.h5")


def test_seed_replicates_and_parameters_change_the_digest(folder, answer):
    assert run(folder, "seed.h5", "--seed", "9")["digest"] != answer["digest"]
    assert run(folder, "more.h5", "--replicates", "19")["digest"] != answer["digest"]
    assert run(folder, "set.h5", "--set", "desertion.rate=0.02")["digest"] != answer["digest"]


def test_levels_keep_less_or_more_and_the_same_outcomes(folder, answer):
    summary = run(folder, "summary.h5", "--level", "summary")
    assert summary["digest"] == answer["digest"] and summary["outcomes"] == answer["outcomes"]
    with xr.open_dataset(folder / "summary.h5") as ds:
        assert "deaths" not in ds and "total_deaths" in ds
    assert (folder / "summary.h5").stat().st_size < (folder / "pair.h5").stat().st_size


def test_level_replay_keeps_where_everybody_stood_in_every_run(folder, answer):
    kept = run(folder, "replay.h5", "--level", "replay")
    assert kept["digest"] == answer["digest"]
    for number in (4, 5):
        subprocess.run([PROGRAM, "replay", folder / "replay.h5", "--run", str(number), "-o", "/dev/null", "--frames",
                        folder / "one.h5"], check=True, capture_output=True)  # fmt: skip
        with xr.open_dataset(folder / "one.h5") as one, xr.open_dataset(folder / "replay.h5", group="frames") as all_runs:
            assert all_runs.strength.dims == ("run", "week", "actor", "cell") and all_runs.sizes["run"] == 54
            for name in ("strength", "killed", "civilians_killed", "displaced"):
                frames = all_runs[name].isel(run=number)
                assert (frames.values == one[name].values).all() and frames.values.sum() > 0, name
                assert frames.attrs["units"] == "person"


def test_a_finished_file_is_answered_not_simulated_again_and_nothing_partial_is_left(folder, answer):
    before = (folder / "pair.h5").stat().st_mtime_ns
    assert run(folder, "pair.h5", "--level", "events")["digest"] == answer["digest"]
    assert (folder / "pair.h5").stat().st_mtime_ns == before
    assert not list(folder.glob("*.part*"))


def peak_memory(folder, replicates):
    """Peak resident set of a run of `replicates` short runs [MiB]."""
    output = folder / f"memory{replicates}.h5"
    child = subprocess.Popen(
        [PROGRAM, "run", str(folder / "memory.toml"), "-o", str(output), "--replicates", str(replicates),
         "--level", "summary", "-j", "2", "--quiet", "--json"],
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(child.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    output.unlink()
    return usage.ru_maxrss / 1024


def test_memory_does_not_grow_with_the_number_of_runs(folder):
    """From 10^2 to 10^4 runs on the 3 x 3 world; to 10^5 with DISALIGN_FULL=1.

    Allowed: 16 MiB, for the file's own index and for the final table, which needs one outcome of every
    run; one kept record a run would take 100 times that.
    """
    (folder / "memory.toml").write_text(SCENARIO.replace("weeks = 60", "weeks = 4"))
    many = 100_000 if os.environ.get("DISALIGN_FULL") else 10_000
    few = peak_memory(folder, 100)
    grown = peak_memory(folder, many)
    print(f"peak memory: {few:.0f} MiB for 100 runs, {grown:.0f} MiB for {many}")
    assert grown < few + 16


def test_a_full_disk_leaves_a_message_and_no_file_that_looks_whole(folder):
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 64; exec {PROGRAM} run {folder / 'pair.toml'} -o {folder / 'full.h5'} --level events --quiet"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 75, done.stderr
    assert "full.h5" in done.stderr
    assert not (folder / "full.h5").exists()


def test_theatres_stand_side_by_side_on_one_cell_axis(folder, tmp_path):
    (tmp_path / "small.toml").write_text(SCENARIO)
    (tmp_path / "pair.toml").write_text(
        '[study]\nname = "pair"\nbase = "small.toml"\nreplicates = 2\n[theatres.here]\n'
        '[theatres.there]\nplace.kind = "synthetic"\nplace.seed = 1\n'
        'actors.army.homes = "towns"\nactors.red.homes = "towns"\n[scenarios.only]\nlabel = "Only"\n'
    )
    run(tmp_path, "pair.h5", "--level", "events")
    with xr.open_dataset(tmp_path / "pair.h5") as ds:
        assert list(ds.scenario.values) == ["only.here", "only.there"]
        assert list(ds.theatre.values) == ["here", "there"]
        for theatre in ("here", "there"):
            inside = ds.cell_theatre.values == theatre
            deaths = ds.deaths_by_month.sel(scenario=f"only.{theatre}")
            assert inside.any() and deaths[..., inside].notnull().all() and deaths[..., ~inside].isnull().all()

"""A small study for tests of what interrupts one, and how to run and compare it."""

import json
import os
import pathlib
import subprocess
import time

import h5py
import numpy as np

PROGRAM = os.environ.get("DISALIGN_PROGRAM", "")
RUNS = 54  # three scenarios, 18 replicates
SLOW = "run kind=slow"  # every week takes 50 ms: a run of 60 weeks 3 s

SCENARIO = """
weeks = {weeks}
place = {{ kind = "small" }}
[scenario]
name = "small"
[task_relations.clash.secure_resources]
protect_civilians = {{ value = 0.6, reason = "test" }}
[task_relations.synergy.hold_site]
protect_civilians = {{ value = 0.5, reason = "test" }}
[actors.army]
kind = "government"
homes = ["Middle"]
goals = {{ extend_state_authority = 1.0 }}
stances = {{ armed_groups = -1.0 }}
[actors.red]
kind = "armed_group"
homes = ["Corner", "Middle"]
goals = {{ secure_resources = 0.5, extend_state_authority = 0.5 }}
stances = {{ army = -1.0 }}
[actors.un]
kind = "un_mission"
homes = "bases"
goals = {{ protect_civilians = 1.0 }}
"""
STUDY = """
[study]
name = "pair"
title = "A pair"
base = "small.toml"
replicates = {replicates}
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
goals = {{ secure_resources = 1.0 }}
stances = {{ army = 1.0, armed_groups = -1.0 }}
"""
# The same world as a grid, with and without a named row, and as a sample.
DESIGN = """
[study]
name = "pair"
base = "small.toml"
replicates = 18
[design]
kind = "{kind}"
{points}
vary."desertion.rate" = {{ levels = [0.0, 0.02, 0.05] }}
vary."actors.red.strength" = {{ levels = [200, 400], name = "rebels" }}
"""
NAMED = "[scenarios.without]\nactors.un.present = false\n"


def write_study(folder, replicates=18, weeks=60):
    """Writes pair.toml and its base: three scenarios on the 3 x 3 world."""
    (folder / "small.toml").write_text(SCENARIO.format(weeks=weeks))
    (folder / "pair.toml").write_text(STUDY.format(replicates=replicates))


def command(output, *flags):
    return [PROGRAM, "run", "pair.toml", "-o", str(output), "--json", "--quiet", *map(str, flags)]


def call(folder, *words, fault="", **more):
    """Runs the program with the words; `fault` is what is to be injected."""
    environment = {**os.environ, **more}
    environment.pop("DISALIGN_FAULT", None)
    if fault:
        environment["DISALIGN_FAULT"] = fault
    return subprocess.run(list(map(str, words)), cwd=folder, env=environment, capture_output=True, text=True)


def run(folder, output, *flags, **more):
    return call(folder, *command(output, *flags), **more)


def digest(done):
    assert done.returncode in (0, 3), done.stderr
    return json.loads(done.stdout)["digest"]


def content(path):
    """All bytes of all datasets and attributes outside /provenance, by name."""
    found = {}

    def attributes(name, item):
        found[f"{name} attributes"] = {k: np.asarray(v).tolist() for k, v in item.attrs.items() if k not in ("REFERENCE_LIST", "DIMENSION_LIST")}

    with h5py.File(path) as file:
        attributes("/", file)

        def visit(name, item):
            if name.startswith("provenance"):
                return
            attributes(name, item)
            if isinstance(item, h5py.Dataset):
                value = item[()]
                found[name] = (item.shape, str(item.dtype), value.tolist() if item.dtype.kind == "O" else value.tobytes())

        file.visititems(visit)
    return found


def rows(path, *columns):
    """Columns of /runs as lists."""
    with h5py.File(path) as file:
        return [[v.decode() if isinstance(v, bytes) else v for v in file[f"runs/{name}"][()].tolist()] for name in columns]


def parts(output):
    return pathlib.Path(f"{output}.parts")


def completes(folder, whole, output="out.h5", *flags):
    """The same command completes, with the file of the uninterrupted making, and leaves nothing."""
    done = run(folder, output, "--level", "events", *flags)
    assert done.returncode == 0, done.stderr
    assert digest(done) == whole[1]
    assert content(folder / output) == whole[2]
    assert not parts(folder / output).exists() and not (folder / f"{output}.part").exists()
    return done


def begin(folder, *flags, fault=SLOW, output="out.h5"):
    environment = {**os.environ, "DISALIGN_FAULT": fault}
    return subprocess.Popen(command(output, "--level", "events", *flags), cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.02)


def shards(folder, output="out.h5"):
    return sorted(parts(folder / output).glob("*.shard"))


def partly(folder, output="out.h5", *flags):
    """A study of which a part is sealed."""
    done = run(folder, output, "--level", "events", "--shard", "1/3", *flags)
    assert done.returncode == 0, done.stderr
    assert shards(folder, output)

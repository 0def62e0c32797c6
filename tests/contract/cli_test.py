"""The outside of the program: exit codes, messages, and that nothing is left behind.

The program is named by DISALIGN_PROGRAM; without it all tests skip.
"""

import json
import os
import pathlib
import subprocess

import pytest
import xarray as xr

PROGRAM = os.environ.get("DISALIGN_PROGRAM", "")
ROOT = pathlib.Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not os.access(PROGRAM, os.X_OK), reason="DISALIGN_PROGRAM names no program")

SMALL = """
weeks = 6
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
homes = ["Corner"]
goals = { secure_resources = 1.0 }
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
replicates = 3
reference = "without"
[scenarios.without]
actors.un.present = false
[scenarios.with]
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    (tmp_path / "pair.toml").write_text(STUDY)
    return tmp_path


def call(folder, *words, **environment):
    """Runs the program in a folder; the environment's threads are cleared so that results agree."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("OMP_", "DISALIGN_", "SLURM_"))}
    return subprocess.run(
        [PROGRAM, *map(str, words)], cwd=folder, env=clean | environment, capture_output=True, text=True, timeout=120
    )


def tree(folder):
    return {p.relative_to(folder): p.stat().st_size for p in folder.rglob("*")}


def refused(folder, *words, errors=1, says=(), **environment):
    """Exit 2, so many messages, each on stderr with a remedy, nothing on stdout, nothing left behind."""
    before = tree(folder)
    done = call(folder, *words, **environment)
    messages = done.stderr.splitlines()
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert len(messages) == errors, done.stderr
    for message in messages:
        assert message.startswith("error: "), message
        assert message.rstrip().endswith((".", "?")), message
    for part in says:
        assert part in done.stderr, done.stderr
    assert tree(folder) == before
    return messages


# --- usage ----------------------------------------------------------------------------------------
def test_no_command(folder):
    refused(folder, says=["no command is given", "run, contrast, dose", "check, show, replay"])


@pytest.mark.parametrize("words", [["rnu"], ["rnu", "--help"], ["--help", "rnu"], ["rnu", "small.toml"]])
def test_unknown_command_even_with_help(folder, words):
    refused(folder, *words, says=["disalign rnu: is no command", 'Did you mean "run"?'])


def test_unknown_flags_all_at_once(folder):
    refused(folder, "run", "small.toml", "--sed", "3", "--replicate", errors=3,
            says=['Did you mean "--seed"?', 'Did you mean "--replicates"?', "3: is one word too many"])


def test_bad_values_of_flags_all_at_once(folder):
    refused(folder, "run", "small.toml", "--seed=-1", "--replicates", "ten", "-j", "0", "--level", "evnts", errors=4,
            says=["--seed -1: is no whole number", "--replicates ten: is no whole number", "--threads 0", 'Did you mean "events"?'])


def test_flag_without_value(folder):
    refused(folder, "run", "small.toml", "--seed", says=["--seed"])


def test_file_is_missing_on_the_command_line(folder):
    for command in ("run", "check", "show"):
        refused(folder, command, says=["FILE: is missing"])
    refused(folder, "replay", "x.h5", says=["--run: is missing"])


def test_flags_of_durability_are_read_strictly(folder):
    refused(folder, "run", "small.toml", "--shard", "3/2", "--max-walltime", "90", "--grace=-1", "--on-error", "stopp", errors=4,
            says=["--shard 3/2", "--max-walltime 90", "--grace -1", 'Did you mean "stop"?'])
    refused(folder, "run", "small.toml", "--shard", "1/2", "--fresh", says=["--fresh"])
    # Numbers beyond what an int holds came round to some other part, or another time.
    refused(folder, "run", "small.toml", "--shard", "1/99999999999", "--max-walltime", "4294967297:00:00", errors=2, says=["--shard 1/", "--max-walltime 4"])
    # An unset variable must not mean the default: an array of jobs would have one seed.
    refused(folder, "run", "small.toml", "--seed", "", "--replicates", "", "-o", "", errors=3, says=["--seed: has an empty value", "--replicates: has an", "--output: has an"])
    refused(folder, "run", "small.toml", "--on-error", "stop-after=0", says=["stop-after"])
    refused(folder, "run", "small.toml", says=["DISALIGN_FAULT"], DISALIGN_FAULT="run kind=meteor")
    refused(folder, "run", "small.toml", "--only-failed", says=["--only-failed"])


def test_commands_on_what_is_not_there(folder):
    for command in ("status", "merge", "verify"):
        refused(folder, command, "none.h5", says=["none.h5"])


def test_bad_threads_in_the_environment(folder):
    refused(folder, "run", "small.toml", says=["DISALIGN_THREADS"], DISALIGN_THREADS="many")


# --- input ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("command", ["run", "check"])
@pytest.mark.parametrize(
    "name, content, says",
    [
        ("missing.toml", None, "no such file"),
        ("empty.toml", b"", "is empty"),
        ("truncated.toml", SMALL.encode()[: SMALL.index("reason") + 12], "is not valid TOML"),
        ("random.toml", bytes((i * i * 31 + 7 * i) % 256 for i in range(4000)), "is not valid TOML"),
        ("deep.toml", b"a = " + b"[" * 200000, "is not valid TOML"),
        ("zero.toml", b"\0" * 100, "is not valid TOML"),
    ],
    ids=["missing", "empty", "truncated", "random", "deep", "zero"],
)
def test_unreadable_input(folder, command, name, content, says):
    if content is not None:
        (folder / name).write_bytes(content)
    refused(folder, command, name, says=[name, says])


@pytest.mark.parametrize("command", ["run", "check", "show"])
def test_directory_as_input(folder, command):
    (folder / "sub").mkdir()
    words = [command, "sub"] + (["--run", "0"] if command == "replay" else [])
    refused(folder, *words, says=["sub"])


def test_truncated_table_is_a_list_of_what_is_missing(folder):
    (folder / "short.toml").write_text('weeks = 5\nplace = {kind = "small"}\n[scenario]\nname = "short"\n')
    refused(folder, "run", "short.toml", errors=2, says=["task_relations: is missing", "actors: is missing"])


# --- configuration --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change, says",
    [
        ("actors.red.strenght=5", 'actors.red.strenght: is not known (no such key). Did you mean "strength"?'),
        ("desertoin.rate=0.1", 'desertoin: is not known (no such table). Did you mean "desertion"?'),
        ("desertion.rat=0.1", 'desertion.rat: is not known (no such key). Did you mean "rate"?'),
        ("desertion.rate=2", "2 is out of range (0 to 1 [1/week])"),
        ("desertion.rate=nan", "a finite number is needed"),
        ("desertion.rate=fast", "a number is needed"),
        ("desertion.enabled=1", "true or false is needed"),
        ("actors.red.homes=[\"Cornre\"]", 'Did you mean "Corner"?'),
        ("actors.red.kind=army", "is not known (valid: government"),
        ("place=nowhere.toml", "nowhere.toml: no such file"),
        ("weeks=0", "0 is out of range (1 to 50000 [week])"),
        ("weeks", "has no key and value"),
    ],
)
def test_bad_set(folder, change, says):
    refused(folder, "run", "small.toml", "--set", change, says=["--set", says])


def test_goals_that_do_not_sum_to_one(folder):
    refused(folder, "run", "small.toml", "--set", "actors.red.goals.mediate=0.2", says=["actors.red.goals: the shares sum to 1.2"])


def test_all_errors_of_a_file_at_once(folder):
    (folder / "bad.toml").write_text(SMALL + "[desertion]\nrate = 3\nspeed = 1\n[grievence]\nx = 1\n")
    messages = refused(folder, "check", "bad.toml", errors=3, says=["bad.toml:25", "bad.toml:26", "bad.toml:27"])
    assert "is not known" in messages[0] and "is not known" in messages[1] and "out of range" in messages[2]


def test_unknown_study_key(folder):
    (folder / "pair.toml").write_text(STUDY.replace("replicates", "repilcates"))
    refused(folder, "run", "pair.toml", says=['study.repilcates: is not known (no such key). Did you mean "replicates"?'])


# --- output ---------------------------------------------------------------------------------------
def test_output_folder_that_cannot_be_made(folder):
    (folder / "file").write_text("x")
    refused(folder, "run", "small.toml", "-o", "file/out.h5", says=["file"])
    refused(folder, "run", "small.toml", "-o", "/proc/none/out.h5", says=["/proc/none"])


def test_output_that_is_a_directory(folder):
    (folder / "sub").mkdir()
    refused(folder, "run", "small.toml", "-o", "sub", says=["sub: is a directory"])


def test_output_that_is_not_ours_is_never_replaced(folder):
    (folder / "notes.h5").write_text("my notes")
    refused(folder, "run", "small.toml", "-o", "notes.h5", says=["notes.h5"])
    refused(folder, "run", "small.toml", "-o", "notes.h5", "--fresh", says=["notes.h5"])


@pytest.mark.parametrize("command", [["show"], ["replay", "--run", "0"]])
@pytest.mark.parametrize("content", [None, b"", b"not HDF5", b"\x89HDF\r\n\x1a\n" + b"\0" * 500])
def test_show_of_something_that_is_not_ours(folder, command, content):
    if content is not None:
        (folder / "x.h5").write_bytes(content)
    refused(folder, *command, "x.h5", says=["x.h5"])


def test_show_of_a_foreign_hdf5_file(folder):
    h5py = pytest.importorskip("h5py")
    with h5py.File(folder / "x.h5", "w") as file:
        file["a"] = [1, 2, 3]
    refused(folder, "show", "x.h5", says=["x.h5"])


def test_truncated_result(folder):
    assert call(folder, "run", "pair.toml", "-o", "r.h5").returncode == 0
    whole = (folder / "r.h5").read_bytes()
    (folder / "r.h5").write_bytes(whole[: len(whole) // 2])
    refused(folder, "show", "r.h5", says=["r.h5"])


# --- what works -----------------------------------------------------------------------------------
def test_help_and_version(folder):
    for words in (["--help"], ["run", "--help"], ["check", "--help"], ["show", "--help"], ["replay", "--help"],
                  ["status", "--help"], ["merge", "--help"], ["verify", "--help"]):
        done = call(folder, *words)
        assert done.returncode == 0 and "Example" in done.stdout and done.stderr == ""
    version = call(folder, "--version").stdout
    assert "disalign" in version and "commit" in version and "HDF5" in version


def test_check_writes_nothing_and_its_text_is_a_study(folder):
    before = tree(folder)
    done = call(folder, "check", "pair.toml")
    assert done.returncode == 0, done.stderr
    assert tree(folder) == before
    assert "2 scenarios x 3 replicates = 6 runs of 6 weeks" in done.stderr
    assert all(word in done.stderr for word in ("cost", "memory", "file"))
    (folder / "resolved.toml").write_text(done.stdout)
    again = call(folder, "check", "resolved.toml")
    assert again.stdout == done.stdout
    first, second = (json.loads(call(folder, "check", name, "--json").stdout) for name in ("pair.toml", "resolved.toml"))
    assert first["plan_hash"] == second["plan_hash"] and first["runs"] == 6


def test_dry_run_writes_nothing(folder):
    before = tree(folder)
    assert call(folder, "run", "pair.toml", "--dry-run").returncode == 0
    assert tree(folder) == before


def test_run_show_and_replay(folder):
    done = call(folder, "run", "pair.toml", "--json", "--quiet")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    answer = json.loads(done.stdout)
    assert answer["runs"] == 6 and answer["failed"] == 0
    assert set(answer["outcomes"]) == {"without", "with"}
    assert [p.name for p in (folder / "results").iterdir()] == ["pair.h5"]
    shown = call(folder, "show", "results/pair.h5")
    assert shown.returncode == 0 and "A pair" in shown.stdout
    replayed = call(folder, "replay", "results/pair.h5", "--run", "5", "-o", "events.csv")
    assert replayed.returncode == 0, replayed.stderr
    assert (folder / "events.csv").read_text().startswith("id,year,active_year")
    refused(folder, "replay", "results/pair.h5", "--run", "6", says=["--run 6", "0 to 5"])


@pytest.mark.parametrize("command", ["run", "show"])
def test_json_of_a_path_that_is_no_utf8(folder, command):
    odd = os.fsdecode(b"odd\xff.h5")
    made = call(folder, "run", "pair.toml", "-o", odd, "--quiet", "--json")
    read = made if command == "run" else call(folder, "show", odd, "--json")
    assert read.returncode == 0, read.stderr
    assert json.loads(read.stdout)["file"].endswith("odd\N{REPLACEMENT CHARACTER}.h5")


def test_replay_writes_deployments_and_frames_that_agree_with_the_file(folder):
    assert call(folder, "run", "pair.toml", "--quiet").returncode == 0
    done = call(folder, "replay", "results/pair.h5", "--run", "3", "-j", "2", "--json",
                "--deployments", "d.csv", "--frames", "f.h5")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (folder / "d.csv").read_text().startswith("source,mission,year,month,country,location")
    assert not (folder / "f.h5.part").exists()
    with xr.open_dataset(folder / "f.h5") as frames, xr.open_dataset(folder / "results/pair.h5") as ds:
        run = ds.isel(scenario=1, replicate=1)  # runs are numbered replicate by replicate
        assert (frames.killed.sum("cell").values == run.deaths.values).all()
        on_duty = frames.strength.sum("cell").transpose("week", "actor").values
        assert (on_duty <= run.strength.transpose("week", "actor").values).all() and on_duty.sum() > 0
        assert frames.strength.attrs["units"] == "person"
        assert list(frames.lon.values) == list(ds.lon.values)


def test_a_complete_file_is_not_simulated_again_and_another_plan_is_refused(folder):
    assert call(folder, "run", "pair.toml", "-o", "r.h5").returncode == 0
    before = (folder / "r.h5").read_bytes()
    again = call(folder, "run", "pair.toml", "-o", "r.h5", "--json")
    assert again.returncode == 0 and "nothing is simulated" in again.stderr
    assert (folder / "r.h5").read_bytes() == before
    for words, field in ((["--seed", "9"], "study.seed"), (["--replicates", "2"], "study.replicates"),
                         (["--set", "desertion.rate=0.3"], "desertion.rate"), (["--level", "events"], "--level")):
        refused(folder, "run", "pair.toml", "-o", "r.h5", *words, says=["holds another plan", field, "--fresh"])
    assert call(folder, "run", "pair.toml", "-o", "r.h5", "--seed", "9", "--fresh").returncode == 0
    assert (folder / "r.h5").read_bytes() != before


def test_one_digest_for_any_number_of_threads_and_another_for_another_plan(folder):
    def digest(*words):
        done = call(folder, "run", "pair.toml", "-o", "r.h5", "--fresh", "--json", "--quiet", *words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["digest"]

    one = digest("-j", "1")
    assert digest("-j", "2") == one
    assert digest("--level", "events") == one
    assert digest("--seed", "8") != one
    assert digest("--replicates", "4") != one
    assert digest("--set", "desertion.rate=0.3") != one


def test_conflicting_threads_are_warned_about(folder):
    done = call(folder, "check", "pair.toml", "--quiet", OMP_NUM_THREADS="3", DISALIGN_THREADS="2")
    assert done.returncode == 0 and "OMP_NUM_THREADS" in done.stderr


def test_an_unwritable_stdout_is_noticed(folder):
    with open("/dev/full", "w") as full:
        done = subprocess.run([PROGRAM, "check", "pair.toml"], cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2 and "stdout" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_output_folder_without_permission(folder):
    (folder / "locked").mkdir(mode=0o500)
    refused(folder, "run", "small.toml", "-o", "locked/r.h5", says=["locked"])


def test_the_shipped_files_are_valid(folder):
    for file in sorted((ROOT / "experiments/studies").glob("*.toml")) + sorted((ROOT / "experiments/scenarios").glob("*.toml")):
        done = call(folder, "check", file, "--quiet")
        assert done.returncode == 0, done.stderr

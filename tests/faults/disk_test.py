"""Disks fill, folders are closed, files are damaged or old: sealed work survives, and the message is clear."""

import os
import pathlib
import shutil
import subprocess
import tempfile

import pytest

from .studies import PROGRAM, begin, call, command, completes, content, digest, partly, parts, run, shards, wait_until


def test_a_full_disk_seals_what_was_done_and_the_same_command_continues(folder, whole):
    done = run(folder, "out.h5", "--level", "events", fault="write bytes=350000;run week=30 kind=slow")
    assert done.returncode == 75 and "the disk is full" in done.stderr, done.stderr
    assert shards(folder) and not list(parts(folder / "out.h5").glob("*.part"))
    completes(folder, whole)


def test_a_disk_that_is_full_at_once_is_found_before_any_work(folder):
    done = run(folder, "out.h5", fault="write bytes=100")
    assert done.returncode == 2 and "the disk is full" in done.stderr
    assert sorted(p.name for p in folder.iterdir()) == ["pair.toml", "small.toml"]


def test_a_small_disk(folder, whole):
    """20 MB of tmpfs, filled by someone else while the study runs."""
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "none", str(disk)], capture_output=True).returncode:
        pytest.skip("mounting a tmpfs is refused here; test_a_full_disk injects the error instead")
    try:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(20 * 2**20 - 400_000))
        done = run(folder, "disk/out.h5", "--level", "events")
        assert done.returncode == 75 and "the disk is full" in done.stderr, done.stderr
        ballast.unlink()
        completes(folder, whole, "disk/out.h5")
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_limit_on_file_sizes_while_the_result_is_made(folder, whole):
    partly(folder)
    limited = subprocess.run(["prlimit", "--fsize=1000000", *command("out.h5", "--level", "events")], cwd=folder, capture_output=True, text=True)
    assert limited.returncode == 75 and "limit on the size of files" in limited.stderr, limited.stderr
    assert not (folder / "out.h5").exists() and not (folder / "out.h5.part").exists() and shards(folder)
    completes(folder, whole)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become someone else")
def test_a_read_only_folder(folder):
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    if subprocess.run([*nobody, PROGRAM, "--version"], capture_output=True).returncode:
        pytest.skip("the program's folder is closed to other users")
    for path in [folder, *folder.parents]:
        if not path.stat().st_mode & 0o001:
            path.chmod(path.stat().st_mode | 0o055)
    (folder / "locked").mkdir(mode=0o555)
    done = call(folder, *nobody, *command("locked/out.h5"))
    assert done.returncode == 2 and "permission denied" in done.stderr and not list((folder / "locked").iterdir())


def test_a_file_system_without_locks(folder, whole):
    (folder / "nolocks.c").write_text("#include <errno.h>\nint flock(int a, int b) { errno = ENOLCK; return -1; }\n")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", "nolocks.so", "nolocks.c"], cwd=folder, check=True)
    preload = {"LD_PRELOAD": str(folder / "nolocks.so")}
    done = run(folder, "out.h5", "--level", "events", **preload)
    assert done.returncode == 2 and "HDF5_USE_FILE_LOCKING=FALSE" in done.stderr
    assert not parts(folder / "out.h5").exists()
    done = run(folder, "out.h5", "--level", "events", HDF5_USE_FILE_LOCKING="FALSE", **preload)
    assert digest(done) == whole[1]


def test_a_missing_shard_is_simulated_again(folder, whole):
    for index in (1, 2, 3):
        run(folder, "out.h5", "--level", "events", "--shard", f"{index}/3")
    shards(folder)[1].unlink()
    assert call(folder, PROGRAM, "merge", "out.h5").returncode == 75
    completes(folder, whole)


@pytest.mark.parametrize("harm", ["truncated", "flipped", "foot", "empty", "head"])
def test_a_damaged_shard_is_noticed_set_aside_and_made_again(folder, whole, harm):
    for index in (1, 2, 3):
        run(folder, "out.h5", "--level", "events", "--shard", f"{index}/3")
    victim = shards(folder)[1]
    data = bytearray(victim.read_bytes())
    if harm == "truncated":
        data = data[: len(data) // 2]
    elif harm == "empty":
        data = bytearray()
    else:
        data[{"flipped": len(data) // 2, "foot": len(data) - 20, "head": 20}[harm]] ^= 4
    victim.write_bytes(data)
    done = call(folder, PROGRAM, "merge", "out.h5")
    assert done.returncode == 75 and victim.name in done.stderr and "is damaged" in done.stderr
    assert pathlib.Path(f"{victim}.damaged").read_bytes() == data
    done = completes(folder, whole)


def test_stale_parts_are_no_results(folder, whole):
    partly(folder)
    (parts(folder / "out.h5") / "runs_000000000018.part").write_bytes(b"half a shard")
    (folder / "out.h5.part").write_bytes(b"half a file")
    completes(folder, whole)


def test_a_folder_left_at_the_very_end_is_cleared(folder, whole):
    for index in (1, 2, 3):
        run(folder, "out.h5", "--level", "events", "--shard", f"{index}/3")
    shutil.copytree(parts(folder / "out.h5"), folder / "copy")
    call(folder, PROGRAM, "merge", "out.h5")
    shutil.copytree(folder / "copy", parts(folder / "out.h5"))
    completes(folder, whole)


@pytest.fixture
def scratch():
    """A folder on another file system than the tests' own, or, where there is none, on the same."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as name:
        yield pathlib.Path(name)


def test_what_is_not_sealed_lies_in_the_scratch_folder(folder, whole, scratch):
    process = begin(folder, "--grace", "0", "-j", "2", "--scratch", str(scratch), fault="run week=30 kind=slow")
    wait_until(lambda: shards(folder))
    wait_until(lambda: list(scratch.glob("disalign-*/runs_*.part")))  # the next shard, soon after the first
    assert not list(parts(folder / "out.h5").glob("*.part"))
    process.kill()
    process.communicate()
    assert list(scratch.glob("disalign-*"))  # what a killed program leaves, the same command clears
    completes(folder, whole, "out.h5", "--scratch", scratch)
    assert not list(scratch.iterdir())


def test_the_variable_names_the_scratch_folder_and_parts_have_their_own(folder, whole, scratch):
    for index in (1, 2):
        done = run(folder, "out.h5", "--level", "events", "--shard", f"{index}/2", DISALIGN_SCRATCH=str(scratch))
        assert done.returncode == 0, done.stderr
    done = call(folder, PROGRAM, "merge", "out.h5", "--json", DISALIGN_SCRATCH=str(scratch))
    assert digest(done) == whole[1] and content(folder / "out.h5") == whole[2]
    assert not list(scratch.iterdir())


def test_a_scratch_folder_that_is_missing_is_refused_before_any_work(folder):
    for words, more in ((["--scratch", "nowhere"], {}), ([], {"DISALIGN_SCRATCH": "nowhere"})):
        done = run(folder, "out.h5", *words, **more)
        assert done.returncode == 2 and "nowhere: is no folder" in done.stderr
    assert sorted(p.name for p in folder.iterdir()) == ["pair.toml", "small.toml"]


def test_a_full_temporary_folder(folder, whole):
    """A scratch folder without room: clear words, exit 75, what is sealed stays; without it the study completes."""
    disk = folder / "temporary"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(disk)], capture_output=True).returncode:
        pytest.skip("mounting a tmpfs is refused here; test_a_full_disk injects the error instead")
    try:
        partly(folder)
        done = run(folder, "out.h5", "--level", "events", "--scratch", disk)
        assert done.returncode == 75 and f"{disk}/disalign-" in done.stderr and "the disk is full" in done.stderr, done.stderr
        assert not list(disk.iterdir()) and shards(folder)
        completes(folder, whole)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_behind_a_scratch_folder_is_called_full(folder, whole, scratch):
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "none", str(disk)], capture_output=True).returncode:
        pytest.skip("mounting a tmpfs is refused here; test_a_full_disk injects the error instead")
    try:
        done = run(folder, "disk/out.h5", "--level", "events", "--scratch", scratch)
        assert done.returncode == 75 and "disk/out.h5" in done.stderr and "the disk is full" in done.stderr, done.stderr
        assert not list(disk.rglob("*.part")) and not list(scratch.iterdir())
        subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
        completes(folder, whole, "disk/out.h5", "--scratch", scratch)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_no_folder_for_temporary_files_is_needed(folder, whole):
    done = run(folder, "out.h5", "--level", "events", TMPDIR="/dev/full")
    assert digest(done) == whole[1]


def test_a_log_that_cannot_be_written_costs_no_study(folder, whole):
    """stderr on a full disk, as the log of a batch job may be; the study ends as if nothing was."""
    words = [word for word in command("out.h5", "--level", "events") if word != "--quiet"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(words, cwd=folder, stdout=subprocess.PIPE, stderr=full, text=True)
        assert digest(done) == whole[1] and content(folder / "out.h5") == whole[2]
        refused = subprocess.run([PROGRAM, "show", "missing.h5"], cwd=folder, stdout=subprocess.PIPE, stderr=full)
        assert refused.returncode == 2


def test_a_path_that_no_file_can_have_is_refused_before_any_work(folder):
    (folder / "loop").symlink_to("loop")
    for path in ("a" * 300 + ".h5", "loop", "loop/out.h5"):
        for words in (command(path), [PROGRAM, "show", path], [PROGRAM, "merge", path], [PROGRAM, "replay", path, "--run", "0"]):
            done = call(folder, *words)
            assert done.returncode == 2 and f"{path[:20]}" in done.stderr and "stdout" not in done.stderr, (words, done.stderr)
    assert sorted(p.name for p in folder.iterdir()) == ["loop", "pair.toml", "small.toml"]


@pytest.mark.parametrize("words", [["contrast", "--outcome", "total_death"], ["contrast", "--reference", "witout"], ["sa"], ["dose"], ["plan", "--pilot", "3", "--outcome", "x"]])  # fmt: skip
def test_an_analysis_that_has_no_answer_is_refused_before_any_work(folder, words):
    output = "out.plan.toml" if words[0] == "plan" else "out.h5"
    done = call(folder, PROGRAM, words[0], "pair.toml", "-o", output, *words[1:])
    assert done.returncode == 2, done.stderr
    assert sorted(p.name for p in folder.iterdir()) == ["pair.toml", "small.toml"]


def test_a_disk_that_fills_under_an_analysis_harms_nothing(folder, whole):
    """Its tables go into a copy of the result: a limit on sizes stops the copy, then the CSV."""
    shutil.copy(whole[0] / "whole.h5", folder / "out.h5")
    before = (folder / "out.h5").read_bytes()
    (folder / "out.contrast.csv").write_text("old")
    for limit in (len(before) // 2, 100):
        done = call(folder, "prlimit", f"--fsize={limit}", PROGRAM, "contrast", "out.h5")
        assert done.returncode == 75 and "limit on the size of files" in done.stderr, done.stderr
        assert (folder / "out.h5").read_bytes() == before and not list(folder.glob("*.part"))
        (folder / "out.contrast.csv").write_text("old")
    assert call(folder, PROGRAM, "contrast", "out.h5").returncode == 0


def test_what_replay_writes_is_whole_or_not_there(folder, whole):
    shutil.copy(whole[0] / "whole.h5", folder / "out.h5")
    replay = [PROGRAM, "replay", "out.h5", "--run", "1"]
    (folder / "old.csv").write_text("old")
    for words in (["-o", "old.csv", "--frames", "nowhere/f.h5"], ["-o", "old.csv", "--deployments", "nowhere/d.csv"]):
        done = call(folder, *replay, *words)
        assert done.returncode == 2 and "nowhere/" in done.stderr
    done = call(folder, "prlimit", "--fsize=100", *replay, "-o", "old.csv")
    assert done.returncode == 75 and "limit on the size of files" in done.stderr, done.stderr
    assert (folder / "old.csv").read_text() == "old"
    done = call(folder, "prlimit", "--fsize=1000", *replay, "--frames", "f.h5")
    assert done.returncode == 75, done.stderr
    assert sorted(p.name for p in folder.iterdir()) == ["old.csv", "out.h5", "pair.toml", "small.toml"]


def test_an_old_version_is_refused_with_a_remedy(folder, whole):
    partly(folder)
    manifest = parts(folder / "out.h5") / "manifest.toml"
    text = manifest.read_text()
    for old, new in (("format_version = 1", "format_version = 0"), ('commit = "', 'commit = "old')):
        assert old in text
        manifest.write_text(text.replace(old, new))
        done = run(folder, "out.h5", "--level", "events")
        assert done.returncode == 2 and "--fresh" in done.stderr, done.stderr
    manifest.write_text(text)
    completes(folder, whole)


def test_a_damaged_result_is_refused_by_all_who_count_with_it(folder):
    """Found by mutations: too few rows were read beyond their end, impossible numbers overflowed."""
    import h5py

    assert run(folder, "sound.h5", "--level", "events", "--replicates", 4).returncode == 0
    huge, much = 2**63 - 1, 1e300

    def shorten(file, name):
        values = file[name][:-1]
        del file[name]
        file[name] = values

    def put(value):
        def change(file, name):
            file[name][(0,) * file[name].ndim] = value

        return change

    contrast = [PROGRAM, "contrast", "out.h5"]
    more = command("out.h5", "--replicates", 5)
    for harm, name, words in (
        (shorten, "runs/status", contrast), (shorten, "label", contrast), (shorten, "total_deaths", contrast),
        (put(huge), "total_deaths", more), (put(huge), "runs/unit_steps", more),
        (put(much), "deaths_by_month", more), (put(huge), "event_size_count", more), (shorten, "event_size_count", more),
        (shorten, "troops_by_month", more), (put(7), "runs/event_start", more), (put(-1), "runs/event_count", more),
        (shorten, "events/deaths_a", more),
    ):  # fmt: skip
        shutil.copy(folder / "sound.h5", folder / "out.h5")
        with h5py.File(folder / "out.h5", "r+") as file:
            harm(file, name)
        before = (folder / "out.h5").read_bytes()
        done = call(folder, *words)
        assert done.returncode in (2, 75) and name in done.stderr, (name, done.returncode, done.stderr)
        assert (folder / "out.h5").read_bytes() == before, name
        shutil.rmtree(parts(folder / "out.h5"), ignore_errors=True)


def test_an_old_or_foreign_result_is_refused(folder, whole):
    import h5py

    shutil.copy(whole[0] / "whole.h5", folder / "out.h5")
    with h5py.File(folder / "out.h5", "r+") as file:
        file.attrs["format_version"] = "0.9"
    for words in (["show"], ["verify"], ["replay", "--run", "0"]):
        done = call(folder, PROGRAM, words[0], "out.h5", *words[1:])
        assert done.returncode == 2 and "format" in done.stderr, words
    assert run(folder, "out.h5", "--level", "events").returncode == 2

"""A run in flight that is killed or stopped goes on where it was, or says why it starts anew."""

import os
import signal
import subprocess
import time

import pytest

from . import studies

pytestmark = pytest.mark.skipif(not os.access(studies.PROGRAM, os.X_OK), reason="DISALIGN_PROGRAM names no program")
SLOW = "run kind=slow"  # 50 ms a week
WEEKS = 60


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """The digest of the study that nothing interrupts."""
    folder = tmp_path_factory.mktemp("whole")
    studies.write_study(folder, replicates=1, weeks=WEEKS)
    return studies.digest(studies.run(folder, "whole.h5"))


def interrupted(folder, number, *flags):
    """Starts the study slowly and signals it once its first run is kept, or after a second."""
    studies.write_study(folder, replicates=1, weeks=WEEKS)
    process = subprocess.Popen(
        studies.command("s.h5", "-j", 1, *flags), cwd=folder, env={**os.environ, "DISALIGN_FAULT": SLOW},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    kept = folder / "s.h5.parts" / "run_0.checkpoint"
    begun = time.monotonic()
    while time.monotonic() - begun < 30 and process.poll() is None:
        waited = time.monotonic() - begun
        if (kept.exists() and waited > 0.5) or (number == signal.SIGTERM and waited > 1.5):
            break
        time.sleep(0.02)
    process.send_signal(number)
    process.communicate(timeout=60)
    return process.returncode, kept


def test_a_killed_run_goes_on_after_the_week_that_was_kept(tmp_path, reference):
    code, kept = interrupted(tmp_path, signal.SIGKILL, "--checkpoint-every", 0)
    assert code == -signal.SIGKILL and kept.exists()
    done = studies.run(tmp_path, "s.h5")
    assert "run_0.checkpoint: the run goes on after week" in done.stderr
    assert studies.digest(done) == reference
    assert not studies.parts(tmp_path / "s.h5").exists()


def test_a_run_that_does_not_fit_into_the_grace_is_kept(tmp_path, reference):
    code, kept = interrupted(tmp_path, signal.SIGTERM, "--grace", 0)
    assert code == 75 and kept.exists()
    done = studies.run(tmp_path, "s.h5")
    assert "the run goes on after week" in done.stderr
    assert studies.digest(done) == reference


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 16
    path.write_bytes(data)


def cut(path):
    path.write_bytes(path.read_bytes()[:1000])


def other_run(path):
    path.write_bytes((path.parent / "run_0.checkpoint").read_bytes())


@pytest.mark.parametrize(
    "name, harm, message",
    [
        ("run_0.checkpoint", flip, "is damaged (its checksum is wrong)"),
        ("run_0.checkpoint", cut, "is truncated"),
        ("run_1.checkpoint", other_run, "belongs to another run"),
    ],
)
def test_a_checkpoint_that_cannot_be_used_is_told_and_the_result_is_the_same(tmp_path, reference, name, harm, message):
    _, kept = interrupted(tmp_path, signal.SIGKILL, "--checkpoint-every", 0)
    harm(kept.parent / name)
    done = studies.run(tmp_path, "s.h5")
    assert f"warning: s.h5.parts/{name}: {message}" in done.stderr
    assert "Remove the file" in done.stderr or "remove the file" in done.stderr
    assert studies.digest(done) == reference


def test_checkpoints_of_sealed_runs_are_removed(tmp_path):
    studies.write_study(tmp_path, replicates=1, weeks=WEEKS)
    done = studies.run(tmp_path, "s.h5", "--checkpoint-every", 0, "-j", 1, fault="run point=2 kind=error week=30")
    assert done.returncode == 3  # a failed run leaves the folder of parts
    assert [path.name for path in studies.parts(tmp_path / "s.h5").glob("*.checkpoint")] == []

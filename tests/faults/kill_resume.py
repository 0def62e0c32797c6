"""Kills one study with SIGKILL at random moments; the same command must complete it each time.

    /usr/bin/python3 tests/faults/kill_resume.py PROGRAM KILLS [SECONDS]

Every kill hits a new making of the study (which takes at least SECONDS, 4 by default), at a moment
that is uniform over the time of an uninterrupted making; a third of them are killed a second time
while they resume. Afterwards the file must be that of the uninterrupted making, byte for byte outside
/provenance, and no part may be left. Prints one line, exits 1 at the first difference.
"""

import pathlib
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import studies  # noqa: E402


def start(folder, output):
    return subprocess.Popen(studies.command(output), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def making(folder, output):
    begun = time.monotonic()
    done = studies.run(folder, output)
    assert done.returncode == 0, done.stderr
    return time.monotonic() - begun, studies.digest(done)


def sized(folder, seconds):
    """A study that takes at least so long: (seconds it takes, its digest)."""
    replicates = 50
    while True:
        studies.write_study(folder, replicates)
        took, digest = making(folder, folder / "whole.h5")
        if took >= seconds:
            return took, digest
        (folder / "whole.h5").unlink()
        replicates = int(replicates * max(1.5, 1.3 * seconds / took))


def kill(folder, output, after):
    """Starts the study and kills it after so many seconds; True when it was still running."""
    process = start(folder, output)
    try:
        process.wait(after)
        return False
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True


def sealed(output):
    folder = studies.parts(output)
    return len(list(folder.glob("*.shard"))) if folder.is_dir() else 0


def main(program, kills, seconds=4.0):
    studies.PROGRAM = str(pathlib.Path(program).resolve())
    chance = random.Random(20261125)
    hits = again = with_shards = in_file = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        took, digest = sized(folder, seconds)
        whole = studies.content(folder / "whole.h5")
        output = folder / "killed.h5"
        attempts = 0
        while hits < kills:
            attempts += 1
            assert attempts < 3 * kills + 10, "the study ends before it can be killed"
            output.unlink(missing_ok=True)
            hit = kill(folder, output, chance.uniform(0, took))
            hits += hit
            with_shards += sealed(output) > 0
            in_file += pathlib.Path(f"{output}.part").exists()
            if hit and chance.random() < 1 / 3:
                again += kill(folder, output, chance.uniform(0, took / 2))
            done = studies.run(folder, output)
            if done.returncode != 0 or studies.digest(done) != digest:
                print(f"kill {hits}: {done.returncode} {done.stdout} {done.stderr}")
                return 1
            if studies.content(output) != whole or studies.parts(output).exists() or pathlib.Path(f"{output}.part").exists():
                print(f"kill {hits}: the file differs, or something partial is left")
                return 1
    print(
        f"{hits} kills (and {again} more while resuming) of a study of {took:.1f} s: {with_shards} left sealed shards, "
        f"{in_file} hit the writing of the file; every time the same command gave digest {digest} and the same bytes"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), *map(float, sys.argv[3:4])))

"""A mechanism that is switched off fails its own tests: no test file passes without its rule.

The program, named by DISALIGN_TESTS_IDLE, holds every mechanism's tests over copies of the mechanisms
whose operator() does nothing, which is what `enabled = false` means. Without it the tests skip.
"""

import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("DISALIGN_TESTS_IDLE", "")
MECHANISMS = sorted(path.stem for path in (ROOT / "model/mechanisms").glob("*.hpp"))


def test_every_mechanism_has_a_test_file():
    for name in MECHANISMS:
        assert (ROOT / f"tests/model/mechanisms/{name}_test.cpp").is_file(), name


@pytest.mark.skipif(not os.access(PROGRAM, os.X_OK), reason="DISALIGN_TESTS_IDLE names no program")
@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_that_does_nothing_fails_its_tests(name):
    done = subprocess.run(
        [PROGRAM, f"--source-file=*mechanisms/{name}_test.cpp", "--test-suite-exclude=full"],
        cwd=ROOT, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    tally = re.search(r"test cases: +(\d+) \| +(\d+) passed \| +(\d+) failed", done.stdout)
    assert tally, f"{name}: no case was run\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    assert done.returncode != 0 and int(tally[3]) > 0, f"{name}: its tests pass without it"

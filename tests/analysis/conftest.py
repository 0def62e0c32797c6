"""What the tests of the Python package share: the package on the path and small result files.

The files are made once a session by the program that DISALIGN_PROGRAM names; without it, and
without the package's libraries, all tests here skip.
"""

import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("DISALIGN_PROGRAM", "")
sys.path.insert(0, str(ROOT / "analysis"))


@pytest.fixture(scope="session")
def program():
    if not os.access(PROGRAM, os.X_OK):
        pytest.skip("DISALIGN_PROGRAM names no program")
    return PROGRAM


def simulate(program, study, target, *flags):
    made = subprocess.run([program, "run", str(ROOT / study), "-o", str(target), "--quiet", "-j", "2", *flags],
                          capture_output=True, text=True, cwd=ROOT)
    assert made.returncode == 0, made.stderr
    return target


@pytest.fixture(scope="session")
def results(program, tmp_path_factory):
    """A folder with results/quick.h5 (events) and results/dose.h5, as the examples name them."""
    folder = tmp_path_factory.mktemp("analysis")
    simulate(program, "experiments/studies/quick.toml", folder / "results" / "quick.h5", "--replicates", "8",
             "--level", "events", "--set", "study.weeks=60")
    simulate(program, "experiments/studies/dose.toml", folder / "results" / "dose.h5", "--replicates", "2", "--level", "summary",
             "--set", "study.weeks=10")
    return folder


@pytest.fixture(scope="session")
def quick(results):
    return results / "results" / "quick.h5"


@pytest.fixture
def ds(quick):
    disalign = pytest.importorskip("disalign")
    with disalign.open(quick) as dataset:
        yield dataset

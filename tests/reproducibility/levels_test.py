"""The compiled forms of the step keep their code to themselves.

An object built for AVX-512 that exports an inline function of a library could stand in for the
baseline's copy of it and stop the program on an older processor. So each may define one symbol.
"""

import os
import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("DISALIGN_PROGRAM", ROOT / "build/release/disalign")).parent


@pytest.mark.parametrize("level", ["v2", "v3", "v4"])
def test_an_object_of_a_level_defines_its_table_and_nothing_else(level):
    kernel = BUILD / "agents" / f"kernel_{level}.o"
    if not kernel.exists() or shutil.which("nm") is None:
        print(f"SKIPPED: no {kernel.name} in this build")
        pytest.skip("this build has the scalar form only")
    listed = subprocess.run(
        ["nm", "--defined-only", "--extern-only", "--demangle", kernel],
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    assert [line.split(maxsplit=2)[2] for line in listed] == [f"disalign::kernel_{level}"]

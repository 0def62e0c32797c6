"""The progress of a run says what the study finds so far, and ends with what its answer says.

The program is named by DISALIGN_PROGRAM; without it all tests skip.
"""

import json
import os
import pathlib
import re
import subprocess

import pytest

PROGRAM = os.environ.get("DISALIGN_PROGRAM", "")
ROOT = pathlib.Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not os.access(PROGRAM, os.X_OK), reason="DISALIGN_PROGRAM names no program")


def run(target, *flags):
    command = [PROGRAM, "run", str(ROOT / "experiments/studies/quick.toml"), "-o", str(target), "--replicates", "6", "--set",
               "study.weeks=20", "--json", *flags]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_last_line_of_progress_is_the_answer(tmp_path):
    made = run(tmp_path / "a.h5")
    assert made.returncode == 0, made.stderr
    lines = [line for line in made.stderr.splitlines() if " runs/s" in line]
    assert len(lines) == 10
    assert "civilians killed" not in lines[0]  # one replicate has no interval
    last = re.findall(r"(\w+) ([+-]\d+) ± (\d+)", lines[-1])
    contrasts = {c["scenario"]: c for c in json.loads(made.stdout)["contrasts"] if c["outcome"] == "total_civilian_deaths"}
    assert [name for name, _, _ in last] == list(contrasts)
    assert "to un_alone:" in lines[-1] and "(n 6)" in lines[-1]
    for name, effect, half in last:
        assert abs(float(effect) - contrasts[name]["effect"]) <= 0.51
        assert abs(float(half) - (contrasts[name]["hi"] - contrasts[name]["lo"]) / 2) <= 0.51


def test_quiet_says_nothing_of_it(tmp_path):
    assert "civilians" not in run(tmp_path / "b.h5", "--quiet").stderr

"""`disalign bench`: what it prints is complete, and two reports can be compared."""

import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("DISALIGN_PROGRAM", ROOT / "build/release/disalign")


def bench(*arguments):
    return subprocess.run(
        [PROGRAM, "bench", *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )


@pytest.fixture(scope="module", name="report")
def _report(tmp_path_factory):
    done = bench("--workload", "S", "--json", "--quiet")
    assert done.returncode == 0, done.stderr
    path = tmp_path_factory.mktemp("bench") / "s.json"
    path.write_text(done.stdout, encoding="utf-8")
    return path


def test_the_report_of_s_is_complete(report):
    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["unit_steps_per_s_per_core"] > 0
    assert found["isa"] in found["forms"]
    assert found["digest"] == found["published_digest"]
    assert found["digests_equal"] is True
    assert found["rules_on"] > 60
    assert found["epstein"] == []
    phases = found["phases"]
    assert {"set_up", "invariants", "observe", "output", "rules"} <= set(phases)
    assert len(phases["rules"]) >= found["rules_on"]
    if "v2" in found["forms"]:  # else nothing is metered
        assert 0 < found["roofline_fraction"] < 1


def test_a_report_compared_with_itself_has_ratio_one(report):
    done = bench("--compare", str(report), str(report))
    assert done.returncode == 0
    lines = [line for line in done.stdout.splitlines() if line.startswith(("week_us", "movement"))]
    assert len(lines) == 2
    assert all(line.endswith(" 1.000") for line in lines)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--workload", "X"], "S, S20, M, L"),
        (["--isa", "v9"], "no instruction set"),
        (["--runs", "0"], "--runs"),
        (["--compare", "README.md", "README.md"], "no report of the bench"),
        (["--compare", "none.json", "none.json"], "cannot be read"),
    ],
)
def test_what_cannot_be_measured_is_refused(arguments, said):
    done = bench(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""

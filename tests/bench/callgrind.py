"""Instructions of `disalign_steps`, counted by callgrind: exactly repeatable, whatever else runs.

    /usr/bin/python3 tests/bench/callgrind.py            prints what is counted now beside what is recorded
    /usr/bin/python3 tests/bench/callgrind.py --record   writes it to tests/bench/instructions.json

Both count build/release, made as in CI: `CC=gcc CXX=g++ cmake --preset ci && cmake --build --preset ci`
(or the build of DISALIGN_PROGRAM). Valgrind cannot run AVX-512; v3 stands for the packs.
"""

import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
RECORD = pathlib.Path(__file__).with_name("instructions.json")
PROGRAM = (
    pathlib.Path(os.environ.get("DISALIGN_PROGRAM", ROOT / "build/release/disalign")).parent
    / "disalign_steps"
)
COMPILER = "GNU 12."  # compilers differ: counts are recorded for this one and checked for it alone
COST_LEVEL = "v3"
SHORT, LONG = 4, 12  # weeks: operations have arrived by the fourth
PHASE_WAR = ("24", "1024", "10", "6")  # side, units, weeks, first week that is counted
LEAST_GAIN = 1.5  # a phase with at least this many fewer instructions on packs is a vector phase
SHOWN = 15  # phases, the costliest first
WHOLE = "the whole week"
LEAST_SHARE = 0.002  # of the scalar form's week: smaller phases are not worth a guard


def callgrind(*arguments):
    """What callgrind says of a run of disalign_steps, and the parts that it dumps."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", "--combine-dumps=yes",
             f"--callgrind-out-file={folder}/out", PROGRAM, *map(str, arguments)],
            capture_output=True, text=True, check=True, cwd=ROOT,
        )  # fmt: skip
        return done.stderr, pathlib.Path(folder, "out").read_text(encoding="utf-8")


def per_week(side, units):
    ends = []
    for weeks in (SHORT, LONG):
        said, _ = callgrind(COST_LEVEL, side, units, weeks)
        ends.append(int(re.search(r"Collected : (\d+)", said).group(1)))
    return (ends[1] - ends[0]) / (LONG - SHORT)


def cost():
    """Instructions a week for each unit asked for and each cell: differences leave the set-up out."""
    base = per_week(16, 512)
    unit = (per_week(16, 1024) - base) / 512
    cell = (per_week(32, 512) - base) / (32 * 32 - 16 * 16)
    return {"unit": round(unit), "cell": round(cell)}


def phases(level):
    """Instructions of each phase of a week (a rule, or bookkeeping), by one compiled form."""
    _, parts = callgrind(level, *PHASE_WAR)
    weeks = int(PHASE_WAR[2]) - int(PHASE_WAR[3])
    counts = collections.Counter()
    for part in re.split(r"^part: ", parts, flags=re.MULTILINE)[1:]:
        rule = re.search(r"^desc: Trigger: Client Request: (\w+)$", part, re.MULTILINE)
        total = re.search(r"^(?:totals|summary): (\d+)", part, re.MULTILINE)
        if rule and total:
            counts[rule.group(1)] += int(total.group(1)) / weeks
    return counts


def gains(chosen=None):
    """Instructions of the scalar form over those on packs: for the chosen phases, else for each that
    profits by at least LEAST_GAIN; and for the whole week."""
    scalar, packs = phases("scalar"), phases(COST_LEVEL)
    week = sum(scalar.values())
    if chosen is None:
        chosen = [
            name
            for name in sorted(scalar)
            if scalar[name] > LEAST_SHARE * week and scalar[name] >= LEAST_GAIN * packs[name]
        ]
    found = {name: round(scalar[name] / packs[name], 2) for name in chosen if packs[name]}
    return {**found, WHOLE: round(week / sum(packs.values()), 2)}


def unfit():
    """Why nothing can be counted here; "" when it can."""
    if shutil.which("valgrind") is None:
        return "valgrind is not installed"
    if not PROGRAM.exists():
        return f"{PROGRAM.name} is not built"
    compiler = subprocess.run(
        [PROGRAM.parent / "disalign", "--version"], capture_output=True, text=True, check=True
    ).stdout
    return "" if COMPILER in compiler else f"counts are recorded for {COMPILER}x alone"


def recorded():
    return json.loads(RECORD.read_text(encoding="utf-8"))


def main():
    if reason := unfit():
        sys.exit(reason)
    now = {"instructions_a_week": cost(), "scalar_over_packs": gains()}
    if sys.argv[1:] == ["--record"]:
        RECORD.write_text(json.dumps(now, indent=2) + "\n", encoding="utf-8")
    old = recorded()
    for kind, values in now.items():
        print(kind)
        for name, value in values.items():
            print(f"  {name:<28} {value:10} recorded {old[kind].get(name, '-')}")
    print(f"instructions a week, {COST_LEVEL}, {PHASE_WAR[0]}^2 cells, {PHASE_WAR[1]} units asked for")
    for name, count in phases(COST_LEVEL).most_common(SHOWN):
        print(f"  {name:<28} {count:10.0f}")


if __name__ == "__main__":
    main()

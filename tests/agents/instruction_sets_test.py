"""The compiled forms of the step: nothing leaks from one to another, and old processors run the rest.

Each form is one object file with one visible name, so that the linker cannot take a library's inline
code from a form that the machine lacks. The program and its tests are then run on an emulated x86-64-v2
processor, where a single AVX instruction anywhere ends them. And each object holds packed arithmetic of
its own width: a form whose packs became single values would still pass every comparison of digests.
"""

import os
import pathlib
import re
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("DISALIGN_PROGRAM", ROOT / "build/release/disalign"))
OBJECTS = PROGRAM.parent / "agents"
LEVELS = ("v2", "v3", "v4", "metered")
EMULATOR = shutil.which("qemu-x86_64")
OLD_PROCESSOR = "Nehalem"  # 2008: SSE4.2 and popcnt, no AVX
WIDEST = {"v2": "xmm", "v3": "ymm", "v4": "zmm"}
# Packed arithmetic on floats. A form that keeps its packs has it by the hundred; what compilers find
# for themselves in loops over single values is a quarter of that.
PACKED = r"\bv?(?:add|sub|mul|div|max|min)ps\b"


def skip(reason):
    print(f"SKIPPED: {reason}")
    pytest.skip(reason)


def object_of(level):
    path = OBJECTS / f"kernel_{level}.o"
    if not path.exists():
        skip("this build has no compiled forms of the step")
    return path


def packed_instructions(level):
    """Packed arithmetic instructions on the widest registers of a level, in its object file."""
    code = subprocess.run(
        ["objdump", "-d", "--no-show-raw-insn", object_of(level)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    wide = re.compile(rf"{PACKED}.*%{WIDEST[level]}")
    return sum(1 for line in code.splitlines() if wide.search(line))


def emulated(*command, **environment):
    return subprocess.run(
        [EMULATOR, "-cpu", OLD_PROCESSOR, *map(str, command)],
        capture_output=True, text=True, cwd=ROOT, check=False, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.mark.parametrize("level", LEVELS)
def test_a_form_shows_one_name_and_shares_no_inline_code(level):
    names = subprocess.run(
        ["nm", "--extern-only", "--defined-only", object_of(level)],
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    assert len(names) == 1 and f"kernel_{level}" in names[0], names


def test_every_form_holds_packed_arithmetic_of_its_own_width():
    packed = {level: packed_instructions(level) for level in WIDEST}
    assert packed["v3"] > 300, packed
    # The same packs in the same source: about as many instructions, whatever their width.
    assert packed["v4"] > 0.7 * packed["v3"], packed
    assert packed["v2"] > 0.7 * packed["v3"], packed


def test_the_program_runs_on_an_emulated_old_processor_with_the_same_digest(tmp_path):
    if EMULATOR is None:
        skip("qemu-x86_64 is not installed (Debian's qemu-user)")
    study = ["run", "experiments/studies/quick.toml", "--replicates", "1", "--set", "study.weeks=26",
             "-j", "2", "--json", "--quiet"]  # fmt: skip
    old = emulated(PROGRAM, *study, "-o", tmp_path / "old.h5")
    assert old.returncode == 0, old.stderr
    new = subprocess.run(
        [PROGRAM, *study, "-o", tmp_path / "new.h5"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    digests = [re.search(r'"digest": "(\w+)"', out.stdout).group(1) for out in (old, new)]
    assert digests[0] == digests[1]


def test_an_old_processor_is_told_that_it_lacks_a_form():
    if EMULATOR is None:
        skip("qemu-x86_64 is not installed (Debian's qemu-user)")
    object_of("v3")
    done = emulated(PROGRAM, "check", "experiments/studies/quick.toml", DISALIGN_ISA="v3")
    assert done.returncode == 2
    assert "DISALIGN_ISA" in done.stderr and "scalar, v2." in done.stderr

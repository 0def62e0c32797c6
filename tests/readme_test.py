"""What the README tells people to type works as it is written there.

Every fenced block of README.md in `sh` or `python` says after the language what becomes of it:
    ```sh test     executed here, in the order of the page, from the root of the project
    ```sh full     likewise, but only where DISALIGN_FULL=1 (scripts/test --full): it takes long
    ```sh manual   never executed: it clones, installs, or is what runs this test
Blocks share the folder and its results, not shell variables. Needs DISALIGN_PROGRAM's build.
"""

import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PYTHON = os.environ.get("PYTHON", "/usr/bin/python3")
FATES = {"test", "full", "manual"}
LIMIT = {"test": 900, "full": 7200}  # seconds
INTERPRETERS = {
    "sh": ["bash", "-euo", "pipefail", "-c"],
    "python": [PYTHON, "-c"],
}


def blocks(text):
    """(line number, language, fate, code) of each fenced sh or python block."""
    found = []
    for match in re.finditer(r"^```([^\n`]*)\n(.*?)^```[ \t]*$", text, re.MULTILINE | re.DOTALL):
        language, _, fate = match[1].strip().partition(" ")
        language = {"bash": "sh", "shell": "sh", "console": "sh", "py": "python"}.get(language, language)
        if language in INTERPRETERS:
            found.append((text.count("\n", 0, match.start()) + 1, language, fate.strip(), match[2]))
    return found


def run(language, code, limit):
    """Runs one block; returns its exit code and what it printed."""
    done = subprocess.run(
        INTERPRETERS[language] + [code], cwd=ROOT, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=limit,
    )  # fmt: skip
    return done.returncode, done.stdout


BLOCKS = blocks(README.read_text(encoding="utf-8")) if README.exists() else []


def test_readme_has_commands_and_each_says_what_becomes_of_it():
    assert any(fate == "test" for _, _, fate, _ in BLOCKS), "README.md: no block is tested"
    for line, language, fate, _ in BLOCKS:
        assert fate in FATES, f"README.md:{line}: ```{language} {fate}: say test, full or manual"


RUNNABLE = [block for block in BLOCKS if block[2] in LIMIT]


@pytest.mark.parametrize("line,language,fate,code", RUNNABLE, ids=[f"line{b[0]}" for b in RUNNABLE])
def test_readme_block_runs(line, language, fate, code):
    if fate == "full" and os.environ.get("DISALIGN_FULL") != "1":
        pytest.skip("long block of README.md; runs in scripts/test --full")
    exit_code, output = run(language, code, LIMIT[fate])
    assert exit_code == 0, f"README.md:{line}: exit code {exit_code}\n{code}\n{output[-3000:]}"


def test_a_wrong_command_is_found():
    page = "a\n```sh test\ntrue\n./no_such_program\ntrue\n```\n```json\n{}\n```\n```python manual\nx\n```\n"
    (line, language, fate, code), manual = blocks(page)
    assert (line, language, fate, manual[2]) == (2, "sh", "test", "manual")
    assert run(language, code, 10)[0] != 0
    assert run("sh", "false | true", 10)[0] != 0
    assert run("python", "raise SystemExit(0)", 10)[0] == 0

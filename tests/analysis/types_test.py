"""The package's types hold."""

import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_the_package_passes_the_type_checker(tmp_path):
    pytest.importorskip("mypy", reason="mypy is missing")
    checked = subprocess.run([sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", "--cache-dir", str(tmp_path)],
                             capture_output=True, text=True, cwd=ROOT / "analysis")
    assert checked.returncode == 0, checked.stdout

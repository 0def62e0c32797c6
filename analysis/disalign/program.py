"""Running the program from a notebook: `simulate` writes a result file, or keeps the one of the same plan."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from .files import DataError

#: The source tree that this package lies in, where it does.
TREE = Path(__file__).resolve().parents[2]


def program() -> str:
    """Path of the program: DISALIGN_PROGRAM, the tree's build/release/disalign, or `disalign` on the PATH.

    >>> Path(program()).name
    'disalign'
    """
    for candidate in (os.environ.get("DISALIGN_PROGRAM"), TREE / "build" / "release" / "disalign", shutil.which("disalign")):
        if candidate and os.access(candidate, os.X_OK):
            return str(candidate)
    raise DataError("disalign: the program is not there. Build it with scripts/quickstart, or name it with DISALIGN_PROGRAM.")


def simulate(study: str | os.PathLike[str], file: str | os.PathLike[str], replicates: int | None = None, level: str = "series",
             weeks: int | None = None, **changes: object) -> Path:
    """Runs a study (a TOML file; relative paths also from the source tree) into `file` and returns its path.

    `changes` are parameters with `__` for the dot: `desertion__rate=0.02`; `replicates` runs of each point,
    `weeks` of each run. A complete file of the same plan is kept; one of another plan is replaced.

    >>> import disalign, tempfile
    >>> file = simulate("experiments/studies/quick.toml", tempfile.mkdtemp() + "/q.h5", replicates=1, weeks=4)
    >>> disalign.open(file).sizes["week"]
    4
    """
    path = Path(study) if Path(study).exists() else TREE / study
    settings = {name.replace("__", "."): value for name, value in changes.items()}
    if weeks is not None:
        settings["study.weeks"] = weeks
    command = [program(), "run", str(path), "-o", str(file), "--quiet", "--fresh", "--level", level]
    if replicates is not None:
        command += ["--replicates", str(replicates)]
    for key, value in settings.items():
        command += ["--set", f"{key}={str(value).lower() if isinstance(value, bool) else value}"]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode != 0:
        raise DataError(made.stderr.strip() or f"{' '.join(command)}: ended with {made.returncode}")
    return Path(file)

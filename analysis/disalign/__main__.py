"""The package's commands: `python -m disalign report|export|figure|dictionary FILE [-o TARGET]`.

`disalign report` and `disalign export` start it, and scripts/quickstart draws its figure with it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

#: Module to import: Debian's package that has it, and what it is for.
NEEDED = {
    "numpy": ("python3-numpy", "it holds the numbers"), "pandas": ("python3-pandas", "it holds the tables"),
    "scipy": ("python3-scipy", "it computes intervals"), "xarray": ("python3-xarray", "it opens the file"),
    "h5netcdf": ("python3-h5netcdf", "it reads HDF5"), "matplotlib": ("python3-matplotlib", "it draws the figures"),
    "statsmodels": ("python3-statsmodels", "it estimates survival curves"),
}


def missing_packages(names: list[str]) -> list[str]:
    """One message for each module that cannot be imported.

    >>> missing_packages(["numpy"])
    []
    """
    import importlib

    messages = []
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError as error:
            package, purpose = NEEDED[name]
            messages.append(f"error: {name}: cannot be imported ({purpose}; {error}). Install {package}.")
    return messages


def main(words: list[str] | None = None) -> int:
    """Reads the command line and carries it out; returns 0, or 2 with the mistakes on stderr."""
    if sys.version_info < (3, 11):
        print(f"error: Python: is {sys.version.split()[0]} (3.11 is needed). Name a newer one with PYTHON.", file=sys.stderr)
        return 2
    parser = argparse.ArgumentParser(prog="disalign", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, about in (("report", "write the report of a result file"), ("export", "write its tables as CSV"),
                        ("figure", "draw its answer: PNG, SVG or PDF by the name of the target"),
                        ("dictionary", "write its data dictionary as Markdown")):
        command = commands.add_parser(name, help=about)
        command.add_argument("file")
        command.add_argument("-o", "--output")
        command.add_argument("--as", dest="kind", default="all")
        command.add_argument("--json", action="store_true")
    arguments = parser.parse_args(words)
    drawing = {"report": ("matplotlib", "statsmodels"), "figure": ("matplotlib",)}.get(arguments.command, ())
    needed = [n for n in NEEDED if n not in ("matplotlib", "statsmodels") or n in drawing]
    messages = missing_packages(needed)
    if messages:
        print("\n".join(messages), file=sys.stderr)
        return 2
    from .files import DataError

    try:
        made = carry_out(arguments)
    except (DataError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if arguments.json:
        print(json.dumps({"files": made}, indent=2))
    else:
        print("\n".join(made))
    return 0


def carry_out(arguments: argparse.Namespace) -> list[str]:
    """Names of the files that the command wrote."""
    if arguments.command == "report":
        from .report import report

        return [str(report(arguments.file, arguments.output))]
    if arguments.command == "figure":
        from .figures import save, summary
        from .files import open as open_file

        with open_file(arguments.file) as ds:
            target = arguments.output or Path(arguments.file).with_suffix(".png")
            return [str(path) for path in save(summary(ds), target)]
    if arguments.command == "dictionary":
        from .dictionary import dictionary

        return [str(dictionary(arguments.file, arguments.output))]
    from .exchange import export

    return [str(path) for path in export(arguments.file, arguments.output, arguments.kind)]


if __name__ == "__main__":
    sys.exit(main())

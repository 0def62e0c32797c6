"""Opening a result file: one labelled dataset, with everything it says about itself."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import xarray as xr

#: What a run or a cell of a map has beside the coordinates of its point.
INNER_DIMENSIONS = frozenset(
    ["replicate", "week", "month", "period", "cell", "actor", "pair", "victim", "event_size", "killer_kind",
     "victim_kind", "force_kind"]
)
FORMAT = "1"


class DataError(ValueError):
    """Something that the file at hand cannot answer; the message says what is missing and what to do."""


def open(path: str | os.PathLike[str]) -> xr.Dataset:  # noqa: A001 (the name users expect: disalign.open)
    """The root of a result file as a labelled Dataset: series, outcomes and maps with units.

    Nothing is renamed or converted: it is `xarray.open_dataset(path)` after a check that the file is
    a finished one of disalign. Tables of the file's groups come from `runs`, `events`, `deployments`
    and `parameters`. Raises FileNotFoundError, or DataError for a file that is not ours.

    >>> ds = open("results/quick.h5")
    >>> ds.civilian_deaths.dims, ds.civilian_deaths.units
    (('scenario', 'replicate', 'week'), 'person')
    """
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"{path}: there is no such file. Name a file that `disalign run` wrote.")
    if path.is_dir() or _first_bytes(path) != b"\x89HDF\r\n\x1a\n":
        raise DataError(f"{path}: cannot be read (it is no HDF5 file). Name a file that `disalign run` wrote.")
    try:
        ds = xr.open_dataset(path)
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: cannot be read ({error}). Name a file that `disalign run` wrote.") from error
    version = str(ds.attrs.get("format_version", ""))
    if not version:
        ds.close()
        raise DataError(f"{path}: is not a finished file of disalign (no format_version). "
                        "Name a file that `disalign run` wrote.")
    if version.split(".")[0] != FORMAT:
        ds.close()
        raise DataError(f"{path}: has format {version}, this package reads {FORMAT}.x. "
                        "Use the package that came with the program.")
    return ds


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(8)


def path_of(ds: xr.Dataset) -> Path:
    """Path of the file behind a dataset that `open` returned.

    >>> path_of(open("results/quick.h5")).name
    'quick.h5'
    """
    source = ds.encoding.get("source")
    if not source:
        raise DataError("dataset: does not know its file. Pass what disalign.open(path) returned.")
    return Path(source)


def groups(ds: xr.Dataset) -> tuple[str, ...]:
    """Names of the file's groups: runs, parameters, provenance, and logs where the level is `events`.

    >>> "runs" in groups(open("results/quick.h5"))
    True
    """
    import h5netcdf

    with h5netcdf.File(path_of(ds), "r") as file:
        return tuple(file.groups)


def group(ds: xr.Dataset, name: str) -> xr.Dataset:
    """A group of the file as a Dataset; raises DataError naming the remedy when it is not there.

    >>> group(open("results/quick.h5"), "parameters").value.dims
    ('scenario', 'parameter')
    """
    try:
        return xr.open_dataset(path_of(ds), group=name)
    except (OSError, KeyError) as error:
        raise DataError(f"{path_of(ds)}: holds no /{name}. Make the file with `disalign run ... --level events`."
                        ) from error


def configuration(ds: xr.Dataset) -> dict[str, Any]:
    """The resolved configuration that made the file, as nested dictionaries.

    >>> configuration(open("results/quick.h5"))["study"]["name"]
    'quick'
    """
    return tomllib.loads(ds.attrs["configuration"])


def provenance(ds: xr.Dataset) -> dict[str, Any]:
    """Where and when the file was made: program, commit, plan, seed, machine, duration.

    >>> sorted(provenance(open("results/quick.h5")))[:3]
    ['commit', 'compiler', 'date']
    """
    keys = ("program_version", "commit", "plan_hash", "seed", "level", "digest", "format_version", "licence",
            "how_to_cite")
    about = {key: ds.attrs[key] for key in keys if key in ds.attrs}
    about["digest"] = f"{int(ds.attrs['digest']):016x}" if "digest" in ds.attrs else ""
    with group(ds, "provenance") as made:
        about.update({str(key): value for key, value in made.attrs.items()})
    return about


def point_dims(ds: xr.Dataset, variable: str = "total_deaths") -> tuple[str, ...]:
    """Dimensions that tell the points of the study apart: `scenario`, `point`, or one for each factor.

    >>> point_dims(open("results/quick.h5"))
    ('scenario',)
    """
    need(ds, variable)
    return tuple(str(d) for d in ds[variable].dims if d not in INNER_DIMENSIONS)


def need(ds: xr.Dataset, *variables: Hashable) -> None:
    """Raises DataError when a variable is missing, with the nearest names.

    >>> need(open("results/quick.h5"), "total_deths")
    Traceback (most recent call last):
    ...
    disalign.files.DataError: total_deths: is not in the file. Did you mean total_deaths, ...?
    """
    import difflib

    for name in variables:
        if name in ds.variables:
            continue
        near = difflib.get_close_matches(str(name), [str(v) for v in ds.variables], n=3)
        hint = f"Did you mean {', '.join(near)}?" if near else "`disalign show FILE` lists what is."
        if ds.attrs.get("level") == "summary":
            hint += " Series are kept with --level series."
        raise DataError(f"{name}: is not in the file. {hint}")


def label_of(ds: xr.Dataset, scenario: str) -> str:
    """What a scenario is, in words; its name where the file has no label.

    >>> label_of(open("results/quick.h5"), "un_alone")
    'UN alone'
    """
    if "label" not in ds.variables or "scenario" not in ds.dims:
        return str(scenario)
    return str(ds["label"].sel(scenario=scenario).values)


def unit_of(ds: xr.Dataset, variable: str) -> str:
    """Unit of a variable as the file has it, with `1` for a pure number.

    >>> unit_of(open("results/quick.h5"), "total_deaths")
    'person'
    """
    return str(ds[variable].attrs.get("units", "1"))


def axis_label(ds: xr.Dataset, variable: str, per: str = "") -> str:
    """Text for an axis: the file's meaning of the variable and its unit.

    >>> axis_label(open("results/quick.h5"), "total_un_deaths", per="run")
    'UN troops killed, fire between operations included (persons per run)'
    """
    meaning = str(ds[variable].attrs.get("long_name", variable))
    for fold in ("total over the run: ", "mean over weeks: ", "in the last week: "):
        meaning = meaning.removeprefix(fold)
    unit = plural(unit_of(ds, variable))
    if unit == "1":
        return f"{meaning} (mean {per})" if per == "week" else meaning
    return f"{meaning} ({unit}{' per ' + per if per else ''})"


def plural(unit: str) -> str:
    """`person` -> `persons`, `event` -> `events`; compound units stay.

    >>> plural("person"), plural("person/year"), plural("1")
    ('persons', 'persons/year', '1')
    """
    head, slash, rest = unit.partition("/")
    return (head + "s" if head in ("person", "event", "week", "month") else head) + slash + rest

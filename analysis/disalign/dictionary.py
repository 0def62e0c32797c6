"""The data dictionary: every variable and column of a file with its dimensions, unit and meaning."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import xarray as xr

from . import files
from .files import groups, group

#: Sections of the dictionary in the order of a reader's questions.
HEADING = {"": "Root: dimensions, outcomes, series, maps", "runs": "/runs: one row a run", "events": "/events: one row an event",
           "observed_events": "/observed_events: what an observer lists", "deployments": "/deployments: operations by cell and month",
           "parameters": "/parameters: resolved values", "design": "/design: the points of a design"}


def entries(ds: xr.Dataset) -> pd.DataFrame:
    """One row a variable: `group`, `name`, `dimensions`, `unit`, `type`, `meaning`, from the file's declarations.

    >>> import disalign
    >>> table = entries(disalign.open("results/quick.h5"))
    >>> table.loc[table["name"] == "total_deaths", "unit"].tolist()
    ['person', 'person']
    """
    rows = []
    for name in ("", *(g for g in groups(ds) if g != "provenance")):
        with (group(ds, name) if name else files.open(files.path_of(ds))) as part:
            for variable in part.variables:
                about = part[variable]
                unit = about.attrs.get("units") or about.encoding.get("units") or ("text" if about.dtype.kind in "OSU" else "1")
                flags = about.attrs.get("flag_meanings")
                meaning = str(about.attrs.get("long_name", "")) + (f" ({flags})" if flags else "")
                rows.append({"group": name, "name": str(variable), "dimensions": ", ".join(map(str, about.dims)),
                             "unit": str(unit), "type": str(about.dtype), "meaning": meaning})
    return pd.DataFrame(rows)


def dictionary(path: str | os.PathLike[str], target: str | os.PathLike[str] | None = None) -> Path:
    """Writes the dictionary of the file at `path` as Markdown (default: its name with _dictionary.md).

    >>> import tempfile
    >>> dictionary("results/quick.h5", tempfile.mkdtemp() + "/words.md").name
    'words.md'
    """
    target = Path(target) if target else Path(path).with_name(Path(path).stem + "_dictionary.md")
    with files.open(path) as ds:
        table = entries(ds)
        lines = [f"# Data dictionary: {ds.attrs['title']}", "",
                 "Made from the declarations in the file (`python -m disalign dictionary`). Missing numbers are NaN.", ""]
    for name, rows in table.groupby("group", sort=False):
        lines += [f"## {HEADING.get(str(name), '/' + str(name))}", "", "| name | dimensions | unit | meaning |", "| --- | --- | --- | --- |"]
        lines += [f"| `{r.name}` | {r.dimensions} | {r.unit} | {r.meaning.replace('|', '/')} |" for r in
                  rows.itertuples(index=False)]
        lines.append("")
    target.write_text("\n".join(lines), encoding="utf-8")
    return target

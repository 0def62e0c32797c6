"""Tables that the analysing commands leave in the file: ablation, sensitivity, dose, contrasts, levers."""

from __future__ import annotations

import pandas as pd
import xarray as xr

from .files import DataError, group, groups

#: Groups of a file that are no table of an analysis.
OTHER_GROUPS = frozenset(["runs", "events", "observed_events", "deployments", "parameters", "provenance", "design", "failures"])


def analyses(ds: xr.Dataset) -> tuple[str, ...]:
    """Names of the tables that `disalign dose`, `ablate`, `sa` and the like wrote into the file.

    >>> import disalign
    >>> analyses(disalign.open("results/quick.h5"))
    ()
    """
    found = []
    for name in groups(ds):
        if name not in OTHER_GROUPS:
            with group(ds, name) as table:
                if "row" in table.dims:
                    found.append(name)
    return tuple(found)


def analysis(ds: xr.Dataset, name: str) -> pd.DataFrame:
    """One of those tables as a tidy frame, one row an estimate; `frame.attrs["units"]` has the columns' units.

    >>> import disalign
    >>> analysis(disalign.open("results/quick.h5"), "ablation")
    Traceback (most recent call last):
    ...
    disalign.files.DataError: ...quick.h5: holds no table ablation... Run `disalign ablate` or `disalign sa` on it first.
    """
    there = analyses(ds)
    if name not in there:
        raise DataError(f"{ds.encoding.get('source')}: holds no table {name} (there are: {', '.join(there) or 'none'}). "
                        "Run `disalign ablate` or `disalign sa` on it first.")
    with group(ds, name) as table:
        table.load()
        frame = table.to_dataframe().reset_index(drop=True)
        frame.attrs["units"] = {str(c): str(table[c].attrs.get("units", "")) for c in table.data_vars}
        frame.attrs["meaning"] = str(table.attrs.get("title", ""))
    return frame

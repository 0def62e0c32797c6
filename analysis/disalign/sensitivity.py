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


def switched_off(table: pd.DataFrame) -> pd.DataFrame:
    """The table of `disalign ablate` as the effect that is left with each channel off, for `figures.ablation`.

    Takes rows of measure `whole` and `without` (change of the effect when the channel is off) of one
    outcome; returns `mechanism`, `effect`, `lo`, `hi` in the outcome's unit. The bounds are those of the
    change, moved by the whole effect: they say how sure the change is.

    >>> rows = pd.DataFrame({"channel": ["all", "friction"], "measure": ["whole", "without"], "effect": [10.0, -4.0],
    ...                      "lo": [8.0, -5.0], "hi": [12.0, -3.0]})
    >>> switched_off(rows)["effect"].tolist()
    [10.0, 6.0]
    """
    whole = table[table["measure"] == "whole"]
    if whole.empty:
        raise DataError("ablate: the table has no row of the whole effect. Make it with `disalign ablate`.")
    rows = table[table["measure"] == "without"]
    base = float(whole["effect"].iloc[0])
    left = rows[["effect", "lo", "hi"]] + base
    found = pd.concat([whole[["effect", "lo", "hi"]], left], ignore_index=True)
    found.insert(0, "mechanism", ["all on", *rows["channel"]])
    return found

"""The report's part on what an analysing command (`sa`, `ablate`, `levers` ...) left in the file."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import xarray as xr

from .. import sensitivity
from ..figures import sensitivity as figures
from ..figures.style import Picture
from . import elements
from .svg import inline


def section(ds: xr.Dataset, name: str, attempt: Callable[[Callable[[], str]], str]) -> str:
    """The table of that name, folded away, with a figure for each outcome where there is one for its kind.

    `attempt` makes a part of the page, or notes why it cannot.
    """
    table = sensitivity.analysis(ds, name)
    rows = [[elements.cell(v) for v in row] for row in table.itertuples(index=False)]
    heads = [f"{c} [{u}]" if (u := table.attrs["units"].get(c, "")) not in ("", "1") else str(c) for c in table.columns]
    figure = analysis_figure(table)
    drawn = ""
    for k, (outcome, part) in enumerate(table.groupby("outcome", sort=False) if figure else []):
        drawn += attempt(lambda part=part, k=k: inline(figure(part), f"{name}-{k}", f"{name}: {outcome}."))  # type: ignore[misc]
    return elements.folded(f"{name}: {table.attrs['meaning']}", drawn + elements.table(heads, rows))


def analysis_figure(table: pd.DataFrame) -> Callable[[pd.DataFrame], Picture] | None:
    """The figure for a table of an analysing command, known by its columns; None when there is none.

    >>> analysis_figure(pd.DataFrame(columns=["outcome", "unit", "factor", "mu_star", "sigma"])) is not None
    True
    """
    def named(part: pd.DataFrame) -> tuple[str, str]:
        return str(part["outcome"].iloc[0]), str(part["unit"].iloc[0])

    columns = set(table.columns)
    if {"factor", "first", "total"} <= columns:
        return lambda part: figures.sobol(part, named(part)[0])
    if {"factor", "mu_star", "sigma"} <= columns:
        return lambda part: figures.morris(part, *named(part))
    if {"channel", "measure", "effect"} <= columns:
        return lambda part: figures.ablation(sensitivity.switched_off(part), *named(part))
    return None

"""The answer of a study in one figure: paired differences above, the course below."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from .. import effects
from ..files import need
from .courses import course_panel
from .effects import comparison, forest_panel
from .style import Picture, picture, styled

COMPARED = ("total_civilian_deaths", "total_fighter_deaths", "total_deaths")


@styled
def summary(ds: xr.Dataset, outcomes: Sequence[str] = COMPARED, series: str = "civilian_deaths", weeks: int = 13) -> Picture:
    """Paired differences of scenarios to the reference by outcome, and the course of a weekly series.

    >>> import disalign
    >>> len(summary(disalign.open("results/quick.h5")).axes)
    4
    """
    need(ds, series, *outcomes)
    table = effects.paired_effects(ds, outcomes)
    figure = picture(11, 6.8, f"{ds.attrs['title']} {comparison(ds, table)}, and the course of the series.")
    grid = figure.add_gridspec(2, len(outcomes), height_ratios=[1, 1.25])
    for k, outcome in enumerate(outcomes):
        forest_panel(figure, figure.add_subplot(grid[0, k]), ds, table[table["outcome"] == outcome], names=k == 0)
    course_panel(figure, figure.add_subplot(grid[1, :]), ds, series, weeks)
    figure.suptitle(f"{ds.attrs['title']}  {comparison(ds, table)}", fontsize=10, fontweight="bold", x=0.01, ha="left")
    return figure

"""How figures look: one style, colours for any colour vision, vector and raster output."""

from __future__ import annotations

import functools
import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ParamSpec, TypeVar

import matplotlib
import numpy as np
import xarray as xr
from matplotlib.artist import Artist
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

# Okabe and Ito's colours, dark enough on white; the reference is grey.
GREY = "#5F6368"
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8C6D31")
DASHES = ("-", "--", "-.", ":")
#: Sequential and diverging maps that read in grey and with any colour vision.
SEQUENTIAL, DIVERGING = "cividis_r", "PuOr_r"

STYLE = {
    "font.family": "DejaVu Sans", "font.size": 9.0, "axes.titlesize": 10.0,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold", "axes.labelsize": 9.0, "legend.fontsize": 8.5, "legend.frameon": False,
    "axes.spines.top": False, "axes.spines.right": False, "axes.linewidth": 0.8, "lines.linewidth": 1.8,
    "axes.axisbelow": True, "svg.fonttype": "none", "svg.hashsalt": "disalign", "pdf.fonttype": 42,
    "figure.facecolor": "white", "savefig.facecolor": "white",
}

P = ParamSpec("P")
T = TypeVar("T")


class Picture(Figure):
    """A matplotlib Figure that shows itself in a notebook and carries words for screen readers.

    `tips` maps the id of an artist to (series, text): what a page shows when one points at it.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.tips: dict[str, tuple[str, str]] = {}
        self.description = ""

    def _repr_png_(self) -> bytes:
        return render(self, "png", dpi=110)


def styled(draw: Callable[P, T]) -> Callable[P, T]:
    """Runs a drawing function under the style, without touching the user's settings."""

    @functools.wraps(draw)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        with matplotlib.rc_context(STYLE):
            return draw(*args, **kwargs)

    return wrapped


def picture(width: float = 7.0, height: float = 4.2, description: str = "") -> Picture:
    """An empty figure of the given size in inches.

    >>> picture(5, 3).get_size_inches().tolist()
    [5.0, 3.0]
    """
    made = Picture(figsize=(width, height), layout="constrained", dpi=100)
    made.description = description
    return made


def render(figure: Figure, kind: str, dpi: int = 200) -> bytes:
    """The figure as bytes of `svg`, `pdf` or `png`; the same figure gives the same bytes.

    >>> render(picture(), "png")[:4]
    b'\\x89PNG'
    """
    target = io.BytesIO()
    metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {"Software": None}}[kind]
    with matplotlib.rc_context(STYLE):
        figure.savefig(target, format=kind, dpi=dpi, metadata=metadata)
    return target.getvalue()


def save(figure: Figure, path: str | os.PathLike[str], kinds: Sequence[str] = ("pdf", "svg", "png")) -> list[Path]:
    """Writes the figure beside `path` in each kind; returns the files. A suffix of `path` picks one kind.

    >>> import tempfile
    >>> [p.suffix for p in save(picture(), tempfile.mkdtemp() + "/empty")]
    ['.pdf', '.svg', '.png']
    """
    path = Path(path)
    if path.suffix.lower() in (".pdf", ".svg", ".png"):
        kinds, path = (path.suffix[1:].lower(),), path.with_suffix("")
    path.parent.mkdir(parents=True, exist_ok=True)
    files = []
    for kind in kinds:
        target = path.parent / f"{path.name}.{kind}"
        target.write_bytes(render(figure, kind))
        files.append(target)
    return files


def palette(ds: xr.Dataset) -> dict[str, tuple[str, str]]:
    """Colour and dash of each scenario, the same in every figure; the reference is grey.

    >>> import disalign
    >>> palette(disalign.open("results/quick.h5"))["un_alone"]
    ('#5F6368', '-')
    """
    names = [str(n) for n in ds["scenario"].values]
    reference = str(ds.attrs.get("reference", ""))
    chosen: dict[str, tuple[str, str]] = {}
    k = 0
    for name in names:
        if name == reference or name.startswith(reference + ".") and reference:
            chosen[name] = (GREY, "-")
            continue
        chosen[name] = (COLOURS[k % len(COLOURS)], DASHES[k // len(COLOURS) % len(DASHES)])
        k += 1
    return chosen


def mark(figure: Picture, artist: Artist, series: str, text: str = "") -> None:
    """Names an artist, so that a page can show `text` for it and switch its series on and off."""
    name = f"mark{len(figure.tips)}"
    artist.set_gid(name)
    figure.tips[name] = (series, text)


def thousands(axis: Axis) -> None:
    """Ticks as 12,000 instead of 12000 or 1.2e4."""
    axis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.0f}" if abs(v) >= 10 or v == int(v) else f"{v:g}"))


def number(value: float) -> str:
    """A number for people: three or four digits that matter, thousands apart.

    >>> number(12345.6), number(0.01234), number(-3.2)
    ('12,346', '0.0123', '-3.2')
    """
    if not np.isfinite(value):
        return "not estimable"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"

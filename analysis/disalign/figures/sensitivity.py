"""Figures of sensitivity and of ablation, from the tidy tables in disalign.sensitivity."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..files import DataError, plural
from .style import COLOURS, GREY, Picture, mark, number, picture, styled


def _need(table: pd.DataFrame, *columns: str) -> None:
    missing = [c for c in columns if c not in table]
    if missing:
        raise DataError(f"table: has no column {', '.join(missing)} (it has {', '.join(map(str, table.columns))}).")


@styled
def sobol(table: pd.DataFrame, outcome: str = "", largest: int = 15) -> Picture:
    """First-order and total indices of Sobol with their intervals, largest total first.

    Columns of `table`, as `disalign sa` leaves them: factor, first, first_lo, first_hi, total, total_lo, total_hi (shares of variance).

    >>> rows = pd.DataFrame({"factor": ["a"], "first": [.4], "first_lo": [.3], "first_hi": [.5],
    ...                      "total": [.6], "total_lo": [.5], "total_hi": [.7]})
    >>> sobol(rows).axes[0].get_xlabel()
    'share of variance'
    """
    _need(table, "factor", "first", "first_lo", "first_hi", "total", "total_lo", "total_hi")
    rows = table.sort_values("total", ascending=False).head(largest).reset_index(drop=True)
    figure = picture(6.8, 1.2 + 0.3 * len(rows), "Sobol indices by factor with intervals.")
    axes = figure.subplots()
    for kind, colour, shift, marker, name in (("first", COLOURS[0], -0.14, "o", "first order: alone"),
                                              ("total", COLOURS[1], 0.14, "s", "total: with interactions")):
        y = np.arange(len(rows)) + shift
        error = [np.maximum(rows[kind] - rows[f"{kind}_lo"], 0), np.maximum(rows[f"{kind}_hi"] - rows[kind], 0)]
        axes.errorbar(rows[kind], y, xerr=error, fmt=marker, color=colour, capsize=2.5, markersize=5, label=name)
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.set_yticks(range(len(rows)), rows["factor"])
    axes.invert_yaxis()
    axes.set(xlabel="share of variance", title=f"Sobol indices{': ' + outcome if outcome else ''}")
    axes.legend(loc="lower right")
    axes.grid(axis="y", color="#EEEEEE")
    return figure


@styled
def morris(table: pd.DataFrame, outcome: str = "", unit: str = "1", named: int = 10) -> Picture:
    """Morris screening: mean absolute elementary effect (importance) against its spread (interaction, curvature).

    Columns: factor, mu_star, sigma [outcome's unit], and mu_star_lo, mu_star_hi where known.

    >>> morris(pd.DataFrame({"factor": ["a"], "mu_star": [2.0], "sigma": [1.0]})).axes[0].get_title(loc="left")
    'Morris screening'
    """
    _need(table, "factor", "mu_star", "sigma")
    rows = table.sort_values("mu_star", ascending=False).reset_index(drop=True)
    figure = picture(6.6, 4.4, "Morris screening: importance against interaction.")
    axes = figure.subplots()
    if {"mu_star_lo", "mu_star_hi"} <= set(rows):
        error = [np.maximum(rows["mu_star"] - rows["mu_star_lo"], 0), np.maximum(rows["mu_star_hi"] - rows["mu_star"], 0)]
        axes.errorbar(rows["mu_star"], rows["sigma"], xerr=error, fmt="none", ecolor="#BBBBBB", elinewidth=1, zorder=1)
    axes.scatter(rows["mu_star"], rows["sigma"], color=COLOURS[0], s=22, zorder=2)
    # Names do not overlap: each is moved up until it is free, with a line to its dot.
    taken: list[tuple[float, float]] = []
    width, height = float(rows["mu_star"].max()) or 1.0, float(rows["sigma"].max()) or 1.0
    for row in rows.head(named).itertuples():
        y = row.sigma / height
        while any(abs(row.mu_star / width - tx) < 0.3 and abs(y - ty) < 0.045 for tx, ty in taken):
            y += 0.045
        taken.append((row.mu_star / width, y))
        moved = y * height > row.sigma
        axes.annotate(row.factor, (row.mu_star, row.sigma), fontsize=7.5,
                      xytext=(row.mu_star + (0.05 if moved else 0.015) * width, (y + 0.012) * height),
                      arrowprops={"arrowstyle": "-", "linewidth": 0.5, "color": GREY, "shrinkA": 0, "shrinkB": 3} if moved else None)
    right, top = max(width * 1.35, float(rows.get("mu_star_hi", rows["mu_star"]).max()) * 1.03), height * 1.2
    limit = min(right, top)
    axes.plot([0, limit], [0, limit], ":", color=GREY, linewidth=0.9)
    axes.text(limit * 0.96, limit * 0.98, "σ = μ*", fontsize=7.5, color=GREY, ha="right", va="top")
    axes.set(xlim=(0, right), ylim=(0, top), xlabel=f"μ*: mean absolute effect ({plural(unit)})",
             ylabel=f"σ: spread of the effects ({plural(unit)})", title=f"Morris screening{': ' + outcome if outcome else ''}")
    return figure


@styled
def ablation(table: pd.DataFrame, outcome: str = "", unit: str = "1", largest: int = 20) -> Picture:
    """How an effect changes when one mechanism is switched off; bars with intervals, largest first.

    Columns: mechanism, effect, lo, hi [unit]. A row named `all on` is drawn as a line for comparison.

    >>> ablation(pd.DataFrame({"mechanism": ["friction"], "effect": [3.0], "lo": [1.0], "hi": [5.0]})).axes[0].get_xlabel()
    'effect with the mechanism off'
    """
    _need(table, "mechanism", "effect", "lo", "hi")
    whole = table[table["mechanism"] == "all on"]
    rows = table[table["mechanism"] != "all on"]
    base = float(whole["effect"].iloc[0]) if len(whole) else 0.0
    rows = rows.reindex((rows["effect"] - base).abs().sort_values(ascending=False).index).head(largest).reset_index(drop=True)
    figure = picture(6.8, 1.2 + 0.27 * len(rows), "Ablation: effect with each mechanism switched off.")
    axes = figure.subplots()
    y = np.arange(len(rows))
    colour = np.where(rows["effect"] < base, COLOURS[0], COLOURS[1])
    axes.barh(y, rows["effect"] - base, left=base, color=colour, height=0.62, alpha=0.85)
    axes.errorbar(rows["effect"], y, xerr=[rows["effect"] - rows["lo"], rows["hi"] - rows["effect"]], fmt="none",
                  ecolor="black", elinewidth=1, capsize=2)
    for k, row in rows.iterrows():
        mark(figure, axes.patches[int(k)], "ablation", f"{row.mechanism} off: {number(row.effect)} [{number(row.lo)}, {number(row.hi)}]")
    if len(whole):
        axes.axvspan(float(whole["lo"].iloc[0]), float(whole["hi"].iloc[0]), color="#DDDDDD", zorder=0)
        axes.axvline(base, color="black", linewidth=1)
        axes.text(base, -0.75, "all on", fontsize=8, ha="center", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
    axes.axvline(0, color=GREY, linewidth=0.8, linestyle=":")
    axes.set_yticks(y, rows["mechanism"])
    axes.set_ylim(len(rows) - 0.4, -1.1)
    axes.set(xlabel="effect with the mechanism off" + (f" ({plural(unit)})" if unit != "1" else ""),
             title=f"Ablation{': ' + outcome if outcome else ''}")
    return figure

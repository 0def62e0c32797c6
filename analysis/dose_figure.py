"""Draws the dose-response curves that `disalign dose` wrote: effect of a dose by the other factors.

Usage: dose_figure.py results/dose.dose.csv docs/dose.png
"""

import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd

OUTCOME = "total_civilian_deaths"


def main(table_path, figure_path):
    table = pd.read_csv(table_path)
    table = table[table.outcome == OUTCOME]
    dose, row, panel = table.columns[2:5]
    panels = sorted(table[panel].unique())
    figure, axes = plt.subplots(1, len(panels), figsize=(9, 3.2), sharey=True, constrained_layout=True)
    colours = ["#1b6ca8", "#e08e0b", "#a1283b", "#4a7c59", "#5b4b8a"]
    for axis, value in zip(axes, panels):
        part = table[table[panel] == value]
        for k, (name, curve) in enumerate(part.groupby(row)):
            colour = colours[k % len(colours)]
            shift = (k - 1) * 0.0015
            low, high = curve.effect - curve.effect_lo, curve.effect_hi - curve.effect
            axis.errorbar(curve[dose] + shift, curve.effect, yerr=[low, high], color=colour, marker="o", ms=3, lw=1,
                          capsize=2, label=f"{row} {name}")  # fmt: skip
        axis.axhline(0, color="0.4", lw=0.8)
        axis.set_title(f"{panel} {value}", fontsize=9)
        axis.set_xlabel(dose)
    axes[0].set_ylabel(f"{OUTCOME}\nagainst the UN alone [{table.unit.iloc[0]}]", fontsize=8)
    axes[-1].legend(fontsize=7, frameon=False)
    figure.suptitle(f"Paired differences, 95 % intervals, {table.pairs.iloc[0]} replicates a point", fontsize=9)
    figure.savefig(figure_path, dpi=130, metadata={"Software": None})


if __name__ == "__main__":
    main(*sys.argv[1:3])

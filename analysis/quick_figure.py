#!/usr/bin/python3
"""The answer of a study as a figure: paired differences with intervals, and violence over time.

Usage: quick_figure.py FILE.h5 ANSWER.json -o FIGURE.png

FILE.h5 is the output of `disalign run`, ANSWER.json what `disalign show FILE.h5 --json` prints.
Names, units, effects and intervals are read from them; nothing is estimated here.
"""
import argparse
import json
import sys

try:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    import numpy as np
    import xarray as xr
except ImportError as missing:
    sys.exit(f"quick_figure.py: {missing.name} is missing (it draws the figure). Install python3-{missing.name}.")

# Okabe and Ito's colours: distinguishable with any colour vision.
COLOURS = ["#777777", "#0072B2", "#009E73", "#D55E00", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442"]
COMPARED = ["total_civilian_deaths", "total_fighter_deaths", "total_deaths"]
TITLES = {
    "total_civilian_deaths": "Civilians killed",
    "total_fighter_deaths": "Fighters killed",
    "total_deaths": "All deaths",
}


def draw_differences(axes, ds, contrasts):
    """One panel per outcome: paired difference of every scenario to the reference, 95 % interval.

    `contrasts`: the list of that name in the answer; effect, lo and hi in the outcome's unit.
    """
    colour = dict(zip(ds.scenario.values, COLOURS))
    for axis, outcome in zip(axes, COMPARED):
        rows = [c for c in contrasts if c["outcome"] == outcome]
        for row, c in enumerate(rows):
            below, above = c["effect"] - c["lo"], c["hi"] - c["effect"]
            axis.errorbar(c["effect"], -row, xerr=[[below], [above]], fmt="o", color=colour[c["scenario"]], capsize=4,
                          markersize=6)
            axis.annotate(f"{c['effect']:+,.0f}  [{c['lo']:,.0f}, {c['hi']:,.0f}]", (c["effect"], -row), xytext=(0, 9),
                          textcoords="offset points", ha="center", fontsize=8,
                          bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})
        axis.axvline(0, color="black", linewidth=0.8, zorder=0)
        axis.set_yticks([-row for row in range(len(rows))])
        labels = [str(ds.label.sel(scenario=c["scenario"]).values) for c in rows]
        axis.set_yticklabels(labels if axis is axes[0] else [])
        axis.set_ylim(-len(rows) + 0.4, 0.7)
        axis.margins(x=0.3)
        axis.set_xlabel(f"{ds[outcome].units}s per run")
        axis.set_title(TITLES[outcome], fontsize=10, loc="left")


def draw_course(axis, ds):
    """Civilians killed a week: mean over replicates with the middle half, 13-week moving mean."""
    weeks = ds.week.values
    kernel = np.ones(13) / 13
    for scenario, colour in zip(ds.scenario.values, COLOURS):
        series = ds.civilian_deaths.sel(scenario=scenario).values
        smooth = np.apply_along_axis(lambda run: np.convolve(run, kernel, mode="valid"), 1, series)
        middle = weeks[6 : 6 + smooth.shape[1]]
        axis.fill_between(middle, *np.quantile(smooth, [0.25, 0.75], axis=0), color=colour, alpha=0.15, linewidth=0)
        axis.plot(middle, smooth.mean(axis=0), color=colour, label=str(ds.label.sel(scenario=scenario).values))
    axis.set_ylim(bottom=0)
    axis.set_xlabel("week")
    axis.set_ylabel("civilians killed a week")
    axis.set_title("Course: mean and middle half of the runs, 13-week moving mean", fontsize=10, loc="left")
    axis.legend(frameon=False, fontsize=8, ncols=2)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("answer")
    parser.add_argument("-o", "--output", default="quick.png")
    arguments = parser.parse_args()
    ds = xr.open_dataset(arguments.file)
    with open(arguments.answer, encoding="utf-8") as stream:
        contrasts = json.load(stream)["contrasts"]
    plt.rcParams.update({"axes.spines.top": False, "axes.spines.right": False, "font.size": 9})
    figure = plt.figure(figsize=(11, 6.4), layout="constrained")
    upper, lower = figure.subfigures(2, 1, height_ratios=[1, 1.15])
    draw_differences(upper.subplots(1, len(COMPARED)), ds, contrasts)
    draw_course(lower.subplots(), ds)
    label = str(ds.label.sel(scenario=ds.attrs["reference"]).values)
    figure.suptitle(f"{ds.attrs['title']}  Paired differences to “{label}”, 95 % intervals, n = {ds.sizes['replicate']}",
                    fontsize=11, fontweight="bold")
    figure.savefig(arguments.output, dpi=150)
    print(f"figure {arguments.output}")


if __name__ == "__main__":
    main()

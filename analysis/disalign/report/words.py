"""The report's sentences: the answer in words, methods, and limits."""

from __future__ import annotations

import html

import numpy as np
import pandas as pd
import xarray as xr

from .. import effects, sensitivity
from ..files import axis_label, label_of, plural, unit_of
from ..figures.style import number
from ..tables import parameters


def answer(ds: xr.Dataset, outcome: str) -> list[str]:
    """One sentence a scenario: how the outcome differs from the reference, with its interval."""
    table = effects.paired_effects(ds, outcome)
    return [contrast_sentence(ds, row) for _, row in table.iterrows()]


def contrast_sentence(ds: xr.Dataset, row: pd.Series) -> str:
    """`UN with a partner: 514 fewer persons a run than UN alone (95 % interval 385 to 643 fewer), ...`"""
    label, base = html.escape(row["label"]), html.escape(label_of(ds, row["reference"]))
    unit = plural(row["unit"])
    share = row["effect"] / float(ds[row["outcome"]].sel(scenario=row["reference"]).mean())
    lo, hi = number(row["lo"]), number(row["hi"])
    if row["lo"] == row["hi"] == 0:
        return f"<b>{label}</b>: exactly as with {base} in each of {row['n']} pairs of runs."
    if row["lo"] <= 0 <= row["hi"]:
        return (f"<b>{label}</b>: no clear difference to {base}; the 95 % interval of the change reaches from {lo} to {hi} "
                f"{unit} a run.")
    more = row["effect"] > 0
    low, high = sorted((abs(row["lo"]), abs(row["hi"])))
    relative = f", {100 * abs(share):.0f} % {'more' if more else 'less'}" if np.isfinite(share) else ""
    return (f"<b>{label}</b>: {number(abs(row['effect']))} {'more' if more else 'fewer'} {unit} a run than with {base}"
            f"{relative} (95 % interval {number(low)} to {number(high)} {'more' if more else 'fewer'}).")


def dose_headline(ds: xr.Dataset, outcome: str, dose: str) -> list[str]:
    """What `disalign dose` found over all curves, and how the other factors change it; empty without its table."""
    if "dose_slope" not in sensitivity.analyses(ds):
        return []
    table = sensitivity.analysis(ds, "dose_slope")
    table = table[table["outcome"] == outcome].set_index("curve")
    unit = plural(unit_of(ds, outcome))

    def change(curve: str) -> str:
        row = table.loc[curve]
        clear = not row["lo"] <= 0 <= row["hi"]
        return (f"{number(row['change'])} {unit} a run (95 % interval {number(row['lo'])} to {number(row['hi'])})"
                f"{'' if clear else ', an interval that contains 0'}")

    found = []
    if "mean over all curves" in table.index:
        lowest, highest = float(ds[dose].min()), float(ds[dose].max())
        found.append(f"<b>All in all</b>: over the range of {html.escape(dose)}, {lowest:g} to {highest:g}, the outcome changes by "
                     f"{change('mean over all curves')}: a straight line through all levels, mean over all curves.")
    found += [f"<b>{html.escape(curve[0].upper() + curve[1:])}</b>: that figure moves by {change(curve)}."
              for curve in table.index if curve.startswith("change with ")]
    return found


def dose_sentences(ds: xr.Dataset, outcome: str, dose: str) -> list[str]:
    """What the dose does: change over its range at each level of the other factors, with interval."""
    table = effects.dose_response(ds, outcome, dose)
    top = table[table[dose] == table[dose].max()]
    unit = plural(unit_of(ds, outcome))
    sentences = []
    others = [f for f in effects.factors(ds) if f != dose]
    for _, row in top.iterrows():
        held = ", ".join(f"{o} {row[o]:g}" if isinstance(row[o], float) else f"{o} {row[o]}" for o in others)
        clear = not row["effect_lo"] <= 0 <= row["effect_hi"]
        sentences.append(f"<b>{held or 'All points'}</b>: from the lowest to the highest {html.escape(dose)} the outcome changes by "
                         f"{number(row['effect'])} {unit} a run (95 % interval {number(row['effect_lo'])} to "
                         f"{number(row['effect_hi'])}){'' if clear else '; the interval contains 0'}.")
    return sentences


METHODS = (
    "Every number compares simulated runs. Runs of one replicate share their random numbers in every scenario, so a "
    "difference between scenarios is the effect of what differs between them and of nothing else; intervals are Student's t "
    "on these paired differences, standard errors are Monte Carlo errors of the mean.",
    "Shares have exact (Clopper and Pearson) bounds, survival curves are Kaplan and Meier's with log-log bounds, hazards have "
    "exact Poisson bounds. No significance test is made: with enough runs any difference would pass one.",
    "Tail exponents are maximum likelihood fits of a discrete power law with the lower end chosen by Kolmogorov and Smirnov "
    "(Clauset, Shalizi & Newman 2009), made by the program; their standard error does not include that choice.",
    "An effect is that of the scenario's whole package: strength, timing, goals, stances and coordination, as the table of "
    "differing parameters lists them.",
)


def limits(ds: xr.Dataset) -> list[str]:
    """What this model, and this file, cannot say."""
    table = parameters(ds)
    assumed = int(table["source"].str.contains("assumed", case=False).sum())
    n = ds.sizes["replicate"]
    found = [
        "It is a stylised model, no forecast of a country, a mission or a force. It says what follows from its rules, not what "
        "will happen.",
        f"{assumed} of its {len(table)} parameters are assumed, not measured; the file names the source of each "
        "(group /parameters).",
        "Its level of violence is calibrated only roughly, and effects of partners on violence are not validated against data.",
        "Intervals hold the randomness of the model only. They know nothing of wrong rules or wrong parameters: for these run "
        "the sensitivity, ablation and robustness studies.",
        "Events are observed without error here unless a figure says <em>reported</em>; real event data misses and misplaces "
        "events.",
    ]
    if n < 30:
        found.append(f"This file has {n} replicates: intervals are wide and bounds of shares wider. Run more before you conclude.")
    return found


def outcome_title(ds: xr.Dataset, outcome: str) -> str:
    """The outcome in words, first letter large."""
    words = axis_label(ds, outcome).split(" (")[0]
    return html.escape(words[0].upper() + words[1:])

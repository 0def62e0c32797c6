"""disalign: reads, analyses and draws the result files of the program of that name.

>>> import disalign
>>> ds = disalign.open("results/quick.h5")
>>> disalign.paired_effects(ds, "total_civilian_deaths").shape[0]
3
"""

from .effects import dose_response, dose_slope, mean_interval, paired_contrast, paired_effects
from .files import DataError, configuration, open, provenance
from .maps import cell_map, outline, towns
from .program import simulate
from .survival import hazard, hazard_ratios, kaplan_meier, time_to, time_to_atrocity, time_to_war_end
from .tables import deployments, events, outcomes, parameters, runs
from .tails import event_exceedance, outcome_exceedance, tail_exponents

__all__ = [
    "DataError", "cell_map", "configuration", "deployments", "dose_response", "dose_slope", "event_exceedance",
    "events", "hazard", "hazard_ratios", "kaplan_meier", "mean_interval", "open", "outcome_exceedance", "outcomes",
    "outline", "paired_contrast", "paired_effects", "parameters", "provenance", "runs", "simulate", "tail_exponents", "time_to",
    "time_to_atrocity", "time_to_war_end", "towns",
]

"""Figures a journal would print: one function each, from a dataset that `disalign.open` returned.

>>> import disalign, tempfile
>>> from disalign import figures
>>> figure = figures.forest(disalign.open("results/quick.h5"))
>>> [file.name for file in figures.save(figure, tempfile.mkdtemp() + "/forest")]
['forest.pdf', 'forest.svg', 'forest.png']
"""

from .courses import course, fan, spaghetti
from .effects import convergence, dose_response, forest
from .maps import event_map, heat_map
from .replay import animate, still
from .sensitivity import ablation, morris, sobol
from .style import render, save
from .summary import summary
from .survival import hazard, kaplan_meier
from .tails import event_exceedance, outcome_exceedance

__all__ = [
    "ablation", "animate", "convergence", "course", "dose_response", "event_exceedance", "event_map", "fan", "forest", "hazard",
    "heat_map", "kaplan_meier", "morris", "outcome_exceedance", "render", "save", "sobol", "spaghetti", "still", "summary",
]

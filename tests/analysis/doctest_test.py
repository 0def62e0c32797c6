"""Every example in a docstring of the package does what it says, and every public function has one."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

disalign = pytest.importorskip("disalign")
pytest.importorskip("statsmodels", reason="statsmodels is missing")

MODULES = ["disalign"] + sorted(
    m.name for m in pkgutil.walk_packages(disalign.__path__, "disalign.") if not m.name.endswith("__main__"))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_do_what_they_say(name, results, monkeypatch):
    monkeypatch.chdir(results)
    module = importlib.import_module(name)
    outcome = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert outcome.failed == 0, f"{outcome.failed} of {outcome.attempted} examples of {name} fail"


def test_every_public_function_says_what_it_takes_and_shows_how():
    without = []
    for name in MODULES:
        module = importlib.import_module(name)
        for member, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != name or member.startswith("_"):
                continue
            text = inspect.getdoc(function) or ""
            if len(text) < 40:
                without.append(f"{name}.{member}")
            elif member in getattr(disalign, "__all__", []) and ">>>" not in text:
                without.append(f"{name}.{member}: no example")
    assert not without

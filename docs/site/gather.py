"""Gathers the pages of the documentation site: written ones, generated ones, and the pictures.

Usage: gather.py PROGRAM FOLDER. FOLDER gets `pages`; a small study is run for the pictures and for
the data dictionary (a minute).
"""
import importlib
import inspect
import pathlib
import pkgutil
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "analysis"))

import disalign  # noqa: E402
from disalign import figures  # noqa: E402
from disalign.dictionary import dictionary  # noqa: E402

COMMANDS = re.compile(r"^  (\w+) ", re.M)


def without_links_into_the_source(text: str) -> str:
    """Links to files that are no pages become their text."""
    return re.sub(r"\[([^\]]+)\]\((?!https?:|#|pictures/)(?![\w/]+\.md)[^)]+\)", r"\1", text)


def commands(program: str) -> str:
    """The help of the program and of each command."""
    def ask(*words: str) -> str:
        return subprocess.run([program, *words], capture_output=True, text=True, check=True).stdout

    overview = ask("--help")
    listed = re.split(r"^Subcommands:", overview, flags=re.M | re.I)[1].split("Examples:")[0]
    names = COMMANDS.findall(listed)
    parts = ["# Commands\n", f"```text\n{overview.strip()}\n```\n"]
    parts += [f"## disalign {name}\n\n```text\n{ask(name, '--help').strip()}\n```\n" for name in names]
    return "\n".join(parts)


def python_reference() -> str:
    """Every public function of the package with its signature, docstring and example."""
    parts = ["# Python package\n", "From the docstrings; every example is run by the tests. `ds` is what `disalign.open` returns.\n"]
    for module_name in sorted(m.name for m in pkgutil.walk_packages(disalign.__path__, "disalign.")):
        module = importlib.import_module(module_name)
        functions = [(name, f) for name, f in inspect.getmembers(module, inspect.isfunction)
                     if f.__module__ == module_name and not name.startswith("_")]
        if not functions or module_name.endswith(("__main__", ".svg", ".words", ".page")):
            continue
        parts.append(f"## {module_name}\n\n{inspect.getdoc(module)}\n")
        for name, function in functions:
            words = (inspect.getdoc(function) or "").split(">>>", 1)
            signature = re.sub(r"'([\w.\[\] |,]+)'", r"\1", str(inspect.signature(function)))
            parts.append(f"### {name}\n\n```python\n{name}{signature}\n```\n\n{words[0].strip()}\n")
            if len(words) > 1:
                parts.append(f"```python\n>>>{words[1].rstrip()}\n```\n")
    return "\n".join(parts)


def pictures(ds, folder: pathlib.Path) -> None:
    """The pictures of the pages, from a small study."""
    drawn = {
        "summary": figures.summary(ds), "forest": figures.forest(ds), "fan": figures.fan(ds), "course": figures.course(ds),
        "event_exceedance": figures.event_exceedance(ds), "heat_map": figures.heat_map(ds, scenario="un_alone"),
        "survival": figures.kaplan_meier(ds, disalign.time_to_atrocity(ds, 50)), "convergence": figures.convergence(ds),
        "still": figures.still(ds, 3, ds.sizes["week"] // 2),
    }
    for name, figure in drawn.items():
        figures.save(figure, folder / f"{name}.png")


def main() -> None:
    program, target = sys.argv[1], pathlib.Path(sys.argv[2])
    pages = target / "pages"
    shutil.rmtree(pages, ignore_errors=True)
    shutil.copytree(ROOT / "docs" / "site" / "pages", pages)
    for name in ("PARAMETERS", "OBSERVABLES", "MECHANISMS", "ODD", "RESULTS"):
        text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
        (pages / f"{name}.md").write_text(without_links_into_the_source(text), encoding="utf-8")
    for name in ("DESIGN", "DECISIONS"):
        text = (ROOT / f"{name}.md").read_text(encoding="utf-8")
        (pages / f"{name.lower()}.md").write_text(without_links_into_the_source(text), encoding="utf-8")
    (pages / "commands.md").write_text(commands(program), encoding="utf-8")
    (pages / "python.md").write_text(python_reference(), encoding="utf-8")
    file = target / "site.h5"
    subprocess.run([program, "run", str(ROOT / "experiments/studies/quick.toml"), "-o", str(file), "--replicates", "8", "--level",
                    "events", "--set", "study.weeks=104", "--quiet", "--fresh"], check=True, stdout=subprocess.DEVNULL)
    dictionary(file, pages / "data_dictionary.md")
    with disalign.open(file) as ds:
        pictures(ds, pages / "pictures")
    shutil.copy(ROOT / "docs" / "site" / "mkdocs.yml", target / "mkdocs.yml")


if __name__ == "__main__":
    main()

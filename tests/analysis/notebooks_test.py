"""The notebooks run from top to bottom on small studies, and the R script reads the file as Python does."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest

disalign = pytest.importorskip("disalign")

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "analysis" / "notebooks").glob("*.ipynb"))


def test_there_is_a_notebook_for_each_question():
    assert [n.name[0] for n in NOTEBOOKS] == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda n: n.stem)
def test_a_notebook_runs_from_top_to_bottom(notebook, program, tmp_path, monkeypatch):
    nbclient = pytest.importorskip("nbclient", reason="python3-nbclient is missing")
    nbformat = pytest.importorskip("nbformat", reason="python3-nbformat is missing")
    pytest.importorskip("ipykernel", reason="python3-ipykernel is missing")
    pytest.importorskip("statsmodels", reason="statsmodels is missing")
    for name, value in (("NOTEBOOK_REPLICATES", "3"), ("NOTEBOOK_WEEKS", "40"), ("PYTHONPATH", str(ROOT / "analysis")),
                        ("DISALIGN_PROGRAM", program)):
        monkeypatch.setenv(name, value)
    book = nbformat.read(notebook, as_version=4)
    for cell in book.cells:
        assert not cell.get("outputs"), "the notebook is kept without outputs"
    nbclient.NotebookClient(book, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [o for c in book.cells for o in c.get("outputs", []) if o.output_type in ("execute_result", "display_data", "stream")]
    assert len(shown) >= 2
    if "figures." in notebook.read_text():
        assert any("image/png" in o.get("data", {}) for o in shown), "no figure is shown"


def test_the_r_script_finds_the_same_effects(quick, ds):
    rscript = shutil.which("Rscript")
    if rscript is None or subprocess.run([rscript, "-e", "library(ncdf4)"], capture_output=True).returncode != 0:
        pytest.skip("R with ncdf4 is missing (r-cran-ncdf4)")
    made = subprocess.run([rscript, str(ROOT / "analysis" / "r" / "first_look.R"), str(quick)], capture_output=True, text=True,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert made.returncode == 0, made.stderr
    found = re.findall(r"^  (\S.*?)\s+(-?[\d.]+)  \[(-?[\d.]+), (-?[\d.]+)\]$", made.stdout, re.M)
    table = disalign.paired_effects(ds, "total_civilian_deaths")
    assert len(found) == len(table) == 3
    for (label, effect, lo, hi), row in zip(found, table.itertuples()):
        assert label == row.label
        assert [float(effect), float(lo), float(hi)] == pytest.approx([row.effect, row.lo, row.hi], abs=0.06)

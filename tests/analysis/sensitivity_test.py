"""Tables that analysing commands leave in a file are read, drawn, and shown in the report."""

import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest

disalign = pytest.importorskip("disalign")
pytest.importorskip("statsmodels", reason="statsmodels is missing")
pytest.importorskip("netCDF4", reason="python3-netcdf4 is missing")

from disalign import figures, sensitivity  # noqa: E402
from disalign.figures import replay  # noqa: E402
from disalign.report import report  # noqa: E402

SA = pd.DataFrame({"outcome": "total_deaths", "unit": "person", "factor": ["rate", "share"], "key": ["a.rate", "b.share"],
                   "first": [0.5, 0.1], "first_lo": [0.4, 0.0], "first_hi": [0.6, 0.2],
                   "total": [0.7, 0.2], "total_lo": [0.6, 0.1], "total_hi": [0.8, 0.3]})
ABLATE = pd.DataFrame({"outcome": "total_deaths", "unit": "person", "channel": ["all", "friction", "friction", "talks"],
                       "measure": ["whole", "shapley", "without", "without"], "effect": [100.0, 30.0, -40.0, 5.0],
                       "lo": [90.0, 20.0, -50.0, 0.0], "hi": [110.0, 40.0, -30.0, 10.0]})


@pytest.fixture(scope="module")
def analysed(quick, tmp_path_factory):
    """The small file with the tables of `sa` and `ablate` as groups with a dimension `row`."""
    file = tmp_path_factory.mktemp("analysed") / "analysed.h5"
    shutil.copy(quick, file)
    for name, table in (("sa", SA), ("ablate", ABLATE)):
        rows = table.rename_axis("row").to_xarray()
        rows.attrs["title"] = f"what {name} found"
        for column in ("first", "effect"):
            if column in rows:
                rows[column].attrs["units"] = "1"
        rows.to_netcdf(file, mode="a", group=name, engine="netcdf4")
    return file


def test_the_tables_are_found_and_read_with_their_units(analysed):
    with disalign.open(analysed) as ds:
        assert sensitivity.analyses(ds) == ("ablate", "sa") or sensitivity.analyses(ds) == ("sa", "ablate")
        table = sensitivity.analysis(ds, "sa")
    pd.testing.assert_frame_equal(table[list(SA.columns)], SA, check_dtype=False)
    assert table.attrs["units"]["first"] == "1" and table.attrs["meaning"] == "what sa found"


def test_what_is_left_with_a_channel_off_is_the_whole_and_its_change():
    left = sensitivity.switched_off(ABLATE).set_index("mechanism")
    assert left.loc["friction"].tolist() == [60.0, 50.0, 70.0]
    assert left.loc["talks"].tolist() == [105.0, 100.0, 110.0]
    assert list(left.index) == ["all on", "friction", "talks"]


def test_the_report_shows_figure_and_table_of_each(analysed, tmp_path):
    text = report(analysed, tmp_path / "page.html").read_text(encoding="utf-8")
    assert 'id="sa-0"' in text and 'id="ablate-0"' in text
    assert "Sobol indices: total_deaths" in text and "what ablate found" in text


def test_figures_of_tables_name_a_missing_column():
    with pytest.raises(disalign.DataError, match="no column sigma"):
        figures.morris(pd.DataFrame({"factor": ["a"], "mu_star": [1.0]}))


def test_frames_of_a_replay_are_those_of_the_file(quick, program, tmp_path):
    target = tmp_path / "frames.h5"
    made = subprocess.run([program, "replay", str(quick), "--run", "5", "--frames", str(target), "-o", str(tmp_path / "events.csv")],
                          capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    with disalign.open(quick) as ds:
        groups = replay.group_strength(ds, target)
        kinds = disalign.tables.kinds_of_actors(ds)
        armed = [kinds[str(a)] == "armed_group" for a in ds.actor.values]
        run = disalign.runs(ds).loc[5]
        own = ds.strength.sel(scenario=run.scenario, replicate=run.replicate).isel(actor=np.flatnonzero(armed)).sum("actor")
        assert groups.sum("cell").values.tolist() == own.values.tolist()
        assert len(figures.still(ds, 5, 30, target).axes) == 3

"""Opens the file of hdf5_test.cpp with every reader users have, and compares it with the C++ side.

DISALIGN_HDF5_SAMPLE names the file; <file>.json beside it says what C++ wrote. Skipped where unset.
"""
import json
import os
import re
import subprocess

import h5py
import netCDF4
import numpy as np
import pytest
import xarray as xr

PATH = os.environ.get("DISALIGN_HDF5_SAMPLE", "")
pytestmark = pytest.mark.skipif(not PATH, reason="DISALIGN_HDF5_SAMPLE names no file")

GROUPS = ("/", "runs", "events")
UNLIMITED = {"/": {"week"}, "runs": {"run"}, "events": {"event"}}
DTYPES = {
    "/": dict(scenario=object, replicate="int32", week="int32", lon="float64", lat="float32",
              date="int32", deaths="int32", violence="float32", height="float64",
              covariance="float64", n_complete="int64"),
    "runs": dict(run="int32", status="int8", digest="uint64", error=object),
    "events": dict(event="int64", week="int32"),
}


@pytest.fixture(scope="module")
def said():
    with open(PATH + ".json", encoding="utf-8") as file:
        return json.load(file)


def expected(variable, dtype):
    values = variable["values"]
    if dtype is not object:
        values = [np.nan if value is None else value for value in values]  # NaN is null in JSON
    return np.array(values, dtype=dtype).reshape(variable["shape"])


def same(found, wanted):
    found = np.asarray(found)
    if wanted.dtype == object:
        assert found.shape == wanted.shape and found.ravel().tolist() == wanted.ravel().tolist()
    else:
        assert found.dtype == wanted.dtype
        np.testing.assert_array_equal(found, wanted)


def compare(variables, dimensions_of, attributes_of, values_of, group, said):
    wanted = said[group]["variables"]
    assert sorted(variables) == sorted(wanted)
    for name, what in wanted.items():
        assert list(dimensions_of(name)) == what["dimensions"], name
        attributes = attributes_of(name)
        assert attributes.get("units", "") == what["units"], name
        assert attributes["long_name"] == what["long_name"], name
        same(values_of(name), expected(what, DTYPES[group][name]))


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("engine", [None, "h5netcdf", "netcdf4"])
def test_xarray_reads_what_was_written(said, engine, group):
    arguments = {} if engine is None else {"engine": engine}
    if group != "/":
        arguments["group"] = group
    with xr.open_dataset(PATH, decode_times=False, **arguments) as found:
        compare(found.variables, lambda name: found[name].dims,
                lambda name: found[name].attrs, lambda name: found[name].values, group, said)
        for name, value in said[group]["attributes"].items():
            assert found.attrs[name] == value
        assert set(found.attrs) == set(said[group]["attributes"])
        for dimension in found.dims:
            assert dimension in found.indexes


def test_xarray_without_arguments_selects_by_label(said):
    with xr.open_dataset(PATH) as found:
        assert list(found.scenario.values) == said["/"]["variables"]["scenario"]["values"]
        assert found.deaths.sel(scenario="désaligné", replicate=2, week=4).item() == 123
        assert found.deaths.dtype == np.int32
        assert np.isnan(found.violence.sel(scenario="mit Verbündeten", replicate=3)).all()
        assert "date" in found.deaths.coords
        assert str(found.date.values[0])[:10] == "2013-01-08"


@pytest.mark.parametrize("group", GROUPS)
def test_netcdf4_reads_what_was_written(said, group):
    with netCDF4.Dataset(PATH) as file:
        assert list(file.groups) == list(GROUPS[1:])
        found = file[group] if group != "/" else file
        found.set_auto_mask(False)
        compare(found.variables, lambda name: found[name].dimensions,
                lambda name: found[name].__dict__, lambda name: found[name][...], group, said)
        unlimited = {name for name, size in found.dimensions.items() if size.isunlimited()}
        assert unlimited == UNLIMITED[group]
        for name, value in said[group]["attributes"].items():
            assert found.getncattr(name) == value


def test_netcdf4_masks_nothing_that_was_written(said):
    with netCDF4.Dataset(PATH) as file:
        assert np.ma.count_masked(file["deaths"][...]) == 0
        assert file["violence"].valid_max == np.float32(0.1)
        assert file["violence"].valid_max.dtype == np.float32
        assert file["runs/status"].flag_meanings.split() == ["not_run", "complete", "failed"]
        assert file["runs/status"].flag_values.tolist() == [0, 1, 2]
        assert file["runs/status"].flag_values.dtype == np.int8


@pytest.mark.parametrize("group", GROUPS)
def test_ncdump_shows_names_dimensions_and_units(said, group):
    header = subprocess.run(["ncdump", "-h", PATH], check=True, capture_output=True,
                            encoding="utf-8").stdout
    assert "phony_dim" not in header and "_FillValue" not in header
    parts = re.split(r"^group: (\w+) \{", header, flags=re.MULTILINE)
    text = {"/": parts[0], **dict(zip(parts[1::2], parts[2::2]))}[group]
    for name, what in said[group]["variables"].items():
        axes = ", ".join(what["dimensions"])
        declared = f"{name}({axes}) ;" if axes else f"{name} ;"
        assert re.search(rf"^\s*\w+ {re.escape(declared)}$", text, flags=re.MULTILINE), declared
        if what["units"]:
            assert re.search(rf'{name}:units = "{re.escape(what["units"])}" ;', text), name
        assert f'{name}:long_name = "{what["long_name"]}" ;' in text
    for dimension in UNLIMITED[group]:
        length = said[group]["variables"][dimension]["shape"][0]
        assert f"{dimension} = UNLIMITED ; // ({length} currently)" in text


def test_nothing_in_the_file_is_of_a_kind_that_readers_drop():
    def examine(name, item):
        if not isinstance(item, h5py.Dataset):
            return
        kind = item.id.get_type()
        assert not isinstance(kind, (h5py.h5t.TypeCompoundID, h5py.h5t.TypeEnumID)), name
        assert not isinstance(kind, h5py.h5t.TypeStringID) or kind.is_variable_str(), name
        assert item.shape is not None, name
        is_coordinate = item.attrs.get("CLASS") == b"DIMENSION_SCALE"
        assert is_coordinate or all(len(axis) == 1 for axis in item.dims), name

    with h5py.File(PATH) as file:
        file.visititems(examine)
        deaths = file["deaths"]
        assert deaths.compression == "gzip" and deaths.compression_opts == 1 and deaths.shuffle

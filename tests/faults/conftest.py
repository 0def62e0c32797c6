"""The study that these tests interrupt, and its uninterrupted making."""

import os
import pathlib

import pytest

from . import studies


def pytest_collection_modifyitems(items):
    if os.access(studies.PROGRAM, os.X_OK):
        return
    here = pathlib.Path(__file__).parent
    for item in (item for item in items if here in item.path.parents):
        item.add_marker(pytest.mark.skip(reason="DISALIGN_PROGRAM names no program"))


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """An uninterrupted making: (folder, digest, content of its file)."""
    folder = tmp_path_factory.mktemp("whole")
    studies.write_study(folder)
    done = studies.run(folder, "whole.h5", "--level", "events")
    return folder, studies.digest(done), studies.content(folder / "whole.h5")


@pytest.fixture
def folder(tmp_path):
    studies.write_study(tmp_path)
    return tmp_path

"""A storage of a test's own, so that what lies in it can be counted."""

from pathlib import Path

import pytest


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """The folder in which this test's files lie."""
    default = settings.STORAGES["default"]
    options = default["OPTIONS"] | {"location": tmp_path / "files"}
    settings.STORAGES = {**settings.STORAGES, "default": {**default, "OPTIONS": options}}
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


def stored(folder: Path) -> list[Path]:
    """Every file in it."""
    return sorted(path for path in folder.rglob("*") if path.is_file())

"""Reads one CSV file of ``care/reference/data``: text stays text ("03" is not 3), a surprise is an error."""

from __future__ import annotations

import csv
from pathlib import Path

DATA_FOLDER = Path(__file__).resolve().parent / "data"


class DataFileError(ValueError):
    """A data file that cannot be used as it is. The message names the file, the line and the value."""


def rows(name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """All rows of ``data/<name>`` with exactly ``columns``, values stripped.

    Raises DataFileError when the file is missing, its header differs, or a row is too short or too long.
    """
    path = DATA_FOLDER / name
    if not path.is_file():
        raise DataFileError(f"{name}: file is missing")
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if tuple(reader.fieldnames or ()) != columns:
            raise DataFileError(f"{name}: header is {reader.fieldnames}, expected {list(columns)}")
        found = []
        for row in reader:
            if None in row or None in row.values():
                raise DataFileError(f"{name} line {reader.line_num}: wrong number of columns")
            found.append({key: value.strip() for key, value in row.items()})
    return found


def split(value: str) -> tuple[str, ...]:
    """The parts of a ``;``-separated cell, without empty ones."""
    return tuple(part.strip() for part in value.split(";") if part.strip())

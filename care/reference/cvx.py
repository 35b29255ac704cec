"""CVX, the CDC's codes for vaccines. A code is text: "03" is MMR, and "3" is the same code written by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from care.reference.datafile import DataFileError, rows, split
from care.reference.vaccines import Flag

FILE = "cvx.csv"
COLUMNS = ("cvx", "name", "status", "updated", "slug", "flag", "text_says_live", "candidates", "source")

_WRITTEN = re.compile(r"^\s*(?:cvx)?\s*[:#]?\s*0*(\d{1,3})\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CvxCode:
    """One code. ``slug`` is the catalogue row it stands for, "" when the catalogue has none.

    ``status`` is the CDC's list status, which is not a licence status. ``text_says_live`` is whether CDC's own words
    contain "live": a curiosity, never the answer.
    """

    cvx: str
    name: str
    status: str
    updated: str
    slug: str
    flag: Flag
    text_says_live: bool
    candidates: tuple[str, ...]
    source: str


def normalise(written: str) -> str | None:
    """The code as CDC prints it (at least two digits), from "3", "03", " 03 " or "CVX 3"; None when it is no code."""
    match = _WRITTEN.match(written)
    return match.group(1).zfill(2) if match else None


@cache
def all_codes() -> tuple[CvxCode, ...]:
    """Every code, in file order."""
    codes = []
    for row in rows(FILE, COLUMNS):
        try:
            flag = Flag(row["flag"])
        except ValueError as error:
            raise DataFileError(f"{FILE}: {row['cvx']}: unknown flag {row['flag']!r}") from error
        codes.append(
            CvxCode(
                cvx=row["cvx"],
                name=row["name"],
                status=row["status"],
                updated=row["updated"],
                slug=row["slug"],
                flag=flag,
                text_says_live=row["text_says_live"] == "yes",
                candidates=split(row["candidates"]),
                source=row["source"],
            )
        )
    return tuple(codes)


@cache
def by_code() -> Mapping[str, CvxCode]:
    return MappingProxyType({code.cvx: code for code in all_codes()})


def find(written: str) -> CvxCode | None:
    """The code a person wrote, or None when it is not a code or not a known one."""
    code = normalise(written)
    return by_code().get(code) if code else None

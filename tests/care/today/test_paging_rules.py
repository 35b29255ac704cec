"""A place in a list, written into an address and read back."""

import datetime as dt
from uuid import UUID

import pytest

from care.today.rules.paging import NoPlace, Place, place

HERE = Place(dt.date(2026, 11, 19), dt.datetime(2026, 11, 19, 22, 30, 0, 125, tzinfo=dt.UTC), UUID(int=0x0198))
TEXT = "2026-11-19_20261119T223000.000125_00000000000000000000000000000198"


def test_there_and_back():
    assert HERE.text == TEXT
    assert place(TEXT) == HERE


def test_the_same_instant_on_another_clock_is_the_same_place():
    berlin = HERE.at.astimezone(dt.timezone(dt.timedelta(hours=1)))
    assert Place(HERE.day, berlin, HERE.key).text == TEXT


@pytest.mark.parametrize(
    "text",
    ["", "_", "__", TEXT[:-1], TEXT[1:], TEXT.replace("2026-11-19", "2026-02-30"), TEXT.replace("T2", "T5"), "x" * 999],
)
def test_anything_else_is_no_place(text):
    with pytest.raises(NoPlace):
        place(text)

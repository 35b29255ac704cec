"""The timeline: every entry once, a page at a time, with a filter that stays in the address."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from care.infections import actions as infections
from care.record import actions as record
from care.record.models import Entry
from care.skin import actions as skin
from care.today.rules.paging import NoPlace, Place, place
from tests.people import MORNING


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


def ago(days: float) -> dt.datetime:
    return MORNING - dt.timedelta(days=days)


def notes(family, count: int) -> None:
    """Notes of several a day, some at the very same instant."""
    Entry.objects.bulk_create(
        Entry(
            patient=family.mia,
            author=family.guardian,
            kind="note",
            occurred_at=ago(n // 4),
            local_day=ago(n // 4).date(),
            entered_at=ago(n // 4),
            note=f"note {n}",
        )
        for n in range(count)
    )


def address(family, query: str = "") -> str:
    return reverse("today:timeline", args=[family.mia.pk]) + query


def shown(text: str) -> list[str]:
    return re.findall(r"note \d+", text)


def link(text: str, testid: str) -> str | None:
    found = re.search(rf'href="([^"]*)" data-testid="{testid}"', text)
    return found[1].replace("&amp;", "&") if found else None


def test_older_and_newer_walk_over_every_entry_once(family):
    notes(family, 95)
    client = family.client("viewer")
    text, seen = client.get(address(family)).content.decode(), []
    assert link(text, "newer") is None
    while True:
        seen.append(shown(text))
        older = link(text, "older")
        if not older:
            break
        text = client.get(address(family, older)).content.decode()
    flat = [note for page in seen for note in page]
    assert [len(page) for page in seen] == [30, 30, 30, 5]
    assert len(set(flat)) == 95
    assert [int(note[5:]) // 4 for note in flat] == sorted(int(note[5:]) // 4 for note in flat)
    back = []
    while newer := link(text, "newer"):
        text = client.get(address(family, newer)).content.decode()
        back.append(shown(text))
    assert [note for page in reversed(back) for note in page] == flat[: sum(map(len, back))]
    assert link(text, "newest") is None


def test_the_oldest_page_is_one_step_away(family):
    notes(family, 70)
    text = family.client("guardian").get(address(family, "?oldest=1")).content.decode()
    assert sorted(shown(text)) == sorted(f"note {n}" for n in range(40, 70))
    assert link(text, "older") is None
    assert link(text, "newer")


@pytest.fixture
def mixed(family):
    common = {"patient": family.mia, "by": family.guardian}
    record.add(kind="note", note="Ate 100% of the soup_bowl", at=ago(3), **common)
    record.add(kind="note", note="fever gone", at=ago(2), **common)
    skin.answer(values={"worst_itch": 4, "sites": [{"site": "palm", "side": "left"}]}, at=ago(2), **common)
    skin.answer(values={"worst_itch": 5, "sites": [{"site": "scalp", "side": ""}]}, at=ago(1), **common)
    infections.start_lump(area="arm", body_site="palm", side="left", at=ago(1), **common)
    infections.start_episode(site="lung", at=ago(1), note="Cough", **common)
    record.add(patient=family.leo, kind="note", note="fever of Leo", by=family.guardian, at=ago(1))
    return family


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("q=FEVER", ["note"]),
        ("q=100%25", ["note"]),
        ("q=p_bow", ["note"]),
        ("q=%25%25%25", []),
        ("kind=skin_check", ["skin_check", "skin_check"]),
        ("kind=growth", []),
        ("site=body:palm", ["infection", "skin_check"]),
        ("site=body:palm&kind=skin_check", ["skin_check"]),
        ("site=infection:lung", ["infection"]),
        ("site=infection:skin", ["infection"]),
        ("first=2026-11-17&last=2026-11-17", ["note", "skin_check"]),
        ("last=2026-11-16", ["note"]),
        ("q=cough&first=2026-11-18&kind=infection&site=infection:lung", ["infection"]),
    ],
)
def test_filters_narrow_together(mixed, query, kinds):
    answer = mixed.client("guardian").get(address(mixed, f"?{query}"))
    assert answer.status_code == 200
    assert sorted(item.entry.kind for item in answer.context["page"].items) == kinds
    assert ("No entry fits all of this" in answer.content.decode()) is (not kinds)


def test_a_filter_stays_in_the_address_of_every_page(family):
    notes(family, 70)
    text = family.client("guardian").get(address(family, "?q=note&kind=note&first=2026-01-01")).content.decode()
    for testid in ("older", "oldest"):
        href = link(text, testid)
        for part in ("q=note", "kind=note", "first=2026-01-01"):
            assert part in href
    assert 'value="note"' in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("first=2026-02-30", "Enter a valid date"),
        ("first=2026-11-18&last=2026-11-17", "cannot be before the first"),
        ("kind=nonsense", "Select a valid choice"),
        ("site=body:nonsense", "Select a valid choice"),
        ("q=" + "x" * 101, "at most 100"),
    ],
)
def test_an_odd_filter_is_asked_again(mixed, query, words):
    answer = mixed.client("guardian").get(address(mixed, f"?{query}"))
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.parametrize("query", ["before=nonsense", "after=", "before=2026-11-18_x_y", "before=9999-99-99_a_b"])
def test_an_odd_place_is_the_first_page(mixed, query):
    assert len(mixed.client("guardian").get(address(mixed, f"?{query}")).context["page"].items) == 6


def test_an_empty_record_says_where_to_begin(family):
    assert "No entries yet." in family.client("guardian").get(address(family)).content.decode()


def test_neither_helper_nor_stranger_nor_removed_rows(mixed, outsider):
    assert mixed.client("helper").get(address(mixed)).status_code == 403
    assert outsider.client("guardian").get(address(mixed)).status_code == 404
    text = mixed.client("viewer").get(address(mixed)).content.decode()
    assert "of Leo" not in text
    entry = Entry.objects.get(note="fever gone")
    record.remove(entry=entry, by=mixed.guardian, at=MORNING)
    assert "fever gone" not in mixed.client("viewer").get(address(mixed)).content.decode()


def test_the_first_and_the_last_page_cost_the_same_and_skip_nothing(family):
    client = family.client("guardian")

    def counts() -> list[int]:
        found = []
        for query in ("", "?oldest=1", "?q=note", "?kind=note"):
            with CaptureQueriesContext(connection) as seen:
                client.get(address(family, query))
            assert not any(" OFFSET " in query["sql"] for query in seen.captured_queries)
            found.append(len(seen))
        return found

    notes(family, 40)
    client.get(address(family))
    few = counts()
    notes(family, 1500)
    assert counts() == few
    assert max(few) <= 12


@given(st.dates(), st.datetimes(timezones=st.just(dt.UTC), min_value=dt.datetime(1000, 1, 1)), st.uuids())
def test_a_place_survives_an_address(day, at, key):
    here = Place(day, at, key)
    assert place(here.text) == here


@pytest.mark.parametrize("text", ["", "_", "2026-11-18", "2026-11-18__", "x_20261118T000000.000000_" + "0" * 32])
def test_what_is_no_place(text):
    with pytest.raises(NoPlace):
        place(text)

"""An open Today notices what another phone wrote, and asks for as good as nothing while nobody wrote."""

import datetime as dt
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from care.household.access import Access
from care.record import actions as record
from care.record.models import Entry
from care.skin import actions as skin
from care.today import reads
from tests.people import MORNING

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False) as frozen:
        yield frozen


def opened(client, patient) -> dict:
    """A Today on a phone: its mark, and the address it will ask."""
    page = client.get(reverse("today:today", kwargs={"patient": patient.pk}))
    screen = page.context["screen"]
    address = reverse("today:fresh", kwargs={"patient": patient.pk})
    return {"mark": screen.mark, "address": f"{address}?{urlencode({'since': screen.at.isoformat()})}", "page": page}


def asked(client, phone):
    return client.get(phone["address"], headers={"If-None-Match": f'"{phone["mark"]}"'})


def test_the_page_carries_what_it_will_ask(family):
    phone = opened(family.client("guardian"), family.mia)
    text = phone["page"].content.decode()
    assert f'data-mark="{phone["mark"]}"' in text
    assert phone["address"].replace("&", "&amp;") in text


def test_nothing_new_anywhere_is_an_empty_answer_of_few_queries(family):
    client = family.client("guardian")
    record.add(patient=family.mia, by=family.second, at=MORNING - MINUTE, kind="nothing_new")
    phone = opened(client, family.mia)
    counts = []
    for more in (0, 30):
        for n in range(more):
            record.add(patient=family.mia, by=family.second, at=MORNING - (n + 1) * MINUTE, kind="note", note="words")
        phone = opened(client, family.mia)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = asked(client, phone)
        assert (answer.status_code, answer.content) == (304, b"")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


@pytest.mark.parametrize("change", ["added", "edited", "taken back", "put back"])
def test_every_change_by_another_is_noticed_and_said(family, clock, change):
    client = family.client("guardian")
    entry = record.add(patient=family.mia, by=family.second, at=MORNING - MINUTE, kind="note", note="words").entry
    if change == "put back":
        record.remove(entry=entry, by=family.second, at=MORNING)
    phone = opened(client, family.mia)
    clock.move_to(MORNING + 5 * MINUTE)
    now = {"by": family.second, "at": MORNING + 5 * MINUTE}
    if change == "added":
        record.add(patient=family.mia, kind="nothing_new", **now)
    elif change == "edited":
        record.correct(entry=entry, changes={"note": "other words"}, **now)
    elif change == "taken back":
        record.remove(entry=entry, **now)
    else:
        record.restore(entry=Entry.objects.get(pk=entry.pk), **now)
    answer = asked(client, phone)
    assert answer.status_code == 200
    assert "data-says" in answer.content.decode()
    said = {
        "added": "Ben logged this for Mia at 07:07: Nothing new.",
        "edited": "1 entry of Mia is new or changed since this page was opened.",
    }.get(change, "Something changed since this page was opened.")
    assert said in answer.content.decode()
    # Once said, it is not said again; a Today opened now carries the mark that was answered.
    phone["mark"] = answer["ETag"].strip('"')
    assert asked(client, phone).status_code == 304
    assert opened(client, family.mia)["mark"] == phone["mark"]


def test_several_are_counted_and_ones_own_are_said_to_be_ones_own(family, clock):
    client = family.client("guardian")
    phone = opened(client, family.mia)
    clock.move_to(MORNING + MINUTE)
    skin.answer(patient=family.mia, by=family.guardian, at=MORNING + MINUTE, values={"worst_itch": 4})
    assert "You logged this for Mia on another screen at 07:03: Skin check." in asked(client, phone).content.decode()
    record.add(patient=family.mia, by=family.second, at=MORNING + MINUTE, kind="note", note="words")
    assert "2 entries of Mia are new or changed" in asked(client, phone).content.decode()


def test_another_childs_entries_change_nothing(family, clock):
    client = family.client("guardian")
    phone = opened(client, family.mia)
    clock.move_to(MORNING + MINUTE)
    record.add(patient=family.leo, by=family.second, at=MORNING + MINUTE, kind="nothing_new")
    assert asked(client, phone).status_code == 304


def test_a_new_day_is_noticed(family, clock):
    client = family.client("guardian")
    phone = opened(client, family.mia)
    clock.move_to(MORNING + dt.timedelta(days=1))
    assert asked(client, phone).status_code == 200


STRANGE = ["", "yesterday", "2026-11-19", "2026-11-19T07:00:00", "9" * 100, "2026-13-45T99:00Z"]


@pytest.mark.parametrize("since", STRANGE)
def test_a_strange_since_does_no_harm(family, since):
    address = reverse("today:fresh", kwargs={"patient": family.mia.pk})
    answer = family.client("guardian").get(address, {"since": since})
    assert answer.status_code == 200
    assert "Something changed" in answer.content.decode()


def test_a_helper_hears_of_what_a_helper_sees(family, clock):
    client = family.client("helper")
    phone = opened(client, family.mia)
    clock.move_to(MORNING + MINUTE)
    record.add(patient=family.mia, by=family.second, at=MORNING + MINUTE, kind="nothing_new")
    page = opened(client, family.mia)["page"].content.decode()
    assert (asked(client, phone).status_code == 200) is ("Nothing new" in page.split("Today so far")[-1])


def test_the_mark_of_a_screen_is_the_one_the_database_adds_up(family):
    for n in range(3):
        record.add(patient=family.mia, by=family.second, at=MORNING - n * MINUTE, kind="note", note="words")
    access = Access.for_user(family.guardian, now=MORNING)
    assert reads.today(access, family.mia).mark == reads.recent_mark(access, family.mia)

"""What a summary costs does not grow with the record."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from care.record.models import Entry
from care.skin.models import SkinCheck
from care.visits import actions
from tests.people import MORNING

TODAY = dt.date(2026, 11, 19)


def fill(family, days: int) -> None:
    """A skin check on each of the last ``days`` days."""
    entries = [
        Entry(
            patient=family.mia,
            author=family.guardian,
            kind="skin_check",
            local_day=TODAY - dt.timedelta(days=n),
            occurred_at=MORNING - dt.timedelta(days=n),
            entered_at=MORNING - dt.timedelta(days=n),
        )
        for n in range(days)
    ]
    Entry.objects.bulk_create(entries, batch_size=1000)
    checks = [SkinCheck(entry=entry, worst_itch=n % 11, itch_rater="caregiver") for n, entry in enumerate(entries)]
    SkinCheck.objects.bulk_create(checks, batch_size=1000)


def queries(function) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        function()
    return len(found)


def costs(family, days: int) -> dict[str, int]:
    fill(family, days)
    visit = actions.add_visit(
        patient=family.mia, by=family.guardian, at=MORNING, on=dt.date(2026, 11, 21), specialty="pediatrics"
    ).visit
    client = family.client("guardian")
    here = {"patient": family.mia.pk}
    pages = {
        name: reverse(f"visits:{name}", kwargs=here | ({} if name == "list" else {"visit": visit.pk}))
        for name in ("list", "detail", "summary")
    }
    actions.request_summary(visit=visit, by=None, at=MORNING)
    found = {"make": queries(lambda: actions.generate_summary(visit_id=visit.pk, at=MORNING))}
    client.get(pages["list"])
    for name, url in pages.items():
        found[name] = queries(lambda url=url: client.get(url))
    return found


@pytest.fixture
def short_record(family):
    with time_machine.travel(MORNING, tick=False):
        return costs(family, 30)


def test_queries_are_the_same_at_30_and_3000_days(short_record, outsider):
    with time_machine.travel(MORNING, tick=False):
        assert costs(outsider, 3000) == short_record
    # Nearly half of it for the FHIR form: one query a table.
    assert short_record["make"] <= 75
    assert max(short_record[page] for page in ("list", "detail", "summary")) <= 14

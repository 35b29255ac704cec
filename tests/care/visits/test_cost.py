"""What a summary costs does not grow with the record."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from care.infections import actions as infections
from care.medicines import actions as medicines
from care.medicines.models import Dose
from care.record.models import Entry
from care.results import actions as results
from care.skin.models import SkinCheck
from care.visits import actions
from care.visits.rules import sharing
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


def entries(family, kind, days, who) -> list[Entry]:
    rows = [
        Entry(
            patient=family.mia, author=who, kind=kind, local_day=TODAY - dt.timedelta(days=n),
            occurred_at=MORNING - dt.timedelta(days=n), entered_at=MORNING - dt.timedelta(days=n),
        )
        for n in days
    ]  # fmt: skip
    return Entry.objects.bulk_create(rows)


def test_the_page_of_twelve_busy_months_is_small_enough_for_a_slow_line(family, client):
    """Two raters whose answers never repeat, a dose noted on two days of three, infections, results: 120 KB at most."""
    mia, by = family.mia, family.guardian
    with time_machine.travel(MORNING, tick=False):
        for turn, (who, rater) in enumerate(((by, "caregiver"), (family.second, "self"))):
            rows = entries(family, "skin_check", [n for n in range(365) if n % 5 != turn], who)
            checks = (
                SkinCheck(entry=row, worst_itch=(n * 3 + turn) % 11, itch_rater=rater) for n, row in enumerate(rows)
            )
            SkinCheck.objects.bulk_create(checks)
        plan = {"drug": "Cotrimoxazole", "pattern": "daily", "times": ["08:00"], "purpose": "prophylaxis"}
        medicine = medicines.add_medicine(patient=mia, by=by, at=MORNING - dt.timedelta(days=364), values=plan)
        rows = entries(family, "dose", [n for n in range(364) if n % 3], by)
        Dose.objects.bulk_create(
            Dose(
                entry=row, medicine=medicine, due_on=row.local_day, due_time=dt.time(8), outcome="given",
                due_at=dt.datetime.combine(row.local_day, dt.time(7), tzinfo=dt.UTC),
            )
            for row in rows
        )  # fmt: skip
        for site in ("lung", "skin", "ear", "gut", "mouth", "sinus", "urine"):
            infections.start_episode(patient=mia, by=by, at=MORNING, site=site, note="as the clinic said")
        for test in ("ige", "igg", "iga", "eosinophils", "crp"):
            values = {"test": test, "value_text": "> 2 000", "unit": "kU/L"}
            results.add(kind="lab_result", patient=mia, by=by, at=MORNING, values=values)
        here = {"patient": mia, "by": by, "at": MORNING, "specialty": "pediatrics", "clinic": "City"}
        actions.add_visit(on=TODAY - dt.timedelta(days=363), **here)
        visit = actions.add_visit(on=dt.date(2026, 11, 24), questions="May she swim?", **here).visit
        actions.request_summary(visit=visit, by=None, at=MORNING)
        summary = actions.generate_summary(visit_id=visit.pk, at=MORNING)
        made = actions.make_share(summary=summary, sections=list(sharing.ALL), lasts="1", by=by, at=MORNING)
        page = client.post("/s/", {"code": made.code, "pin": made.pin}).content
    assert summary.content["period"]["days"] == 364
    html = page.decode()
    for plot in ("itch-days", "dose-days", "infection-days", "coverage-days"):
        assert f'data-testid="{plot}"' in html
    # No two days are alike here, so that the table has each of them.
    assert html.split('data-testid="itch-days"')[1].split("</table>")[0].count("<tr>") > 350
    assert len(page) <= 120_000

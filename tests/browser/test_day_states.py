"""What a day looks like afterwards: what nobody said stays blank, what was said late is marked, nothing is made up."""

import datetime as dt
import io
import re

import pytest
import time_machine
from django.utils import timezone
from PIL import Image

from care.record import actions as record
from care.skin import actions as skin
from tests.people import MORNING, make_family

pytestmark = pytest.mark.browser
TODAY = MORNING.date()


@pytest.fixture
def leo(transactional_db):
    """Leo's family on a Thursday morning, with an empty record."""
    with time_machine.travel(MORNING, tick=True):
        yield make_family()


def ago(days: int) -> dt.datetime:
    return MORNING - dt.timedelta(days=days)


def cell(page, day: dt.date):
    return page.locator(f'a.day[href$="/days/{day:%Y-%m-%d}/"]')


def test_the_same_as_yesterday_is_offered_three_times_and_says_nothing_more(phone, leo):
    """A fourth time somebody has to look again; and what is stored repeats no value."""
    from care.record.models import Entry
    from care.skin.models import SkinCheck

    skin.answer(patient=leo.leo, by=leo.guardian, at=ago(3), values={"worst_itch": 3})
    for day in (2, 1):
        record.add(patient=leo.leo, kind="same_as_yesterday", by=leo.guardian, at=ago(day))
    with phone(leo.guardian) as it:
        page = it.open(f"/p/{leo.leo.pk}/?part=morning")
        it.tap("same-as-yesterday")
        it.saved("Leo")
        stored = Entry.objects.filter(patient=leo.leo, local_day=TODAY)
        assert [row.kind for row in stored] == ["same_as_yesterday"]
        assert not SkinCheck.objects.filter(entry__local_day=TODAY).exists(), "no itch and no skin is made up"
        it.open(f"/p/{leo.leo.pk}/days/")
        assert cell(page, TODAY).get_attribute("data-state") == "same"
        assert "=" in cell(page, TODAY).inner_text()
        with time_machine.travel(MORNING + dt.timedelta(days=1), tick=True):
            page = it.open(f"/p/{leo.leo.pk}/?part=morning")
            page.get_by_test_id("nothing-new").wait_for()
            assert page.get_by_test_id("same-as-yesterday").count() == 0


def test_after_a_day_without_a_record_there_is_no_same(phone, leo):
    skin.answer(patient=leo.leo, by=leo.guardian, at=ago(2), values={"worst_itch": 3})
    with phone(leo.guardian) as it:
        page = it.open(f"/p/{leo.leo.pk}/?part=morning")
        page.get_by_test_id("nothing-new").wait_for()
        assert page.get_by_test_id("same-as-yesterday").count() == 0


def test_a_day_nobody_wrote_about_looks_unlike_one_on_which_all_was_well(phone, leo):
    """Also in greys: a hatch is not a level of grey."""
    record.add(patient=leo.leo, kind="nothing_new", by=leo.guardian, at=ago(2))
    skin.answer(patient=leo.leo, by=leo.guardian, at=ago(3), values={"worst_itch": 0})
    with phone(leo.guardian) as it:
        page = it.open(f"/p/{leo.leo.pk}/days/")
        days = {"nothing-new": ago(2).date(), "not-recorded": ago(1).date(), "detailed": ago(3).date()}
        seen = {}
        for state, day in days.items():
            assert cell(page, day).get_attribute("data-state") == state
            picture = Image.open(io.BytesIO(cell(page, day).screenshot())).convert("L")
            seen[state] = picture.resize((40, 40)).tobytes()
        for one, other in (("nothing-new", "not-recorded"), ("nothing-new", "detailed"), ("not-recorded", "detailed")):
            differing = sum(abs(a - b) > 40 for a, b in zip(seen[one], seen[other], strict=True))
            assert differing > 20, (one, other, differing)
        assert "not recorded" in cell(page, ago(1).date()).inner_text()


def test_what_is_written_days_later_says_so_on_the_calendar_and_to_the_clinic(phone, leo):
    """40 hours after the end of its day, by way of the page."""
    from care.visits import actions

    record.add(patient=leo.leo, kind="nothing_new", by=leo.guardian, at=ago(5))
    day = ago(3).date()
    with phone(leo.guardian) as it:
        page = it.open(f"/p/{leo.leo.pk}/skin/add/")
        page.locator('[name="worst_itch"][value="6"]').check()
        page.locator('input[name="local_day"]').fill(f"{day:%Y-%m-%d}")
        it.tap("submit")
        it.saved("Leo")
        it.open(f"/p/{leo.leo.pk}/days/")
        late = cell(page, day)
        assert late.get_attribute("data-late") == "true"
        assert "added later" in late.inner_text()
        assert cell(page, ago(5).date()).get_attribute("data-late") is None
        saved = actions.add_visit(
            patient=leo.leo,
            by=leo.guardian,
            at=timezone.now(),
            on=TODAY + dt.timedelta(days=3),
            specialty="pediatrics",
        )
        actions.request_summary(visit=saved.visit, by=leo.guardian, at=timezone.now())
        actions.generate_summary(visit_id=saved.visit.pk, at=timezone.now())
        it.open(f"/p/{leo.leo.pk}/visits/{saved.visit.pk}/summary/")
        words = page.get_by_test_id("summary").inner_text()
        assert "L = added over 36 h later" in words
        assert re.search(r"later\W+1\b|\b1\W+(day\W+)?\w*\W*later|late\D{0,20}1", words, re.IGNORECASE), words

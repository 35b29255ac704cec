"""A temperature, an antibiotic for an open infection, its end, and a lump with a photo: each within its taps."""

import datetime as dt

import pytest

from tests.people import MORNING

pytestmark = pytest.mark.browser
TODAY = MORNING.date()


def today(it, family):
    page = it.open(f"/p/{family.mia.pk}/")
    page.get_by_role("heading", name="Mia this morning").wait_for()
    return page


def test_a_temperature(phone, small):
    """The field has the focus, so that only the sheet, the tile and Save are tapped."""
    from care.infections.models import Temperature

    with phone(small.guardian) as it:
        page = today(it, small)
        with it.budget("T9 temperature"):
            it.tap("something-changed")
            it.tap("temperature")
            page.get_by_role("heading", name="temperature").wait_for()
            it.until("document.activeElement.name === 'value'")
            it.type(page.get_by_label("Temperature", exact=True), "38.4")
            it.tap("temperature-save")
            it.saved("Mia")
    assert Temperature.objects.get().words == "38.4 °C"


def test_an_antibiotic_used_before(phone, small):
    from care.infections import actions
    from care.infections.models import AntimicrobialCourse

    actions.add_log(
        kind="antimicrobial",
        patient=small.mia,
        by=small.guardian,
        at=MORNING - dt.timedelta(days=90),
        drug="Amoxicillin 250 mg",
    )
    with phone(small.guardian) as it:
        page = today(it, small)
        with it.budget("T10 antibiotic used before"):
            it.tap("open-infection")
            it.tap("add-course")
            it.tap(page.get_by_label("Amoxicillin 250 mg"))
            it.tap(page.get_by_label("Today", exact=True))
            it.tap("log-save")
            it.saved("Mia")
    row = AntimicrobialCourse.objects.exclude(episode=None).get()
    assert (row.drug, row.purpose, row.started_on) == ("Amoxicillin 250 mg", "treatment", TODAY)


def test_the_end_of_an_infection(phone, small):
    from care.infections.models import Episode

    with phone(small.guardian) as it:
        today(it, small)
        with it.budget("T11 close an infection"):
            it.tap("open-infection")
            it.tap("close")
            it.tap("first-day")
            it.saved("Mia")
    assert Episode.objects.get().resolved_on == TODAY


def test_the_days_before_stand_on_the_infections_page_after_one_tap(phone, small):
    from care.infections.models import Episode
    from care.precautions import actions

    actions.record_exposure(
        patient=small.mia, by=small.guardian, at=MORNING - dt.timedelta(days=3), kind="sick_contact"
    )
    with phone(small.guardian) as it:
        page = it.open(f"/p/{small.mia.pk}/infections/{Episode.objects.get().pk}/")
        it.tap("before")
        page.get_by_test_id("before-row").wait_for()
        assert page.get_by_test_id("close").count() == 1, "still the infection's own page"
        # htmx settles a moment after the rows are there; then the focus is back where the finger was.
        it.until("document.activeElement.textContent.trim().startsWith('Written down in')")

"""A dose that is due on a phone: given with one tap, and a second carer is shown the first."""

import datetime as dt

import pytest

pytestmark = pytest.mark.browser
AT_EIGHT = dt.datetime(2026, 11, 19, 7, 5, tzinfo=dt.UTC)  # 08:05 in Berlin


def doses(patient) -> list[tuple[str, str]]:
    """Outcome and author of today's doses, oldest first."""
    from care.medicines.models import Dose

    rows = Dose.objects.filter(
        entry__patient=patient, entry__local_day=AT_EIGHT.date(), entry__removed_at=None
    ).order_by("entry__entered_at", "pk")
    return [(row.outcome, str(row.entry.author)) for row in rows]


def test_a_due_dose(phone, demo):
    demo.clock.move_to(AT_EIGHT)
    url = f"/p/{demo.mia.pk}/medicines/"
    with phone(demo.helper) as gran, phone(demo.second) as ben:
        gran.open(url)
        ben.open(url)  # his page still shows the dose as open
        with gran.budget("Dose given"):
            gran.tap("dose-given")
            gran.saved("Mia")
        assert doses(demo.mia) == [("given", "Gran")]
        ben.tap("dose-given")
        ben.page.get_by_test_id("already").wait_for()
        assert "Given" in ben.page.get_by_test_id("already").inner_text()
        assert "Gran" in ben.page.get_by_test_id("already").inner_text()
        ben.tap("leave-it")
        ben.page.get_by_test_id("medicine").first.wait_for()
        assert doses(demo.mia) == [("given", "Gran")]
        gran.tap("undo")
        gran.page.get_by_test_id("dose-given").first.wait_for()
        assert doses(demo.mia) == []


def test_yesterdays_doses(phone, demo):
    """Both open doses of an earlier day: to the day, one day back, one tap."""
    from care.medicines.models import Dose
    from care.record.models import Entry

    yesterday = AT_EIGHT.date() - dt.timedelta(days=1)
    rows = Dose.objects.filter(entry__patient=demo.mia, entry__local_day=yesterday)
    Entry.objects.filter(pk__in=rows.values("pk")).delete()
    with phone(demo.guardian) as it:
        it.open(f"/p/{demo.mia.pk}/medicines/")
        with it.budget("Doses of yesterday"):
            it.tap("dose-days")
            it.page.get_by_test_id("day-before").wait_for()
            it.tap("day-before")
            it.page.get_by_test_id("all-given").wait_for()
            it.tap("all-given")
            it.saved("Mia")
    assert [row.outcome for row in rows.filter(entry__removed_at=None)] == ["given", "given"]

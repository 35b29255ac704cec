"""Days within their taps: the same as yesterday, a correction, days filled in, an entry for the wrong child."""

import datetime as dt

import pytest
import time_machine

from care.record import actions as record
from care.record.models import Correction
from care.skin import actions as skin
from tests.people import MORNING, make_family

pytestmark = pytest.mark.browser


@pytest.fixture
def leo_at(transactional_db):
    """Leo, with an entry on each of the days that many days ago, on a Thursday morning."""
    with time_machine.travel(MORNING, tick=True):
        family = make_family()

        def logged(*days: int):
            for ago in days:
                at = MORNING - dt.timedelta(days=ago)
                skin.answer(patient=family.leo, by=family.guardian, at=at, values={"worst_itch": 3})
            return family

        yield logged


def kinds(patient) -> dict[dt.date, list[str]]:
    """The kinds of kept entries by day."""
    from care.record.models import Entry

    found: dict[dt.date, list[str]] = {}
    for day, kind in Entry.objects.kept().filter(patient=patient).values_list("local_day", "kind"):
        found.setdefault(day, []).append(kind)
    return found


def today(it, patient):
    page = it.open(f"/p/{patient.pk}/?part=morning")
    page.get_by_role("heading", name="How is Leo this morning?").wait_for()
    return page


def test_the_same_as_yesterday_is_one_tap(phone, leo_at):
    family = leo_at(1)
    with phone(family.guardian) as it:
        today(it, family.leo)
        with it.budget("T3 same as yesterday"):
            it.tap("same-as-yesterday")
            it.saved("Leo")
        assert it.scrolled == 0
        assert kinds(family.leo)[MORNING.date()] == ["same_as_yesterday"]


def test_an_entry_of_today_is_corrected_from_today(phone, leo_at):
    family = leo_at(0)
    with phone(family.guardian) as it:
        page = today(it, family.leo)
        with it.budget("T16 correct an entry of today"):
            it.tap("item-skin_check")
            it.tap("edit")
            it.tap(page.locator("label.choice").filter(has=page.locator('[name="worst_itch"][value="7"]')))
            it.tap("submit")
            it.saved("Leo")
        assert [(was.field, was.old, was.new) for was in Correction.objects.all()] == [("worst_itch", 3, 7)]
        said = page.get_by_test_id("history").inner_text()
        assert "3 of 10, changed by" in said, "what it said before stays to be seen, and who changed it"


@pytest.mark.parametrize(
    ("recorded", "days", "task"),
    [((2, 3, 4), 1, "T17 fill in one day"), ((4,), 3, "T17 fill in three days")],
)
def test_days_without_a_record_are_filled_in(phone, leo_at, recorded, days, task):
    family = leo_at(*recorded)
    with phone(family.guardian) as it:
        page = today(it, family.leo)
        gaps = page.get_by_test_id("gap")
        assert not gaps.first.is_visible(), "collapsed until somebody wants it"
        with it.budget(task):
            it.tap(page.get_by_test_id("gaps").locator("summary"))
            for left in reversed(range(days)):
                it.tap("gap-nothing-new")
                it.until(f"document.querySelectorAll('[data-testid=gap]').length === {left}")
        found = kinds(family.leo)
        for ago in range(1, days + 1):
            assert found[MORNING.date() - dt.timedelta(days=ago)] == ["nothing_new"]
        assert page.get_by_test_id("nothing-new").is_visible(), "today's own question can still be answered"
        it.tap("nothing-new")
        it.saved("Leo")


def test_a_day_left_blank_is_not_asked_about_again(phone, leo_at):
    family = leo_at(2, 3)
    with phone(family.guardian) as it:
        page = today(it, family.leo)
        it.tap(page.get_by_test_id("gaps").locator("summary"))
        it.tap("gap-blank")
        it.until("!document.querySelector('[data-testid=gaps]')")
        today(it, family.leo)
        assert page.get_by_test_id("gaps").count() == 0
        assert MORNING.date() - dt.timedelta(days=1) not in kinds(family.leo)


def test_an_entry_for_the_wrong_child_goes_to_the_right_one(phone, leo_at):
    family = leo_at(1)
    yesterday = MORNING.date() - dt.timedelta(days=1)
    with phone(family.guardian) as it:
        it.open(f"/p/{family.leo.pk}/days/{yesterday.isoformat()}/")
        with it.budget("wrong child"):
            it.tap(it.page.get_by_test_id("more-skin_check").locator("summary"))
            it.tap("wrong-child")
            it.tap("move-to")
            it.saved("Moved: Skin check now belongs to Mia.")
        assert kinds(family.mia) == {yesterday: ["skin_check"]}
        it.tap("undo")
        it.saved("Moved: Skin check now belongs to Leo.")
        assert kinds(family.leo) == {yesterday: ["skin_check"]}


def test_days_work_without_script(phone, leo_at):
    """Filling a day in, the strip, a year, a day, trends, the timeline and a move: all by plain requests."""
    family = leo_at(2)
    record.add(patient=family.leo, kind="note", by=family.guardian, at=MORNING, note="words to find")
    with phone(family.guardian, java_script_enabled=False) as it:
        page = today(it, family.leo)
        it.tap(page.get_by_test_id("gaps").locator("summary"))
        it.tap("gap-elsewhere")
        it.saved("Leo")
        it.open(f"/p/{family.leo.pk}/days/")
        it.tap("year")
        page.get_by_role("heading", name="Leo, all of 2026").wait_for()
        it.open(f"/p/{family.leo.pk}/days/")
        it.tap("trends")
        page.get_by_role("img", name="Worst itch was recorded on 1 of 90 days").wait_for()
        it.open(f"/p/{family.leo.pk}/timeline/")
        it.tap(page.get_by_test_id("filter").locator("summary"))
        page.get_by_label("Words or names").fill("to find")
        it.tap("search")
        page.get_by_role("heading", name="What was found").wait_for()
        assert page.get_by_text("words to find").count() == 1
        it.tap(page.get_by_text("words to find"))
        it.tap("wrong-child")
        it.tap("move-to")
        it.saved("Moved: Note now belongs to Mia.")

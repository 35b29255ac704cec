"""The demo family's days on a phone: every task within its taps, and all of it on the clinic's page.

One worker process sends mails and makes summaries in real life. Here the test does a worker's part: it calls the very
actions that the tasks call, on the rows that the pages queued. Real processes are tested in tests/concurrency and
tests/tracker.
"""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone

from care.vaccines.rules.answers import BADGE_WORDS
from tests.people import EVENING, MORNING
from tracker.demo.cast import GUARDIAN, PASSWORD

pytestmark = pytest.mark.browser
SUPPER = dt.datetime(2026, 11, 20, 19, 30, tzinfo=dt.UTC)  # 20:30 in Berlin, the evening after


@pytest.fixture
def signed_in(phone, demo):
    """Mia's mother's phone, open on Today, signed in through the door."""
    with phone() as it:
        page = it.open("/")
        page.get_by_label("E-mail").fill(GUARDIAN)
        page.get_by_label("Password").fill(PASSWORD)
        it.tap("submit")
        page.get_by_role("heading", name="How is Mia this morning?").wait_for()
        yield it


def nav(it, name: str):
    return it.page.get_by_role("navigation", name="Main").get_by_role("link", name=name)


def to_today(it, name: str) -> None:
    it.open("/")
    if not it.page.get_by_role("heading", name=name).count():
        it.page.get_by_role("navigation", name="Child").get_by_role("link", name=name).tap()
        it.page.get_by_role("heading", name=name).wait_for()


def kinds(patient) -> list[str]:
    """What today's record holds, oldest first."""
    from care.record.models import Entry

    today = EVENING.date()
    rows = Entry.objects.filter(patient=patient, local_day=today, removed_at=None)
    return list(rows.order_by("entered_at", "pk").values_list("kind", flat=True))


def test_a_day_within_its_taps_and_on_the_clinic_page(signed_in, demo, settings, tmp_path):
    it = signed_in
    morning_of_leo(it, demo)
    open_infection(it, demo)
    demo.clock.move_to(EVENING)
    evening_check(it, demo)
    lump = new_abscess(it, demo)
    infection(it, demo)
    vaccine(it, demo)
    reminder(it, demo, settings, tmp_path)
    summary(it, demo, lump)


def morning_of_leo(it, demo) -> None:
    """Leo has no open infection: one tap, without a scroll, and one to take it back."""
    to_today(it, "Leo")
    page = it.page
    button = page.get_by_test_id("nothing-new")
    box = button.bounding_box()
    assert box["height"] >= 72
    assert box["y"] + box["height"] / 2 >= 640 * 0.6, "in the lower 40 % of the screen"
    with it.budget("T1 normal morning"):
        it.tap(button)
        it.saved("Leo")
    assert it.scrolled == 0
    assert kinds(demo.leo) == ["nothing_new"]
    with it.budget("T15 undo"):
        it.tap("undo")
        page.get_by_test_id("nothing-new").wait_for()
    assert kinds(demo.leo) == []


def evening_check(it, demo) -> None:
    """Five taps, no key; before the first of them nothing is chosen."""
    to_today(it, "Leo")
    page = it.page
    page.get_by_role("heading", name="Leo this evening").wait_for()
    assert page.locator("[aria-pressed=true], input:checked").count() == 0
    with it.budget("T4 evening check"):
        it.tap(page.get_by_test_id("itch").get_by_role("button", name="3", exact=True))
        it.saved("Leo")
        it.tap(page.get_by_test_id("skin").get_by_role("button", name="Mild"))
        it.pressed(2)
        it.tap("routines-kept")
        it.pressed(3)
        it.tap("evening-nothing-new")
        it.pressed(4)
        it.tap("done-for-tonight")
        page.get_by_role("heading", name="Stored for today").wait_for()
    stored = page.inner_text("main")
    for words in ("itch 3", "mild", "Usual routines", "Nothing new"):
        assert words.lower() in stored.lower()
    assert sorted(kinds(demo.leo)) == ["nothing_new", "routines", "skin_check"]


def open_infection(it, demo) -> None:
    """Mia's lump of four days ago is asked about first, above everything else."""
    to_today(it, "Mia")
    page = it.page
    assert page.get_by_test_id("nothing-new").count() == 0, "never offered with something open"
    with it.budget("T8 open infection"):
        it.tap("infection-better")
        it.saved("Mia")
    assert it.scrolled == 0
    assert kinds(demo.mia) == ["infection_check"]
    assert page.get_by_test_id("infection-better").count() == 0


def new_abscess(it, demo) -> str:
    """A second lump, without a photo. Gives the words the summary must repeat."""
    to_today(it, "Mia")
    page = it.page
    with it.budget("T5 new abscess"):
        it.tap("something-changed")
        it.tap("new-lump")
        it.tap("region-upper_arm_front:left")
        it.tap("size-grape")
        page.get_by_test_id("can-look-quiet").wait_for()
        it.tap("signs-none")
        it.saved("Mia")
    title = page.locator("h1").inner_text()
    assert "15 mm" in page.inner_text("main")
    assert page.get_by_test_id("caveat").is_visible()
    own = page.get_by_test_id("call-plan").get_by_role("link", name=re.compile("5550 0199"))
    assert own.is_visible(), "the family's own call plan"
    return title.split(": ")[-1]


def infection(it, demo) -> None:
    """A chest infection with a temperature, a sign and who saw her."""
    to_today(it, "Mia")
    page = it.page
    with it.budget("T7 infection"):
        it.tap("something-changed")
        it.tap("cough-chest")
        it.tap("first-day")
        page.get_by_role("heading", name="What do you notice").wait_for()
        it.type(page.get_by_label("Temperature"), "38.4")
        with page.expect_response(lambda answer: answer.status == 204):
            it.tap(page.get_by_label("Cough", exact=True))
        it.tap("signs-save")
        it.tap("care-phone_advice")
        it.saved("Mia")
    main = page.inner_text("main")
    assert "38.4" in main
    assert "Cough" in main


def vaccine(it, demo) -> None:
    """The commonest questions are answered on the list; one of the answers is written down as a decision."""
    to_today(it, "Mia")
    page = it.page
    with it.budget("T12 is it live"):
        it.tap(nav(it, "Vaccines"))
        page.get_by_role("heading", name="Is it live?").wait_for()
    rows = page.locator("#found .rows > li")
    assert rows.count() == 20
    answers = set(BADGE_WORDS.values())
    for row in rows.all():
        badge = row.locator(".badge")
        assert badge.is_visible()
        assert badge.inner_text().strip() in answers, badge.inner_text()
        assert row.get_by_test_id("source").inner_text().strip()
    to_today(it, "Mia")
    with it.budget("T13 vaccine decision"):
        it.tap(nav(it, "Vaccines"))
        it.tap("vaccine-varicella")
        it.tap("record")
        it.tap(page.get_by_label("Question for the team"))
        it.tap("submit")
        it.saved("Mia")


def reminder(it, demo, settings, tmp_path) -> None:
    """Asked for on the page; the next evening, with no check done, one mail lies in the folder."""
    from reminders import engine
    from reminders.models import Delivery

    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "tracker.mailfolder.EmailBackend", tmp_path
    page = it.page
    it.tap(nav(it, "More"))
    page.get_by_role("link", name="Reminders").tap()
    # Mia's is on already in the demo family; Leo's is the second.
    it.tap(page.get_by_test_id("reminder-evening-check").nth(1))
    page.get_by_role("textbox", name="Time", exact=True).fill("20:30")
    it.tap("submit")
    page.get_by_text("Saved: Evening check for Leo").first.wait_for()
    with time_machine.travel(SUPPER + dt.timedelta(seconds=2), tick=True):
        for channel, hints in engine.tick(now=timezone.now()).items():
            for _ in range(hints):
                engine.send_batch(channel)
    told = Delivery.objects.filter(occurrence__local_date=SUPPER.date(), occurrence__plan__patient=demo.leo)
    assert [(row.recipient, row.state) for row in told] == [(demo.guardian, "sent")]
    letters = [path.read_text() for path in tmp_path.glob("*.eml")]
    mine = [words for words in letters if f"To: {GUARDIAN}" in words]
    assert len(mine) == 1, "one mail an evening, for both children"
    assert "Leo" not in mine[0], "a mail names no child"


def summary(it, demo, lump: str) -> None:
    """Made on demand; everything of the day stands on it."""
    from care.visits import actions
    from care.visits.models import Visit

    to_today(it, "Mia")
    page = it.page
    it.tap(nav(it, "Clinic"))
    page.get_by_test_id("upcoming").get_by_role("link").first.tap()
    it.tap("make-summary")
    page.get_by_test_id("summary-waiting").wait_for()
    visit = Visit.objects.get(pk=re.search(r"/visits/([0-9a-f-]{36})/", page.url).group(1))
    actions.generate_summary(visit_id=visit.pk, at=timezone.now())
    it.tap("open-summary")  # the page asks again by itself, and the button appears
    page.get_by_test_id("summary").wait_for()
    words = page.get_by_test_id("summary").inner_text()
    for part in ("Mia", lump, "Chest infection", "38.4", "drain", "swim", "MMR", "Varicella"):
        assert part.lower() in words.lower(), part
    assert re.search(r"n\s*=?\s*\d+", words), "every figure says on how many days it rests"


def test_both_children_with_one_tap(phone, demo):
    """Offered once neither child has anything open."""
    from care.infections import actions
    from care.infections.models import Episode
    from care.record.dates import PartialDate

    for episode in Episode.objects.filter(resolved_on=None):
        actions.close_episode(episode=episode, on=PartialDate.on(MORNING.date()), by=demo.guardian, at=timezone.now())
    before = kinds(demo.mia), kinds(demo.leo)
    with phone(demo.guardian) as it:
        it.open(f"/p/{demo.mia.pk}/")
        with it.budget("T2 normal morning, two children"):
            it.tap("both-nothing-new")
            it.saved("Mia", "Leo")
        assert it.scrolled == 0
    assert (kinds(demo.mia), kinds(demo.leo)) == ([*before[0], "nothing_new"], [*before[1], "nothing_new"])

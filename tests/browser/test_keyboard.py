"""A whole day with the keys alone: Tab, Shift+Tab, arrows, Space, Enter, and letters in fields.

At every stop the focus is somewhere, whole on the screen, not under the bar, and has a ring (WCAG 2.2: 2.4.3, 2.4.7,
2.4.11; the ring after 2.4.13).
"""

import datetime as dt
import re

import pytest

from tests.people import EVENING, MORNING
from tracker.demo.cast import GUARDIAN, PASSWORD

pytestmark = pytest.mark.browser

# Empty when all is well with where the focus is. Something larger than the screen, and a field of several lines (a
# browser brings the line with the cursor into view), must only begin on it.
STOP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return 'the focus is on the body';
  const bar = document.querySelector('.nav');
  const over = bar && !bar.contains(e) && getComputedStyle(bar).position === 'fixed';
  const bottom = over ? bar.getBoundingClientRect().top : innerHeight;
  const box = e.getBoundingClientRect(), name = e.outerHTML.slice(0, 90);
  if (box.width < 2 || box.height < 2) return `not to be seen: ${name}`;
  if (box.top < -1 || box.top > bottom || (box.height < bottom && box.bottom > bottom + 1 && e.tagName !== 'TEXTAREA'))
    return `at ${Math.round(box.top)} to ${Math.round(box.bottom)} of ${Math.round(bottom)}: ${name}`;
  const shown = document.elementFromPoint(box.x + box.width / 2, Math.min(box.y + box.height / 2, bottom - 2));
  if (shown && !e.contains(shown) && !shown.contains(e)) return `under ${shown.outerHTML.slice(0, 60)}: ${name}`;
  const ring = getComputedStyle(e);
  if (e.id !== 'main' && (ring.outlineStyle === 'none' || parseFloat(ring.outlineWidth) < 2)) return `no ring: ${name}`;
  return '';
}"""
AT_EIGHT = MORNING + dt.timedelta(hours=1, minutes=3)
MOVED = f"e => [e === document.activeElement, document.activeElement === document.body, ({STOP})()]"
MOST = 90  # stops; no page needs more


class Keys:
    """One person at a keyboard. ``wrong`` is every stop at which something was wrong."""

    def __init__(self, it) -> None:
        self.it, self.page, self.wrong = it, it.page, []

    def look(self) -> None:
        self.note(self.page.evaluate(STOP))

    def note(self, problem: str) -> None:
        if problem:
            self.wrong.append(f"{self.page.url.partition(self.it.site)[2]}: {problem}")

    def to(self, wanted, key: str = "Tab") -> None:
        """Goes on until ``wanted`` (a test id or a locator) has the focus, and looks at every stop on the way."""
        where = self.it.find(wanted).first
        where.wait_for()
        there = where.evaluate("e => e === document.activeElement")
        for _ in range(MOST):
            if there:
                return
            self.page.keyboard.press(key)
            there, outside, problem = where.evaluate(MOVED)
            # Past the last stop of a page lies the browser's own bar.
            self.note("" if outside else problem)
        raise AssertionError(f"{wanted} was never reached with {key}")

    def press(self, wanted, key: str = "Enter", by: str = "Tab") -> None:
        """Goes to ``wanted`` and presses it. When the page has answered, the focus must be somewhere."""
        self.to(wanted, by)
        self.page.keyboard.press(key)

    def arrived(self, what) -> None:
        """Waits for what shows that the answer is there, then looks where the focus went."""
        what.first.wait_for()
        self.it.settled()
        self.it.until("document.activeElement !== document.body")
        self.look()

    def heading(self, words: str) -> None:
        self.arrived(self.page.get_by_role("heading", name=re.compile(words, re.I)))

    def saved(self, *words: str) -> None:
        self.it.saved(*words)
        self.arrived(self.page.get_by_test_id("saved"))


def sign_in(keys: Keys) -> None:
    page = keys.page
    page.goto(keys.it.site + "/")
    keys.to(page.get_by_label("E-mail"))
    page.keyboard.type(GUARDIAN)
    keys.to(page.get_by_label("Password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="How is Mia this morning?").wait_for()


def nav(keys: Keys, name: str):
    return keys.page.get_by_role("navigation", name="Main").get_by_role("link", name=name)


def to_section(keys: Keys, name: str) -> None:
    """The bar is the last thing of a page: backwards it is nearer."""
    keys.press(nav(keys, name), by="Shift+Tab")


def child(keys: Keys, name: str):
    return keys.page.get_by_role("navigation", name="Child").get_by_role("link", name=name)


def normal_morning_and_undo(keys: Keys) -> None:
    """T1, taken back and said again; the way back is Shift+Tab."""
    keys.press(child(keys, "Leo"))
    keys.heading("Leo this morning")
    keys.press("nothing-new")
    keys.saved("Leo")
    keys.press("undo", "Space")
    keys.arrived(keys.page.get_by_test_id("nothing-new"))
    keys.to(nav(keys, "Today"))
    keys.press("nothing-new", by="Shift+Tab")
    keys.saved("Leo")


def dose(keys: Keys) -> None:
    to_section(keys, "More")
    keys.heading("^More$")
    keys.press("medicines")
    keys.arrived(keys.page.get_by_test_id("dose-given"))
    keys.press("dose-given")
    keys.saved("Mia")


def vaccine_answer(keys: Keys) -> None:
    """On the row, by the search, and on the page of one."""
    page = keys.page
    to_section(keys, "Vaccines")
    keys.heading("Is it live")
    keys.to("search")
    page.keyboard.type("yelow fever")
    page.get_by_test_id("vaccine-yellow-fever-unspecified").wait_for()
    page.locator("#found").get_by_text("found.").wait_for()
    keys.it.settled()
    assert page.get_by_test_id("search").evaluate("e => e === document.activeElement"), "typing goes on"
    keys.press("vaccine-yellow-fever-unspecified")
    keys.arrived(page.get_by_test_id("answer"))
    assert page.get_by_test_id("answer").locator(".badge").inner_text().strip() == "LIVE"


def evening_check(keys: Keys) -> None:
    """T4."""
    page, it = keys.page, keys.it
    to_section(keys, "Today")
    keys.heading("this evening")
    keys.press(child(keys, "Leo"))
    keys.heading("Leo this evening")
    already = page.locator("#main [aria-pressed=true]").count()
    steps = (
        page.get_by_test_id("itch").get_by_role("button", name="3", exact=True),
        page.get_by_test_id("skin").get_by_role("button", name="Mild"),
        page.get_by_test_id("routines-kept"),
    )
    for done, button in enumerate(steps, start=already + 1):
        keys.press(button, "Space")
        it.pressed(done)
        keys.arrived(button)
    keys.press("done-for-tonight")
    keys.heading("Stored for today")


def new_abscess(keys: Keys) -> None:
    """T5, with the list in place of the body map."""
    page = keys.page
    to_section(keys, "Today")
    keys.heading("Leo|Mia")
    keys.press(child(keys, "Mia"))
    keys.heading("Mia")
    keys.press("something-changed")
    keys.arrived(page.get_by_test_id("new-lump"))
    keys.press("new-lump")
    keys.heading("where is it on")
    keys.press("as-list")
    keys.arrived(page.get_by_test_id("area-arm-left"))
    keys.press("area-arm-left")
    keys.heading("where exactly")
    keys.press("place-upper_arm_front")
    keys.arrived(page.get_by_test_id("size-grape"))
    keys.press("size-grape")
    keys.arrived(page.get_by_test_id("can-look-quiet"))
    keys.press("signs-none")
    keys.saved("Mia")
    assert "upper arm" in page.locator("h1").inner_text().lower()


def correction(keys: Keys) -> None:
    """The itch of the evening put right: a group of radios is one stop, and arrows choose in it."""
    page = keys.page
    to_section(keys, "Record")
    keys.arrived(page.locator("a.day").first)
    keys.press(child(keys, "Leo"))
    keys.arrived(page.locator("a.day[aria-current]"))
    keys.press(page.locator("a.day[aria-current]"))
    keys.arrived(page.get_by_test_id("item-skin_check"))
    keys.press("item-skin_check")
    keys.arrived(page.get_by_test_id("edit"))
    keys.press("edit")
    chosen = page.locator('[name="worst_itch"][value="3"]')
    keys.arrived(chosen)
    keys.to(chosen)
    page.keyboard.press("ArrowRight")
    keys.look()
    assert page.locator('[name="worst_itch"]:checked').get_attribute("value") == "4"
    keys.press("submit")
    keys.saved("Leo")
    assert "3 of 10, changed by Ana" in page.get_by_test_id("history").inner_text()


def sign_out(keys: Keys) -> None:
    to_section(keys, "More")
    keys.heading("^More$")
    keys.press("sign-out")
    keys.page.get_by_label("Password").wait_for()


def test_a_whole_day(phone, demo):
    from care.infections.models import Episode
    from care.medicines.models import Dose
    from care.record.models import Entry

    demo.clock.move_to(MORNING)
    doses = Dose.objects.count()
    with phone() as it:
        keys = Keys(it)
        sign_in(keys)
        normal_morning_and_undo(keys)
        demo.clock.move_to(AT_EIGHT)
        dose(keys)
        vaccine_answer(keys)
        demo.clock.move_to(EVENING)
        evening_check(keys)
        new_abscess(keys)
        correction(keys)
        sign_out(keys)
        assert not keys.wrong, "\n" + "\n".join(keys.wrong)
        assert it.taps == 0
    assert Dose.objects.count() == doses + 1
    lump = Episode.objects.latest("entry__entered_at")
    assert (lump.entry.patient, lump.entry.author) == (demo.mia, demo.guardian)
    kept = Entry.objects.kept().filter(patient=demo.leo, local_day=EVENING.date())
    assert sorted(kept.values_list("kind", flat=True)) == ["nothing_new", "routines", "skin_check"]

"""The offline page of whoever comes by another way: old phones, two families, shortcuts, other languages, at night."""

import datetime as dt

import pytest
from django.utils import timezone

from care.household.models import Membership
from care.skin.models import SkinCheck
from tests.browser.offline import OLD, STORED, back, cut, shell, visited, waiting
from tests.browser.test_night import AT_NIGHT, DARK_PAPER, THEME, ask_for_dim, frames, paper
from tests.people import MORNING, join, make_family

pytestmark = pytest.mark.browser
# Two taps of one moment go in any order.
MIA_FIRST = """(path) => tendOutbox.all().then((found) => Promise.all(found.map(({ key, path: at, tapped }) =>
  tendOutbox.update(key, { tapped: tapped + (at.startsWith(path) ? 0 : 1) }))))"""


def test_an_old_phone_keeps_what_a_button_says(phone, small):
    """Before Safari 16.4 a form's data does not hold the button it was sent with."""
    with phone(small.guardian, service_workers="allow") as it:
        it.context.add_init_script(OLD)
        shell(it, small.leo)
        it.page.evaluate("location.hash = 'evening'")
        it.tap(it.page.get_by_test_id("itch").get_by_role("button", name="7", exact=True))
        it.saved("Saved on this phone", "Worst itch: 7")
        back(it)
        waiting(it, 0)
    assert SkinCheck.objects.get(entry__patient=small.leo).worst_itch == 7


def test_the_switches_are_two_taps_from_more(phone, small):
    with phone(small.guardian, service_workers="allow") as it:
        visited(it, small.leo)
        it.tap(it.page.get_by_role("link", name="More", exact=True))
        it.tap("on-this-phone")
        it.page.get_by_test_id("switch-offline").wait_for()
        assert it.page.url.endswith("/offline/#phone")
        assert it.page.get_by_test_id("switch-calls").is_visible()
        it.open(f"/p/{small.leo.pk}/plan/")
        it.tap("calls-on-phone")
        it.page.get_by_test_id("switch-calls").wait_for()


def test_all_children_are_those_of_one_family(phone, small):
    second = make_family("Second ")
    join(second.household, small.helper, "helper", at=MORNING)
    with phone(small.helper, service_workers="allow") as it:
        shell(it, small.leo)
        assert it.page.get_by_test_id("both-nothing-new").inner_text() == "Both: nothing new"
        it.tap("both-nothing-new")
        it.saved("Saved on this phone", "Leo", "Mia")
        assert "Second" not in it.page.get_by_test_id("saved").inner_text()
        paths = it.page.evaluate(f"{STORED}.then((found) => found.map(({{path}}) => path))")
        assert sorted(paths) == sorted(f"/p/{one.pk}/nothing-new/" for one in (small.leo, small.mia))


def test_what_is_said_of_the_first_child_stays_when_the_second_is_sent(phone, small):
    """Mia has an open infection, Leo has none: one card for both, with the question and the way to it."""
    with phone(small.guardian, service_workers="allow") as it:
        # A phone whose clock is right: of another one more is said.
        it.context.clock.set_fixed_time(timezone.now())
        shell(it, small.mia)
        it.tap("both-nothing-new")
        it.saved("Saved on this phone", "Nothing new")
        it.page.evaluate(MIA_FIRST, f"/p/{small.mia.pk}/")
        back(it)
        waiting(it, 0)
        card = it.page.get_by_test_id("sent")
        card.filter(has_text="Mia and Leo").wait_for()
        assert card.count() == 1
        assert card.locator("[data-said] p").all_inner_texts() == ["An infection is open. Please say how it is today."]
        assert str(small.mia.pk) in card.locator("[data-open]").get_attribute("href")


def test_a_live_tap_for_all_names_those_of_one_family(phone, small):
    second = make_family("Second ")
    join(second.household, small.guardian, "caregiver", at=MORNING)
    with phone(small.guardian) as it:
        it.open(f"/p/{small.leo.pk}/")
        it.settled()
        made = f"tendOutbox.tap('/p/{small.leo.pk}/nothing-new/', [['all', '1']], 'Nothing new')"
        assert it.page.evaluate(f"{made}.then(({{kid}}) => kid)") in ("Leo and Mia", "Mia and Leo")


def test_how_long_the_oldest_has_waited(phone, small):
    with phone(small.guardian, service_workers="allow") as it:
        shell(it, small.leo)
        it.tap("nothing-new")
        waiting(it, 1)
        page = it.page
        day = page.evaluate("new Date().toLocaleDateString('en', {day: 'numeric', month: 'short'})")
        page.clock.install(time=it.later(3 * 3600))
        it.open("/offline/#waiting")
        oldest = page.get_by_test_id("oldest")
        oldest.filter(has_text="Oldest: 3 hours ago").wait_for()
        assert day in page.locator("[data-items] [data-when]").inner_text()
        assert page.get_by_test_id("outbox").inner_text() == "1 waiting"
        page.clock.set_fixed_time(it.later(47 * 3600))
        it.open("/offline/#phone")
        it.open("/offline/#waiting")
        page.reload()
        oldest.filter(has_text="Oldest: 2 days ago").wait_for()
        # Not by its colour alone.
        assert page.get_by_test_id("outbox").text_content() == "1 waiting (the oldest for more than a day)"


@pytest.mark.parametrize(("to", "found"), [("lump", "save"), ("vaccines", "no-vaccines"), ("morning", "nothing-new")])
def test_a_shortcut_leads_to_what_it_asks_for(phone, small, to, found):
    with phone(small.guardian, service_workers="allow") as it:
        visited(it, small.leo)
        cut(it)
        it.open(f"/?to={to}")
        it.page.get_by_test_id(found).wait_for()
        assert it.page.get_by_role("heading", name="a new lump or boil").is_visible() == (to == "lump")


def test_what_cannot_be_sent_is_shown_in_its_own_words(phone, small):
    """No name of a field: what it was, and what somebody wrote."""
    with phone(small.second, service_workers="allow") as it:
        shell(it, small.leo, "exposure")
        it.page.locator("#main [name=kind]").select_option("building_dust")
        it.page.locator("#main [name=place]").fill("Next door")
        it.tap("save")
        waiting(it, 1)
        Membership.objects.filter(user=small.second).update(ended_at=MORNING)
        back(it)
        it.page.evaluate("location.hash = 'waiting'")
        row = it.page.locator("[data-items] li").filter(has_text="You can no longer log here")
        row.wait_for()
        assert row.locator("[data-written]").inner_text() == "Next door"
        for name in ("kind", "building_dust", "client_id", "place"):
            assert name not in row.inner_text()


@pytest.mark.parametrize(("language", "comma"), [("es", ", "), ("ar", "، ")])
def test_the_commas_are_those_of_the_language(phone, small, language, comma):
    small.guardian.language = language
    small.guardian.save()
    with phone(small.guardian, service_workers="allow", locale=language) as it:
        shell(it, small.leo)
        it.tap("nothing-new")
        card = it.page.get_by_test_id("saved")
        card.wait_for()
        it.page.evaluate("location.hash = 'waiting'")
        title = it.page.locator("[data-items] .row-title")
        title.wait_for()
        assert title.inner_text().endswith(f"{comma}Leo")
        assert it.page.get_by_test_id("oldest").inner_text() != ""


def test_dim_at_night_without_a_line_too(phone, demo):
    demo.clock.move_to(AT_NIGHT)
    with phone(demo.guardian, service_workers="allow", color_scheme="light") as it:
        it.context.clock.set_fixed_time(AT_NIGHT)
        ask_for_dim(it)
        visited(it, demo.leo)
        cut(it)
        shown = frames(it, f"/p/{demo.leo.pk}/")
        it.page.get_by_test_id("nothing-new").wait_for()
        assert [paper(one) for one in shown if paper(one) > DARK_PAPER] == [], "dim from the first frame"
        assert it.page.evaluate(THEME) == "dim"
        assert it.page.evaluate("document.querySelector('meta[name=theme-color]').content") == "#0b1215"
        it.context.clock.set_fixed_time(AT_NIGHT + dt.timedelta(hours=8))
        it.open(f"/p/{demo.leo.pk}/")
        it.page.get_by_test_id("nothing-new").wait_for()
        assert it.page.evaluate(THEME) is None


def test_no_longer_dim_is_known_there_too(phone, demo):
    demo.clock.move_to(AT_NIGHT)
    with phone(demo.guardian, service_workers="allow") as it:
        it.context.clock.set_fixed_time(AT_NIGHT)
        ask_for_dim(it)
        it.tap("dim-off")
        it.page.get_by_test_id("dim-on").wait_for()
        assert it.page.evaluate("({...localStorage})") == {}

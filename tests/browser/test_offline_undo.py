"""Taking back on a phone that cannot know whether the record has it; and signing out in the middle of a tap."""

import pytest

from care.record.models import Entry
from care.skin.models import SkinCheck
from tests.browser.offline import OLD, STORED, back, entries, shell, waiting

pytestmark = pytest.mark.browser
MAYBE = "If it had reached the record already, it is taken out there as soon as Tend can be reached."
WAS_THERE = "It had reached the record already, and was taken out there."
LOST = ("Failed to load resource: net::ERR_FAILED",)


def kept(child) -> int:
    return entries(child).kept().count()


def lose_an_answer(it) -> list[str]:
    """The next tap arrives, and the phone does not hear of it, nor of anything until ``unroute``. Gives its key."""
    lost: list[str] = []
    it.expected = (*it.expected, *LOST)

    def lose(route):
        if route.request.method != "POST":
            return route.fallback()
        if not lost:
            lost.append(route.request.post_data_json["key"])
            route.fetch()
        return route.abort()

    it.page.route("**/outbox/", lose)
    return lost


def arrived(it, child, count: int) -> None:
    """The record has it, and the phone has given up waiting for the answer."""
    for _ in range(100):
        if kept(child) == count:
            break
        it.page.wait_for_timeout(50)
    assert kept(child) == count
    it.until("tendOutbox.all().then(([one]) => one.tried === true)")
    it.page.wait_for_timeout(300)


def test_undo_after_a_lost_answer_takes_it_out_of_the_record(phone, small):
    before = kept(small.leo)
    with phone(small.guardian, service_workers="allow") as it:
        shell(it, small.leo)
        it.tap("nothing-new")
        waiting(it, 1)
        lost = lose_an_answer(it)
        back(it)
        arrived(it, small.leo, before + 1)
        it.context.set_offline(True)
        it.tap("undo")
        assert MAYBE in it.page.get_by_test_id("taken-back").inner_text()
        it.until("document.activeElement.dataset.testid === 'taken-back'")
        waiting(it, 1)
        it.page.evaluate("location.hash = 'waiting'")
        row = it.page.locator("[data-items] li")
        row.wait_for()
        assert MAYBE in row.inner_text()
        assert not row.get_by_test_id("remove").is_visible()
        it.page.unroute_all()
        back(it)
        it.page.get_by_test_id("undone").filter(has_text=WAS_THERE).wait_for()
        waiting(it, 0)
        assert kept(small.leo) == before
        assert Entry.objects.get(client_id=lost[0]).removed_by == small.guardian


def test_undo_while_it_is_on_its_way(phone, small):
    before = kept(small.leo)
    with phone(small.guardian, service_workers="allow") as it:
        shell(it, small.leo)
        it.tap("nothing-new")
        waiting(it, 1)
        held: list = []

        def hold(route):
            if held or route.request.method != "POST":
                return route.fallback()
            return held.append(route)

        it.page.route("**/outbox/", hold)
        for _ in range(40):
            # A line that has just come back may carry nothing yet; somebody looks again.
            back(it)
            it.page.wait_for_timeout(500)
            if held:
                break
        it.until("tendOutbox.all().then(([one]) => one.tried)")
        it.tap("undo")
        it.page.get_by_test_id("taken-back").wait_for()
        held[0].continue_()
        waiting(it, 0)
        it.page.get_by_test_id("undone").wait_for()
    assert kept(small.leo) == before
    assert entries(small.leo).exclude(removed_at=None).count() == 1


def test_removed_and_put_back_after_a_lost_answer_is_there_once(phone, small):
    before = kept(small.leo)
    with phone(small.guardian, service_workers="allow") as it:
        shell(it, small.leo)
        it.tap("nothing-new")
        waiting(it, 1)
        lose_an_answer(it)
        back(it)
        arrived(it, small.leo, before + 1)
        it.page.evaluate("location.hash = 'waiting'")
        it.context.set_offline(True)
        it.tap("remove")
        it.page.locator("[data-put-back]").wait_for()
        it.until("document.activeElement.matches('[data-put-back]')")
        it.tap(it.page.locator("[data-put-back]"))
        waiting(it, 2)  # the undo, and the tap anew
        it.page.unroute_all()
        back(it)
        waiting(it, 0)
    assert kept(small.leo) == before + 1


def tap_itch(it, worst: int) -> None:
    it.tap(it.page.get_by_test_id("itch").get_by_role("button", name=str(worst), exact=True))
    it.saved("Saved on this phone", f"Worst itch: {worst}")


def itches(child) -> list[int]:
    """What the record holds of the worst itch."""
    checks = SkinCheck.objects.filter(entry__patient=child, entry__removed_at=None)
    return list(checks.exclude(worst_itch=None).values_list("worst_itch", flat=True))


def an_itch_with_a_lost_answer(it, child) -> str:
    """A five that the record has, and of which the phone does not know it; without a line again. Gives its key."""
    shell(it, child)
    it.page.evaluate("location.hash = 'evening'")
    tap_itch(it, 5)
    waiting(it, 1)
    lost = lose_an_answer(it)
    back(it)
    for _ in range(100):
        if itches(child) == [5]:
            break
        it.page.wait_for_timeout(50)
    assert itches(child) == [5]
    it.until("tendOutbox.all().then(([one]) => one.tried === true)")
    it.page.wait_for_timeout(300)
    it.context.set_offline(True)
    return lost[0]


def test_another_answer_leaves_an_undo_that_waits(phone, small):
    """The undo of the five is no answer of its own: the seven does not take its place."""
    with phone(small.guardian, service_workers="allow") as it:
        key = an_itch_with_a_lost_answer(it, small.leo)
        it.tap("undo")
        assert MAYBE in it.page.get_by_test_id("taken-back").inner_text()
        tap_itch(it, 7)
        waiting(it, 2)
        it.tap("undo")
        waiting(it, 1)
        assert it.page.evaluate(f"{STORED}.then(([one]) => [one.key, one.back])") == [key, True]
        it.page.unroute_all()
        back(it)
        waiting(it, 0)
    assert itches(small.leo) == []


# The tap put back gets a key that is read before the undo's: the order of the two must not hang on it.
FIRST_KEY_LAST = "(() => { let n = 0; crypto.getRandomValues = (into) => into.fill(n++ ? 0 : 255); })()"


def test_what_is_put_back_goes_after_its_undo(phone, small):
    """Sent first it would be joined to the check that the undo then takes out."""
    with phone(small.guardian, service_workers="allow") as it:
        it.context.add_init_script(FIRST_KEY_LAST)
        key = an_itch_with_a_lost_answer(it, small.leo)
        assert key.startswith("ffffffff-")
        it.page.evaluate("location.hash = 'waiting'")
        it.tap("remove")
        it.tap(it.page.locator("[data-put-back]"))
        waiting(it, 2)
        it.page.unroute_all()
        back(it)
        waiting(it, 0)
    assert itches(small.leo) == [5]


def test_removed_before_it_was_ever_sent_it_leaves_nothing(phone, small):
    with phone(small.guardian, service_workers="allow") as it:
        shell(it, small.leo)
        it.tap("nothing-new")
        waiting(it, 1)
        it.page.evaluate("location.hash = 'waiting'")
        it.tap("remove")
        waiting(it, 0)
        assert it.page.evaluate(f"{STORED}.then((found) => found.length)") == 0


def in_the_middle_of_a_tap(it, child) -> None:
    """A tap is kept and sent, nobody has heard of it yet, and the person goes to sign out."""
    it.open(f"/p/{child.pk}/?part=morning")
    it.settled()
    it.context.route("**/nothing-new/", lambda route: None)
    it.tap("nothing-new")
    it.page.locator("#main button", has_text="Saved on this phone").wait_for()
    it.open("/account/logout/")
    assert it.page.evaluate(f"{STORED}.then((found) => found.map(({{state}}) => state))") == ["sending"]


def test_signing_out_in_the_middle_of_a_tap_sends_it_first(phone, small):
    before = kept(small.leo)
    with phone(small.guardian) as it:
        in_the_middle_of_a_tap(it, small.leo)
        it.tap("submit")
        it.page.get_by_label("E-mail").wait_for()
        assert it.page.evaluate(f"{STORED}.then((found) => found.length)") == 0
    assert kept(small.leo) == before + 1


def test_signing_out_in_the_middle_of_a_tap_warns_where_it_cannot_be_sent(phone, small):
    with phone(small.guardian) as it:
        in_the_middle_of_a_tap(it, small.leo)
        it.expected = (*it.expected, *LOST)
        it.page.route("**/outbox/", lambda route: route.abort())
        it.tap("submit")
        it.page.get_by_test_id("unsent").wait_for()
        it.tap("sign-out-anyway")
        it.page.get_by_label("E-mail").wait_for()
        assert it.page.evaluate(f"{STORED}.then((found) => found.length)") == 0


def test_the_switch_knows_of_a_tap_that_is_on_its_way(phone, small):
    with phone(small.guardian) as it:
        in_the_middle_of_a_tap(it, small.leo)
        it.page.route("**/outbox/", lambda route: route.abort())
        it.expected = (*it.expected, *LOST)
        it.open("/offline/#phone")
        it.tap("switch-offline")
        it.page.locator("[data-unsent]").wait_for()
        assert it.page.get_by_test_id("switch-offline").is_checked()


def test_a_clock_set_back_does_not_hide_a_tap_that_was_left(phone, small):
    """Tapped at a time that is still to come: it does not wait until the clock has caught up."""
    before = kept(small.leo)
    with phone(small.guardian) as it:
        in_the_middle_of_a_tap(it, small.leo)
        it.open("/robots.txt")
        it.page.clock.install(time=it.later(-3600))
        it.open(f"/p/{small.mia.pk}/")
        it.until(f"{STORED}.then((found) => !found.length)")
    assert kept(small.leo) == before + 1


def test_signing_out_in_an_old_browser(phone, small):
    with phone(small.guardian) as it:
        it.context.add_init_script(OLD)
        it.open("/account/logout/")
        it.tap("submit")
        it.page.get_by_label("E-mail").wait_for()

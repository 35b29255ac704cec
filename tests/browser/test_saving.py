"""What a person hears, where the focus is, and what happens to a wrong answer. By keyboard alone: test_keyboard."""

import re

import pytest

pytestmark = pytest.mark.browser

# Counts what the status region said, over every swap: a boosted form brings a new, empty region, filled after it.
WATCH = """() => { window.said = []; new MutationObserver((changes) => changes
    .filter(({target}) => target.id === 'status').forEach(({target}) => said.push(target.textContent.trim())))
    .observe(document, {childList: true, subtree: true}); }"""
FOCUS = "document.activeElement === document.body ? 'body' : document.activeElement.tagName"


def said(it, times: int, *words: str) -> None:
    """Exactly one announcement a save, and the focus never lost."""
    page = it.page
    it.until(f"said.length >= {times}")
    page.wait_for_timeout(100)  # a second announcement would come now
    lines = page.evaluate("said")
    assert len(lines) == times, lines
    for word in words:
        assert word in lines[-1]
    it.until(f"({FOCUS}) !== 'body'")


def test_every_save_is_said_once_and_the_focus_stays(phone, small):
    with phone(small.guardian) as it:
        page = it.open(f"/p/{small.leo.pk}/?part=evening")
        assert page.locator("#status").text_content() == ""
        page.evaluate(WATCH)
        it.tap(page.get_by_test_id("itch").get_by_role("button", name="3", exact=True))
        said(it, 1, "Saved", "Leo")
        it.tap(page.get_by_test_id("skin").get_by_role("button", name="Mild"))
        said(it, 2, "Saved", "Leo")
        it.tap("routines-kept")
        said(it, 3, "Saved", "Leo")
        it.tap("evening-nothing-new")
        said(it, 4, "Saved", "Leo")
        it.tap("undo")
        said(it, 5, "Taken back", "Leo")


def test_one_tap_and_its_undo_are_said_once(phone, small):
    with phone(small.guardian) as it:
        page = it.open(f"/p/{small.leo.pk}/")
        page.evaluate(WATCH)
        it.tap("nothing-new")
        said(it, 1, "Saved", "Leo")
        assert page.get_by_test_id("undo").is_visible()
        it.tap("undo")
        said(it, 2, "Taken back", "Leo")
        it.open(f"/p/{small.mia.pk}/")
        page.evaluate(WATCH)
        it.tap("infection-same")
        said(it, 1, "Saved", "Mia")


def test_a_page_left_alone_keeps_its_undo(phone, small):
    """No line that vanishes after five seconds: it stays until one goes on."""
    with phone(small.guardian) as it:
        page = it.open(f"/p/{small.leo.pk}/")
        page.clock.install()
        it.tap("nothing-new")
        it.saved("Leo")
        page.clock.fast_forward("01:30")
        assert page.get_by_test_id("undo").is_visible()


def refused(it) -> None:
    """The page says what is wrong, first, to everybody."""
    summary = it.page.locator(".error-summary")
    summary.wait_for()
    it.until("document.activeElement.closest('.error-summary') !== null")
    assert it.page.title().startswith("Error: ")
    assert "There is a problem" in summary.inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_a_wrong_temperature_is_asked_about_and_nothing_is_lost(phone, small, script):
    from care.infections.models import Temperature

    before = Temperature.objects.count()
    with phone(small.guardian, java_script_enabled=script) as it:
        page = it.open(f"/p/{small.mia.pk}/infections/temperatures/add/")
        page.locator("summary").tap()
        page.get_by_label("Ear", exact=True).check()
        page.get_by_label("Note").fill("After the nap")
        page.get_by_label("Temperature", exact=True).fill("abc")
        it.tap("temperature-save")
        page.locator(".error-summary").wait_for()
        assert page.title().startswith("Error: ")
        if script:
            refused(it)
            page.locator(".error-summary a").first.tap()
            assert page.evaluate("document.activeElement.name") == "value"
        kept(page, "abc")
        # Possible only in the other unit: a question, answered by one tap.
        page.get_by_label("Temperature", exact=True).fill("98.6")
        page.get_by_label("°C").check()
        it.tap("temperature-save")
        page.get_by_text("Did you mean °F?").first.wait_for()
        kept(page, "98.6")
        assert Temperature.objects.count() == before
        page.get_by_label("Temperature", exact=True).fill("38,4")
        it.tap("temperature-save")
        page.get_by_role("heading", name=re.compile("38.4")).wait_for()
        row = Temperature.objects.order_by("-entry__entered_at").first()
        assert (Temperature.objects.count(), row.route, row.entry.note) == (before + 1, "ear", "After the nap")
        # And the question answered with yes.
        it.open(f"/p/{small.mia.pk}/infections/temperatures/add/")
        page.get_by_label("Temperature", exact=True).fill("98.6")
        page.get_by_label("°C").check()
        it.tap("temperature-save")
        it.tap("answer")
        page.get_by_role("heading", name=re.compile("98.6")).wait_for()
        assert Temperature.objects.count() == before + 2


def kept(page, value: str) -> None:
    assert page.get_by_label("Temperature", exact=True).input_value() == value
    assert page.get_by_label("Ear", exact=True).is_checked()
    assert page.get_by_label("Note").input_value() == "After the nap"


def test_a_wrong_answer_in_every_other_form(phone, small):
    """The forms a family fills in first: a wrong or empty answer has the focus and the title."""
    with phone(small.guardian) as it:
        page = it.open(f"/p/{small.mia.pk}/plan/numbers/add/")
        page.get_by_label("Phone number").fill("nobody")
        it.tap("submit")
        refused(it)
        assert page.get_by_label("Phone number").input_value() == "nobody"
        it.open(f"/p/{small.mia.pk}/vaccines/add/?product=mmr")
        it.tap("submit")
        refused(it)
        it.open(f"/p/{small.mia.pk}/visits/add/")
        page.get_by_label(re.compile("^Day|^Date|^When")).first.fill("")
        it.tap("submit")
        refused(it)
        it.open(f"/family/{small.household.pk}/children/add/")
        it.tap("submit")
        refused(it)


def test_twice_is_once(phone, small):
    """Two quick taps on the same button write one entry."""
    from care.record.models import Entry

    before = Entry.objects.filter(patient=small.leo).count()
    with phone(small.guardian) as it:
        page = it.open(f"/p/{small.leo.pk}/")
        page.get_by_test_id("nothing-new").dblclick()
        it.saved("Leo")
        it.settled()
    assert Entry.objects.filter(patient=small.leo).count() == before + 1

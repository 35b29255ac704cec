"""Two carers, two phones: an open Today says what the other one wrote, and moves nothing while it does."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
WHERE = "e => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height].map(Math.round) }"


def test_an_open_today_says_what_the_other_parent_logged(small, phone):
    today = f"/p/{small.leo.pk}/?part=morning"
    with phone(small.guardian) as one, phone(small.second) as two:
        two.page.clock.install()
        for it in (one, two):
            it.open(today)
        button = two.page.get_by_test_id("nothing-new")
        before = button.evaluate(WHERE)
        one.tap("nothing-new")
        one.saved("Saved: Nothing new for Leo")
        assert not two.page.get_by_test_id("fresh").count()
        two.page.clock.fast_forward(60_000)
        line = two.page.get_by_test_id("fresh")
        line.get_by_text("Ana logged this for Leo").wait_for()
        assert "Nothing new" in line.inner_text()
        # Said once, politely; what the thumb was about to touch is where it was.
        two.until("document.getElementById('status').textContent.includes('Ana logged this for Leo')")
        assert button.evaluate(WHERE) == before
        assert line.locator("a").evaluate("e => e.getBoundingClientRect().height") >= 44
        two.tap(line.locator("a"))
        two.page.get_by_test_id("by-other").get_by_text("Ana").wait_for()
        assert not two.page.get_by_test_id("fresh").count()
        # Coming back to the page asks at once, and says nothing while nothing changed.
        two.page.clock.fast_forward(5_000)
        with two.page.expect_response(lambda answer: "/fresh/" in answer.url) as asked:
            two.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        assert asked.value.status == 304

"""A skin flare on a phone: its taps, the body map under a thumb, and all of it without script."""

import itertools

import pytest

from care.skin.models import SkinCheck

pytestmark = pytest.mark.browser
# Every region that is shown, with its size; the input fills its label.
REGIONS = """() => [...document.querySelectorAll('.body-map input')].filter(e => e.checkVisibility()).map(e => {
  const box = e.getBoundingClientRect();
  return {value: e.value, x: box.x, y: box.y, width: box.width, height: box.height};
})"""
AS_MAP = "getComputedStyle(document.querySelector('.body-map .short')).display !== 'none'"


def region(page, value: str):
    return page.locator(f"input[name=sites][value='{value}']")


def closest(shown: list[dict]) -> float:
    """The smallest gap between two regions, in pixels."""

    def gap(a: dict, b: dict) -> float:
        across = max(a["x"], b["x"]) - min(a["x"] + a["width"], b["x"] + b["width"])
        down = max(a["y"], b["y"]) - min(a["y"] + a["height"], b["y"] + b["height"])
        return max(across, down)

    return min(gap(a, b) for a, b in itertools.combinations(shown, 2))


def test_a_flare_with_its_place(small, phone):
    with phone(small.guardian) as it:
        page = it.open(f"/p/{small.leo.pk}/")
        with it.budget("skin flare with its place"):
            it.tap("something-changed")
            it.tap("skin-flare")
            page.get_by_role("heading", name="Skin flare: Leo").wait_for()
            assert page.locator("input:checked").count() == 0, "nothing is chosen beforehand"
            it.tap(page.locator("input[name=skin_band][value='3']"))
            it.tap(region(page, "elbow_crease:right"))
            it.tap("submit")
            it.saved("Leo")
    check = SkinCheck.objects.get(flare=True)
    assert (check.skin_band, check.sites) == ("severe", [{"site": "elbow_crease", "side": "right"}])


def test_the_body_map_is_for_thumbs_and_becomes_a_list_on_a_narrow_phone(small, phone):
    with phone(small.guardian) as it:
        page = it.open(f"/p/{small.leo.pk}/skin/add/?flare=1")
        page.get_by_text("Back of the body").first.tap()
        for width in (360, 344):
            page.set_viewport_size({"width": width, "height": 640})
            assert page.evaluate(AS_MAP)
            shown = page.evaluate(REGIONS)
            assert len(shown) > 50, "front and back"
            assert [r for r in shown if r["width"] < 44 or r["height"] < 44] == [], width
            assert closest(shown) >= 7.9, "a thumb meets one region, not two"
        values = {r["value"] for r in shown}
        page.set_viewport_size({"width": 343, "height": 640})
        assert not page.evaluate(AS_MAP)
        listed = page.evaluate(REGIONS)
        assert {r["value"] for r in listed} == values, "the same field, the same places"
        assert min(r["width"] for r in listed) > 250
        # Left and right are the child's own: in a language that runs the other way the map stays as it is.
        page.set_viewport_size({"width": 360, "height": 640})
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert region(page, "palm:right").bounding_box()["x"] < region(page, "palm:left").bounding_box()["x"]
        assert region(page, "heel:left").bounding_box()["x"] < region(page, "heel:right").bounding_box()["x"]
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        # What is ticked on the map is ticked in the list: one field.
        page.evaluate("document.documentElement.dir = 'ltr'")
        it.tap(region(page, "chest"))
        page.set_viewport_size({"width": 343, "height": 640})
        assert region(page, "chest").is_checked()


def test_from_flare_to_how_each_place_looks_without_script(small, phone):
    with phone(small.guardian, java_script_enabled=False) as it:
        page = it.open(f"/p/{small.leo.pk}/skin/add/?flare=1")
        it.tap(region(page, "chest"))
        page.get_by_text("Wet, sore or blistered skin").tap()
        it.tap(page.locator("input[name=blisters_clustered][value=no]"))
        it.tap("submit-describe")
        page.get_by_role("heading", name="How each place looks: Leo").wait_for()
        it.tap(page.locator("input[name=chest-midline-redness][value=not_sure]"))
        it.tap(page.locator("input[name=chest-midline-dryness][value='2']"))
        it.tap("submit")
        page.get_by_role("heading", name="Skin flare: Leo").wait_for()
        shown = page.inner_text("main")
        assert "Dry: moderate" in shown
        assert "Redder, darker or greyer than usual: can't tell" in shown
    assert SkinCheck.objects.get(flare=True).signs == [
        {"site": "chest", "side": "midline", "redness": "not_sure", "dryness": 2}
    ]

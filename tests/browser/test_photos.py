"""Photos on a phone: within their taps, prepared before one's eyes, side by side, and all of it without script too."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from care.record.models import Entry
from care.record.photos import actions
from care.record.photos.models import Photo
from care.record.photos.rules import State
from tests.browser.phone import LARGE, SMALL
from tests.care.record.photo_files import jpeg, jpeg_with_gps
from tests.people import MORNING

pytestmark = pytest.mark.browser
ALL_PIXELS = "[...document.images].every((i) => i.complete && i.naturalWidth > 0)"


@pytest.fixture
def picture(tmp_path):
    """A file on the phone."""
    path = tmp_path / "IMG_0042.jpg"
    path.write_bytes(jpeg_with_gps())
    return path


def choose(it, field: str, path) -> None:
    """One tap on the field; the phone's own chooser does the rest."""
    with it.page.expect_file_chooser() as chooser:
        it.tap(it.page.locator(f"#id_{field}"))
    chooser.value.set_files(path)


def prepare_all() -> None:
    """A worker's part."""
    for photo_id in actions.waiting(at=timezone.now()):
        assert actions.prepare(photo_id=photo_id, at=timezone.now())


def kept(family, path, *, days_ago: int = 0, **values) -> Photo:
    values = {"patient": family.mia, "by": family.guardian, "at": MORNING, "site": "cheek", "side": "left"} | values
    with path.open("rb") as file:
        photo = actions.add_alone(file=file, local_day=MORNING.date() - dt.timedelta(days=days_ago), **values)
    assert actions.prepare(photo_id=photo.pk, at=MORNING)
    return photo


def test_a_new_abscess_with_a_photo(phone, small, picture):
    with phone(small.guardian) as it:
        page = it.open(f"/p/{small.mia.pk}/")
        with it.budget("T6 new abscess with photo"):
            it.tap("something-changed")
            it.tap("new-lump")
            it.tap("region-upper_arm_front:left")
            it.tap("size-grape")
            page.get_by_test_id("can-look-quiet").wait_for()
            it.tap("signs-none")
            it.saved("Mia")
            it.tap("add-photo")
            choose(it, "camera", picture)
            it.tap("submit")
            it.saved("photo", "Mia")
        photo = Photo.objects.get()
        assert photo.entry.kind == Entry.Kind.INFECTION
        page.wait_for_url(f"**/{photo.entry_id}/**")  # back at the lump
        page.locator("#photos").get_by_text("Being prepared").wait_for()
        prepare_all()
        # The page asks again by itself.
        page.locator("#photos img").wait_for()
        it.until("document.querySelector('#photos img').naturalWidth > 0")
        assert page.locator("#photos img").get_attribute("alt").startswith("Photo: ")
        # Undo takes the photo back and leaves the lump.
        it.tap("undo")
        it.saved("Taken back")
        assert Photo.objects.get().state == State.REMOVED
        assert Photo.objects.get().entry.removed_at is None


def test_a_photo_is_prepared_before_ones_eyes(phone, small, picture):
    with phone(small.guardian) as it:
        page = it.open(f"/p/{small.mia.pk}/record/photos/")
        it.tap("add-photo")
        choose(it, "file", picture)
        it.tap("submit")
        it.saved("Mia")
        it.tap("photo")
        page.get_by_test_id("photo-waiting").wait_for()
        prepare_all()
        page.get_by_test_id("picture").wait_for()
        it.until("document.querySelector('img.photo').naturalWidth === 80")
        # Room was made for it: what stands below does not jump.
        assert page.get_by_test_id("picture").get_attribute("height") == "120"


def test_the_extra_yes_shows_itself_for_a_private_place(phone, small):
    with phone(small.guardian) as it:
        page = it.open(f"/p/{small.mia.pk}/record/photos/add/")
        box = page.get_by_label("Yes, keep this photo of a private place")
        assert not box.is_visible()
        for place, shown in (("genital", True), ("chest", False), ("perineum", True), ("around_anus", True)):
            page.select_option("#id_site", place)
            assert box.is_visible() is shown, place
        it.tap("submit")
        page.get_by_test_id("error-summary").wait_for()
        box.wait_for()


def test_every_private_place_is_one_that_the_page_asks_about():
    """The style sheet names them; the list of places decides."""
    from django.contrib.staticfiles import finders

    from care.reference import body_sites

    with open(finders.find("tend.css")) as css:
        rule = next(line for line in css if ".private-ok" in line and ":has(option" in line)
    named = set(re.findall(r'value="([a-z_]+)"', rule))
    assert named == {site.slug for site in body_sites.all_sites() if site.is_private}


@pytest.mark.parametrize(("size", "beside"), [(SMALL, False), (LARGE, True)], ids=["phone", "desk"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_two_days_side_by_side(phone, small, picture, size, beside, script):
    photos = [kept(small, picture, days_ago=days) for days in (20, 10, 0)]
    with phone(small.guardian, size=size, java_script_enabled=script) as it:
        page = it.open(f"/p/{small.mia.pk}/record/photos/compare/")
        page.get_by_test_id("place").click()
        page.get_by_test_id("compared").nth(1).wait_for()
        page.select_option("#first", str(photos[1].pk))
        page.get_by_test_id("show").click()
        page.wait_for_url(re.compile(f"first={photos[1].pk}"))
        pictures = page.get_by_test_id("compared")
        assert [str(photo.pk) in pictures.nth(n).get_attribute("src") for n, photo in enumerate(photos[1:])] == [
            True
        ] * 2
        if script:
            it.until(ALL_PIXELS)
        one, two = (pictures.nth(n).bounding_box() for n in (0, 1))
        if beside:
            assert one["y"] == two["y"]
            assert one["x"] + one["width"] <= two["x"]
        else:
            assert one["y"] + one["height"] <= two["y"]


def test_added_looked_at_and_taken_back_without_script(phone, small, picture):
    with phone(small.guardian, java_script_enabled=False) as it:
        page = it.open(f"/p/{small.mia.pk}/record/photos/add/")
        page.locator("#id_file").set_input_files(picture)
        page.select_option("#id_site", "cheek")
        page.get_by_label("Left").check()
        page.get_by_test_id("submit").click()
        page.get_by_text("Saved: photo for Mia.").wait_for()
        page.get_by_text("Being prepared").wait_for()
        prepare_all()
        page.get_by_role("link", name="Look again").click()
        page.get_by_test_id("photo").first.click()
        page.get_by_role("heading", name="Cheek (left): Mia").wait_for()
        # Without script nothing waits for the styles, and what they move is missed by a tap.
        page.wait_for_load_state("load")
        page.get_by_test_id("remove").click()
        page.get_by_text("Taken back: photo for Mia.").wait_for()
        page.wait_for_load_state("load")
        page.get_by_test_id("undo").click()
        page.get_by_text("Saved: photo for Mia.").wait_for()
        assert page.get_by_test_id("photo").count() == 1


def test_a_refused_file_keeps_the_rest_of_the_form(phone, small, tmp_path):
    drawing = tmp_path / "photo.jpg"
    drawing.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    with phone(small.guardian) as it:
        page = it.open(f"/p/{small.mia.pk}/record/photos/add/")
        choose(it, "file", drawing)
        page.get_by_label("Note").fill("After the bath")
        it.tap("submit")
        page.get_by_test_id("error-summary").get_by_text("Tend cannot read this file").wait_for()
        assert page.get_by_label("Note").input_value() == "After the bath"
        assert not Photo.objects.exists()
        drawing.write_bytes(jpeg())
        choose(it, "file", drawing)
        it.tap("submit")
        it.saved("Mia")
        assert Entry.objects.get(kind="photo").note == "After the bath"

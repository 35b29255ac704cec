"""Takes the pictures of the README: `.venv/bin/pytest tests/browser/readme_pictures.py`. No test of the suite."""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from reminders import engine
from tests.browser.phone import LARGE
from tests.people import EVENING

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
MODERN = {"width": 360, "height": 932}


@pytest.mark.browser
def test_take(phone, demo):
    from care.visits import actions
    from care.visits.models import Visit

    FOLDER.mkdir(exist_ok=True)
    engine.tick(now=timezone.now())  # a running engine: no banner
    with phone(demo.guardian, color_scheme="dark", device_scale_factor=1.5) as it:
        it.page.set_viewport_size(MODERN)
        it.open(f"/p/{demo.mia.pk}/").screenshot(path=FOLDER / "today-dark.png")
    demo.clock.move_to(EVENING)
    engine.tick(now=timezone.now())
    with phone(demo.guardian, device_scale_factor=1.5) as it:
        it.page.set_viewport_size(MODERN)
        page = it.open(f"/p/{demo.leo.pk}/")
        it.tap(page.get_by_test_id("itch").get_by_role("button", name="3", exact=True))
        it.pressed(1)
        it.tap(page.get_by_test_id("skin").get_by_role("button", name="Mild"))
        it.pressed(2)
        page = it.open(f"/p/{demo.leo.pk}/")
        page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
        page.screenshot(path=FOLDER / "today.png")
        visit = Visit.objects.filter(patient=demo.mia, on__gt=EVENING.date()).get()
        actions.request_summary(visit=visit, by=demo.guardian, at=timezone.now())
        actions.generate_summary(visit_id=visit.pk, at=timezone.now())
    with phone(demo.guardian, size=LARGE) as it:
        page = it.open(f"/p/{demo.mia.pk}/visits/{visit.pk}/summary/")
        assert re.search("CAREGIVER", page.inner_text("main"), re.I)
        page.screenshot(path=FOLDER / "summary.png")
    for path in FOLDER.glob("*.png"):
        # A palette a page needs; most of these colours are shades at the edges of letters.
        Image.open(path).convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE).save(path, optimize=True)

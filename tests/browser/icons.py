"""Draws the icons of the installed app from ``static/icon.svg``: `.venv/bin/pytest tests/browser/icons.py`. No test of
the suite."""

from pathlib import Path

import pytest
from PIL import Image

STATIC = Path(__file__).parents[2] / "static"
# Side in pixels; whether a phone may cut any shape out of it: then the drawing stays in the middle four fifths.
ICONS = {"icon-192": (192, False), "icon-512": (512, False), "maskable-512": (512, True), "touch-180": (180, True)}


@pytest.mark.browser
def test_draw(chromium):
    drawing = (STATIC / "icon.svg").read_text()
    for name, (side, full) in ICONS.items():
        page = chromium.new_page(viewport={"width": side, "height": side})
        scale = "80%" if full else "100%"
        page.set_content(
            f"<style>html{{background:{'#0B5C7A' if full else 'transparent'}}}"
            f"body{{margin:0;height:100vh;display:grid;place-items:center}}svg{{width:{scale}}}</style>{drawing}"
        )
        path = STATIC / "icons" / f"{name}.png"
        page.screenshot(path=path, omit_background=not full)
        page.close()
        Image.open(path).quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)

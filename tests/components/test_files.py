"""What the stylesheet, the script and the templates promise, read from their files."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CSS = (ROOT / "static/tend.css").read_text()
JS = (ROOT / "static/tend.js").read_text()
# Pages only: mail programs read inline styles and nothing else.
MAIL = {"mail", "email"}
TEMPLATES = sorted(p for p in (ROOT / "templates").rglob("*.html") if not MAIL & set(p.parts))


def test_bytes_stay_within_the_budget():
    assert len(gzip.compress(CSS.encode(), 9)) <= 12 * 1024
    assert len(gzip.compress(JS.encode(), 9)) <= 9 * 1024
    assert "@font-face" not in CSS
    assert "url(" not in CSS


def test_the_stylesheet_has_no_physical_sides():
    without_notes = re.sub(r"/\*.*?\*/", "", CSS, flags=re.S)
    assert not re.findall(
        r"(?<!area-)(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b|[{;]\s*(?:left|right|top|bottom|width|height)\s*:"
        r"|text-align:\s*(?:left|right)|float:",
        without_notes,
    )


# Never shown by Tend's server as a page, so no policy of its applies: each with where it is read.
ELSEWHERE = {"care/plan/card_file.html": "a file that a family keeps and opens without a network (ADR 8)"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_a_template_needs_no_hole_in_the_content_policy(path):
    text = path.read_text()
    if str(path.relative_to(ROOT / "templates")) in ELSEWHERE:
        assert "<script" not in text
        return
    assert not re.findall(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=[\"']|javascript:|hx-on", text)
    for note in re.findall(r"\{#.*?#\}", text, flags=re.S):
        assert "\n" not in note, "a note over several lines would be printed: use {% comment %}"


# --- Contrast: every pair of colours that a family reads, from the tokens themselves.
def luminance(colour: str) -> float:
    colour = colour.lstrip("#")
    if len(colour) == 3:
        colour = "".join(c * 2 for c in colour)
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def themes() -> dict[str, dict[str, str]]:
    ordinary = CSS.partition("@media (prefers-contrast")[0]
    pairs = re.findall(r"--([\w-]+):\s*light-dark\((#\w+),\s*(#\w+)\)", ordinary)
    plain = re.search(r"@layer tokens \{.*?:root \{(.*?)\n  \}", CSS, flags=re.S)[1]
    dim = re.search(r'data-theme="dim"\] \{(.*?)\}', CSS, flags=re.S)[1]
    dark = {name: value for name, _light, value in pairs}
    return {
        "light": {name: value for name, value, _dark in pairs},
        "dark": dark,
        "old browsers": dict(re.findall(r"--([\w-]+):\s*(#\w+)", plain)),
        "dim": dark | dict(re.findall(r"--([\w-]+):\s*(#\w+)", dim)),
    }


TEXT = [
    *[(name, back) for name in ("ink", "muted", "primary", "live", "infection", "ok") for back in ("bg", "surface")],
    ("ink", "primary-soft"), ("muted", "primary-soft"), ("ink", "infection-soft"), ("ink", "live-soft"),
    ("ink", "ok-soft"), ("muted", "infection-soft"), ("antibiotic", "bg"),
    ("on-primary", "primary"), ("on-live", "live"), *[(f"on-band-{n}", f"band-{n}") for n in range(5)],
]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark", "dim", "old browsers"])
def test_words_can_be_read(theme):
    tokens = themes()[theme]
    weak = {
        (ink, back): round(contrast(tokens[ink], tokens[back]), 2)
        for ink, back in TEXT
        if contrast(tokens[ink], tokens[back]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", ["light", "dark", "dim", "old browsers"])
def test_edges_of_controls_can_be_seen(theme):
    tokens = themes()[theme]
    for back in ("bg", "surface"):
        assert contrast(tokens["edge"], tokens[back]) >= 3
        assert contrast(tokens["focus"], tokens[back]) >= 3


def test_old_browsers_get_the_same_light_theme():
    both = themes()
    assert both["light"] == {name: both["old browsers"][name] for name in both["light"]}

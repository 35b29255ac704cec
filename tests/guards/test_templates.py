"""Every word a person reads in a template can be translated."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType

ROOT = Path(settings.BASE_DIR) / "templates"
# A word that is the same in every language.
NAME = re.compile(r"\bTend\b")
# Blocks that switch something and are not read by people.
SWITCHES = {"boost", "main_class"}
SPOKEN = re.compile(r"""\b(?:aria-label|alt|title|placeholder|data-[a-z]+)=(?:"([^"]*)"|'([^']*)')""")
TAG = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.S)
WORD = re.compile(r"[A-Za-z]{2,}")
# Attributes that hold names for machines, not words for people.
MACHINE = re.compile(
    r"""\bdata-(?:testid|focus|state|band|shape|theme|announce|copy|print|late|sent|shows|said|switch|calls|day|follows)=(?:"[^"]*"|'[^']*')"""
)
UNTRANSLATED_ON_PURPOSE = {
    "components/style.html": "the staff's own sample page",
    "base.html": "holds htmx's configuration and attributes filled by translate",
}


def templates():
    found = sorted(p for p in ROOT.rglob("*") if p.suffix in {".html", ".txt"})
    assert len(found) > 20, "the walk found next to nothing"
    return found


def bare_words(source: str) -> list[str]:
    """Words of a template that no translation tag holds."""
    kept, inside, switch = [], False, False
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            name, *rest = token.contents.split()
            if name in ("block", "endblock"):
                switch = name == "block" and rest[:1] and rest[0] in SWITCHES
            if name in ("blocktranslate", "blocktrans", "comment", "verbatim"):
                inside = True
            elif name in ("endblocktranslate", "endblocktrans", "endcomment", "endverbatim"):
                inside = False
        elif token.token_type == TokenType.TEXT and not inside and not switch:
            kept.append(token.contents)
        elif token.token_type == TokenType.VAR and not inside:
            kept.append("\x00")  # keeps an attribute that holds only a variable in one piece
    html = MACHINE.sub("", "".join(kept))
    spoken = [a or b for a, b in SPOKEN.findall(html)]
    words = [NAME.sub(" ", word) for word in (TAG.sub(" ", html), *spoken)]
    return [w.strip() for w in words if WORD.search(re.sub(r"&#?\w+;", " ", w))]


@pytest.mark.parametrize("path", templates(), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_template_is_translatable(path):
    name = str(path.relative_to(ROOT))
    if name in UNTRANSLATED_ON_PURPOSE:
        return
    found = []
    for text in bare_words(path.read_text()):
        found += [line.strip() for line in text.splitlines() if WORD.search(re.sub(r"&#?\w+;", " ", line))]
    assert not found, f"words outside translation tags: {found[:5]}"


def test_no_stale_exception():
    assert {*UNTRANSLATED_ON_PURPOSE} <= {str(p.relative_to(ROOT)) for p in templates()}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello there</p>", True),
        ("<p>{% translate 'Hello' %}</p>", False),
        ("{% blocktranslate %}Hello <b>you</b>{% endblocktranslate %}", False),
        ('<a aria-label="Close">x</a>', True),
        ('<a aria-label="{% translate "Close" %}">1</a>', False),
        ("<p>{{ name }}, {{ age }}</p>", False),
        ('<p data-testid="saved">7</p>', False),
        ("{% block title %}{{ name }} – Tend{% endblock %}", False),
        ("{% block title %}Today – Tend{% endblock %}", True),
        ("{% block boost %}false{% endblock %}", False),
    ],
)
def test_the_guard_sees_bare_words(source, found):
    assert bool(bare_words(source)) is found


PAGES_WITHOUT_FRAME = ("500.html",)


def test_no_inline_script_or_style():
    for path in templates():
        text = path.read_text()
        if path.name in PAGES_WITHOUT_FRAME or "email" in path.parts or "mail" in path.name:
            continue
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text), path
        assert not re.search(r"\son[a-z]+=|\sstyle=", text), path

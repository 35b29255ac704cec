"""A language nobody speaks: every message of Tend in brackets, with accents, and two fifths longer.

What a page shows outside the brackets did not go through gettext; what does not fit will not fit in German either. It
stands in for Esperanto, for which Django has dates and plurals.
"""

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polib
from django.test import override_settings
from django.utils.translation import trans_real

from tracker.languages import catalogues

CODE = "eo"
PLURALS = "nplurals=2; plural=(n != 1);"
KEPT = re.compile(r"%\(\w+\)[sdif]|%[sdif%]|\{\w*\}|</?[a-zA-Z][^>]*>|&\w+;")
ACCENTS = str.maketrans("aeiouycnsAEIOUYCNS", "àéîõüÿçñšÀÉÎÕÜŸÇÑŠ")
MORE = "ôñé twö thréé föür fïvé šïx šévén éïght ñïñé téñ "


def pseudo(message: str) -> str:
    """``message`` in brackets, with accents and two fifths more letters. What is filled in, tags and edges stay."""
    text = message.strip()
    if not text:
        return message
    before, _, after = message.partition(text)
    parts, last = [], 0
    for kept in KEPT.finditer(text):
        parts += [text[last : kept.start()].translate(ACCENTS), kept[0]]
        last = kept.end()
    parts.append(text[last:].translate(ACCENTS))
    longer = math.ceil(len(KEPT.sub("", text)) * 0.4)
    pad = (MORE * (longer // len(MORE) + 1))[:longer].strip()
    return f"{before}[{''.join(parts)}{' ' if longer > 4 else ''}{pad}]{after}"


def outside(text: str) -> str:
    """What of a page's text did not come from a message; a message may hold another in its own brackets."""
    depth, left = 0, []
    for sign in text:
        depth += (sign == "[") - (sign == "]" and depth > 0)
        left.append(sign if depth == 0 and sign != "]" else " ")
    return "".join(left)


def catalogue() -> polib.POFile:
    """The pseudo-language's catalogue of every message Spanish has."""
    made = polib.POFile(wrapwidth=0)
    made.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": PLURALS}
    for entry in catalogues.read(catalogues.source_of("es")):
        new = polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, msgid_plural=entry.msgid_plural)
        if entry.msgid_plural:
            new.msgstr_plural = {0: pseudo(entry.msgid), 1: pseudo(entry.msgid_plural)}
        else:
            new.msgstr = pseudo(entry.msgid)
        made.append(new)
    return made


@contextmanager
def spoken(folder: Path) -> Iterator[str]:
    """Makes it one of Tend's languages for a while; gives its code. ``folder`` is empty."""
    place = folder / CODE / "LC_MESSAGES"
    place.mkdir(parents=True)
    catalogue().save_as_mofile(str(place / "django.mo"))
    with override_settings(LOCALE_PATHS=[folder]):
        trans_real._translations.pop(CODE, None)
        yield CODE
    trans_real._translations.pop(CODE, None)

"""Medical sentences in another language: beside a translation that no clinician checked stands the English.

Labels of buttons and fields are ordinary words. What this is for are statements a family may act on: what a vaccine is,
what a warning asks for, what a card tells a stranger.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language, gettext, gettext_lazy

from care.reference.reviewed import reviewed

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

UNCHECKED = gettext_lazy("Translation not checked by a clinician")


class Statement(str):
    """A sentence in the reader's language. ``english``: what stands beside it, "" where nothing has to."""

    english: str = ""

    @classmethod
    def of(cls, words: str, english: str = "") -> "Statement":
        said = cls(words)
        said.english = english
        return said


def medical(message: "StrOrPromise", **filled: object) -> Statement:
    """A medical statement, translated; ``filled`` goes into its braces. "" stays "".

    ``message`` is its English words, or a lazy translation of them.
    """
    with translation.override(settings.LANGUAGE_CODE):
        english = str(message)
        # What is filled in may itself be a lazy translation ("your local emergency number").
        shown = english.format(**filled) if filled else english
    if not english:
        return Statement.of("")
    words = gettext(english)
    if words == english:
        return Statement.of(shown)
    unchecked = must_not_stand_alone(english)
    return Statement.of(words.format(**filled) if filled else words, shown if unchecked else "")


def must_not_stand_alone(english: str) -> bool:
    """Whether the translation of these words in the language in force was checked by nobody."""
    language = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    return language != settings.LANGUAGE_CODE and english not in reviewed(language)


def in_lines(said: str) -> str:
    """Plain text for what is kept or sent: the sentence and, on a line of its own, the English beside it."""
    english = getattr(said, "english", "")
    return f"{said}\n{english}" if english else str(said)


def from_lines(kept: str) -> Statement:
    """What ``in_lines`` made, apart again. A text without a second line stands alone."""
    words, _, english = kept.partition("\n")
    return Statement.of(words, english)

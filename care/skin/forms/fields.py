"""The questions of a skin check as form fields. Nothing is chosen beforehand, and all may stay blank."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from care.record.models import Answer
from care.skin.models import BAND_ANCHORS, BAND_WORDS
from care.skin.rules import SCALE_MAX, SCALE_MIN, Band, band_at, band_digit

ANSWERS_OF_A_SIGN = (Answer.YES, Answer.NO, Answer.NOT_SURE, Answer.NOT_CHECKED)


def band_choices() -> list[dict[str, Any]]:
    """The five bands for ``components/band_choices.html``: digit, word and anchor, mildest first."""
    return [{"digit": band_digit(b), "word": BAND_WORDS[b], "anchor": BAND_ANCHORS[b]} for b in Band]


def scale(label, **kwargs) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[(str(n), str(n)) for n in range(SCALE_MIN, SCALE_MAX + 1)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
        error_messages={"invalid_choice": _("Choose a whole number from 0 to 10.")},
        **kwargs,
    )


def band() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Skin overall"),
        help_text=_("A family scale: your own words, not a clinic score."),
        # Asked for with each form: made once, the words would stay in the language of the first reader.
        choices=lambda: [
            (str(band_digit(band)), format_html("<b>{}</b><small>{}</small>", words, BAND_ANCHORS[band]))
            for band, words in BAND_WORDS.items()
        ],
        coerce=lambda digit: band_at(int(digit)).value,
        empty_value="",
        required=False,
        widget=forms.RadioSelect(attrs={"class": "bands"}),
        error_messages={"invalid_choice": _("Choose one of the five.")},
    )


def sign(label) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(answer.value, answer.label) for answer in ANSWERS_OF_A_SIGN],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "in-row"}),
    )


def yes_or_no(label) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(Answer.YES.value, Answer.YES.label), (Answer.NO.value, Answer.NO.label)],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "in-row"}),
    )


def number(label, low: int, high: int, **kwargs) -> forms.IntegerField:
    words = format_lazy(_("Write a whole number from {low} to {high}."), low=low, high=high)
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=low,
        max_value=high,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
        error_messages={"invalid": words, "min_value": words, "max_value": words},
        **kwargs,
    )


def text(label, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs
    )

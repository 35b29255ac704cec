"""How each place looks: six signs, a grade each. A page of its own, after the places are known."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.record.forms import CorrectingForm
from care.skin.models import GRADE_WORDS, SIGN_WORDS
from care.skin.rules import SIGNS, normal_signs, places_to_describe


@dataclass(frozen=True)
class PlaceFields:
    """One place with its six questions."""

    label: str
    fields: list[forms.BoundField]
    chosen: int


class SignsForm(CorrectingForm):
    """The six signs of every place of a check. ``answer()`` is the value of ``signs`` for the actions."""

    hide_optional = True

    def __init__(self, *args, check, words, **kwargs):
        """``check``: a SkinCheck; ``words``: gives a place's name from its row."""
        super().__init__(*args, corrects=check.entry, **kwargs)
        self.places: list[tuple[str, str, str]] = []
        for site, side, grades in places_to_describe(check.sites, check.signs):
            self.places.append((site, side, words({"site": site, "side": side})))
            for sign in SIGNS:
                options = [(str(grade), text) for grade, text in GRADE_WORDS.items()]
                if sign in grades:
                    options.append(("", _("Not recorded")))
                self.fields[_name(site, side, sign)] = forms.ChoiceField(
                    label=SIGN_WORDS[sign],
                    choices=options,
                    required=False,
                    initial=grades.get(sign),
                    widget=forms.RadioSelect(attrs={"class": "grades"}),
                )

    def answer(self) -> list[dict[str, Any]]:
        """The graded signs of every place, as stored."""
        return normal_signs(
            {"site": site, "side": side, **{sign: self.cleaned_data[_name(site, side, sign)] for sign in SIGNS}}
            for site, side, _label in self.places
        )

    def by_place(self) -> list[PlaceFields]:
        """The questions, place by place."""
        return [
            PlaceFields(label, fields, sum(field.value() not in (None, "") for field in fields))
            for site, side, label in self.places
            for fields in [[self[_name(site, side, sign)] for sign in SIGNS]]
        ]


def _name(site: str, side: str, sign: str) -> str:
    return f"{site}-{side or 'any'}-{sign}"

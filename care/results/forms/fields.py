"""Fields that several forms of this room share."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.record.models import Answer
from care.results.models import words
from care.results.rules import teeth
from care.results.rules.measures import NotANumber, TwoReadings, as_written, number

#: What a family is asked; "not checked" is left to leaving it out.
ASKED = {answer: answer.label for answer in (Answer.YES, Answer.NO, Answer.NOT_SURE)}


def choices(label: Any, said: dict, *, missing: Any = None) -> forms.ChoiceField:
    """One of a few words, as buttons to tap; needed when ``missing`` says what to do without one."""
    field = forms.ChoiceField(
        label=label,
        choices=[(key.value, text) for key, text in said.items()],
        required=missing is not None,
        widget=forms.RadioSelect(attrs={"class": "in-row"}),
    )
    if missing is not None:
        field.error_messages["required"] = missing
    return field


def select(label: Any, said: dict, *, missing: Any) -> forms.ChoiceField:
    """One of many words, as a list that opens; ``missing`` says what to do without one."""
    listed = [("", _("Choose")), *((key.value, text) for key, text in said.items())]
    return forms.ChoiceField(label=label, choices=listed, error_messages={"required": missing})


def answer(label: Any) -> forms.ChoiceField:
    return choices(label, ASKED)


def text(label: Any, length: int, *, rows: int = 0, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=length, widget=widget, **{"required": False, **more})


def scale(label: Any) -> forms.TypedChoiceField:
    """0 to 10 as tiles."""
    return forms.TypedChoiceField(
        label=label,
        help_text=_("0 is none, 10 is the worst."),
        choices=[(str(value), str(value)) for value in range(11)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
    )


class NumberField(forms.CharField):
    """A number with a comma or a point, as people write it. Gives a Decimal or None.

    With ``plain`` a number that may be read in two ways (2,100) is asked about instead of guessed.
    """

    def __init__(self, *, plain: bool = False, **kwargs: Any):
        self.plain = plain
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"required": False, "widget": widget, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return as_written(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        written = super().to_python(value)
        if not written:
            return None
        try:
            return number(written, plain=self.plain)
        except TwoReadings as error:
            raise forms.ValidationError(_("Write it without a comma or point for thousands, like 2100.")) from error
        except NotANumber as error:
            raise forms.ValidationError(_("Write a number, like 14.2.")) from error


class ToothChart(forms.CheckboxSelectMultiple):
    """A table of the twenty baby teeth: a row for each quarter of the mouth, from the middle outwards."""

    template_name = "care/results/tooth_chart.html"

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        boxes = [option for _group, options, _index in context["widget"]["optgroups"] for option in options]
        size = len(teeth.PLACES)
        context["places"] = [words.TOOTH_PLACE[place] for place in teeth.PLACES]
        context["quarters"] = [
            (words.TOOTH_QUADRANT[quarter], list(zip(boxes[n * size : (n + 1) * size], context["places"], strict=True)))
            for n, quarter in enumerate(teeth.QUADRANTS)
        ]
        return context


def tooth_chart(label: Any, **more: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=[(str(tooth), str(tooth)) for tooth in teeth.ALL],
        coerce=int,
        required=False,
        widget=ToothChart,
        **more,
    )

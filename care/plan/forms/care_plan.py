"""Typing in the care plan that a clinician signed."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.household.forms import DayField, TextField, set_today
from care.plan.models import CarePlan
from care.plan.models.care_plan import DEFAULT_MINUTES, LONGEST_WORDS
from care.plan.models.words import RULE_TITLES
from care.plan.reads.care_plan import degrees_words
from care.plan.rules.degrees import POSSIBLE
from care.plan.rules.judging import level_refused
from care.plan.rules.registry import BY_ID
from care.reference import red_flags

BLANK_ROWS = 3
_READING = re.compile(r"(\d{2,3})(?:[.,](\d))?(?:°|º)?([CF])?")
NUMBERS = ("spo2_min", "missed_doses", "urgent_minutes")
WORDS = ("signed_by", "carry_letter", "emergency_antibiotic_text", "hospital_of_choice")


def read_degrees(typed: str) -> tuple[int, str]:
    """(tenths, unit) of a temperature as people write it. Raises ValidationError."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).upper().replace("DEGREES", "")
    found = _READING.fullmatch(plain)
    tenths = int(found[1]) * 10 + int(found[2] or 0) if found else 0
    # What a body can have in one unit, it cannot have in the other: the number tells its unit.
    unit = next((unit for unit, (low, high) in POSSIBLE.items() if low <= tenths <= high), None)
    if found is None or unit is None or (found[3] and found[3] != unit):
        raise forms.ValidationError(_("Enter a temperature with at most one decimal, like 38.5 °C or 101.3 °F."))
    return tenths, unit


class CarePlanForm(forms.Form):
    """``values()`` are the fields of a CarePlan. The rows for single rules are drawn by the page (``rows``)."""

    signed_by = TextField(label=_("Signed by"), max_length=120, missing=_("Enter who signed the plan, like Dr Okafor."))
    signed_on = DayField(
        label=_("Signed on"), error_messages={"required": _("Enter the day it was signed, like 2026-05-31.")}
    )
    review_on = forms.DateField(
        label=_("To be reviewed on"),
        required=False,
        help_text=_("Left blank: 12 months after it was signed. It is used after that day too, and says so."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a real day, like 2027-05-31.")},
    )
    threshold = TextField(
        label=_("From which temperature on to tell the team"),
        max_length=20,
        required=False,
        help_text=_("As on the plan, like 38.5 °C or 101.3 °F. For babies under 7 months lower limits stay."),
    )
    spo2_min = forms.IntegerField(
        label=_("Lowest oxygen level that is still usual"),
        required=False,
        min_value=50,
        max_value=100,
        help_text=_("A number from 50 to 100. Below it, Tend says to call."),
    )
    missed_doses = forms.IntegerField(
        label=_("How many doses left out before telling the team"), required=False, min_value=1, max_value=99
    )
    urgent_minutes = forms.IntegerField(
        label=_("Minutes without an answer before going to emergency care"),
        required=False,
        min_value=0,
        max_value=1440,
        help_text=_("Left blank: 30."),
    )
    hospital_of_choice = TextField(label=_("Hospital to go to"), max_length=200, required=False)
    carry_letter = TextField(
        label=_("Letter to carry"), max_length=4000, rows=5, required=False, help_text=_("Copied word for word.")
    )
    emergency_antibiotic_text = TextField(
        label=_("What the plan says about antibiotics in an emergency"),
        max_length=2000,
        rows=4,
        required=False,
        help_text=_("Copied word for word. Tend adds nothing and works nothing out."),
    )

    def __init__(self, *args, plan: CarePlan | None = None, today=None, **kwargs):
        self.plan = plan
        if plan is not None:
            known = {name: getattr(plan, name) for name in ("signed_on", "review_on", *NUMBERS, *WORDS)}
            known["threshold"] = degrees_words(plan.threshold_tenths, plan.threshold_unit)
            kwargs.setdefault("initial", known)
        super().__init__(*args, **kwargs)
        set_today(self, today)
        self.row_errors: dict[int, str] = {}

    def clean_threshold(self) -> tuple[int | None, str]:
        typed = self.cleaned_data["threshold"]
        return read_degrees(typed) if typed else (None, "C")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        signed, review = values.get("signed_on"), values.get("review_on")
        if signed and review and review < signed:
            self.add_error("review_on", _("It cannot be reviewed before it was signed."))
        levels: dict[str, int] = {}
        texts: dict[str, str] = {}
        for index, row in enumerate(self._sent_rows()):
            problem = self._read_row(row, levels, texts)
            if problem:
                self.row_errors[index] = str(problem)
                self.add_error(None, problem)
        values |= {"levels": levels, "texts": texts}
        return values

    def _read_row(self, row: dict[str, str], levels: dict, texts: dict):
        rule, level, text = row["rule"], row["level"], row["text"].strip()
        if not rule:
            return _("Choose what the change is for.") if level or text else None
        if rule not in BY_ID:
            return _("Choose what the change is for.")
        title = RULE_TITLES[rule]
        if rule in levels or rule in texts:
            return _("%(title)s: it stands here twice.") % {"title": title}
        if level:
            if level not in ("0", "1", "2", "3"):
                return _("%(title)s: choose how soon.") % {"title": title}
            if level_refused(rule, int(level)):
                return _("%(title)s: a plan cannot lower this so far. Please ask who signed it.") % {"title": title}
            levels[rule] = int(level)
        if len(text) > LONGEST_WORDS:
            return _("%(title)s: please use 2000 signs or fewer.") % {"title": title}
        if text:
            texts[rule] = text
        return None

    def rows(self) -> list[dict]:
        """The rows for single rules: rule, level and text as they stand in the page, and what is wrong with them."""
        rows = self._sent_rows() if self.is_bound else self._stored_rows()
        return [row | {"index": index, "error": self.row_errors.get(index, "")} for index, row in enumerate(rows)]

    def _sent_rows(self) -> list[dict[str, str]]:
        rows = []
        while f"rule_{len(rows)}" in self.data and len(rows) < len(BY_ID) + BLANK_ROWS:
            index = len(rows)
            rows.append({name: self.data.get(f"{name}_{index}", "") for name in ("rule", "level", "text")})
        return rows

    def _stored_rows(self) -> list[dict[str, str]]:
        levels, texts = (self.plan.levels, self.plan.texts) if self.plan else ({}, {})
        stored = [
            {"rule": key, "level": str(levels.get(key, "")), "text": texts.get(key, "")}
            for key in sorted({*levels, *texts})
        ]
        return [*stored, *({"rule": "", "level": "", "text": ""} for _n in range(BLANK_ROWS))]

    @property
    def rule_choices(self) -> list[tuple[str, Any]]:
        return list(RULE_TITLES.items())

    @property
    def level_choices(self) -> list[tuple[str, str]]:
        return [(str(index), level.name) for index, level in enumerate(red_flags.levels().values())]

    def values(self) -> dict[str, Any]:
        """The fields of a CarePlan."""
        data = self.cleaned_data
        tenths, unit = data["threshold"]
        return {name: data[name] for name in ("signed_on", "review_on", *NUMBERS, *WORDS, "levels", "texts")} | {
            "threshold_tenths": tenths,
            "threshold_unit": unit,
            "urgent_minutes": DEFAULT_MINUTES if data["urgent_minutes"] is None else data["urgent_minutes"],
        }

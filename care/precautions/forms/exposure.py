"""The form of an exposure."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.precautions.actions import EXPOSURE_FIELDS
from care.precautions.forms.words import NOT_ON_LIST
from care.precautions.models import CONTACT_TEST_WORDS, IMMUNE_WORDS, MASK_WORDS, MINUTES_WORDS
from care.precautions.reads import Group
from care.precautions.rules import is_span
from care.record.forms import EntryForm
from care.record.models import Answer
from care.reference import vaccines as catalogue


def _day(label, **more) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _time(label) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def _choice(label, words: dict, **more) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(value.value, text) for value, text in words.items()],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "in-row"}),
        **more,
    )


ASKED = {answer: answer.label for answer in (Answer.YES, Answer.NO, Answer.NOT_SURE)}
#: A contact's vaccine: the everyday list of live ones, and the one that a red-flag rule names besides.
SMALLPOX = "smallpox-acam2000"


def vaccine_choices() -> list[tuple[str, str]]:
    """Vaccines of somebody else that may matter to the patient, in everyday words."""
    common = [(row.slug, _(row.label)) for row in catalogue.common() if catalogue.get(row.slug).is_live]
    return [("", _("Not known, or another")), *common, (SMALLPOX, _("Smallpox (ACAM2000)"))]


class ExposureForm(EntryForm):
    """Something the patient came close to; only what it was is asked for."""

    hide_optional = True

    kind = forms.ChoiceField(
        label=_("What was it?"),
        error_messages={"required": NOT_ON_LIST, "invalid_choice": NOT_ON_LIST},
    )
    first_on = _day(_("First day"), error_messages={"required": _("Enter the day, or the first day.")})
    first_time = _time(_("From what time"))
    last_on = _day(_("Last day"), required=False, help_text=_("Leave blank when it was one day only."))
    last_time = _time(_("Until what time"))
    place = forms.CharField(label=_("Where"), required=False, max_length=200)
    distance = forms.CharField(
        label=_("How close"), required=False, max_length=80, help_text=_("Such as: same room, across the street.")
    )
    minutes = _choice(_("How long"), MINUTES_WORDS)
    indoors = _choice(_("Was it indoors?"), ASKED)
    mask = _choice(_("Which mask was worn?"), MASK_WORDS)
    contact_rash = _choice(_("Did the other person have a rash?"), ASKED)
    contact_test = _choice(_("Was the other person tested?"), CONTACT_TEST_WORDS)
    contact_test_text = forms.CharField(label=_("Which test, and when"), required=False, max_length=200)
    vaccine = forms.ChoiceField(label=_("If they just had a vaccine: which?"), required=False)
    vaccine_text = forms.CharField(label=_("The vaccine, in their words"), required=False, max_length=120)
    contact_diaper = _choice(_("Did anybody here change their diaper?"), ASKED)
    wound_deep = _choice(_("Is it deep?"), ASKED)
    wound_face_or_hand = _choice(_("Is it on the face or a hand?"), ASKED)
    wound_soil = _choice(_("Did soil or dirt get in?"), ASKED)
    immune = _choice(_("Is the child known to be immune?"), IMMUNE_WORDS)
    told_on = _day(_("Day the care team was told"), required=False)
    told_time = _time(_("At what time"))
    advice = forms.CharField(
        label=_("What they advised"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    #: What may be added, folded away: (title, names).
    MORE = (
        (_("Indoors, mask"), ("indoors", "mask")),
        (
            _("The other person"),
            ("contact_rash", "contact_test", "contact_test_text", "vaccine", "vaccine_text", "contact_diaper"),
        ),
        (_("A bite or scratch"), ("wound_deep", "wound_face_or_hand", "wound_soil")),
        (_("What the care team said"), ("immune", "told_on", "told_time", "advice")),
    )

    def __init__(self, *args, group: Group | None, with_day: bool = True, clearable: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if clearable:
            for field in self.fields.values():
                if isinstance(field.widget, forms.RadioSelect):
                    field.choices = [*field.choices, ("", _("Not recorded"))]
        # The day is the exposure's own last day.
        del self.fields["local_day"]
        self.fields["kind"].choices = [
            ("", _("Choose")),
            *((c.slug, c.label) for c in (group.choices if group else ())),
        ]
        known = vaccine_choices()
        kept = self.initial.get("vaccine")
        if kept and kept not in dict(known):
            known.append((kept, _(catalogue.get(kept).name)))
        self.fields["vaccine"].choices = known
        self.with_day = with_day
        if not with_day:
            # Someone who sees only today notes only today.
            for name in ("first_on", "last_on"):
                del self.fields[name]

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """What is in sight."""
        folded = {name for _title, names in self.MORE for name in names}
        return [field for field in self.visible_fields() if field.name not in folded]

    @property
    def more_groups(self) -> list[tuple[str, bool, list[forms.BoundField]]]:
        """(title, whether it is open, its questions)."""
        found = []
        for title, names in self.MORE:
            fields = [self[name] for name in names]
            found.append((title, any(field.errors or field.value() for field in fields), fields))
        return found

    def clean(self):
        data = super().clean()
        for name in ("first_on", "last_on", "told_on"):
            if data.get(name) and data[name] > self.today:
                self.add_error(name, _("The day cannot be after today."))
        if data.get("told_time") and not data.get("told_on") and "told_on" not in self.errors:
            self.add_error("told_on", _("Add the day you told them."))
        if not self.errors:
            first_on = data.get("first_on") or self.today
            last_on = data.get("last_on") or first_on
            if last_on < first_on:
                self.add_error("last_on", _("The last day cannot be before the first day."))
            elif not is_span(first_on, data["first_time"], last_on, data["last_time"]):
                self.add_error("last_time", _("The end cannot be before the start."))
        return data

    def values(self) -> dict[str, Any]:
        """``kind`` and ``EXPOSURE_FIELDS`` for the actions."""
        values = {name: self.cleaned_data.get(name) for name in ("kind", *EXPOSURE_FIELDS) if name in self.fields}
        if self.with_day:
            values["last_on"] = values["last_on"] or values["first_on"]
        return values

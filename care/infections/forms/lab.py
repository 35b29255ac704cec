"""A test or culture as it was reported."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.infections.forms.logs import LogForm, radio, source, words
from care.infections.models import FINDINGS, NO_GROWTH, ORGANISMS, ImagingMethod, TestType
from care.record.models import Entry
from care.record.partial_date_field import PartialDateField


class TestForm(LogForm):
    """One test. ``test`` says of which type, and with it which questions are asked."""

    __test__ = False

    local_day = None
    method = radio(_("Which kind?"), ImagingMethod.choices)
    taken = PartialDateField(
        label=_("When was it taken?"), required=False, help_text=_("Leave the day empty if you only know the month.")
    )
    specimen = words(_("What was sent in?"), 120, help_text=_("For example: pus from the lump, or sputum."))
    organisms = forms.MultipleChoiceField(
        label=_("What grew, as reported?"),
        required=False,
        choices=list(ORGANISMS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    organism_other = words(_("Name of another one"), 120)
    resistance = words(
        _("Which antibiotics work or do not work, as reported?"),
        1000,
        rows=3,
        help_text=_("Copy the words you were given."),
    )
    findings = forms.MultipleChoiceField(
        label=_("What does the report say?"),
        required=False,
        choices=list(FINDINGS.items()),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-row"}),
    )
    result = words(_("Result, as reported"), 2000, rows=3, help_text=_("Leave it empty while you wait for it."))
    source = source()

    SECTIONS = (
        ("", ("method", "specimen", "taken", "findings")),
        (_("What grew"), ("organisms", "organism_other", "resistance")),
        (_("Result in words"), ("result",)),
        (_("How you know, infection, note"), ("source", "episode", "note")),
    )
    ONLY = {
        TestType.CULTURE: ("specimen", "organisms", "organism_other", "resistance"),
        TestType.VIRAL: ("specimen",),
        TestType.BLOOD: (),
        TestType.IMAGING: ("method", "findings"),
    }

    def __init__(self, *args, test: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.test = TestType(test)
        for name in {name for names in self.ONLY.values() for name in names} - set(self.ONLY[self.test]):
            del self.fields[name]
        self.fields["source"].initial = None if self.row else Entry.Source.CLINICIAN

    def clean_organisms(self) -> list[str]:
        chosen = self.cleaned_data["organisms"]
        if NO_GROWTH in chosen and len(chosen) > 1:
            raise forms.ValidationError(_("Choose what grew, or that nothing grew, not both."))
        return chosen

    def clean_source(self) -> str:
        return self.cleaned_data["source"] or (self.row.entry.source if self.row else Entry.Source.CAREGIVER)

    def values(self) -> dict[str, Any]:
        return super().values() | {"test": self.test.value}

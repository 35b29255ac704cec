"""Forms of results and scans: copied from a paper, word for word."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from care.record.models import Entry
from care.results.forms.base import FROM, ResultForm, dated
from care.results.forms.fields import NumberField, choices, select, text
from care.results.models import words
from care.results.rules.words import Scan, Test

FROM_WHERE = _("Choose where it comes from.")


class LabResultForm(ResultForm):
    kind = Entry.Kind.LAB_RESULT
    MORE = ((_("Range, laboratory, and a plain number"), ("reference_range", "lab", "number")),)

    test = select(_("Which test?"), words.TEST, missing=_("Choose the test."))
    test_text = text(_("Name of the test, if it is another one"), 120)
    value_text = text(
        _("Value, just as it is printed"),
        200,
        required=True,
        error_messages={"required": _("Enter the value.")},
        help_text=_("Also signs and words, such as: < 0.5, negative."),
    )
    unit = text(_("Unit"), 40, help_text=_("As printed, such as: kU/L, g/L."))
    dated = dated(_("When was it taken?"))
    reference_range = text(_("Normal range, as printed"), 120)
    lab = text(_("Laboratory or clinic"), 120)
    number = NumberField(label=_("The value as a plain number"), plain=True)
    source = choices(_("How do you know?"), FROM, missing=FROM_WHERE)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("test") == Test.OTHER and not data.get("test_text"):
            self.add_error("test_text", _("Enter the name of the test."))
        elif data.get("test") != Test.OTHER:
            data["test_text"] = ""
        return data


class ScanForm(ResultForm):
    kind = Entry.Kind.SCAN

    scan = select(_("What was done?"), words.SCAN, missing=_("Choose what was done."))
    scan_text = text(_("Its name, if it is another one"), 120)
    body_part = text(_("Of which part?"), 120, help_text=_("Such as: chest, head, left knee."))
    dated = dated(_("When?"))
    place = text(_("Where?"), 120)
    result_text = text(_("Result, as reported"), 4000, rows=5)
    source = choices(_("How do you know?"), FROM, missing=FROM_WHERE)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("scan") == Scan.OTHER and not data.get("scan_text"):
            self.add_error("scan_text", _("Enter what was done."))
        elif data.get("scan") != Scan.OTHER:
            data["scan_text"] = ""
        return data

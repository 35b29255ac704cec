"""What a paper from a laboratory or a clinic says, word for word."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.record.models import Entry
from care.results.models import words
from care.results.models.columns import Dated, choice, one_of, whole_date
from care.results.rules import words as w


class LabResult(Dated):
    """One value as reported. ``value_text`` is kept as it stands on the paper; ``number`` only if somebody typed one.

    ``test_text`` names a test that is not on the list. Who typed it is the entry's author.
    """

    access_scope = entry_scope("results")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="lab_result")
    test = choice(_("test"), words.TEST, blank=False)
    test_text = models.CharField(_("name of the test"), max_length=120, blank=True)
    value_text = models.CharField(_("value as printed"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    number = models.DecimalField(_("as a number"), max_digits=14, decimal_places=4, null=True, blank=True)
    reference_range = models.CharField(_("normal range as printed"), max_length=120, blank=True)
    lab = models.CharField(_("laboratory or clinic"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("result")
        constraints = [
            models.CheckConstraint(
                condition=one_of("test", w.Test, blank=False) & (~Q(test="other") | ~Q(test_text="")),
                name="lab_result_names_a_test",
            ),
            models.CheckConstraint(condition=~Q(value_text=""), name="lab_result_has_a_value"),
            whole_date("lab_result_date_whole"),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    def clean(self) -> None:
        if self.test == w.Test.OTHER and not self.test_text:
            raise ValidationError({"test_text": _("Enter the name of the test.")})


class Scan(Dated):
    """A scan, an X-ray or a lung function test as reported."""

    access_scope = entry_scope("results")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="scan")
    scan = choice(_("what was done"), words.SCAN, blank=False)
    scan_text = models.CharField(_("its name"), max_length=120, blank=True)
    body_part = models.CharField(_("of which part"), max_length=120, blank=True)
    result_text = models.CharField(_("result as reported"), max_length=4000, blank=True)
    place = models.CharField(_("where"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("scan")
        constraints = [
            models.CheckConstraint(
                condition=one_of("scan", w.Scan, blank=False) & (~Q(scan="other") | ~Q(scan_text="")),
                name="scan_names_one",
            ),
            whole_date("scan_date_whole"),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    def clean(self) -> None:
        if self.scan == w.Scan.OTHER and not self.scan_text:
            raise ValidationError({"scan_text": _("Enter what was done.")})

"""Tests and cultures, as they were reported. Nothing is read into them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.infections.models.episode import Episode
from care.infections.models.partial import partial, precision_field, whole
from care.infections.models.words import one_of
from care.infections.rules.lists import list_problem
from care.record.dates import PartialDate
from care.record.models import Entry


class TestType(models.TextChoices):
    """What was tested (reference/logs.md section 3, "tests")."""

    __test__ = False

    CULTURE = "culture", _("Culture (swab or sample)")
    VIRAL = "viral_test", _("Virus test")
    BLOOD = "blood", _("Blood test")
    IMAGING = "imaging", _("X-ray or scan")


class ImagingMethod(models.TextChoices):
    XRAY = "xray", _("X-ray")
    CT = "ct", _("CT")
    ULTRASOUND = "ultrasound", _("Ultrasound")


NO_GROWTH = "no_growth"
# What a report names most often; anything else is typed. Latin names stay as they are.
ORGANISMS = {
    "s_aureus": _("Staphylococcus aureus"),
    "mrsa": _("MRSA, as reported"),
    "s_pyogenes": _("Streptococcus pyogenes (group A)"),
    "s_pneumoniae": _("Streptococcus pneumoniae"),
    "h_influenzae": _("Haemophilus influenzae"),
    "pseudomonas": _("Pseudomonas"),
    "candida": _("Candida"),
    "aspergillus": _("Aspergillus"),
    "other": _("Another one"),
    NO_GROWTH: _("Nothing grew"),
}
FINDINGS = {
    "pneumonia": _("Pneumonia"),
    "pneumatocele": _("Pneumatocele"),
    "bronchiectasis": _("Bronchiectasis"),
    "other": _("Something else"),
}


class InfectionTest(models.Model):
    """The details of one entry of kind ``infection_test``. Without a result it is still waited for."""

    __test__ = False
    access_scope = entry_scope("infections")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="infection_test")
    episode = models.ForeignKey(
        Episode, verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.SET_NULL, related_name="tests"
    )
    test = models.CharField(_("what was tested"), max_length=12, choices=TestType)
    method = models.CharField(_("kind of picture"), max_length=12, choices=ImagingMethod, blank=True)
    specimen = models.CharField(_("what was sent in"), max_length=120, blank=True)
    # Slugs of ORGANISMS and FINDINGS; [] = not recorded.
    organisms = models.JSONField(_("what grew"), default=list, blank=True)
    organism_other = models.CharField(_("name of another one"), max_length=120, blank=True)
    resistance = models.TextField(_("what works against it, as reported"), max_length=1000, blank=True)
    findings = models.JSONField(_("what the report says"), default=list, blank=True)
    result = models.TextField(_("result, as reported"), max_length=2000, blank=True)
    taken_on = models.DateField(_("taken"), null=True, blank=True)
    taken_precision = precision_field()

    LISTS = {"organisms": ORGANISMS, "findings": FINDINGS}

    class Meta:
        verbose_name = _("test or culture")
        verbose_name_plural = _("tests and cultures")
        constraints = [
            models.CheckConstraint(condition=one_of("test", TestType), name="infection_test_known"),
            models.CheckConstraint(
                condition=Q(method="") | Q(test=TestType.IMAGING) & one_of("method", ImagingMethod),
                name="infection_test_method",
            ),
            models.CheckConstraint(condition=whole("taken"), name="infection_test_taken"),
        ]

    def __str__(self) -> str:
        return str(self.get_method_display() or self.get_test_display())

    def clean(self) -> None:
        """What the database cannot check: lists hold words of their lists, and only for the test they are about."""
        if list_problem(self.organisms, ORGANISMS, alone={NO_GROWTH}) or (
            self.organisms and self.test != TestType.CULTURE
        ):
            raise ValidationError({"organisms": _("Choose from the list.")})
        if list_problem(self.findings, FINDINGS) or (self.findings and self.test != TestType.IMAGING):
            raise ValidationError({"findings": _("Choose from the list.")})

    @property
    def taken(self) -> PartialDate | None:
        return partial(self, "taken")

    @property
    def is_waited_for(self) -> bool:
        """Whether nobody has written down a result yet."""
        return not (self.organisms or self.organism_other or self.resistance or self.findings or self.result)

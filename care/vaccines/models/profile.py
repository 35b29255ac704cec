"""What a clinician looks at beside a vaccine's answer: treatments and facts, with dates, as the family was told."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from care.household.models import Keyed, Patient
from care.household.scope import Scope
from care.record.dates import PartialDate, parse
from care.vaccines.models.decisions import Precision, date_text


class VaccineFact(Keyed):
    """One fact that bears on vaccines. Never worked out from other entries, and Tend draws nothing from it, save one:
    after a stem-cell transplant every answer is preceded by "ask the transplant team about every vaccine".

    Dates are stored as decisions store theirs. No ``ended_on`` means that no end is written down.
    """

    class Kind(models.TextChoices):
        HSCT = "hsct", _("Stem-cell transplant (HSCT)")
        IMMUNOSUPPRESSANT = "immunosuppressant", _("Medicine that damps the immune system")
        STEROIDS = "steroids", _("Steroids by mouth or drip")
        BIOLOGIC = "biologic", _("Biologic, like dupilumab or omalizumab")
        IGG = "igg", _("IgG replacement")
        CD4 = "cd4", _("CD4 count, as told")
        PREGNANCY = "pregnancy", _("Pregnancy")
        OTHER = "other", _("Something else")

    access_scope = Scope(
        household="patient__household", patient="patient", always=True, removed="removed_at", section="vaccines"
    )

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="vaccine_facts")
    kind = models.CharField(_("what it is"), max_length=20, choices=Kind)
    details = models.CharField(_("name, dose or value"), max_length=200, blank=True)
    began_on = models.DateField(null=True, blank=True)
    began_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    told_by = models.CharField(_("who told you"), max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "hsct",
                        "immunosuppressant",
                        "steroids",
                        "biologic",
                        "igg",
                        "cd4",
                        "pregnancy",
                        "other",
                    ]
                ),
                name="vaccine_fact_kind_known",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{end}_on__isnull": True, f"{end}_precision": ""})
                    | models.Q(**{f"{end}_on__isnull": False, f"{end}_precision__in": ["day", "month", "year"]}),
                    name=f"vaccine_fact_{end}_has_precision",
                )
                for end in ("began", "ended")
            ),
        ]
        indexes = [models.Index(fields=["patient"], condition=models.Q(removed_at=None), name="vaccine_fact_kept")]

    def __str__(self) -> str:
        return f"{self.kind} {self.details}"

    @property
    def began(self) -> PartialDate | None:
        return _dated(self.began_on, self.began_precision)

    @property
    def ended(self) -> PartialDate | None:
        return _dated(self.ended_on, self.ended_precision)


def _dated(day, precision: str) -> PartialDate | None:
    return parse(date_text(day, precision)) if day else None

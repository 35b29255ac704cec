"""IgG infusions, as the family or the clinic noted them (reference/hies-facts.md section 5)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.medicines.models.plan import Medicine
from care.record.models import Answer, Entry

MOST_MINUTES = 2880


class InfusionRoute(models.TextChoices):
    IV = "iv", _("Into a vein (IV)")
    SC = "sc", _("Under the skin (SC)")


class Infusion(models.Model):
    """The details of one entry of kind ``infusion``. Amount and batch are kept exactly as entered."""

    access_scope = entry_scope("medicines")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="infusion")
    medicine = models.ForeignKey(Medicine, null=True, blank=True, on_delete=models.SET_NULL, related_name="infusions")
    product = models.CharField(_("product"), max_length=200)
    grams = models.CharField(_("grams"), max_length=40, blank=True)
    route = models.CharField(_("how it was given"), max_length=2, choices=InfusionRoute, blank=True)
    site = models.CharField(_("where on the body"), max_length=200, blank=True)
    batch = models.CharField(_("batch number"), max_length=80, blank=True)
    has_time = models.BooleanField(default=False)
    minutes = models.PositiveSmallIntegerField(_("minutes it took"), null=True, blank=True)
    reaction = models.CharField(_("any reaction"), max_length=16, choices=Answer, blank=True)
    reaction_text = models.CharField(_("what happened"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("IgG infusion")
        verbose_name_plural = _("IgG infusions")
        constraints = [
            models.CheckConstraint(condition=Q(route__in=["", *InfusionRoute.values]), name="infusion_route_known"),
            models.CheckConstraint(condition=Q(reaction__in=["", *Answer.values]), name="infusion_reaction_known"),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__range=(1, MOST_MINUTES)), name="infusion_minutes_range"
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)

"""What the care team said about a vaccine, as the family typed it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from care.household.models import User
from care.household.scope import Scope
from care.record.models import Entry
from care.vaccines.models.decisions import validate_product
from care.vaccines.rules import ALL_LIVE, Directive, Says

SAYS_WORDS = {
    Says.ALLOW: _("May be given"),
    Says.ASK: _("Ask first"),
    Says.DO_NOT_GIVE: _("Do not give"),
}


class VaccineDirective(models.Model):
    """One word of the care team on one vaccine, or on all live ones (``product`` ""): the detail row of an entry.

    It stands above the library's badge and never changes it. Whoever is alone with the child must see it, so helpers
    do too. ``expires_on`` is its last day. It is typed by the family until a clinician's account signs it; a change
    takes the signature off.
    """

    access_scope = Scope(
        household="entry__patient__household",
        patient="entry__patient",
        always=True,
        author="entry__author",
        removed="entry__removed_at",
        section="vaccines",
    )

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="vaccine_directive")
    says = models.CharField(max_length=12, choices=list(SAYS_WORDS.items()))
    product = models.CharField(max_length=40, blank=True, default=ALL_LIVE, validators=[validate_product])
    told_by = models.CharField(_("who said it"), max_length=120)
    given_on = models.DateField(_("when they said it"))
    expires_on = models.DateField(_("holds until"), null=True, blank=True)
    words = models.CharField(_("in their words"), max_length=1000, blank=True)
    signed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(says__in=[says.value for says in Says]), name="vaccine_directive_says_known"
            ),
            models.CheckConstraint(condition=~models.Q(told_by=""), name="vaccine_directive_is_named"),
            models.CheckConstraint(
                condition=models.Q(expires_on=None) | models.Q(expires_on__gte=models.F("given_on")),
                name="vaccine_directive_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by=None, signed_at=None)
                | models.Q(signed_by__isnull=False, signed_at__isnull=False),
                name="vaccine_directive_signature_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product or 'all live'}: {self.says}"

    def clean(self) -> None:
        if self.expires_on and self.given_on and self.expires_on < self.given_on:
            raise ValidationError({"expires_on": _("The last day cannot be before the day it was said.")})

    @property
    def rule(self) -> Directive:
        """As the rules of precedence take it."""
        return Directive(says=Says(self.says), product=self.product, given_on=self.given_on, expires_on=self.expires_on)

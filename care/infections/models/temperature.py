"""Temperatures, as they were read."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.infections.models.episode import Episode
from care.infections.models.words import Route, Unit, one_of, reading_words
from care.infections.rules import temperature
from care.record.models import Answer, Entry


class Temperature(models.Model):
    """A reading as it was made: whole tenths in the unit of the thermometer, never converted."""

    access_scope = entry_scope("infections")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="temperature")
    tenths = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=1, choices=Unit)
    route = models.CharField(max_length=8, choices=Route, blank=True)
    # A medicine against fever in the six hours before.
    antipyretic = models.CharField(max_length=16, choices=Answer, blank=True)
    device = models.CharField(_("thermometer"), max_length=60, blank=True)
    # Without an episode it is simply a reading; with one it tells of that infection.
    episode = models.ForeignKey(Episode, null=True, blank=True, on_delete=models.SET_NULL, related_name="temperatures")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit="C", tenths__range=temperature.ACCEPTED["C"])
                | Q(unit="F", tenths__range=temperature.ACCEPTED["F"]),
                name="temperature_possible",
            ),
            models.CheckConstraint(
                condition=one_of("route", Route, blank=True) & one_of("antipyretic", Answer, blank=True),
                name="temperature_words_known",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        """A reading no body has is refused at its own field; the database refuses it too."""
        low, high = temperature.ACCEPTED.get(self.unit, (0, 0))
        if self.tenths is not None and self.unit and not low <= self.tenths <= high:
            raise ValidationError(
                {
                    "tenths": _("The temperature must be between %(low)s and %(high)s.")
                    % {"low": reading_words(low, self.unit), "high": reading_words(high, self.unit)}
                }
            )

    @property
    def words(self) -> str:
        """As it was read: "38.4 °C"."""
        return reading_words(self.tenths, self.unit)

    @property
    def common(self) -> int:
        """Fiftieths of a degree Fahrenheit, for exact comparison across units (see ``rules.temperature``)."""
        return temperature.common(self.tenths, self.unit)

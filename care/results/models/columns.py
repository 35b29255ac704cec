"""Columns that several tables of this room share."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.record.dates import PartialDate, Precision
from care.record.models import Answer, Entry

PRECISIONS = [(Precision.DAY.value, _("Day")), (Precision.MONTH.value, _("Month")), (Precision.YEAR.value, _("Year"))]


def choice(label: Any, words: dict, **more: Any) -> models.CharField:
    """A closed word; blank is not recorded."""
    choices = [(key.value, text) for key, text in words.items()]
    return models.CharField(label, max_length=24, choices=choices, **{"blank": True, **more})


def answer(label: Any) -> models.CharField:
    """An answer to a yes-no question; blank is not recorded, never "no"."""
    return models.CharField(label, max_length=16, choices=Answer, blank=True)


def scale(label: Any) -> models.PositiveSmallIntegerField:
    """0 to 10; empty is not recorded."""
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


def measure(label: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=10, decimal_places=3, null=True, blank=True)


def one_of(name: str, words: Iterable, *, blank: bool = True) -> Q:
    """A database condition: the column holds one of these words."""
    return Q(**{f"{name}__in": [*([""] if blank else []), *(str(getattr(word, "value", word)) for word in words)]})


def all_answers(*names: str) -> Q:
    condition = Q()
    for name in names:
        condition &= one_of(name, Answer)
    return condition


class Dated(models.Model):
    """A detail row that tells of a date of its own: as far as it is known, null with precision "" when it is not.

    ``dated_on`` is the first day that can be meant. The entry counts for the day it was written down.
    """

    if TYPE_CHECKING:
        entry: Entry

    dated_on = models.DateField(_("date"), null=True, blank=True)
    dated_precision = models.CharField(max_length=5, choices=PRECISIONS, blank=True)

    class Meta:
        abstract = True

    @property
    def dated(self) -> PartialDate | None:
        """The date as far as it is known."""
        return PartialDate.around(self.dated_on, self.dated_precision) if self.dated_on else None


def whole_date(name: str) -> models.CheckConstraint:
    """A date and how much of it is known belong together."""
    known = Q(dated_on__isnull=False) & one_of("dated_precision", Precision, blank=False)
    return models.CheckConstraint(condition=Q(dated_on=None, dated_precision="") | known, name=name)


def date_columns(dated: PartialDate | None) -> dict[str, Any]:
    """The two columns of a partial date."""
    if dated is None:
        return {"dated_on": None, "dated_precision": ""}
    return {"dated_on": dated.earliest, "dated_precision": dated.precision.value}

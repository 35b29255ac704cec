"""Columns of a date of which perhaps only the month or the year is known: ``<name>_on`` and ``<name>_precision``."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.infections.models.words import DatePrecision, one_of
from care.record.dates import PartialDate


def precision_field() -> models.CharField:
    return models.CharField(max_length=5, choices=DatePrecision, blank=True)


def whole(name: str) -> Q:
    """A database condition: both columns hold something, or neither does."""
    both = Q(**{f"{name}_on__isnull": False}) & one_of(f"{name}_precision", DatePrecision)
    return Q(**{f"{name}_on": None, f"{name}_precision": ""}) | both


def in_order(first: str, last: str) -> Q:
    """A database condition: what ends does not end before it began. A first is stored as the earliest day it can mean,
    a last as the latest, so "from Nov to 12 Nov" passes."""
    begun, ended = Q(**{f"{first}_on": None}), Q(**{f"{last}_on": None})
    return begun | ended | Q(**{f"{last}_on__gte": models.F(f"{first}_on")})


NOT_BEFORE_IT_BEGAN = _("It cannot have ended before it began.")


def partial(row: models.Model, name: str) -> PartialDate | None:
    """The stored date, None when nobody said."""
    day = getattr(row, f"{name}_on")
    return PartialDate.around(day, getattr(row, f"{name}_precision")) if day else None

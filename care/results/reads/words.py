"""Stored values of this room in words, as they were entered. Nothing is judged, converted or compared."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Field
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from care.record.dates import PartialDate, Precision
from care.record.listing import listed
from care.record.models import Entry
from care.results.models import DETAILS, Detail, words
from care.results.rules.measures import as_written

#: A number or text and the column that holds its unit.
UNITS = {"weight": "weight_unit", "height": "height_unit", "head": "head_unit", "value_text": "unit"}
TEETH = ("retained", "extracted")


def date_words(dated: PartialDate | None) -> str:
    """A date as far as it is known: "3 Nov 2026", "Nov 2026", "2026"; "" for none."""
    if dated is None:
        return ""
    formats = {Precision.DAY: "D j M Y", Precision.MONTH: "M Y", Precision.YEAR: "Y"}
    return date_format(dated.earliest, formats[dated.precision])


def tooth_words(tooth: int) -> str:
    """ "51 (upper right, front tooth)"."""
    said = {
        "number": tooth,
        "quadrant": str(words.TOOTH_QUADRANT[tooth // 10]).lower(),
        "place": str(words.TOOTH_PLACE[tooth % 10]).lower(),
    }
    return _("%(number)s (%(quadrant)s, %(place)s)") % said


def measured(row: Detail, name: str) -> str:
    """A value with its unit as entered: "14.2 kg", "2100 kU/L"; "" when it is not recorded."""
    value = getattr(row, name)
    if value in (None, ""):
        return ""
    unit = UNITS[name]
    choices = dict(row._meta.get_field(unit).flatchoices or ())  # type: ignore[union-attr]
    written = getattr(row, unit)
    text = number_words(value) if isinstance(value, Decimal) else str(value)
    return " ".join(part for part in (text, str(choices.get(written, written))) if part)


def number_words(value: Decimal) -> str:
    """A number as entered, with the reader's decimal sign."""
    text = as_written(value)
    return number_format(Decimal(text), decimal_pos=len(text.partition(".")[2]), force_grouping=False)


def value_words(model: type, name: str, value: Any) -> str:
    """One stored value (also of the history) in words; "" for an empty one."""
    if value in (None, "", []):
        return ""
    if name in TEETH:
        return listed(tooth_words(int(tooth)) for tooth in value)
    if name == "source":
        return str(Entry.Source(value).label)
    if name == "local_day":
        return date_format(value if isinstance(value, dt.date) else dt.date.fromisoformat(value), "D j M Y")
    if name == "note":
        return str(value)
    field: Field = model._meta.get_field(name)  # type: ignore[attr-defined]
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if field.get_internal_type() == "DecimalField":
        return number_words(Decimal(str(value)))
    return str(value)


def label_of(kind: str, name: str) -> str:
    """The question of a field."""
    fixed = {"source": _("how we know"), "note": _("note"), "local_day": _("day"), "dated_on": _("date")}
    if name in fixed:
        return fixed[name]
    return str(DETAILS[Entry.Kind(kind)]._meta.get_field(name).verbose_name)  # type: ignore[union-attr]

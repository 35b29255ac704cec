"""Stored values of routines and exposures in words."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from care.precautions.models import KEPT_WORDS, VALUE_WORDS, Exposure
from care.precautions.rules import Kept, Value
from care.record.listing import listed
from care.reference import precautions as reference
from care.reference import vaccines as catalogue
from care.reference.precautions import Kind


def exceptions_words(rows: Sequence[dict[str, str]]) -> str:
    """Stored exceptions (also of the history) in words, "" for none."""
    words = []
    for row in rows:
        label = label_of(row["kind"], row["slug"])
        words.append(_("%(item)s (%(note)s)") % {"item": label, "note": row["note"]} if row["note"] else label)
    return listed(words)


def answers_words(rows: Sequence[dict[str, str]]) -> str:
    """Stored answers (also of the history) in words, "" for none: what was done by its name alone."""
    words = []
    for row in rows:
        label = label_of(row["kind"], row["slug"])
        value = Value(row["value"])
        said = {"item": label, "answer": str(VALUE_WORDS[value]).lower()}
        words.append(label if value is Value.DONE else _("%(item)s: %(answer)s") % said)
    return listed(words)


def choice_words(name: str, value: str) -> str:
    """The words of a closed answer of an exposure."""
    field: Any = Exposure._meta.get_field(name)
    return str(dict(field.flatchoices).get(value, value)) if value else ""


def vaccine_words(slug: str) -> str:
    """The name of a catalogue row; the slug itself if the catalogue no longer has it."""
    product = catalogue.by_slug().get(slug)
    return _(product.name) if product else slug


def value_words(name: str, value) -> str:
    """A stored value of the history in words; "not recorded" for an empty one."""
    if value in (None, "", []):
        return _("not recorded")
    if name == "exceptions":
        return exceptions_words(value)
    if name == "kept":
        return str(KEPT_WORDS[Kept(value)])
    if name == "kind":
        return label_of(Kind.EXPOSURE, value)
    if name == "answers":
        return answers_words(value)
    if name == "vaccine":
        return vaccine_words(value)
    if name in ("minutes", "mask", "contact_test", "immune", *Exposure.ANSWERS):
        return choice_words(name, value)
    if name in ("first_on", "last_on", "told_on", "local_day"):
        return date_format(dt.date.fromisoformat(value), "D j M Y")
    if name in ("first_time", "last_time", "told_time"):
        return time_format(dt.time.fromisoformat(value), "H:i")
    return str(value)


def label_of(kind: str, slug: str) -> str:
    """The word of an item; the slug itself if the list no longer has it."""
    try:
        return _(reference.get(Kind(kind), slug).label)
    except (KeyError, ValueError):
        return slug


def when_words(row: Exposure) -> str:
    """From when to when, as far as it is known."""
    first, last = (
        " ".join([date_format(day, "D j M Y"), *([time_format(time, "H:i")] if time else [])])
        for day, time in ((row.first_on, row.first_time), (row.last_on, row.last_time))
    )
    if first == last or (row.first_on == row.last_on and row.last_time is None):
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def exposure_facts(row: Exposure) -> list[tuple[str, str]]:
    """(label, value) of an exposure for its page: the usual questions always, the others when somebody answered."""
    told = [
        value_words(name, getattr(row, name).isoformat()) for name in ("told_on", "told_time") if getattr(row, name)
    ]
    asked = [(_("When"), when_words(row)), (_("Where"), row.place), (_("How close"), row.distance)]
    asked.append((_("How long"), choice_words("minutes", row.minutes)))
    more = [
        (_("Indoors"), choice_words("indoors", row.indoors)),
        (_("Mask"), choice_words("mask", row.mask)),
        (_("The other person had a rash"), choice_words("contact_rash", row.contact_rash)),
        (_("The other person's test"), choice_words("contact_test", row.contact_test)),
        (_("Which test, and when"), row.contact_test_text),
        (_("Their vaccine"), vaccine_words(row.vaccine)),
        (_("The vaccine, in their words"), row.vaccine_text),
        (_("Somebody here changed their diaper"), choice_words("contact_diaper", row.contact_diaper)),
        (_("Deep wound"), choice_words("wound_deep", row.wound_deep)),
        (_("On the face or a hand"), choice_words("wound_face_or_hand", row.wound_face_or_hand)),
        (_("Soil or dirt in the wound"), choice_words("wound_soil", row.wound_soil)),
        (_("Known to be immune"), choice_words("immune", row.immune)),
        (_("Care team told"), " ".join(told)),
        (_("What they advised"), row.advice),
    ]
    return [(label, value or _("not recorded")) for label, value in asked] + [pair for pair in more if pair[1]]

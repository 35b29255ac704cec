"""Stored values in a family's words."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.infections.models import (
    ANSWER_WORDS,
    NEAR_WORDS,
    SIGN_WORDS,
    Episode,
    SizeBasis,
    Temperature,
    reading_words,
)
from care.record.dates import PartialDate, Precision
from care.record.listing import listed
from care.record.models import Answer

FORMATS = {Precision.DAY: "D j M Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}
reading = reading_words


def date(value: PartialDate | None) -> str:
    """ "Thu 19 Nov 2026", "November 2026" or "2026"; "" for none."""
    return date_format(value.earliest, FORMATS[value.precision]) if value else ""


def began(row: Episode) -> str:
    return _("began %(date)s") % {"date": date(row.onset)}


def ended(row: Episode) -> str:
    return _("ended %(date)s") % {"date": date(row.resolved)}


def size(row: Episode) -> str:
    """ "15 mm (estimate)"; "" when nobody said."""
    if row.size_basis == SizeBasis.NOT_SURE:
        return _("size: not sure")
    if row.size_mm is None:
        return ""
    if row.width_mm is not None:
        return _("%(length)s × %(width)s mm") % {"length": row.size_mm, "width": row.width_mm}
    if row.size_basis == SizeBasis.ESTIMATE:
        return _("%(size)s mm (estimate)") % {"size": row.size_mm}
    return _("%(size)s mm") % {"size": row.size_mm}


def signs(row: Episode) -> str:
    """What was seen, in words: the ticked signs and a lump's yes-answers; "none of these"; "" when nobody said."""
    seen = [str(SIGN_WORDS.get(sign, sign)) for sign in row.signs]
    seen += [str(word) for name, word in ANSWER_WORDS.items() if getattr(row, name) == Answer.YES]
    return listed(seen)


def answers(row: Episode) -> list[tuple[str, str]]:
    """A lump's three answers with their words, "Not recorded" for a blank one."""
    return [
        (str(word), str(Answer(getattr(row, name)).label) if getattr(row, name) else _("Not recorded"))
        for name, word in ANSWER_WORDS.items()
    ]


def facts(row: Episode) -> list[tuple[str, str]]:
    """What was answered about an infection, as label and value. Unanswered questions are named too."""
    blank = _("Not recorded")
    found = [(_("Where"), row.place_words if row.is_lump else str(row.get_site_display()))]
    if not row.is_lump and row.side:
        found.append((_("Side"), side(row)))
    found.append((_("Began"), date(row.onset)))
    if row.resolved_on:
        found.append((_("Ended"), date(row.resolved)))
    if row.is_lump:
        found.append((_("Size"), size(row) or blank))
    seen = listed(str(SIGN_WORDS.get(sign, sign)) for sign in row.signs)
    found.append((_("Signs"), seen or blank))
    if row.is_lump:
        found += answers(row)
        found += lump_details(row)
    found.append((_("How sure"), str(row.get_verification_display())))
    found.append((_("Seen by"), str(row.get_care_level_display()) or blank))
    return found


def lump_details(row: Episode) -> list[tuple[str, str]]:
    """What else was answered about a lump, as label and value; what nobody answered is left out."""
    found = []
    if row.pain is not None:
        found.append((_("Pain"), _("%(pain)s of 10") % {"pain": row.pain}))
    for name in ("soft", "draining", "smell", "streaks", "fever_with_it"):
        if getattr(row, name):
            label = str(getattr(row._meta.get_field(name), "verbose_name", name))
            found.append((label[:1].upper() + label[1:], str(getattr(row, f"get_{name}_display")())))
    if row.near:
        found.append((_("Close to"), listed(str(NEAR_WORDS.get(word, word)) for word in row.near)))
    if row.drainage or row.drained:
        found.append((_("Opened"), listed([str(row.get_drainage_display()), date(row.drained)])))
    return found


def side(row: Episode) -> str:
    return str(row.get_side_display())


def method(row: Temperature) -> str:
    """Where and with what it was measured, and if a medicine against fever was given before; "" when nobody said."""
    parts = [str(row.get_route_display()) if row.route else "", row.device]
    if row.antipyretic == Answer.YES:
        parts.append(_("fever medicine in the 6 hours before"))
    elif row.antipyretic == Answer.NO:
        parts.append(_("no fever medicine in the 6 hours before"))
    return listed(parts)


def day_words(number: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", number) % {"days": number}

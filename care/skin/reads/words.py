"""Stored answers in words."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.db.models import Field
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.record.dates import PartialDate, Precision
from care.record.listing import listed
from care.record.models import Answer
from care.reference import body_sites
from care.skin.models import (
    BAND_WORDS,
    CARE_WORDS,
    GRADE_WORDS,
    HINTS,
    SIDE_WORDS,
    SIGN_WORDS,
    TRIGGER_WORDS,
    SkinCheck,
)
from care.skin.models.words import INSTRUMENT_WORDS, DatePrecision
from care.skin.rules import SCALE_MAX, SIGNS, Band, Care, Side, Trigger
from care.skin.rules.scores import Instrument, digits

EMPTY: tuple = (None, "", [])


def value_words(name: str, value: Any) -> str:
    """A stored answer (also one kept in the history) in words; "not recorded" for an empty one."""
    if value in EMPTY:
        return _("not recorded")
    if name in _WORDS:
        return _WORDS[name](value)
    if name in ("skin_band", "itch_rater", *HINTS):
        field = cast(Field, SkinCheck._meta.get_field(name))
        return str(dict(field.flatchoices).get(value, value))
    return str(value)


def phrases(check: Any) -> list[str]:
    """The answers of a check (a row or a ``Check``) as short phrases; nothing for what was not recorded."""
    parts = []
    if check.worst_itch is not None:
        parts.append(_("itch %(value)s of 10") % {"value": check.worst_itch})
    if check.skin_band:
        parts.append(_("skin %(band)s") % {"band": str(BAND_WORDS[Band(check.skin_band)]).lower()})
    if check.sleep_loss is not None:
        parts.append(_("sleep lost %(value)s of 10") % {"value": check.sleep_loss})
    if check.sleep_minutes is not None:
        parts.append(_("awake %(minutes)s") % {"minutes": minutes_words(check.sleep_minutes)})
    for name, word in (
        ("weeping_or_crust", _("weeping or crust")),
        ("pus", _("pus")),
        ("cracked_bleeding", _("cracked or bleeding")),
        ("blisters_clustered", _("blisters in a group")),
    ):
        given = getattr(check, name)
        if given == Answer.YES:
            parts.append(word)
        elif given in (Answer.NO, Answer.NOT_SURE):
            answer = str(Answer(given).label).lower()
            parts.append(_("%(sign)s: %(answer)s") % {"sign": word, "answer": answer})
    if check.sites:
        count = len(check.sites)
        parts.append(ngettext("%(count)s place", "%(count)s places", count) % {"count": count})
    if check.extent_palms is not None:
        parts.append(palms_words(check.extent_palms))
    if check.triggers:
        parts.append(_("maybe from: %(things)s") % {"things": trigger_words(check.triggers).lower()})
    if check.care_done:
        care = [str(CARE_WORDS[Care(word)]).lower() for word in check.care_done if word != Care.NONE]
        parts += care or [_("no skin care")]
    return parts


def day_words(day: Any) -> str:
    """What several checks of a day say together: "2 entries, the worse answers: itch 6 of 10, skin severe"."""
    entries = ngettext("%(count)s entry", "%(count)s entries", day.entries) % {"count": day.entries}
    worse = []
    if day.worst_itch is not None:
        worse.append(_("itch %(value)s of 10") % {"value": day.worst_itch})
    if day.skin_band:
        worse.append(_("skin %(band)s") % {"band": str(BAND_WORDS[Band(day.skin_band)]).lower()})
    if not worse:
        return entries
    return _("%(entries)s, the worse answers: %(answers)s") % {"entries": entries, "answers": listed(worse)}


def site_words(site: Mapping[str, Any]) -> str:
    """One place with its side: "Palm (left)"."""
    place = body_sites.by_slug().get(site["site"])
    label = _(place.label) if place else site["site"]
    if not site["side"] or site["side"] == Side.MIDLINE:
        return label
    return _("%(place)s (%(side)s)") % {"place": label, "side": SIDE_WORDS[Side(site["side"])]}


def sites_words(sites: Iterable[Mapping[str, Any]]) -> str:
    return listed(site_words(site) for site in sites)


def grades_words(row: Mapping[str, Any]) -> str:
    """The graded signs of one place: "Dry: mild, Swollen: can't tell"."""
    return listed(
        _("%(sign)s: %(answer)s") % {"sign": SIGN_WORDS[sign], "answer": str(GRADE_WORDS[row[sign]]).lower()}
        for sign in SIGNS
        if sign in row
    )


def signs_words(signs: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(
        _("%(place)s – %(signs)s") % {"place": site_words(row), "signs": grades_words(row)} for row in signs
    )


def care_words(words: Iterable[str]) -> str:
    return listed(str(CARE_WORDS[Care(word)]) for word in words)


def trigger_words(words: Iterable[str]) -> str:
    return listed(str(TRIGGER_WORDS[Trigger(word)]) for word in words)


def minutes_words(minutes: int) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def times_words(times: int) -> str:
    return ngettext("%(count)s time", "%(count)s times", times) % {"count": times}


def palms_words(palms: int) -> str:
    """ "about 3 palms of skin (estimate)"."""
    words = ngettext("about %(count)s palm of skin (estimate)", "about %(count)s palms of skin (estimate)", palms)
    return words % {"count": palms}


def date_words(date: PartialDate) -> str:
    """A date as far as it is known: "Sat 14 Nov 2026", "November 2026", "2026"."""
    shape = {Precision.DAY: "D j M Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}[date.precision]
    return date_format(date.earliest, shape)


def _scale_words(value: int) -> str:
    return _("%(value)s of %(top)s") % {"value": value, "top": SCALE_MAX}


def _day_words(value: str) -> str:
    return date_format(dt.date.fromisoformat(value), "D j M Y")


_WORDS: dict[str, Any] = {
    "worst_itch": _scale_words,
    "sleep_loss": _scale_words,
    "sleep_minutes": minutes_words,
    "bleach_bath_minutes": minutes_words,
    "antiseptic_wash_minutes": minutes_words,
    "emollient_times": times_words,
    "extent_palms": palms_words,
    "sites": sites_words,
    "steroid_sites": sites_words,
    "signs": signs_words,
    "triggers": trigger_words,
    "care_done": care_words,
    "care_not_done": care_words,
    "local_day": _day_words,
    "tenths": digits,
    "instrument": lambda value: str(INSTRUMENT_WORDS[Instrument(value)]),
    "scored_on": _day_words,
    "scored_precision": lambda value: str(DatePrecision(value).label),
}

"""Itch and skin: figures for each rater, the family's scale, places, care, and the scores a clinic gave."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.skin.models import BAND_WORDS
from care.skin.rules import Band
from care.visits.reads import words as w
from care.visits.reads.document import Line, Part, Plot, Section, Table
from care.visits.reads.plots import itch_plot


def skin(c: dict[str, Any]) -> Section | None:
    """The first page's part: itch, sleep, the strip of dots, the family's scale, the newest score of a clinic."""
    return _skin(c, itch_plot(c)) if "skin" in c else None


def figures(c: dict[str, Any]) -> Section | None:
    """The same without the strip, where the first page is full of other things; the strip is then on the next."""
    return _skin(c, None) if "skin" in c else None


def _skin(c: dict[str, Any], plot: Plot | None) -> Section:
    part = c["skin"]
    rows = [(rater_words(row["rater"]), *spread_cells(row)) for row in part["itch"]]
    if part["sleep_loss"]["n"]:
        rows.append((_("Sleep lost"), *spread_cells(part["sleep_loss"])))
    if part.get("sleep_minutes", {}).get("n"):
        rows.append((_("Awake at night, minutes"), *spread_cells(part["sleep_minutes"], unit="")))
    parts: list[Part] = []
    if rows:
        parts.append(Table("itch", (_("What"), _("Recorded"), _("Median"), _("Range")), tuple(rows)))
        alone = len(part["itch"]) == 1
        parts += [w.small(before_words(row, alone=alone)) for row in part["itch"]]
    else:
        parts.append(Line(_("Itch: not recorded."), key="itch-none"))
    if plot:
        parts.append(plot)
    parts.append(Line(bands_words(part), label=_("Skin (family scale)"), key="bands"))
    if part.get("scores"):
        parts.append(Line(scores_words(part["scores"][:1]), label=_("Newest score a clinic gave"), key="scores"))
    return Section("skin", _("Itch and skin"), tuple(parts), hint=_("worst in 24 h, 0 to 10, higher = worse"))


def detail(c: dict[str, Any]) -> Section | None:
    """Places, care done, and every score."""
    part = c.get("skin", {})
    if "places" not in part:
        return None
    possible = part["possible"]
    places = "; ".join(f"{row['words']} {w.of_days(row['days'], part['place_days'])}" for row in part["places"])
    hidden = part.get("places_not_shown", 0)
    if hidden:
        words = ngettext("%(n)s place not shown", "%(n)s places not shown", hidden) % {"n": hidden}
        places = w.listed([places, words], "; ")
    care = "; ".join(f"{row['words']} {w.of_days(row['days'], part['care_days'])}" for row in part["care"])
    where = _("Places (named on %(days)s)") % {"days": w.of_days(part["place_days"], possible)}
    done = _("Care done (told on %(days)s)") % {"days": w.of_days(part["care_days"], possible)}
    return Section(
        "skin-detail",
        _("Skin: places, care, scores"),
        (
            Line(places or w.not_recorded(), label=where, key="places"),
            Line(care or w.not_recorded(), label=done, key="skin-care"),
            Line(scores_words(part["scores"]) or w.not_recorded(), label=_("Scores a clinic gave"), key="all-scores"),
        ),
    )


def rater_words(rater: str) -> str:
    return {"self": _("Itch, own answer"), "caregiver": _("Itch, carer's answer")}.get(rater, _("Itch"))


def spread_cells(row: dict[str, Any], unit: str = "/10") -> tuple[str, str, str]:
    """Recorded, median, range; of fewer than seven days the values themselves and no median."""
    recorded = w.of_days(row["n"], row["possible"])
    if row["median"] is None:
        return recorded, _("too few for a median"), _("values %(list)s") % {"list": ", ".join(map(str, row["values"]))}
    low, high = row["low"], row["high"]
    if unit:
        return recorded, f"{row['median']}{unit}", _("%(low)s to %(high)s of 10") % {"low": low, "high": high}
    return recorded, str(row["median"]), _("%(low)s to %(high)s") % {"low": low, "high": high}


def before_words(row: dict[str, Any], *, alone: bool) -> str:
    """The same figures of the period before; without whose answer it is where there is one series."""
    before = row["before"]
    who = rater_words(row["rater"])
    if not before["comparable"]:
        if alone:
            return w.not_comparable(row["n"], row["possible"], before["n"], before["possible"])
        return f"{who}: {w.not_comparable(row['n'], row['possible'], before['n'], before['possible'])}"
    words = _("%(who)s, the %(all)s days before: median %(median)s/10 (%(low)s to %(high)s), %(days)s.")
    figures = {"who": who, "all": before["possible"], "days": w.of_days(before["n"], before["possible"])}
    if before["median"] is None:
        few = _("%(who)s, the %(all)s days before: values %(list)s of 10, %(days)s.")
        return few % (figures | {"list": ", ".join(map(str, before["values"]))})
    return words % (figures | {name: before[name] for name in ("median", "low", "high")})


def bands_words(part: dict[str, Any]) -> str:
    """The family's own answers, each with its digit, so that nothing hangs on a colour."""
    if not part["bands"]:
        return w.not_recorded()
    said = ", ".join(f"{row['digit']} {BAND_WORDS[Band(row['band'])]} {w.days(row['days'])}" for row in part["bands"])
    found = f"{w.of_days(part['band_days'], part['possible'])}: {said}."
    if part["flare_days"]:
        flare = ngettext("Flare noted on %(n)s day.", "Flare noted on %(n)s days.", part["flare_days"])
        found += f" {flare % {'n': part['flare_days']}}"
    return found


def scores_words(rows: list[dict[str, Any]]) -> str:
    """Each with the name of its instrument, its date and who gave it; nothing is read into it."""
    return "; ".join(
        f"{row['name']} {row['value']} ({w.isolated(row['given_by'])}, {row['date']}){w.marks(row)}" for row in rows
    )

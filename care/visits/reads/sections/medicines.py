"""Medicines as the family lists them, doses as recorded, IgG."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.visits.reads import words as w
from care.visits.reads.document import Line, Part, Section, Table

FIRST_PAGE = 6


def medicines(c: dict[str, Any]) -> Section | None:
    """The first page's part: names, and doses of what prevents infections."""
    if "medicines" not in c:
        return None
    part = c["medicines"]
    shown, more = w.cut(part["current"], FIRST_PAGE)
    names = "; ".join(w.isolated(row["name"]) for row in shown)
    count = len(part["current"])
    label = ngettext("As listed by the family (%(n)s)", "As listed by the family (%(n)s)", count) % {"n": count}
    parts: list[Part] = [Line(w.with_more(names, more) or w.not_recorded(), label=label, key="medicines")]
    preventing = [row for row in part["doses"] if row["prevents"]]
    if preventing:
        said = "; ".join(f"{w.isolated(row['name'])}: {dose_words(row)}" for row in preventing)
        parts.append(Line(said, label=_("Doses to prevent infections"), key="prophylaxis"))
    if part["infusions"]:
        row = part["infusions"][0]
        newest = w.listed([w.day_year(row["on"]), w.isolated(row["product"]), w.short(row["detail"], 40)]) + w.marks(
            row
        )
        words = ngettext("%(n)s; %(newest)s", "%(n)s; the newest %(newest)s", len(part["infusions"]))
        said = words % {"n": len(part["infusions"]), "newest": newest}
        parts.append(Line(said, label=_("IgG infusions"), key="infusions"))
    return Section("medicines", _("Medicines"), tuple(parts))


def detail(c: dict[str, Any]) -> Section | None:
    """Every medicine with its plan, doses by medicine, gaps, infusions, what was stopped."""
    if "medicines" not in c:
        return None
    part = c["medicines"]
    parts: list[Part] = []
    if part["current"]:
        rows = tuple(
            (
                w.isolated(row["name"]),
                row["when"],
                row["purpose_words"],
                w.day_year(row["refill"]) if row["refill"] else "",
            )
            for row in part["current"]
        )
        columns = (_("Medicine, as listed"), _("When"), _("What for"), _("Refill by"))
        parts.append(Table("medicine-list", columns, rows))
    else:
        parts.append(Line(w.not_recorded(), label=_("Medicines"), key="medicine-list"))
    if part["doses"]:
        counted = (
            _("Doses"),
            _("Due"),
            _("Given"),
            _("Not given"),
            _("Held or vomited"),
            _("Not recorded"),
            _("Longest time without a given one"),
        )
        parts.append(Table("doses", counted, tuple(_dose_row(row) for row in part["doses"])))
    parts.append(
        Line(infusion_words(part["infusions"]) or w.not_recorded(), label=_("IgG infusions"), key="all-infusions")
    )
    if part["stopped"]:
        said = "; ".join(w.listed([w.isolated(row["name"]), row["ended"]]) for row in part["stopped"])
        parts.append(Line(said, label=_("Not taken any more"), key="stopped"))
    return Section("medicines-detail", _("Medicines and doses"), tuple(parts))


def dose_words(row: dict[str, Any]) -> str:
    """ "152 given of 180 due, 9 not given, 19 not recorded"; the parts add up to what was due."""
    words = _("%(given)s given of %(due)s due, %(not_given)s not given, %(unrecorded)s not recorded") % row
    return f"{words}, {_('%(other)s held or vomited') % row}" if row["other"] else words


def infusion_words(rows: list[dict[str, Any]]) -> str:
    said = (
        w.listed([row["when"], w.isolated(row["product"]), w.isolated(row["detail"])]) + w.marks(row) for row in rows
    )
    return "; ".join(said)


def _dose_row(row: dict[str, Any]) -> tuple[str, ...]:
    gap = f"{w.day(row['gap'][0])} – {w.day(row['gap'][1])}" if row["gap"] else ""
    counts = (row[name] for name in ("due", "given", "not_given", "other", "unrecorded"))
    return (w.isolated(row["name"]), *map(str, counts), gap)

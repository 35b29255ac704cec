"""Growth, results, bones and teeth, routines and exposures, and the family's notes."""

from typing import Any

from django.utils.translation import gettext as _

from care.visits.reads import words as w
from care.visits.reads.document import Items, Line, Part, Picture, Pictures, Section, Table

EXCEPTIONS, EXPOSURES, LABS = 8, 12, 20


def growth(c: dict[str, Any]) -> Section | None:
    """The last measurements with their dates, and appetite. No percentile: nothing is compared."""
    if "results" not in c:
        return None
    part = c["results"]
    parts: list[Part] = []
    if part["growth"]:
        columns = (_("Date"), _("Weight"), _("Height or length"), _("Around the head"))
        rows = tuple(
            (
                (row["when"] or _("date not known")) + w.marks(row),
                *(row["measures"].get(name, "") for name in ("weight", "height", "head")),
            )
            for row in part["growth"]
        )
        parts.append(Table("growth", columns, rows))
    else:
        parts.append(Line(w.not_recorded(), label=_("Weight and height"), key="growth"))
    appetite = w.told(part["appetite"], part.get("appetite_days"), part["possible"])
    parts.append(Line(appetite, label=_("Appetite"), key="appetite"))
    return Section("growth", _("Growth and intake"), tuple(parts))


def growth_line(c: dict[str, Any]) -> Line | None:
    """The newest measurement, for the first page; None when the summary has no such part."""
    if "results" not in c:
        return None
    rows = c["results"]["growth"]
    if not rows:
        return Line(w.not_recorded(), label=_("Weight and height"), key="newest-growth")
    row = rows[0]
    return Line(
        w.listed([row["said"], row["when"] or _("date not known")]) + w.marks(row),
        label=_("Weight and height"),
        key="newest-growth",
    )


def labs(c: dict[str, Any]) -> Section | None:
    """Laboratory values as printed, with unit, range and date; no colour, no arrow."""
    if "results" not in c:
        return None
    shown, more = w.cut(c["results"]["labs"], LABS)
    if not shown:
        return Section("labs", _("Laboratory results"), (Line(w.not_recorded(), label=_("Results"), key="labs"),))
    columns = (_("Test"), _("Value as printed"), _("Date"), _("Range as printed, laboratory"))
    rows = tuple(
        (
            w.isolated(row["title"]),
            w.isolated(row["said"]),
            (row["when"] or _("date not known")) + w.marks(row),
            w.isolated(row["extra"]),
        )
        for row in shown
    )
    return Section("labs", _("Laboratory results"), (Table("labs", columns, rows, more=more),))


def structure(c: dict[str, Any]) -> Section | None:
    """Bones, teeth, scans; and what general checks asked: yes on so many of the days it was answered."""
    if "results" not in c:
        return None
    part = c["results"]
    parts: list[Part] = [
        Line(_dated(part["fractures"]) or w.not_recorded(), label=_("Broken bones and injuries"), key="fractures"),
        Line(_dated(part["teeth"]) or w.not_recorded(), label=_("Baby teeth"), key="teeth"),
        Line(_dated(part["scans"]) or w.not_recorded(), label=_("Scans and lung function"), key="scans"),
    ]
    for row in part["asked"]:
        said = _("not asked")
        if row["answered"]:
            said = _("yes on %(n)s of %(all)s days answered") % {"n": row["yes"], "all": row["answered"]}
        parts.append(Line(said, label=row["words"][:1].upper() + row["words"][1:], key=f"asked-{row['question']}"))
    return Section("structure", _("Bones, teeth, scans and general checks"), tuple(parts))


def _dated(rows: list[dict[str, Any]]) -> str:
    return "; ".join(
        w.listed([w.isolated(row["title"]), w.isolated(row["said"]), row["when"] or _("date not known")]) + w.marks(row)
        for row in rows
    )


def routines(c: dict[str, Any]) -> Section | None:
    """How often the usual routines were affirmed, what was different, and what the patient came close to."""
    if "routines" not in c:
        return None
    part = c["routines"]
    kept = w.not_recorded()
    if part["asked_days"]:
        kept = _("affirmed on %(n)s of %(all)s observed days") % {"n": part["affirmed_days"], "all": part["observed"]}
    shown, more = w.cut(part["exceptions"], EXCEPTIONS)
    said = []
    for row in shown:
        on = f": {', '.join(w.day(day) for day in row['on'])}" if len(row["on"]) < 4 else ""
        said.append(f"{w.isolated(row['label'])} ({w.days(row['days'])}{on})")
    none = _("none recorded") if part["none"] == "none_recorded" else w.not_recorded()
    close, more_close = w.cut(c["exposures"], EXPOSURES, newest_last=True)
    exposures = []
    for row in close:
        until = f" – {w.day(row['last'])}" if row["last"] != row["first"] else ""
        exposures.append(f"{w.isolated(row['label'])} ({w.day(row['first'])}{until}{w.marks(row)})")
    before = [
        Line(_near(row), label=_("14 days before: %(what)s") % {"what": f"{row['title']}, {row['onset_words']}"})
        for row in c.get("look_back", ())
    ]
    return Section(
        "routines",
        _("Routines and exposures"),
        (
            Line(kept, label=_("Usual routines"), key="routines"),
            Line(w.with_more("; ".join(said), more) or none, label=_("Exceptions"), key="exceptions"),
            Line(
                w.with_more("; ".join(exposures), more_close) or w.not_recorded(),
                label=_("Came close to"),
                key="exposures",
            ),
            *before,
        ),
    )


def _near(row: dict[str, Any]) -> str:
    """What stands in the record of the days before an infection; nothing is said about a cause."""
    said = "; ".join(f"{w.isolated(one['label'])} ({w.day(one['first'])}{w.marks(one)})" for one in row["exposures"])
    return said or w.not_recorded()


def photos(c: dict[str, Any]) -> Section | None:
    """Photos that the family chose; only when it ticked them, and when there are any."""
    if not c.get("photos"):
        return None
    found = tuple(
        Picture(
            row["id"],
            w.listed([w.day_year(row["on"]), row["place"] or _("place not recorded")]),
            row["width"],
            row["height"],
        )
        for row in c["photos"]
    )
    how = Line(_("As the family took them; nothing was measured in them."), key="photos-how", small=True)
    return Section("photos", _("Photos"), (Pictures("photos", found), how))


def notes(c: dict[str, Any]) -> Section | None:
    """What the family wrote by hand; only when it ticked its notes."""
    if "notes" not in c:
        return None
    said = tuple(f"{w.day(row['on'])}, {row['kind']}: {w.isolated(row['text'])}" for row in c["notes"])
    return Section("notes", _("The family's notes"), (Items(said, key="notes", empty=_("Not recorded.")),))

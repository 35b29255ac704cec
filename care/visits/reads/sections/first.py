"""Sections of the first page: the family's questions, infections since the last visit, what is open now."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.infections.models import CareLevel, Site
from care.visits.reads import words as w
from care.visits.reads.document import Items, Line, Part, Section, Table

EPISODES, OPEN, CONCERNS, FLAGS = 4, 4, 5, 2


def questions(c: dict[str, Any]) -> Section | None:
    """The family's own lines, word for word, and the red-flag messages that were shown to it."""
    if "questions" not in c:
        return None
    asked = c["questions"]
    parts: list[Part] = [
        Items(
            tuple(w.isolated(question) for question in asked["shown"]),
            key="questions",
            more=asked["more"],
            empty=_("Not recorded."),
        )
    ]
    if "flags" in c:
        parts.append(Line(flags_words(c["flags"]), label=_("Red-flag messages shown to the family"), key="flags"))
    return Section("questions", _("The family's questions"), tuple(parts))


def flags_words(rows: list[dict[str, Any]], longest: int = FLAGS) -> str:
    """Which rule, its level, when, and what the family did: "called" or "put aside" are its own answers."""
    if not rows:
        return _("none in this period")
    shown, more = w.cut(rows, longest)
    said = []
    for row in shown:
        done = _("called %(day)s") % {"day": w.day(row["called"])} if row["called"] else ""
        if not done and row["put_aside"]:
            done = _("put aside %(day)s") % {"day": w.day(row["put_aside"])}
        said.append(w.listed([f"{row['title']} ({row['level_name']})", w.day(row["on"]), done]))
    return w.with_more("; ".join(said), more)


def infections(c: dict[str, Any]) -> Section | None:
    """What began in the period, what it took, and the period before beside it."""
    if "infections" not in c:
        return None
    part = c["infections"]
    parts: list[Part] = [*_started(part, c)]
    if part["open_at_start"]:
        shown, more = w.cut(part["open_at_start"], 3)
        said = "; ".join(f"{row['title']} ({_from_to(row)})" for row in shown)
        parts.append(
            Line(w.with_more(said, more), label=_("Still open at the start of the period"), key="open-at-start")
        )
    if "care" in part:
        parts += [Line(care_words(part), label=_("Care"), key="care"), *antibiotic_lines(part, c)]
    parts.append(w.small(_before(part, c), key="infections-before"))
    title = _("Infections since %(date)s") % {"date": w.day_year(c["period"]["first"])}
    return Section("infections", title, tuple(parts), hint=w.observed(c))


def _started(part: dict[str, Any], c: dict[str, Any]) -> list[Part]:
    rows = part["started"]
    if not rows:
        if part["none"] == "none_recorded":
            said = _('None recorded. "Nothing new" was affirmed on %(days)s.') % {
                "days": w.of_days(part["affirmed_days"], c["coverage"]["days"])
            }
        else:
            said = _("Not recorded.")
        return [Line(said, key="infections-none")]
    count = ngettext("%(n)s infection began", "%(n)s infections began", len(rows)) % {"n": len(rows)}
    sites = ", ".join(f"{Site(row['site']).label} {row['count']}" for row in part["started_by_site"])
    shown, more = w.cut(rows, EPISODES, newest_last=True)
    return [
        Line(f"{count}: {sites}.", key="infections-started", strong=True),
        Table(
            "episodes",
            (_("What"), _("When"), _("Seen by, antibiotic")),
            tuple(episode_row(row) for row in shown),
            more=more,
        ),
    ]


def episode_row(row: dict[str, Any]) -> tuple[str, ...]:
    """One infection as the cells of its row."""
    drugs = "; ".join(f"{w.isolated(one['drug'])} {w.days(one['days'])}" for one in row.get("courses", ()))
    return w.listed([row["title"], row["size"]]), when_words(row), w.listed([row["care"], drugs], "; ")


def when_words(row: dict[str, Any]) -> str:
    """ "28 Sep – 6 Oct, 9 days", or "15 Nov, open, day 4"; with its marks."""
    began = w.partial_day(row["onset"], row["onset_precision"], row["onset_words"])
    if row["open"]:
        return w.listed([began, _("open"), _("day %(n)s") % {"n": row["days"]}]) + w.marks(row)
    ended = w.partial_day(row["ended"], row["ended_precision"], row["ended_words"])
    return f"{began} – {ended}, {w.days(row['days'])}{w.marks(row)}"


def detail(c: dict[str, Any]) -> Section | None:
    """Every infection of the period with what was seen, those carried into it too; and every message shown."""
    part = c.get("infections", {})
    if "burden" not in part:
        return None
    parts: list[Part] = []
    rows = [*part["open_at_start"], *part["started"]]
    if rows:
        columns = (_("What"), _("When"), _("Size, opened"), _("Seen"), _("How sure"))
        cells = tuple(
            (
                row["title"],
                when_words(row),
                w.listed([row["size"], row["drained"]]),
                row["signs"] or w.not_recorded(),
                _("a clinician told us") if row["confirmed"] else _("the family thinks so"),
            )
            for row in rows
        )
        parts.append(Table("every-episode", columns, cells))
    else:
        parts.append(Line(w.not_recorded(), label=_("Infections"), key="every-episode"))
    if "flags" in c:
        shown = flags_words(c["flags"], 20)
        parts.append(Line(shown, label=_("Red-flag messages shown to the family"), key="all-flags"))
    return Section("infections-detail", _("Infections one by one"), tuple(parts))


def _from_to(row: dict[str, Any]) -> str:
    if row["open"]:
        return _("from %(began)s, still open") % {"began": row["onset_words"]}
    return _("%(began)s to %(ended)s") % {"began": row["onset_words"], "ended": row["ended_words"]}


def care_words(part: dict[str, Any]) -> str:
    """Emergency visits, hospital stays with nights, school days missed: each only as far as somebody said."""
    care, missed = part["care"], part["missed"]
    counts = care["counts"]["now"]
    said = [f"{CareLevel(level).label} {count}" for level, count in counts.items() if level != CareLevel.HOSPITAL]
    stays = counts.get(CareLevel.HOSPITAL, 0)
    if stays or care["nights"]["now"]:
        rest = []
        if care["nights"]["now"]:
            nights = ngettext("%(n)s night", "%(n)s nights", care["nights"]["now"])
            rest.append(nights % {"n": care["nights"]["now"]})
        if care["day_cases"]:
            rest.append(ngettext("%(n)s day case", "%(n)s day cases", care["day_cases"]) % {"n": care["day_cases"]})
        if care["undated_stays"]:
            undated = ngettext("nights not known of %(n)s", "nights not known of %(n)s", care["undated_stays"])
            rest.append(undated % {"n": care["undated_stays"]})
        said.append(f"{CareLevel.HOSPITAL.label} {stays}" + (f" ({', '.join(rest)})" if rest else ""))
    found = ", ".join(said) or w.not_recorded()
    return f"{found}; {_('school or nursery days missed')}: {missed_words(missed['school_halves'], missed['entries'])}"


def missed_words(half_days: int | None, entries: int) -> str:
    """ "3.5 (4 entries)"; "none recorded" when it was answered with none; "not recorded" when it never was."""
    if half_days is None:
        return w.not_recorded()
    count = ngettext("%(n)s entry", "%(n)s entries", entries) % {"n": entries}
    return f"{w.halves(half_days) if half_days else _('none recorded')} ({count})"


def antibiotic_lines(part: dict[str, Any], c: dict[str, Any]) -> list[Part]:
    """Days on an antibiotic: of courses that overlap each day counts once; what treats and what prevents apart."""
    found = part["antibiotics"]
    possible = c["period"]["days"]
    names = {"treatment": _("to treat"), "prophylaxis": _("to prevent"), "not_said": _("purpose not said")}
    said = [
        f"{names[name]} {w.of_days(found['days'][name]['now'], possible)}"
        for name in names
        if found["courses"][name] and (name != "not_said" or found["days"][name]["now"])
    ]
    text = "; ".join(said) or w.not_recorded()
    if found["without_start"]:
        unknown = ngettext(
            "%(n)s course without a start date", "%(n)s courses without a start date", found["without_start"]
        )
        text += f" ({unknown % {'n': found['without_start']}})"
    return [Line(text, label=_("Antibiotic days"), key="antibiotic-days", strong=True)]


def _before(part: dict[str, Any], c: dict[str, Any]) -> str:
    cover, previous = c["coverage"], c["previous"]
    if c["comparable"]:
        began = ngettext("%(n)s infection began", "%(n)s infections began", part["started_before"])
        said = _("The %(days)s days before: %(began)s, %(observed)s observed.") % {
            "days": previous["days"],
            "began": began % {"n": part["started_before"]},
            "observed": w.of_days(previous["observed"], previous["days"]),
        }
    else:
        said = w.not_comparable(cover["observed"], cover["days"], previous["observed"], previous["days"])
    if part["ruled_out"]:
        out = ngettext("%(n)s more was ruled out.", "%(n)s more were ruled out.", part["ruled_out"])
        said += f" {out % {'n': part['ruled_out']}}"
    return said


def now(c: dict[str, Any]) -> Section | None:
    """What is open today, how warm it was, and days on which something felt off."""
    if "infections" not in c:
        return None
    shown, more = w.cut(c["infections"]["open_now"], OPEN)
    found = "; ".join(f"{row['title']}, {_('day %(n)s') % {'n': row['days']}}{w.marks(row)}" for row in shown)
    off, more_off = w.cut([_off(row) for row in c["concerns"]], CONCERNS, newest_last=True)
    return Section(
        "now",
        _("Open now"),
        (
            Line(
                w.with_more(found, more) or _("No infection is recorded as open."), key="open-now", strong=bool(found)
            ),
            Line(temperature_words(c["temperatures"], c["period"]["days"]), label=_("Temperature"), key="temperature"),
            Line(
                w.with_more(", ".join(off), more_off) or w.not_recorded(),
                label=_("“Something feels off”"),
                key="concerns",
            ),
        ),
    )


def _off(row: dict[str, Any] | str) -> str:
    """A day on which something felt off; before schema 3 it was the day alone."""
    return w.day(row) if isinstance(row, str) else w.day(row["on"]) + w.marks(row)


def temperature_words(part: dict[str, Any], possible: int) -> str:
    """ "taken 6 times on 5 of 92 days; highest 38.4 °C (101.1 °F), ear, 14 Nov": no reading is never "no fever"."""
    top = part["highest"]
    if not top:
        return w.not_recorded()
    times = ngettext("taken %(n)s time", "taken %(n)s times", part["times"]) % {"n": part["times"]}
    on = _("on %(days)s") % {"days": w.of_days(part["days"], possible)}
    reading = _("highest %(reading)s (%(other)s)") % {"reading": top["words"], "other": top["other_unit"]}
    return f"{times} {on}; {w.listed([reading, top['method'], w.day(top['on']) + w.marks(top)])}"

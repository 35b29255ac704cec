"""Vaccines: live ones first, what the care team said, questions; people at home apart."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.visits.reads import words as w
from care.visits.reads.document import Line, Part, Section

LONGEST = {"live_given": 3, "live_planned": 2, "open_questions": 3}
DIRECTIVES = 3


def vaccines(c: dict[str, Any]) -> Section | None:
    """The first page's part."""
    if "vaccines" not in c:
        return None
    part = c["vaccines"]
    parts: list[Part] = [Line(live_words(part), label=_("LIVE given"), key="live-given", strong=True)]
    if part["live_planned"]:
        planned = _rows(part["live_planned"], LONGEST["live_planned"])
        parts.append(Line(planned, label=_("LIVE planned"), key="live-planned", strong=True))
    if part.get("directives"):
        said = directives_words(part["directives"], DIRECTIVES)
        brief = directives_words(part["directives"], DIRECTIVES, brief=True)
        parts.append(Line(said, label=_("Care team said"), key="directives", strong=True, brief=brief))
    asked = _rows(part["open_questions"], LONGEST["open_questions"]) or _("no open vaccine question recorded.")
    parts.append(Line(asked, label=_("Questions"), key="vaccine-questions"))
    # A summary of the older shape has no second page to keep these for.
    if "directives" not in part:
        parts += _others(part)
    return Section("vaccines", _("Vaccines"), tuple(parts))


def detail(c: dict[str, Any]) -> Section | None:
    """All others given and decided, every word of the care team, and live ones at home."""
    part = c.get("vaccines", {})
    if "directives" not in part:
        return None
    home = "; ".join(
        _("%(who)s: %(vaccine)s (%(badge)s), %(date)s")
        % {
            "who": w.isolated(row["member"]) or _("Someone at home"),
            "vaccine": row["title"],
            "badge": row["badge_words"],
            "date": (row["date"] or _("date not known")) + w.marks(row),
        }
        for row in part["at_home"]
    )
    parts = [
        # The first page has room for a few.
        *([Line(live_words(part, 20), label=_("LIVE given"), key="all-live")] if "live_before" in part else []),
        Line(directives_words(part["directives"], 20, quote=True) or w.not_recorded(), label=_("Care team said")),
        *_others(part, all_of_them=True),
        Line(home or w.not_recorded(), label=_("LIVE given to people at home, not to the patient"), key="at-home"),
    ]
    return Section("vaccines-detail", _("Vaccines in detail"), tuple(parts))


def live_words(part: dict[str, Any], longest: int = LONGEST["live_given"]) -> str:
    """Live doses of the period, then those of before it, however old.

    Before schema 3 only those of the period were known, and of "none" only that the period had none.
    """
    if "live_before" not in part:
        return _live_words_before_schema_3(part)
    news, before = _rows(part["live_given"], longest), _rows(part["live_before"], longest)
    if before:
        said = [_("given or written down in the period: %(rows)s") % {"rows": news}] if news else []
        return "; ".join([*said, _("before the period: %(rows)s") % {"rows": before}])
    if not news and part["none_live"] == "none_recorded":
        words = ngettext(
            "none recorded (%(n)s vaccine written down).",
            "none recorded (%(n)s vaccines written down).",
            part["recorded"],
        )
        return words % {"n": part["recorded"]}
    return news or _("not recorded.")


def _live_words_before_schema_3(part: dict[str, Any]) -> str:
    if part["live_given"]:
        return _rows(part["live_given"], LONGEST["live_given"])
    if part["none_live"] == "none_recorded":
        words = ngettext(
            "none recorded (%(n)s vaccine decision in the period).",
            "none recorded (%(n)s vaccine decisions in the period).",
            part["recorded"],
        )
        return words % {"n": part["recorded"]}
    return _("not recorded.")


def directives_words(rows: list[dict[str, Any]], longest: int, *, quote: bool = False, brief: bool = False) -> str:
    """What the team said, by whom and when, and until when it holds; "do not give" first, over or not.

    ``brief`` is what was said about which vaccine, and no more.
    """
    ordered = sorted(rows, key=lambda row: row["says"] != "do_not_give")
    shown, more = w.cut(ordered, longest)
    said = []
    for row in shown:
        own = f'"{w.isolated(row["quote"])}"' if quote and row["quote"] else ""
        what = f"{row['about']}: {row['says_words']}"
        said.append(what if brief else w.listed([what, w.isolated(row["told"]) + w.marks(row), row["ends"], own]))
    return w.with_more("; ".join(said), more)


def _others(part: dict[str, Any], *, all_of_them: bool = False) -> list[Part]:
    longest = 20 if all_of_them else 3
    given, decided = _rows(part["other_given"], longest), _rows(part["decided"], longest)
    found: list[Part] = []
    if given or all_of_them:
        found.append(Line(given or w.not_recorded(), label=_("Given, not live"), key="other-given"))
    if decided or all_of_them:
        found.append(Line(decided or w.not_recorded(), label=_("Decided"), key="decided"))
    return found


def _rows(rows: list[dict[str, Any]], longest: int) -> str:
    shown, more = w.cut(rows, longest)
    said = []
    for row in shown:
        outcome = f": {row['outcome_words']}" if row["outcome"] != "given" else ""
        reason = f" – {w.isolated(w.short(row['reason'], 40))}" if row["reason"] else ""
        date = row["date"] or _("date not known")
        said.append(f"{w.isolated(row['title'])} ({row['badge_words']}){outcome}, {date}{w.marks(row)}{reason}")
    return w.with_more("; ".join(said), more)

"""Infections and what was taken against them, as bars."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.infections.reads import CourseView, EpisodeView
from care.infections.rules.courses import antibiotic_days, span
from care.today.reads.trends.shapes import LANE, LEFT, LETTER, RIGHT, Bars, Labelled
from care.today.rules import charts
from care.today.rules.charts import Axis, Bar


def episodes(axis: Axis, rows: Iterable[EpisodeView]) -> Bars | None:
    # What was ruled out and never got an end would stand in every drawing for ever.
    told = [row for row in rows if row.verification != "refuted" or row.resolved]
    if not told:
        return None
    labels = {
        row.pk: ngettext("%(what)s, %(n)s day", "%(what)s, %(n)s days", row.days) % {"what": row.title, "n": row.days}
        for row in told
    }
    marks = {"refuted": _("ruled out")}
    placed = charts.bars(
        axis,
        [
            (row.onset.earliest, row.resolved.latest if row.resolved else None, len(labels[row.pk]) * LETTER, row)
            for row in told
        ],
    )
    held = [row for row in told if row.verification != "refuted"]
    still = sum(row.is_open for row in held)
    sentence = ngettext("%(n)s infection in this time", "%(n)s infections in this time", len(held)) % {"n": len(held)}
    if still:
        sentence += ", " + ngettext("%(n)s still open", "%(n)s still open", still) % {"n": still}
    return Bars(
        sentence=sentence + ".",
        head=[_("What"), _("Began"), _("Ended"), _("Days"), _("Told by")],
        rows=[
            [row.title, row.onset_words, row.resolved_words or _("still open"), str(row.days), row.verification_words]
            for row in reversed(told)
        ],
        height=_lanes(placed),
        bars=[
            Labelled(
                bar,
                bar.lane * LANE,
                _fitting(
                    f"{labels[bar.row.pk]} ({marks[bar.row.verification]})"
                    if bar.row.verification in marks
                    else labels[bar.row.pk]
                ),
                "ruled-out" if bar.row.verification in marks else "",
            )
            for bar in placed
        ],
    )


def courses(axis: Axis, rows: Iterable[CourseView]) -> Bars | None:
    told = list(rows)
    if not told:
        return None
    sure = [(found, row) for row in told if (found := span(row.taken, axis.last))]
    placed = charts.bars(
        axis,
        [
            (first, None if row.is_open and last == axis.last else last, len(_drug(row)) * LETTER, row)
            for (first, last), row in sure
        ],
    )
    treating = [row.taken for row in told if row.purpose != "prophylaxis"]
    days = len(antibiotic_days(treating, axis.first, axis.last))
    preventing = sum(row.purpose == "prophylaxis" for row in told)
    parts = [
        ngettext(
            "%(n)s day with an antibiotic or similar against an infection.",
            "%(n)s days with an antibiotic or similar against an infection.",
            days,
        )
        % {"n": days}
    ]
    if preventing:
        parts.append(
            ngettext("%(n)s medicine to prevent infection.", "%(n)s medicines to prevent infection.", preventing)
            % {"n": preventing}
        )
    return Bars(
        sentence=" ".join(parts),
        head=[_("What"), _("When"), _("Why")],
        rows=[[row.drug, row.when_words, row.purpose_words] for row in reversed(told)],
        height=_lanes(placed),
        bars=[
            Labelled(
                bar,
                bar.lane * LANE,
                _fitting(_drug(bar.row)),
                "prevents" if bar.row.purpose == "prophylaxis" else "",
            )
            for bar in placed
        ],
    )


def _drug(row: CourseView) -> str:
    if row.purpose == "prophylaxis":
        return _("%(drug)s, to prevent") % {"drug": row.drug}
    return row.drug


def _lanes(placed: list[Bar]) -> int:
    return LANE * (max((bar.lane for bar in placed), default=-1) + 1) + 20


def _fitting(text: str) -> str:
    most = int((RIGHT - LEFT) / LETTER)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"

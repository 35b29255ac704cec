"""Vaccines: the patient's own, what the care team said, and live ones at home, which are never the patient's."""

from collections.abc import Iterable
from typing import Any

from care.household.access import Access
from care.household.models import Patient
from care.record.rules import is_late
from care.vaccines import reads
from care.visits import rules
from care.visits.rules import Period


def vaccines(access: Access, patient: Patient, period: Period) -> dict[str, Any]:
    found = reads.for_summary(access, patient, period.first, period.last)
    zone = patient.household.time_zone

    def rows(lines: Iterable[reads.DecisionLine]) -> list[dict[str, Any]]:
        return [_vaccine(line, zone) for line in lines]

    live_given = [*found.live_given, *(line for line in found.given if _is_unknown(line))]
    live_before = [line for line in found.given_before if line.treated_as_live or _is_unknown(line)]
    told = [*found.open_questions, *live_before]
    return {
        "live_given": rows(live_given),
        # However old: a live vaccine of years ago is what an immunologist asks for.
        "live_before": rows(live_before),
        "live_planned": rows(found.live_planned),
        "other_given": rows(line for line in found.given if not line.treated_as_live and not _is_unknown(line)),
        "decided": rows(line for line in found.decided if not _is_among(line, told)),
        "open_questions": rows(found.open_questions),
        # One whose day is over is shown too: "do not give" never turns into a yes by itself.
        "directives": [_directive(line) for line in reads.directives(access, patient)],
        "at_home": [
            _at_home(line, zone) for line in reads.home_for_summary(access, patient, period.first, period.last)
        ],
        "recorded": found.answers,
        "none_live": None if live_given or live_before else rules.absence(found.answers).value,
    }


def _is_unknown(line: reads.DecisionLine) -> bool:
    """Of what nobody knows whether it is live, "no live dose" would be no answer: it stands with the live ones."""
    return line.kind == "not-known"


def _is_among(line: reads.DecisionLine, told: list[reads.DecisionLine]) -> bool:
    return any(line.entry_id == other.entry_id for other in told)


def _vaccine(line: reads.DecisionLine, zone: str) -> dict[str, Any]:
    return {
        "title": line.title,
        "badge": line.kind,
        "badge_words": line.badge_words,
        "live": line.treated_as_live,
        "outcome": line.outcome,
        "outcome_words": line.outcome_words,
        "date": line.date,
        "reason": line.reason,
        "late": is_late(line.written, line.said.at, zone),
        "edited": line.edited,
    }


def _directive(line: reads.DirectiveLine) -> dict[str, Any]:
    return {
        "about": line.about,
        "says": line.says,
        "says_words": line.says_words,
        "told": line.told,
        "quote": line.quote,
        "ends": line.ends,
        "over": line.is_over,
        "signed": line.signed,
        "late": line.late,
        "edited": line.edited,
    }


def _at_home(line: reads.HomeLine, zone: str) -> dict[str, Any]:
    said = {"member": line.member, "title": line.title, "badge_words": line.badge_words, "date": line.date}
    return said | {"late": is_late(line.written, line.entered_at, zone), "edited": line.edited}

"""Worries and warning signs, as lists and their pages show them."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.rules import Capability
from care.plan.models import Concern, WarningSigns
from care.plan.models.words import ASKED
from care.plan.rules.facts import YES
from care.record.listing import listed
from care.record.models import Answer, Entry
from care.record.reads import Line

ROOM_KINDS = (Entry.Kind.CONCERN, Entry.Kind.WARNING_SIGNS)


def describe(entries: Sequence[Entry]) -> dict[UUID, Line]:
    """How this room's entries read in a list. A concern's words are the entry's own; at most one query."""
    signs = [entry.pk for entry in entries if entry.kind == Entry.Kind.WARNING_SIGNS]
    answers = dict(WarningSigns.objects.filter(pk__in=signs).values_list("pk", "answers")) if signs else {}
    return {
        entry.pk: Line(
            title=str(Entry.Kind(entry.kind).label),
            text=entry.note if entry.kind == Entry.Kind.CONCERN else signs_words(answers.get(entry.pk, {})),
            url=reverse(
                "plan:detail" if entry.kind == Entry.Kind.CONCERN else "plan:signs-detail",
                kwargs={"patient": entry.patient_id, "entry": entry.pk},
            ),
        )
        for entry in entries
        if entry.kind in ROOM_KINDS
    }


def signs_words(answers: dict[str, str]) -> str:
    """The signs that were there, in words. Without any, how many were answered: never that all is well."""
    there = [str(words) for sign, words in ASKED.items() if answers.get(sign) == YES]
    return listed(there) if there else _("Signs answered: %(count)d") % {"count": len(answers)}


def answered(answers: dict[str, str]) -> list[tuple[str, str]]:
    """(sign, answer) in words, in the order of the page; the signs that were there first."""
    rows = [(str(words), answers[sign]) for sign, words in ASKED.items() if sign in answers]
    rows.sort(key=lambda row: row[1] != YES)
    return [(words, str(Answer(answer).label)) for words, answer in rows]


def concern(access: Access, entry: UUID, need: Capability = Capability.SEE_RECORD, *, removed: bool = False) -> Concern:
    """One concern with its entry. Http404 and PermissionDenied as the door decides."""
    return access.get(Concern, entry, need, removed=removed)


def warning_signs(access: Access, entry: UUID, need: Capability = Capability.SEE_RECORD) -> WarningSigns:
    """The warning signs of one entry. Http404 and PermissionDenied as the door decides."""
    return access.get(WarningSigns, entry, need)


def may_change(access: Access, row: Concern | WarningSigns) -> bool:
    """Whether this person may correct an entry of this room: a helper only their own of today."""
    return access.of(type(row), Capability.EDIT).filter(pk=row.pk).exists()

"""The worry that has no name yet, and the warning signs somebody went through. Each asks the red-flag rules."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from care.household.models import Patient, User
from care.plan.actions.flags import raise_flags
from care.plan.models import Concern, WarningSigns
from care.plan.rules.facts import YES, Facts
from care.record import actions as record
from care.record.actions import Saved
from care.record.models import Entry


@transaction.atomic
def record_concern(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    text: str = "",
    client_id: UUID | None = None,
    local_day: dt.date | None = None,
    occurred_at: dt.datetime | None = None,
) -> Saved:
    """Log that something feels off, with or without words. That alone always raises "I am worried" (RF-30)."""
    saved = record.add(
        patient=patient,
        kind=Entry.Kind.CONCERN,
        by=by,
        at=at,
        detail=Concern(),
        note=text,
        client_id=client_id,
        local_day=local_day,
        occurred_at=occurred_at,
    )
    if saved.created:
        raise_flags(entry=saved.entry, by=by, at=at, facts=Facts(worried=YES))
    return saved


def change_concern(*, concern: Concern, by: User, at: dt.datetime, changes: dict[str, Any]) -> Entry:
    """Correct a concern's words or day; what it said before is kept."""
    return record.correct(entry=concern.entry, detail=concern, by=by, at=at, changes=changes)


@transaction.atomic
def record_warning_signs(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    answers: dict[str, str],
    note: str = "",
    client_id: UUID | None = None,
    local_day: dt.date | None = None,
) -> Saved:
    """Log the answers to warning signs, and ask the rules about them. Raises ValidationError without any answer."""
    saved = record.add(
        patient=patient,
        kind=Entry.Kind.WARNING_SIGNS,
        by=by,
        at=at,
        detail=WarningSigns(answers=answers),
        note=note,
        client_id=client_id,
        local_day=local_day,
    )
    if saved.created:
        raise_flags(entry=saved.entry, by=by, at=at, facts=facts_of(answers))
    return saved


@transaction.atomic
def change_warning_signs(*, signs: WarningSigns, by: User, at: dt.datetime, changes: dict[str, Any]) -> Entry:
    """Correct the answers, the note or the day. The rules are asked again; what they said before stays."""
    entry = record.correct(entry=signs.entry, detail=signs, by=by, at=at, changes=changes)
    raise_flags(entry=entry, by=by, at=at, facts=facts_of(signs.answers))
    return entry


def facts_of(answers: dict[str, Any]) -> Facts:
    """The answers of the warning-signs page as the rules read them: each sign is a fact of the same name."""
    return Facts(**answers)


def ask_again(*, entry: Entry, by: User, at: dt.datetime) -> None:
    """After a worry or warning signs came to another patient: the rules look at them for this one."""
    if entry.kind == Entry.Kind.CONCERN:
        raise_flags(entry=entry, by=by, at=at, facts=Facts(worried=YES))
    elif entry.kind == Entry.Kind.WARNING_SIGNS:
        signs = WarningSigns.objects.get(pk=entry.pk)
        raise_flags(entry=entry, by=by, at=at, facts=facts_of(signs.answers))

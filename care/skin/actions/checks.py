"""Writing skin checks: tap by tap, as a flare, or by correcting one."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field, Q
from django.utils.translation import gettext as _

from care.household.models import Patient, User
from care.household.rules import local_day as day_of
from care.plan import actions as plan
from care.record import actions as record
from care.record.actions import Saved
from care.record.models import Correction, Entry
from care.skin import rules
from care.skin.actions.taps import filled_by, own_checks
from care.skin.models import SkinCheck
from care.skin.rules import CARE_ANSWERS, SCALE_MAX, BadAnswer, Band, Contradiction, band_at, rater_for
from care.skin.rules.flags import facts_of

#: What a caller may answer: field names of SkinCheck.
ANSWERS = (
    "worst_itch",
    "itch_rater",
    "skin_band",
    "sleep_loss",
    "sleep_minutes",
    "weeping_or_crust",
    "pus",
    "cracked_bleeding",
    "blisters_clustered",
    "sites",
    "extent_palms",
    "signs",
    "triggers",
    *CARE_ANSWERS,
)
_NORMAL: dict[str, Callable] = {
    "sites": rules.normal_sites,
    "steroid_sites": rules.normal_sites,
    "signs": rules.normal_signs,
    "triggers": rules.normal_triggers,
    "care_done": rules.normal_care,
    "care_not_done": rules.normal_not_done,
}


def tapped(raw: Mapping[str, str]) -> dict[str, Any]:
    """Values of tapped tiles as ``answer`` takes them: an itch of "0" to "10", a band by its word or digit.

    Raises BadAnswer (a ValueError) for anything else.
    """
    values: dict[str, Any] = {}
    for name, text in raw.items():
        is_digits = text.isascii() and text.isdigit() and len(text) <= 2
        if name in ("worst_itch", "sleep_loss") and is_digits and int(text) <= SCALE_MAX:
            values[name] = int(text)
        elif name == "skin_band" and is_digits:
            values[name] = band_at(int(text)).value
        elif name == "skin_band" and text in set(Band):
            values[name] = text
        else:
            raise BadAnswer(text)
    return values


@transaction.atomic
def answer(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    values: Mapping[str, Any],
    local_day: dt.date | None = None,
    occurred_at: dt.datetime | None = None,
    client_id: uuid.UUID | None = None,
    note: str = "",
) -> Saved:
    """Save some answers of a day: they fill in this author's check of that day, or begin one.

    ``values``: names of ``ANSWERS`` to values (``None`` or ``""`` takes an answer out). Answers not named stay
    as they are, an old value is kept in the history, and two people's checks stay two. Flares are left alone.
    ``occurred_at``: when it was answered, on a phone without a line. What was answered otherwise after that, on
    another phone, is not overwritten by it: both stay, as two checks.
    ``Saved.created`` is True only when a new entry was begun. The same ``client_id`` again writes nothing.
    Raises ValidationError for an answer that does not exist or no answer at all, TooFarAhead for a future day.
    """
    answers = _clean(values)
    if not answers and not note:
        raise ValidationError(_("Fill in at least one answer."), code="empty")
    # One check per person and day, also when two taps arrive at the same moment.
    Patient.objects.select_for_update().get(pk=patient.pk)
    day = local_day or day_of(occurred_at or at, patient.household.time_zone)
    of_day = Q(entry__local_day=day)
    own = list(own_checks(patient, by).filter(of_day | filled_by(client_id) if client_id else of_day))
    if client_id is not None:
        # On whatever day: what is left after this is of ``day``.
        known = next((check.entry for check in own if str(client_id) in check.tap_ids), None)
        known = known or Entry.objects.filter(patient=patient, client_id=client_id).first()
        if known is not None:
            return Saved(known, created=False)
    kept = (check for check in own if check.entry.removed_at is None)
    check = next((check for check in kept if not _overtaken(check, answers, occurred_at)), None)
    if check is None:
        detail = SkinCheck()
        _settle(detail, answers, by=by, patient=patient)
        return _add(
            patient=patient,
            by=by,
            at=at,
            detail=detail,
            local_day=local_day,
            occurred_at=occurred_at,
            client_id=client_id,
            note=note,
        )
    if client_id is not None:
        check.tap_ids = [*check.tap_ids, str(client_id)]
        check.save(update_fields=["tap_ids"])
    changes = _changes(check, answers, by=by, patient=patient)
    if note and note != check.entry.note:
        changes["note"] = "\n".join(part for part in (check.entry.note, note) if part)
    return Saved(_correct(check, by=by, at=at, changes=changes), created=False)


@transaction.atomic
def record_flare(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    values: Mapping[str, Any],
    local_day: dt.date | None = None,
    client_id: uuid.UUID | None = None,
    note: str = "",
) -> Saved:
    """Add a skin flare: an entry of its own that the evening's answers do not touch. May hold no answer at all.

    Raises as ``answer`` does.
    """
    detail = SkinCheck(flare=True)
    _settle(detail, _clean(values), by=by, patient=patient)
    return _add(patient=patient, by=by, at=at, detail=detail, local_day=local_day, client_id=client_id, note=note)


@transaction.atomic
def edit(
    *,
    check: SkinCheck,
    by: User,
    at: dt.datetime,
    values: Mapping[str, Any],
    local_day: dt.date | None = None,
    note: str | None = None,
) -> Entry:
    """Correct a check; every old value is kept. ``values`` as in ``answer``; None for day or note leaves it.

    Raises ValidationError for an answer that does not exist, or when nothing would be left of the check.
    """
    # Held until the end: two people who describe it at the same moment keep each other's answers.
    held = SkinCheck.objects.select_for_update(of=("self",)).select_related("entry__patient__household")
    check = held.get(pk=check.pk)
    entry = check.entry
    changes = _changes(check, _clean(values), by=by, patient=entry.patient)
    if local_day is not None:
        if local_day > day_of(at, entry.patient.household.time_zone):
            raise record.TooFarAhead(local_day)
        changes["local_day"] = local_day
    if note is not None:
        changes["note"] = note
    left = {name: changes.get(name, getattr(check, name)) for name in ANSWERS}
    is_empty = all(value in (None, "", []) for value in left.values())
    if is_empty and not check.flare and not changes.get("note", entry.note):
        raise ValidationError(_("Nothing would be left in this check. Use Delete instead."), code="empty")
    return _correct(check, by=by, at=at, changes=changes)


def _overtaken(check: SkinCheck, answers: Mapping[str, Any], occurred_at: dt.datetime | None) -> bool:
    """Whether one of the answers stands otherwise in the check, written after this one was given."""
    other = [name for name, value in answers.items() if getattr(check, name) not in (None, "", [], value)]
    if occurred_at is None or not other:
        return False
    changed = Correction.objects.filter(entry=check.entry, field__in=other, at__gt=occurred_at)
    return check.entry.entered_at > occurred_at or changed.exists()


def _add(*, patient, by, at, detail, local_day, client_id, note, occurred_at=None) -> Saved:
    saved = record.add(
        patient=patient,
        kind=Entry.Kind.SKIN_CHECK,
        by=by,
        at=at,
        detail=detail,
        local_day=local_day,
        occurred_at=occurred_at,
        client_id=client_id,
        note=note,
    )
    if saved.created:
        _flag(saved.entry, detail, by=by, at=at)
    return saved


def _correct(check: SkinCheck, *, by: User, at: dt.datetime, changes: dict[str, Any]) -> Entry:
    entry = record.correct(entry=check.entry, by=by, at=at, changes=changes, detail=check)
    _flag(entry, check, by=by, at=at)
    return entry


def ask_again(*, entry: Entry, by: User, at: dt.datetime) -> None:
    """After a check came to another patient: the rules look at it for this one."""
    if entry.kind == Entry.Kind.SKIN_CHECK:
        _flag(entry, SkinCheck.objects.get(pk=entry.pk), by=by, at=at)


def _flag(entry: Entry, check: SkinCheck, *, by: User, at: dt.datetime) -> None:
    """Ask the red-flag rules about what the check says now."""
    plan.raise_flags(entry=entry, by=by, at=at, facts=facts_of(blisters_clustered=check.blisters_clustered))


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the table stores them. Raises ValidationError naming the field of every one that does not fit."""
    clean: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for name, value in values.items():
        if name not in ANSWERS:
            raise TypeError(f"a skin check has no answer {name!r}")
        try:
            if name in _NORMAL:
                clean[name] = _NORMAL[name](value or [])
            elif isinstance(value, bool | float):
                # Django's integer field would quietly take 3.5 as 3 and True as 1.
                raise BadAnswer(value)
            else:
                clean[name] = cast(Field, SkinCheck._meta.get_field(name)).clean(value, None)
        except (BadAnswer, TypeError, AttributeError):
            wrong[name] = [_("Choose from the list.")]
        except ValidationError as error:
            wrong[name] = error.messages
    if wrong:
        raise ValidationError(wrong)
    return clean


def _changes(check: SkinCheck, answers: dict[str, Any], *, by: User, patient: Patient) -> dict[str, Any]:
    """``answers`` with what follows from them. Raises ValidationError when they do not fit together."""
    return (
        answers
        | _rater(check, answers, by=by, patient=patient)
        | _sleep(answers)
        | _places(check, answers)
        | _care(check, answers)
    )


def _rater(check: SkinCheck, answers: dict[str, Any], *, by: User, patient: Patient) -> dict[str, Any]:
    """The rater that goes with the itch the answers leave behind."""
    itch = answers.get("worst_itch", check.worst_itch)
    rater = answers.get("itch_rater") or check.itch_rater
    if itch is None:
        rater = ""
    elif not rater:
        rater = rater_for(author=by.pk, patient_user=patient.user_id).value
    return {"itch_rater": rater}


def _sleep(answers: dict[str, Any]) -> dict[str, Any]:
    """A night noted in one unit takes out what was noted in the other."""
    given = [name for name in ("sleep_loss", "sleep_minutes") if answers.get(name) is not None]
    if len(given) == 2:
        raise ValidationError({"sleep_minutes": _("Sleep is noted as a number or as minutes, not both.")})
    return {name: None for name in ("sleep_loss", "sleep_minutes") if given and name not in given}


def _places(check: SkinCheck, answers: dict[str, Any]) -> dict[str, Any]:
    """A place that is described is affected; a place that is taken out takes its description along."""
    if not {"sites", "signs"} & set(answers):
        return {}
    sites, signs = answers.get("sites", check.sites), answers.get("signs", check.signs)
    if "signs" in answers:
        return {"sites": rules.sites_with(sites, signs), "signs": signs}
    return {"sites": sites, "signs": rules.signs_within(signs, sites)}


def _care(check: SkinCheck, answers: dict[str, Any]) -> dict[str, Any]:
    given = {name: answers[name] for name in CARE_ANSWERS if name in answers}
    if not given:
        return {}
    try:
        return rules.settled_care({name: getattr(check, name) for name in CARE_ANSWERS}, given)
    except Contradiction as error:
        words = {
            "emollient_times": _("Moisturiser is ticked, and 0 times as well. Change one of the two."),
            "care_not_done": _("The same care is noted as done and as not done. Change one of the two."),
        }
        raise ValidationError({error.args[0]: words[error.args[0]]}) from error


def _settle(check: SkinCheck, answers: dict[str, Any], *, by: User, patient: Patient) -> None:
    for name, value in _changes(check, answers, by=by, patient=patient).items():
        setattr(check, name, value)

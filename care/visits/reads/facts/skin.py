"""Skin checks and scores that a clinic gave."""

import datetime as dt

from django.db.models import Q
from django.utils.text import capfirst

from care.household.access import Access
from care.household.models import Patient
from care.record.models import Entry
from care.skin.models import CARE_WORDS, HINTS, SIGN_WORDS, TRIGGER_WORDS, ClinicScore, SkinCheck
from care.skin.rules import SIGNS, Care, Trigger
from care.visits.fhir import shapes
from care.visits.fhir.shapes import Asked
from care.visits.reads.facts.common import answers, place, typed

FIELDS = ("skin_band", "sleep_loss", "sleep_minutes", *HINTS, "extent_palms")
CARE = (
    "bleach_bath_minutes",
    "antiseptic_wash_minutes",
    "emollient_times",
    "steroid_product",
    "other_topical_product",
)


def rows(access: Access, patient: Patient, first: dt.date, last: dt.date) -> dict[str, tuple]:
    """By the name of their field in ``shapes.Record``. Two queries."""
    inside = Q(entry__local_day__range=(first, last))
    checks = access.of(SkinCheck).filter(inside, entry__patient=patient, entry__kind=Entry.Kind.SKIN_CHECK)
    scores = access.of(ClinicScore).filter(
        inside | Q(scored_on__range=(first, last)), entry__patient=patient, entry__kind=Entry.Kind.CLINIC_SCORE
    )
    return {
        "skin": tuple(_check(r, patient) for r in checks.select_related("entry").order_by("entry__local_day", "pk")),
        "scores": tuple(_score(r, patient) for r in scores.select_related("entry").order_by("scored_on", "pk")),
    }


def _check(row: SkinCheck, patient: Patient) -> shapes.SkinCheck:
    places = [place(site["site"], site["side"]) for site in row.sites]
    signs = []
    for seen in row.signs:
        where = place(seen["site"], seen["side"])
        graded = tuple(Asked(name, str(SIGN_WORDS[name]), seen[name], "number") for name in SIGNS if name in seen)
        if where is not None and graded:
            signs.append((where, graded))
    return shapes.SkinCheck(
        **typed(row.entry, patient),
        day=row.entry.local_day.isoformat(),
        flare=row.flare,
        itch=row.worst_itch,
        itch_rater=row.itch_rater,
        answers=(*answers(row, FIELDS), *_care(row), *answers(row, CARE)),
        places=tuple(found for found in places if found is not None),
        signs=tuple(signs),
    )


def _care(row: SkinCheck) -> list[Asked]:
    done = [Asked(f"care_{word}", str(CARE_WORDS[Care(word)]), True) for word in row.care_done]
    not_done = [Asked(f"care_{word}", str(CARE_WORDS[Care(word)]), False) for word in row.care_not_done]
    label = capfirst(str(SkinCheck._meta.get_field("triggers").verbose_name))
    triggers = [Asked("trigger", label, word, "word", str(TRIGGER_WORDS[Trigger(word)])) for word in row.triggers]
    return done + not_done + triggers


def _score(row: ClinicScore, patient: Patient) -> shapes.Score:
    return shapes.Score(
        **typed(row.entry, patient),
        slug=row.instrument,
        name=row.name,
        value=row.value,
        dated=row.dated.text,
        given_by=row.given_by,
    )

"""The list of medicines, and one of them with what its plan said before."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability
from care.medicines.models import Label, Medicine, MedicineVersion
from care.medicines.reads.words import day_words, partial_words, when_words


@dataclass(frozen=True)
class MedicineLine:
    """One medicine of the list. ``is_current`` is False once it was stopped or its last day is over."""

    id: UUID
    patient_id: UUID
    drug: str
    as_planned: str
    when: str
    purpose: str
    purpose_word: str
    is_current: bool
    ended: str
    refill_on: dt.date | None

    @property
    def url(self) -> str:
        return reverse("medicines:medicine", kwargs={"patient": self.patient_id, "medicine": self.id})


@dataclass(frozen=True)
class MedicineList:
    """``current`` by name, ``stopped`` with the last stopped first."""

    current: list[MedicineLine] = field(default_factory=list)
    stopped: list[MedicineLine] = field(default_factory=list)


@dataclass(frozen=True)
class Earlier:
    """What a plan said until somebody changed it."""

    as_planned: str
    when: str
    who: str
    at: dt.datetime


def medicines(access: Access, patient: Patient) -> MedicineList:
    """A patient's medicines. Everybody who sees the patient's today gets them. One query."""
    today = access.today(patient)
    rows = list(access.of(Medicine, Capability.SEE_TODAY).filter(patient=patient))
    current = [row for row in rows if is_current(row, access.now, today)]
    stopped = [row for row in rows if row not in current]
    current.sort(key=lambda row: (row.drug.casefold(), row.pk))
    stopped.sort(key=lambda row: (_end(row), row.pk), reverse=True)
    return MedicineList([medicine_line(row, True) for row in current], [medicine_line(row, False) for row in stopped])


def current_medicines(access: Access, patient: Patient) -> list[Medicine]:
    """The medicines a patient takes now, as rows. One query."""
    today = access.today(patient)
    rows = access.of(Medicine, Capability.SEE_TODAY).filter(patient=patient)
    return [row for row in rows if is_current(row, access.now, today)]


def is_current(row: Medicine, now: dt.datetime, today: dt.date) -> bool:
    """Whether a medicine is still taken: neither stopped nor past its last day."""
    return (row.stopped_at is None or row.stopped_at > now) and (row.last_on is None or row.last_on >= today)


def _end(row: Medicine) -> dt.date:
    return localtime(row.stopped_at).date() if row.stopped_at else row.last_on or dt.date.max


def medicine_line(row: Medicine, current: bool) -> MedicineLine:
    ended = ""
    if row.stopped_at:
        ended = _("Stopped on %(day)s") % {"day": day_words(localtime(row.stopped_at).date())}
    elif row.last_on:
        ended = _("Last day %(day)s") % {"day": day_words(row.last_on)}
    return MedicineLine(
        id=row.pk,
        patient_id=row.patient_id,
        drug=row.drug,
        as_planned=row.as_planned,
        when=when_words(row),
        purpose=row.purpose,
        purpose_word=row.get_purpose_display(),
        is_current=current,
        ended=ended,
        refill_on=row.refill_on,
    )


def medicine(access: Access, pk: UUID, need: Capability = Capability.SEE_TODAY, *, removed: bool = False) -> Medicine:
    """One medicine and who entered it. Http404 and PermissionDenied as the door decides."""
    found = access.of(Medicine, need, removed=removed).filter(pk=pk).select_related("entered_by").first()
    return found or access.get(Medicine, pk, need, removed=removed)


def label_facts(row: Label) -> list[tuple[str, str]]:
    """What the label says, as pairs of name and value; nothing that nobody entered."""
    found = [
        (_("Form"), row.form),
        (_("Strength"), row.strength),
        (_("Dose"), row.dose),
        (_("How it is taken"), row.get_route_display()),  # type: ignore[attr-defined]
        (_("When"), when_words(row)),
        (_("What it is for"), row.get_purpose_display()),  # type: ignore[attr-defined]
        (_("Prescribed by"), row.prescriber),
        (_("Started"), partial_words(row.started)),
        (_("Last day"), day_words(row.last_on) if row.last_on else ""),
        (_("Refill needed by"), day_words(row.refill_on) if row.refill_on else ""),
    ]
    return [(name, str(value)) for name, value in found if value]


def earlier(access: Access, row: Medicine) -> list[Earlier]:
    """What the plan said before, newest change first. One query."""
    rows = access.of(MedicineVersion, Capability.SEE_TODAY).filter(medicine=row).select_related("changed_by")
    return [
        Earlier(version.as_planned, when_words(version), str(version.changed_by), version.changed_at)
        for version in rows.order_by("-changed_at", "-pk")
    ]

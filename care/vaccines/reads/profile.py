"""Facts that stand beside the answers."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability
from care.vaccines.models import VaccineFact
from care.vaccines.reads.answers import date_words

#: What a clinician looks at first.
ORDER = {kind: place for place, kind in enumerate(VaccineFact.Kind.values)}


@dataclass(frozen=True)
class FactLine:
    """One fact with its dates in words. ``dates`` is "date not known" when nobody wrote one."""

    id: UUID
    kind: str
    title: str
    details: str
    dates: str
    told_by: str


@dataclass(frozen=True)
class Beside:
    """What stands beside every answer. ``transplant``: ask the transplant team about every vaccine."""

    facts: tuple[FactLine, ...]
    transplant: bool


def beside(access: Access, patient: Patient) -> Beside:
    """The facts about a patient, a transplant first. Everybody who sees the patient's today gets them. One query."""
    rows = access.of(VaccineFact, Capability.SEE_TODAY).filter(patient=patient)
    facts = sorted((_line(row) for row in rows), key=lambda line: ORDER[line.kind])
    return Beside(tuple(facts), any(line.kind == VaccineFact.Kind.HSCT for line in facts))


def _line(row: VaccineFact) -> FactLine:
    began, ended = date_words(row.began), date_words(row.ended)
    if row.kind in {VaccineFact.Kind.HSCT, VaccineFact.Kind.CD4} and not ended:
        dates = began
    elif began and ended:
        dates = _("%(began)s to %(ended)s") % {"began": began, "ended": ended}
    elif began:
        dates = _("since %(began)s, no end written down") % {"began": began}
    else:
        dates = _("until %(ended)s") % {"ended": ended} if ended else ""
    return FactLine(
        id=row.pk,
        kind=row.kind,
        title=row.get_kind_display(),
        details=row.details,
        dates=dates or _("date not known"),
        told_by=row.told_by,
    )

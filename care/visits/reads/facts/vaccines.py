"""What was given, decided or asked about vaccines; and live ones of people at home, without saying whose."""

import datetime as dt

from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from care.reference import cvx
from care.reference import vaccines as catalogue
from care.reference.vaccines import Flag
from care.vaccines import reads
from care.vaccines.models import HouseholdVaccine, VaccineDecision
from care.vaccines.reads.decisions import decision_line
from care.vaccines.reads.household import home_for_summary, home_line
from care.vaccines.rules import fhir_immunization
from care.visits.fhir import shapes
from care.visits.reads.facts.common import answers, text, typed


def rows(access: Access, patient: Patient, first: dt.date, last: dt.date) -> dict[str, tuple]:
    """By the name of their field in ``shapes.Record``. Four queries."""
    found = reads.for_summary(access, patient, first, last)
    # Every dose ever given: software that takes this in keeps a list of immunizations, and a gap in it would be read
    # as a vaccine that was never given.
    given = (found.live_given, found.given, found.given_before)
    groups = (*given, found.live_planned, found.decided, found.open_questions)
    keys = {line.entry_id for lines in groups for line in lines}
    decisions = access.of(VaccineDecision).filter(pk__in=keys).select_related("entry")
    home = {line.entry_id for line in home_for_summary(access, patient, first, last)}
    shots = access.of(HouseholdVaccine).filter(pk__in=home).select_related("entry")
    return {
        "vaccines": tuple(_decision(row, patient) for row in decisions.order_by("decided_on", "pk")),
        "home_vaccines": tuple(_at_home(row, patient) for row in shots.order_by("decided_on", "pk")),
    }


def _decision(row: VaccineDecision, patient: Patient) -> shapes.Vaccine:
    line = decision_line(row)
    product = catalogue.by_slug().get(row.product)
    status, reason = fhir_immunization(row.outcome, row.decided_by) or ("", "")
    # A row with several codes stands for several products: which of them it was is not known.
    code = product.cvx[0] if product and len(product.cvx) == 1 else ""
    known = cvx.by_code().get(code)
    return shapes.Vaccine(
        **typed(row.entry, patient),
        title=line.title,
        cvx=code if known else "",
        cvx_name=known.name if known else "",
        status=status,
        reason=reason,
        outcome=row.outcome,
        outcome_words=line.outcome_words,
        why=row.reason,
        dated=text(row.dated),
        day=row.entry.local_day.isoformat(),
        unknown_date=_("Date not known"),
        source_words=str(row.entry.get_source_display()),
        is_antibody=bool(product and product.flag is Flag.PASSIVE_ANTIBODY),
        is_test=bool(product and product.live == "not_a_vaccine"),
        lot=row.lot,
        route=str(row.get_route_display()),
        site=str(row.get_site_display()),
        dose_number=row.dose_number,
        reaction=row.reaction,
    )


def _at_home(row: HouseholdVaccine, patient: Patient) -> shapes.HomeVaccine:
    line = home_line(row)
    contact = answers(row, ("contact",))
    return shapes.HomeVaccine(
        # The note may name somebody.
        **(typed(row.entry, patient) | {"note": ""}),
        title=line.title,
        outcome_words=line.outcome_words,
        dated=text(row.dated),
        day=row.entry.local_day.isoformat(),
        contact=contact[0] if contact else None,
    )

"""A clinician writes for the family's plan: nothing changes before a guardian has confirmed it."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from care.household.access import Access
from care.household.models import AuditEvent
from care.plan import actions as plan
from care.plan.models import CallPlan, CarePlan
from care.vaccines.models import VaccineDirective
from care.visits import actions, reads
from care.visits.models import ClinicConsent, Review, Summary
from care.visits.rules import instructions as rules
from care.visits.rules import sharing
from tests.people import MORNING, client_for, person

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 19)
SAID = {
    "call_plan": {"ring_when": "Any new lump, also without fever."},
    "threshold": {"tenths": 380, "unit": "C"},
    "directive": {"product": "mmr", "says": "do_not_give", "words": "Not before we talk.", "expires_on": "2027-05-31"},
}


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(MORNING, tick=False) as frozen:
        yield frozen


@pytest.fixture
def summary(family) -> Summary:
    visit = actions.add_visit(
        patient=family.mia, by=family.guardian, at=MORNING, on=dt.date(2026, 11, 24), specialty="pediatrics"
    ).visit
    actions.request_summary(visit=visit, by=family.guardian, at=MORNING)
    return actions.generate_summary(visit_id=visit.pk, at=MORNING)


def let_in(family, clinician, sections=sharing.ALL) -> ClinicConsent:
    values = {"patient": family.mia, "by": family.guardian, "at": MORNING, "ends_on": TODAY + 365 * DAY}
    offered = actions.offer_consent(sections=list(sections), **values)
    return actions.accept_consent(consent=offered.consent, by=clinician, at=MORNING)


@pytest.fixture
def consent(family, clinician, summary) -> ClinicConsent:
    return let_in(family, clinician)


def write(consent, summary, clinician, kind, **change) -> Review:
    values = SAID[kind] | change
    return actions.instruct(consent=consent, summary=summary, by=clinician, at=MORNING, kind=kind, values=values)


def page_of(family, row) -> str:
    return reverse("visits:instruction", kwargs={"patient": family.mia.pk, "review": row.pk})


def form_of(consent, summary, kind) -> str:
    return reverse("clinic:instruct", kwargs={"consent": consent.pk, "summary": summary.pk, "kind": kind})


def test_from_the_clinicians_form_to_the_familys_plan(family, clinician, consent, summary):
    plan.save_call_plan(
        patient=family.mia, by=family.guardian, at=MORNING, changes={"ring_when": "Fever.", "hospital": "St. Ann"}
    )
    theirs = client_for(clinician)
    assert (
        form_of(consent, summary, "call-plan")
        in theirs.get(reverse("clinic:summary", args=[consent.pk, summary.pk])).content.decode()
    )
    assert theirs.post(form_of(consent, summary, "call-plan"), {"ring_when": " "}).status_code == 422
    said = {"ring_when": "Any <b>new</b> lump."}
    for _ in range(2):
        sent = theirs.post(form_of(consent, summary, "call-plan"), said, follow=True).content.decode()
    assert "Waits for a guardian" in sent
    [row] = Review.objects.all()
    assert CallPlan.objects.get().ring_when == "Fever.", "nothing changes by writing it"

    today = reverse("today:today", kwargs={"patient": family.mia.pk})
    guardian = family.client("guardian")
    assert page_of(family, row) in guardian.get(today).content.decode()
    shown = guardian.get(page_of(family, row)).content.decode()
    assert "Any &lt;b&gt;new&lt;/b&gt; lump." in shown
    assert "Fever." in shown
    done = guardian.post(page_of(family, row), {"decision": "confirm"}, follow=True).content.decode()
    assert "took it into the plan" in done
    kept = CallPlan.objects.get()
    assert (kept.ring_when, kept.told_by, kept.told_on) == ("Any <b>new</b> lump.", "Dr Okafor", TODAY)
    assert kept.hospital == "St. Ann", "the rest of the plan stays"
    assert page_of(family, row) not in guardian.get(today).content.decode()
    assert "In the plan since" in theirs.get(reverse("clinic:case", args=[consent.pk])).content.decode()
    actions_said = list(AuditEvent.objects.filter(action__startswith="instruction.").values_list("action", "actor"))
    assert sorted(actions_said) == [
        ("instruction.confirmed", family.guardian.pk),
        ("instruction.written", clinician.pk),
    ]


def test_a_temperature_becomes_a_new_version_of_the_care_plan_and_the_rest_keeps_its_signature(
    family, clinician, consent, summary
):
    before = plan.save_care_plan(
        patient=family.mia,
        by=family.guardian,
        at=MORNING,
        values={"signed_by": "Dr Lind", "signed_on": dt.date(2026, 6, 1), "spo2_min": 93},
    )
    sent = client_for(clinician).post(form_of(consent, summary, "threshold"), {"threshold": "100,4 F"})
    assert sent.status_code == 302
    row = Review.objects.get()
    assert "100.4 °F" in family.client("guardian").get(page_of(family, row)).content.decode()
    actions.confirm(review=row, by=family.guardian, at=MORNING + DAY)
    now = CarePlan.objects.first()
    assert (now.version, now.threshold_tenths, now.threshold_unit, now.spo2_min) == (2, 1004, "F", 93)
    assert now.signed_by == "Dr Okafor; Dr Lind"
    assert now.signed_on == TODAY, "the day it was written, not the day it was confirmed"
    assert now.review_on == before.review_on, "one number does not put off the review of the rest"
    assert now.entered_by == family.guardian


def test_a_word_on_a_vaccine_stands_with_the_clinicians_signature(family, clinician, consent, summary):
    choice = {"product": "mmr", "says": "do_not_give", "words": "Not before we talk.", "expires_on": "2027-05-31"}
    sent = client_for(clinician).post(form_of(consent, summary, "directive"), choice)
    assert sent.status_code == 302
    row = Review.objects.get()
    shown = family.client("guardian").get(page_of(family, row)).content.decode()
    assert "Do not give “Not before we talk.”, until Mon 31 May 2027" in shown
    assert not VaccineDirective.objects.exists()
    for _ in range(2):
        actions.confirm(review=row, by=family.guardian, at=MORNING)
    directive = VaccineDirective.objects.get()
    assert (directive.product, directive.says, directive.told_by) == ("mmr", "do_not_give", "Dr Okafor")
    assert (directive.signed_by, directive.expires_on) == (clinician, dt.date(2027, 5, 31))
    assert directive.entry.author == family.guardian


@pytest.mark.parametrize("kind", list(SAID))
def test_left_as_it_is_nothing_changes_and_it_is_said(family, clinician, consent, summary, kind):
    row = write(consent, summary, clinician, kind)
    answer = family.client("guardian").post(page_of(family, row), {"decision": "decline"}, follow=True)
    assert "left the plan as it was" in answer.content.decode()
    assert [model.objects.count() for model in (CallPlan, CarePlan, VaccineDirective)] == [0, 0, 0]
    with pytest.raises(actions.Decided):
        actions.confirm(review=row, by=family.guardian, at=MORNING)
    assert [model.objects.count() for model in (CallPlan, CarePlan, VaccineDirective)] == [0, 0, 0]
    assert actions.decline(review=row, by=family.guardian, at=MORNING).is_confirmed is False


def test_only_a_guardian_decides_and_only_of_this_family(family, outsider, clinician, consent, summary):
    row = write(consent, summary, clinician, "threshold")
    for who, read, decide in (("second", 200, 403), ("viewer", 200, 403), ("helper", 403, 403), ("revoked", 404, 404)):
        client = family.client(who)
        assert client.get(page_of(family, row)).status_code == read, who
        assert client.post(page_of(family, row), {"decision": "confirm"}).status_code == decide, who
    assert outsider.client("guardian").post(page_of(family, row), {"decision": "confirm"}).status_code == 404
    assert client_for(clinician).post(page_of(family, row), {"decision": "confirm"}).status_code == 404
    leo = reverse("visits:instruction", kwargs={"patient": family.leo.pk, "review": row.pk})
    assert family.client("guardian").post(leo, {"decision": "confirm"}).status_code == 404
    assert Review.objects.get().decided_at is None
    assert not CarePlan.objects.exists()


def test_only_who_is_let_in_writes_and_only_of_what_is_shared(family, clinician, consent, summary, clock):
    with pytest.raises(PermissionDenied):
        write(consent, summary, person("Dr Else"), "threshold")
    ended = actions.end_consent(consent=consent, by=family.guardian, at=MORNING)
    with pytest.raises(PermissionDenied):
        write(ended, summary, clinician, "threshold")
    assert client_for(clinician).get(form_of(consent, summary, "threshold")).status_code == 404
    skin_only = let_in(family, clinician, sections=["skin"])
    with pytest.raises(PermissionDenied):
        write(skin_only, summary, clinician, "directive")
    theirs = client_for(clinician)
    assert theirs.get(form_of(skin_only, summary, "directive")).status_code == 404
    assert theirs.get(form_of(skin_only, summary, "elsewhere")).status_code == 404
    assert theirs.get(form_of(skin_only, summary, "threshold")).status_code == 200


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("nothing", {}),
        ("threshold", {"tenths": 380}),
        ("threshold", {"tenths": 380, "unit": "C", "levels": {"RF-01": 0}}),
        ("call_plan", {"ring_when": "x", "emergency_number": "1"}),
    ],
)
def test_what_no_instruction_holds_is_refused(clinician, consent, summary, kind, values):
    with pytest.raises(ValidationError):
        actions.instruct(consent=consent, summary=summary, by=clinician, at=MORNING, kind=kind, values=values)
    assert not Review.objects.exists()


def test_a_plan_that_cannot_hold_it_stays_and_says_so(family, clinician, consent, summary):
    """A product that left the catalogue meanwhile: nothing is half written."""
    row = write(consent, summary, clinician, "directive", product="no-such-vaccine")
    with pytest.raises(ValidationError):
        actions.confirm(review=row, by=family.guardian, at=MORNING)
    assert Review.objects.get().decided_at is None
    assert not VaccineDirective.objects.exists()


def test_an_instruction_is_no_review_and_a_review_no_instruction(family, clinician, consent, summary):
    row = write(consent, summary, clinician, "threshold")
    other = actions.review(consent=consent, summary=summary, by=clinician, at=MORNING)
    assert other.pk != row.pk
    unseen = reads.unseen_messages(Access.for_user(family.guardian, now=MORNING), family.mia)
    assert [one.pk for one in unseen] == [row.pk]
    assert family.client("guardian").get(page_of(family, other)).status_code == 404


@pytest.mark.parametrize(
    ("clinician", "before", "expected"),
    [
        ("Dr A", "", "Dr A"),
        ("Dr A", "Dr A", "Dr A"),
        ("Dr A", "Dr B", "Dr A; Dr B"),
        ("Dr A", "Dr A; Dr B", "Dr A; Dr B"),
        ("Dr C", "Dr A; Dr B", "Dr C; Dr A; Dr B"),
    ],
)
def test_who_stands_under_the_plan(clinician, before, expected):
    assert rules.signed_by(clinician, before) == expected
    assert len(rules.signed_by("x" * 200, "y" * 200)) <= rules.LONGEST_NAME

"""A guardian who leaves takes the ways in along that they opened: codes, offers, and their own place as a clinician."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from care.household import actions as household
from care.household.models import AuditEvent, Membership
from care.visits import actions
from care.visits.models import ClinicConsent, Share, Summary
from care.visits.rules import sharing
from tests.people import MORNING, client_for, join, person

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(MORNING, tick=False):
        yield


def summary_of(patient, by) -> Summary:
    visit = actions.add_visit(
        patient=patient, by=by, at=MORNING, on=dt.date(2026, 11, 24), specialty="pediatrics"
    ).visit
    actions.request_summary(visit=visit, by=by, at=MORNING)
    return actions.generate_summary(visit_id=visit.pk, at=MORNING)


def share(patient, by) -> actions.NewCode:
    return actions.make_share(
        summary=summary_of(patient, by), by=by, at=MORNING, sections=list(sharing.ALL), lasts="30"
    )


def offer(patient, by, **values) -> actions.Offered:
    until = dt.date(2027, 11, 19)
    return actions.offer_consent(
        patient=patient, by=by, at=MORNING, sections=list(sharing.ALL), ends_on=until, **values
    )


@pytest.fixture
def dad(family):
    found = person("Dad")
    join(family.household, found, "guardian")
    return found


def place(family, user) -> Membership:
    return Membership.objects.get(household=family.household, user=user, ended_at=None)


def remove(family, user) -> None:
    household.remove_member(membership=place(family, user), by=family.guardian, at=MORNING + DAY)


def change(family, user, role, patients=None) -> None:
    household.change_member(
        membership=place(family, user), role=role, patients=patients, by=family.guardian, at=MORNING + DAY
    )


def opens(made) -> bool:
    try:
        actions.open_share(
            code=made.code, pin=made.pin, address="192.0.2.1", device=sharing.Device.COMPUTER, at=MORNING
        )
    except (actions.DoesNotOpen, actions.ShareOver):
        return False
    return True


def test_a_code_stops_with_the_guardian_who_made_it(family, dad):
    his, hers = share(family.mia, dad), share(family.mia, family.guardian)
    assert opens(his)
    remove(family, dad)
    assert not opens(his)
    assert opens(hers)
    row = Share.objects.get(pk=his.share.pk)
    assert (row.ended_at, row.ended_by) == (MORNING + DAY, family.guardian)
    assert AuditEvent.objects.filter(action="share.revoked", actor=family.guardian).count() == 1


def test_a_code_that_they_renewed_stops_with_them(family, dad):
    hers = share(family.mia, family.guardian)
    renewed = actions.renew_code(share=hers.share, by=dad, at=MORNING)
    assert opens(renewed)
    remove(family, dad)
    assert not opens(renewed)
    assert Share.objects.get(pk=hers.share.pk).ended_by == family.guardian


def test_an_offer_stops_too_and_its_link_is_no_way_back(family, dad):
    summary = summary_of(family.mia, family.guardian)
    offered = offer(family.mia, dad)
    remove(family, dad)
    client = client_for(dad)
    path = reverse("clinic:join", args=[offered.token])
    assert client.get(path).status_code == 410
    client.post(path)
    here = {"consent": offered.consent.pk, "summary": summary.pk}
    assert client.get(reverse("clinic:summary", kwargs=here)).status_code == 404


def test_who_belonged_once_needs_an_offer_to_their_own_address(family, dad):
    remove(family, dad)
    with pytest.raises(actions.OwnFamily):
        actions.accept_consent(consent=offer(family.mia, family.guardian).consent, by=dad, at=MORNING)
    own = offer(family.mia, family.guardian, email=dad.email).consent
    assert actions.accept_consent(consent=own, by=dad, at=MORNING).clinician == dad


def test_a_clinician_who_was_let_in_stays(family, dad, clinician):
    """The family's word, not his alone: whoever stays ends it on the list."""
    taken = actions.accept_consent(consent=offer(family.mia, dad).consent, by=clinician, at=MORNING)
    remove(family, dad)
    assert ClinicConsent.objects.get(pk=taken.pk).is_open(MORNING + DAY)


def test_a_relative_who_is_the_clinician_too_sees_nothing_more(family, clinician):
    taken = actions.accept_consent(consent=offer(family.mia, family.guardian).consent, by=clinician, at=MORNING)
    join(family.household, clinician, "helper")
    change(family, clinician, "viewer")
    assert ClinicConsent.objects.get(pk=taken.pk).is_open(MORNING + DAY), "another role takes nothing from the clinic"
    remove(family, clinician)
    assert not ClinicConsent.objects.get(pk=taken.pk).is_open(MORNING + DAY)


@pytest.mark.parametrize("role", ["caregiver", "helper", "viewer"])
def test_another_role_closes_what_only_guardians_open(family, dad, role):
    made, offered = share(family.mia, dad), offer(family.mia, dad)
    change(family, dad, role)
    assert not opens(made)
    assert ClinicConsent.objects.get(pk=offered.consent.pk).ended_at is not None


def test_of_fewer_children_only_the_others_close(family, dad):
    mias, leos = share(family.mia, dad), share(family.leo, dad)
    offered = {patient.name: offer(patient, dad).consent.pk for patient in (family.mia, family.leo)}
    change(family, dad, "guardian", [family.leo])
    assert (opens(mias), opens(leos)) == (False, True)
    closed = ClinicConsent.objects.filter(ended_at__isnull=False).values_list("pk", flat=True)
    assert list(closed) == [offered["Mia"]]


def test_who_leaves_by_themselves_closes_them_too(family, dad):
    made = share(family.mia, dad)
    household.leave(membership=place(family, dad), at=MORNING + DAY)
    assert not opens(made)
    assert Share.objects.get(pk=made.share.pk).ended_by == dad


def test_what_is_over_already_is_not_ended_again(family, dad):
    made = share(family.mia, dad)
    actions.end_share(share=made.share, by=dad, at=MORNING)
    remove(family, dad)
    assert Share.objects.get(pk=made.share.pk).ended_by == dad

"""Invitations: seven days, once, until taken back; and what the invited person sees."""

import datetime as dt
import smtplib

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from care.household import actions
from care.household.access import Access
from care.household.keys import uuid7
from care.household.models import AuditEvent, Invitation, Membership
from care.household.rules import InvitationState, invitation_state
from tests.markup import ticked
from tests.people import EVENING, client_for, person

WEEK = dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def aunt(db):
    return person("Aunt Zoe")


def invite(family, role="caregiver", patients=None, **values) -> Invitation:
    return actions.invite(
        household=family.household, role=role, patients=patients, by=family.guardian, at=EVENING, **values
    )


def join_url(invitation) -> str:
    return reverse("household:join", kwargs={"token": invitation.token})


@pytest.mark.parametrize(
    ("accepted", "revoked", "left", "state"),
    [
        (False, False, 1, InvitationState.OPEN),
        (False, False, 0, InvitationState.EXPIRED),
        (False, True, 1, InvitationState.REVOKED),
        (True, False, 1, InvitationState.USED),
        (True, True, 0, InvitationState.USED),
    ],
)
def test_state(accepted, revoked, left, state):
    ends = EVENING + dt.timedelta(seconds=left)
    assert invitation_state(accepted=accepted, revoked=revoked, expires_at=ends, now=EVENING) == state


def test_accepting_gives_the_offered_place(family, aunt):
    invitation = invite(family, "helper", [family.leo])
    client = client_for(aunt)
    page = client.get(join_url(invitation)).content.decode()
    assert "You would be: Helper" in page
    assert "Mia" not in page
    answer = client.post(join_url(invitation), follow=True)
    assert "You now belong to Family." in answer.content.decode()
    assert Access.for_user(aunt).patients() == [family.leo]
    assert AuditEvent.objects.filter(action="member.joined", actor=aunt).count() == 1


def test_the_same_tap_twice_joins_once(family, aunt):
    invitation = invite(family)
    client = client_for(aunt)
    assert client.post(join_url(invitation)).status_code == 302
    assert client.post(join_url(invitation)).status_code == 302
    assert client.get(join_url(invitation)).status_code == 302
    assert Membership.objects.filter(user=aunt).count() == 1


def test_used_by_one_closed_for_the_next(family, aunt):
    invitation = invite(family)
    actions.accept(invitation=invitation, by=aunt, at=EVENING)
    for method in ("get", "post"):
        answer = getattr(client_for(person(f"Next {method}")), method)(join_url(invitation))
        assert answer.status_code == 410
        assert "already used" in answer.content.decode()
        assert "Ana" not in answer.content.decode()


def test_expired_and_taken_back(family, aunt):
    old = actions.invite(
        household=family.household, role="viewer", patients=None, by=family.guardian, at=EVENING - WEEK
    )
    answer = client_for(aunt).post(join_url(old))
    assert answer.status_code == 410
    assert "This invitation has ended" in answer.content.decode()
    gone = invite(family)
    actions.revoke(invitation=gone, by=family.guardian, at=EVENING)
    answer = client_for(aunt).post(join_url(gone))
    assert answer.status_code == 410
    assert "was taken back" in answer.content.decode()
    assert not Membership.objects.filter(user=aunt).exists()


def test_a_minute_before_the_end_it_still_works(family, aunt):
    at = EVENING - WEEK + dt.timedelta(minutes=1)
    invitation = actions.invite(household=family.household, role="viewer", patients=None, by=family.guardian, at=at)
    assert client_for(aunt).get(join_url(invitation)).status_code == 200


def test_a_member_keeps_their_place_and_the_link_stays_open(family):
    invitation = invite(family, "guardian")
    client = family.client("helper")
    assert "You already belong" in client.get(join_url(invitation)).content.decode()
    client.post(join_url(invitation))
    assert Membership.objects.get(user=family.helper, household=family.household).role == "helper"
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_a_removed_member_may_be_invited_again(family):
    actions.accept(invitation=invite(family, "viewer"), by=family.revoked, at=EVENING)
    assert Access.for_user(family.revoked).memberships[0].role == "viewer"


def test_without_an_account_one_is_led_to_make_one(family, client):
    invitation = invite(family, email="zoe@example.org")
    page = client.get(join_url(invitation))
    words = page.content.decode()
    assert page.status_code == 200
    assert "zoe@example.org" in words
    assert f"/account/signup/?next=%2Ffamily%2Fjoin%2F{invitation.token}%2F" in words
    answer = client.post(join_url(invitation))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=")
    assert not Membership.objects.filter(role="caregiver").exclude(user__in=[family.second, family.revoked]).exists()


def test_somebody_else_is_told_whom_it_was_for(family, aunt):
    invitation = invite(family, email="zoe@example.org")
    client = client_for(aunt)
    page = client.get(join_url(invitation)).content.decode()
    assert "This invitation was sent to" in page
    assert 'data-testid="accept"' not in page
    mine = invite(family, email=aunt.email)
    assert "This invitation was sent to" not in client_for(aunt).get(join_url(mine)).content.decode()


def test_a_forwarded_mail_lets_nobody_else_in(family, aunt):
    """Sent to one address, it is taken up with that address only; a code on a screen has none."""
    invitation = invite(family, "guardian", email="zoe@example.org")
    with pytest.raises(actions.InvitedSomebodyElse):
        actions.accept(invitation=invitation, by=aunt, at=EVENING)
    answer = client_for(aunt).post(join_url(invitation), follow=True)
    assert "can be taken up with that address only" in answer.content.decode()
    assert not Membership.objects.filter(user=aunt).exists()
    own = invite(family, email=aunt.email.upper())
    assert actions.accept(invitation=own, by=aunt, at=EVENING).role == "caregiver"


def test_one_person_causes_so_many_mails_a_day_whatever_the_family(family, settings):
    """Erasing a family and starting another does not begin the count anew."""
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"mail_somebody": "2/d/user"}
    other = actions.create_household(name="Other", time_zone="Europe/Berlin", by=family.guardian, at=EVENING)
    client = family.client("guardian")
    for household, name in ((family.household, "a"), (other, "b"), (other, "c")):
        address = reverse("household:invite", kwargs={"household": household.pk})
        said = client.post(address, {"email": f"{name}@example.org", "role": "viewer", "scope": "all"}, follow=True)
    assert [letter.to for letter in mail.outbox] == [["a@example.org"], ["b@example.org"]]
    assert "The mail could not be sent. Show the code" in said.content.decode()
    cache.clear()


def test_a_wrong_token_is_not_found(client, db):
    assert client.get(reverse("household:join", kwargs={"token": "nonsense"})).status_code == 404
    assert client.get("/family/join/%00/").status_code == 404


def test_invite_by_mail(family):
    address = reverse("household:invite", kwargs={"household": family.household.pk})
    answer = family.client("guardian").post(
        address, {"email": "zoe@example.org", "role": "viewer", "scope": "all"}, follow=True
    )
    words = answer.content.decode()
    assert "was sent to zoe@example.org" in words
    assert 'data-testid="qr"' in words
    [letter] = mail.outbox
    assert letter.to == ["zoe@example.org"]
    assert letter.subject == "Ana invites you to Tend"
    invitation = Invitation.objects.get()
    assert f"http://testserver{join_url(invitation)}" in letter.body
    assert "Viewer" in letter.body
    assert "26 Nov 2026" in letter.body
    for secret in ("Mia", "Leo", "HIES", "Hyper", "infection"):
        assert secret not in letter.subject + letter.body


def test_a_name_cannot_smuggle_a_mail_header(family):
    family.guardian.display_name = "Ana\nBcc: all@example.org"
    family.guardian.save()
    address = reverse("household:invite", kwargs={"household": family.household.pk})
    family.client("guardian").post(address, {"email": "zoe@example.org", "role": "viewer", "scope": "all"})
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["zoe@example.org"]


def test_a_dead_mail_server_leaves_a_working_link(family, monkeypatch):
    def broken(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr("care.household.pages.send_mail", broken)
    address = reverse("household:invite", kwargs={"household": family.household.pk})
    answer = family.client("guardian").post(
        address, {"email": "zoe@example.org", "role": "viewer", "scope": "all"}, follow=True
    )
    assert "could not be sent" in answer.content.decode()
    assert Invitation.objects.get().state(EVENING) == InvitationState.OPEN


def test_the_same_page_sent_twice_makes_one_invitation(family):
    address = reverse("household:invite", kwargs={"household": family.household.pk})
    sent = {"key": str(uuid7()), "role": "viewer", "scope": "all"}
    client = family.client("guardian")
    first, second = client.post(address, sent), client.post(address, sent)
    assert first["Location"] == second["Location"]
    assert Invitation.objects.count() == 1


def test_a_key_of_another_family_is_not_taken_over(family, outsider):
    theirs = actions.invite(
        household=outsider.household, role="viewer", patients=None, by=outsider.guardian, at=EVENING
    )
    ours = invite(family, key=theirs.pk)
    assert ours.pk != theirs.pk
    assert ours.household == family.household


def test_there_is_an_end_to_open_invitations(family):
    for _ in range(20):
        actions.revoke(invitation=invite(family), by=family.guardian, at=EVENING)
    with pytest.raises(actions.TooManyInvitations):
        invite(family)
    address = reverse("household:invite", kwargs={"household": family.household.pk})
    answer = family.client("guardian").post(address, {"role": "viewer", "scope": "all"})
    assert answer.status_code == 422
    assert "go on tomorrow." in answer.content.decode()


@pytest.mark.parametrize("email", ["not an address", "a" * 400 + "@example.org"])
def test_a_bad_address_keeps_the_other_answers(family, email):
    address = reverse("household:invite", kwargs={"household": family.household.pk})
    answer = family.client("guardian").post(address, {"email": email, "role": "helper", "scope": "all"})
    words = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="helper"' in words
    assert len(ticked(words)) == 2
    assert not mail.outbox


def test_taking_back_by_the_page(family):
    invitation = invite(family)
    here = {"household": family.household.pk, "invitation": invitation.pk}
    client = family.client("guardian")
    assert "Take this invitation back?" in client.get(reverse("household:revoke", kwargs=here)).content.decode()
    client.post(reverse("household:revoke", kwargs=here))
    client.post(reverse("household:revoke", kwargs=here))
    assert AuditEvent.objects.filter(action="invitation.revoked").count() == 1
    assert "was taken back" in client.get(reverse("household:invitation", kwargs=here)).content.decode()


def test_the_family_page_lists_only_open_ones(family):
    invite(family, email="open@example.org")
    gone = invite(family, email="gone@example.org")
    actions.revoke(invitation=gone, by=family.guardian, at=EVENING)
    address = reverse("household:family", kwargs={"household": family.household.pk})
    words = family.client("guardian").get(address).content.decode()
    assert "open@example.org" in words
    assert "gone@example.org" not in words
    assert "open@example.org" not in family.client("second").get(address).content.decode()

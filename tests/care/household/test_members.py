"""Roles, narrowed places, removing and leaving: nobody hands on more than they have, somebody stays in charge."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from care.household import actions, events
from care.household.access import Access
from care.household.models import AuditEvent, Invitation, Membership
from care.household.reads import is_last_guardian, members
from tests.people import EVENING, MORNING, join, person


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def heard(monkeypatch):
    """Announcements of the test, in order."""
    said = []
    monkeypatch.setattr(
        events, "_listeners", {kind: [said.append] for kind in (events.MemberLeft, events.MemberJoined)}
    )
    return said


def place(family, who: str) -> Membership:
    return Membership.objects.get(household=family.household, user=getattr(family, who), ended_at=None)


def last_action(family) -> AuditEvent:
    return AuditEvent.objects.filter(household=family.household).order_by("-pk")[0]


def change(family, row, role, patients=None, by=None):
    return actions.change_member(membership=row, role=role, patients=patients, by=by or family.guardian, at=EVENING)


def test_a_role_changes_with_its_audit_row(family):
    changed = change(family, place(family, "helper"), "caregiver")
    assert changed.role == "caregiver"
    assert (last_action(family).action, last_action(family).fields) == ("member.changed", ["role"])


def test_no_change_writes_nothing(family):
    before = AuditEvent.objects.count()
    change(family, place(family, "helper"), "helper")
    assert AuditEvent.objects.count() == before


def test_narrowing_to_one_child(family):
    change(family, place(family, "second"), "caregiver", [family.leo])
    assert Access.for_user(family.second).patients() == [family.leo]
    change(family, place(family, "second"), "caregiver")
    assert Access.for_user(family.second).patients() == [family.mia, family.leo]


def test_unknown_role_is_refused(family):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        change(family, place(family, "helper"), "king")
    assert place(family, "helper").role == "helper"


@pytest.mark.parametrize("role", ["caregiver", "helper", "viewer"])
def test_the_last_guardian_cannot_step_down_or_leave(family, role):
    mine = place(family, "guardian")
    with pytest.raises(actions.LastGuardian):
        change(family, mine, role)
    with pytest.raises(actions.LastGuardian):
        actions.leave(membership=mine, at=EVENING)
    with pytest.raises(actions.LastGuardian):
        change(family, mine, "guardian", [family.mia])
    assert place(family, "guardian").role == "guardian"
    assert place(family, "guardian").all_patients


def test_handing_over_then_leaving(family, heard):
    change(family, place(family, "second"), "guardian")
    actions.leave(membership=place(family, "guardian"), at=EVENING)
    assert not Access.for_user(family.guardian).patients()
    assert [type(event).__name__ for event in heard] == ["MemberLeft"]
    assert last_action(family).action == "member.left"


def test_two_narrowed_guardians_must_cover_every_child(family):
    """Ana may not leave when the other guardian sees only Leo: Mia would be nobody's duty."""
    dad = person("Dad")
    his = join(family.household, dad, "guardian", patients=[family.leo])
    with pytest.raises(actions.LastGuardian):
        actions.leave(membership=place(family, "guardian"), at=EVENING)
    assert is_last_guardian(Access.for_user(family.guardian), family.household)
    assert not is_last_guardian(Access.for_user(dad), family.household)
    actions.leave(membership=his, at=EVENING)


def test_removed_member_is_out_at_once_and_their_links_close(family, heard):
    change(family, place(family, "second"), "guardian")
    link = actions.invite(household=family.household, role="guardian", patients=None, by=family.second, at=EVENING)
    row = place(family, "second")
    actions.remove_member(membership=row, by=family.guardian, at=EVENING)
    actions.remove_member(membership=row, by=family.guardian, at=EVENING)
    assert family.client("second").get(f"/p/{family.mia.pk}/").status_code == 404
    assert Invitation.objects.get(pk=link.pk).revoked_at == EVENING
    assert [event.user_id for event in heard] == [family.second.pk]
    assert AuditEvent.objects.filter(action="member.removed").count() == 1


@pytest.mark.parametrize("by", ["removed", "demoted"])
@pytest.mark.parametrize("email", ["", "aunt@example.org"])
def test_another_guardians_open_code_is_no_way_back(family, by, email):
    """Every guardian sees the codes that are bound to no address, whoever made them."""
    change(family, place(family, "second"), "guardian")
    link = actions.invite(
        household=family.household, role="guardian", patients=None, by=family.guardian, at=EVENING, email=email
    )
    if by == "removed":
        actions.remove_member(membership=place(family, "second"), by=family.guardian, at=EVENING)
    else:
        change(family, place(family, "second"), "viewer")
    assert (Invitation.objects.get(pk=link.pk).revoked_at is not None) is (email == "")


def test_a_helper_who_goes_closes_no_code_of_the_guardians(family):
    """A helper sees none of them."""
    link = actions.invite(household=family.household, role="viewer", patients=None, by=family.guardian, at=EVENING)
    actions.remove_member(membership=place(family, "helper"), by=family.guardian, at=EVENING)
    assert Invitation.objects.get(pk=link.pk).revoked_at is None


def test_a_demoted_guardian_keeps_no_open_invitation(family):
    change(family, place(family, "second"), "guardian")
    link = actions.invite(household=family.household, role="viewer", patients=None, by=family.second, at=EVENING)
    change(family, place(family, "second"), "caregiver")
    assert Invitation.objects.get(pk=link.pk).revoked_at is not None


class TestNarrowedGuardian:
    """Dad is guardian of Leo alone; Mia and what reaches her are not his to change."""

    @pytest.fixture
    def dad(self, family):
        dad = person("Dad")
        join(family.household, dad, "guardian", patients=[family.leo])
        return dad

    def test_cannot_widen_himself(self, family, dad):
        mine = Membership.objects.get(user=dad)
        for patients in (None, [family.mia], [family.mia, family.leo]):
            with pytest.raises(PermissionDenied):
                change(family, mine, "guardian", patients, by=dad)
        assert Access.for_user(dad).patients() == [family.leo]

    def test_cannot_touch_those_who_reach_further(self, family, dad):
        for who in ("guardian", "second", "helper"):
            with pytest.raises(PermissionDenied):
                change(family, place(family, who), "viewer", [family.leo], by=dad)
            with pytest.raises(PermissionDenied):
                actions.remove_member(membership=place(family, who), by=dad, at=EVENING)

    def test_cannot_invite_beyond_his_reach(self, family, dad):
        with pytest.raises(PermissionDenied):
            actions.invite(household=family.household, role="guardian", patients=None, by=dad, at=EVENING)
        with pytest.raises(PermissionDenied):
            actions.invite(household=family.household, role="viewer", patients=[family.mia], by=dad, at=EVENING)
        made = actions.invite(household=family.household, role="helper", patients=[family.leo], by=dad, at=EVENING)
        assert list(made.patients.all()) == [family.leo]

    def test_pages_never_name_the_other_child(self, family, dad, client):
        join(family.household, person("Nurse"), "helper", patients=[family.mia])
        actions.invite(household=family.household, role="viewer", patients=[family.mia], by=family.guardian, at=MORNING)
        client.force_login(dad, backend="allauth.account.auth_backends.AuthenticationBackend")
        here = {"household": family.household.pk}
        for name in ("family", "trail", "invite"):
            page = client.get(reverse(f"household:{name}", kwargs=here))
            assert page.status_code == 200
            assert "Mia" not in page.content.decode()
        words = client.get(reverse("household:invite", kwargs=here)).content.decode()
        assert "All children in this family" not in words

    def test_the_form_refuses_a_child_out_of_reach(self, family, dad, client):
        client.force_login(dad, backend="allauth.account.auth_backends.AuthenticationBackend")
        address = reverse("household:invite", kwargs={"household": family.household.pk})
        sent = {"role": "viewer", "scope": "all", "children": [str(family.mia.pk)]}
        assert client.post(address, sent).status_code == 422
        assert not Invitation.objects.exists()

    def test_a_child_he_adds_is_his_too(self, family, dad):
        nia = actions.add_patient(household=family.household, name="Nia", by=dad, at=EVENING)
        assert Access.for_user(dad).patients() == [family.leo, nia]


def test_member_rows_tell_reach_and_who_may_change_them(family):
    rows = {row.name: row for row in members(Access.for_user(family.guardian), family.household)}
    assert rows["Ana"].is_me
    assert rows["Gran"].changeable
    assert "Rex" not in rows
    rows = members(Access.for_user(family.second), family.household)
    assert not any(row.changeable for row in rows)


def test_changing_a_member_by_the_page(family):
    row = place(family, "helper")
    address = reverse("household:member", kwargs={"household": family.household.pk, "member": row.pk})
    client = family.client("guardian")
    answer = client.post(address, {"role": "viewer", "scope": "some", "children": [str(family.leo.pk)]}, follow=True)
    assert "what Gran may do" in answer.content.decode()
    row.refresh_from_db()
    assert (row.role, row.all_patients, list(row.patients.all())) == ("viewer", False, [family.leo])


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"role": "king", "scope": "all"},
        {"role": "viewer"},
        {"role": "viewer", "scope": "some"},
        {"role": "viewer", "scope": "some", "children": ["nonsense"]},
    ],
)
def test_bad_answers_change_nothing(family, sent):
    row = place(family, "helper")
    address = reverse("household:member", kwargs={"household": family.household.pk, "member": row.pk})
    answer = family.client("guardian").post(address, sent)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert place(family, "helper").role == "helper"


def test_last_guardian_pages_offer_the_two_ways(family):
    client = family.client("guardian")
    address = reverse("household:leave", kwargs={"household": family.household.pk})
    assert "Hand it over" in client.get(address).content.decode()
    assert client.post(address).status_code == 409
    mine = place(family, "guardian")
    member = reverse("household:member", kwargs={"household": family.household.pk, "member": mine.pk})
    answer = client.post(member, {"role": "viewer", "scope": "all"})
    assert answer.status_code == 422
    assert "Make another person guardian first." in answer.content.decode()


def test_leaving_by_the_page(family):
    client = family.client("helper")
    address = reverse("household:leave", kwargs={"household": family.household.pk})
    assert "Leave Family?" in client.get(address).content.decode()
    assert client.post(address, follow=True).status_code == 200
    assert not Access.for_user(family.helper).memberships


def test_removing_by_the_page(family):
    client = family.client("guardian")
    row = place(family, "second")
    address = reverse("household:remove-member", kwargs={"household": family.household.pk, "member": row.pk})
    assert "Remove Ben from Family?" in client.get(address).content.decode()
    assert "Ben no longer belongs" in client.post(address, follow=True).content.decode()
    # The same tap sent twice finds nobody.
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("who", ["second", "helper", "viewer"])
def test_only_guardians_manage(family, who):
    row = place(family, "viewer" if who != "viewer" else "helper")
    here = {"household": family.household.pk, "member": row.pk}
    client = family.client(who)
    for name in ("member", "remove-member"):
        assert client.post(reverse(f"household:{name}", kwargs=here), {"role": "guardian"}).status_code == 403
    row.refresh_from_db()
    assert row.ended_at is None

"""Every page of the household floor, by role: what opens, what is refused, what is not found."""

import pytest
import time_machine
from django.urls import reverse

from care.household import actions
from care.household.models import Membership
from tests.people import EVENING, MORNING, client_for, join, person

ROLES = ("guardian", "second", "helper", "viewer", "revoked")


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def pages(family) -> dict[str, str]:
    household = {"household": family.household.pk}
    ben = Membership.objects.get(household=family.household, user=family.second)
    invitation = actions.invite(
        household=family.household, role="viewer", patients=None, by=family.guardian, at=MORNING
    )
    return {
        "family": reverse("household:family", kwargs=household),
        "settings": reverse("household:settings", kwargs=household),
        "trail": reverse("household:trail", kwargs=household),
        "leave": reverse("household:leave", kwargs=household),
        "add-child": reverse("household:add-child", kwargs=household),
        "invite": reverse("household:invite", kwargs=household),
        "member": reverse("household:member", kwargs=household | {"member": ben.pk}),
        "remove": reverse("household:remove-member", kwargs=household | {"member": ben.pk}),
        "invitation": reverse("household:invitation", kwargs=household | {"invitation": invitation.pk}),
        "revoke": reverse("household:revoke", kwargs=household | {"invitation": invitation.pk}),
        "profile": reverse("household:profile", kwargs={"patient": family.mia.pk}),
        "edit-profile": reverse("household:edit-profile", kwargs={"patient": family.mia.pk}),
    }


EXPECTED = {
    "family": (200, 200, 200, 200, 404),
    "settings": (200, 403, 403, 403, 404),
    "trail": (200, 403, 403, 403, 404),
    "leave": (200, 200, 200, 200, 404),
    "add-child": (200, 403, 403, 403, 404),
    "invite": (200, 403, 403, 403, 404),
    "member": (200, 403, 403, 403, 404),
    "remove": (200, 403, 403, 403, 404),
    "invitation": (200, 403, 403, 403, 404),
    "revoke": (200, 403, 403, 403, 404),
    "profile": (200, 200, 403, 200, 404),
    "edit-profile": (200, 200, 403, 403, 404),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_pages_by_role(family, outsider, name):
    address = pages(family)[name]
    answers = tuple(family.client(who).get(address).status_code for who in ROLES)
    assert answers == EXPECTED[name]
    assert outsider.client("guardian").get(address).status_code == 404
    assert outsider.client("guardian").post(address).status_code in (404, 405)
    anonymous = client_for(person("Nobody"))
    anonymous.logout()
    assert anonymous.get(address).status_code == 302


@pytest.mark.parametrize("name", ["families", "more", "preferences", "welcome", "first-child"])
def test_pages_of_ones_own_open_for_everybody(family, name):
    for who in ("guardian", "helper", "viewer", "revoked"):
        answer = family.client(who).get(reverse(f"household:{name}"))
        assert answer.status_code in (200, 302)
        assert answer["Cache-Control"] == "no-store" or answer.status_code == 302


def test_ids_of_two_families_do_not_mix(family, outsider):
    """A guardian of both families cannot reach a member of one through the address of the other."""
    join(outsider.household, family.guardian, "guardian")
    theirs = Membership.objects.get(household=outsider.household, user=outsider.second)
    mixed = reverse("household:member", kwargs={"household": family.household.pk, "member": theirs.pk})
    assert family.client("guardian").get(mixed).status_code == 404


def test_helper_sees_no_other_members(family):
    page = family.client("helper").get(reverse("household:family", kwargs={"household": family.household.pk}))
    words = page.content.decode()
    assert "Ben" not in words
    assert "You are here as: Helper." in words


def test_more_names_only_what_one_may_open(family):
    words = family.client("helper").get(reverse("household:more")).content.decode()
    assert reverse("plan:card", kwargs={"patient": family.mia.pk}) in words
    assert reverse("household:profile", kwargs={"patient": family.mia.pk}) not in words
    assert reverse("account_logout") in words


def test_a_large_family_costs_no_more_queries(family, django_assert_num_queries):
    """The same number of queries with five members and with thirty."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = reverse("household:family", kwargs={"household": family.household.pk})
    client = family.client("guardian")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(25):
        join(family.household, person(f"Aunt {number}"), "viewer", patients=[family.leo] if number % 2 else ())
    with django_assert_num_queries(len(few)):
        client.get(address)

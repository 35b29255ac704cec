"""The call plan: the family's own words and numbers, one tap away for everybody who is with the child."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from care.household.access import Access
from care.household.keys import uuid7
from care.household.models import AuditEvent
from care.plan import actions, reads
from care.plan.models import CallPlan, CareContact
from tests.people import EVENING, join, person

CLINIC = {"name": "Children's clinic", "phone": "+49 30 1234567", "hours": "any time", "is_urgent_line": True}


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def add(family, patient=None, **change) -> CareContact:
    return actions.add_contact(patient=patient or family.mia, by=family.guardian, at=EVENING, values=CLINIC | change)


@pytest.fixture
def plan(family) -> CallPlan:
    add(family)
    return actions.save_call_plan(
        patient=family.mia,
        by=family.guardian,
        at=EVENING,
        changes={"ring_when": "Fever above 38.0.\nNew cough.", "emergency_number": "112", "hospital": "Charité"},
    )


def address(name, family, **more) -> str:
    return reverse(f"plan:{name}", kwargs={"patient": family.mia.pk} | more)


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("+49 30 1234567", "tel:+49301234567"),
        ("+44 (0)20 7946 0958", "tel:+442079460958"),
        ("030/1234-567", "tel:0301234567"),
        ("(555) 010-9999 ext. 12", "tel:5550109999;ext=12"),
        ("112", "tel:112"),
        ("", ""),
    ],
)
def test_one_tap_numbers(typed, dialled):
    assert reads.tel(typed) == dialled


class TestCard:
    @pytest.mark.parametrize("who", ["guardian", "second", "helper", "viewer"])
    def test_everybody_with_the_child_gets_it_whole(self, family, plan, who):
        words = family.client(who).get(address("card", family)).content.decode()
        assert 'href="tel:+49301234567"' in words
        assert 'href="tel:112"' in words
        assert "Fever above 38.0.<br>New cough." in words
        assert "Charité" in words
        assert ("Change the call plan" in words) == (who in ("guardian", "second"))

    def test_without_a_plan_the_clinic_is_asked(self, family):
        words = family.client("guardian").get(address("card", family)).content.decode()
        assert "Ask your clinic for a call plan" in words
        assert address("edit", family) in words
        assert "Write it down here" not in family.client("helper").get(address("card", family)).content.decode()

    def test_urgent_line_first_then_immunology(self, family):
        add(family, name="Physio", is_urgent_line=False)
        add(family, name="Immunology", is_urgent_line=False, is_immunology=True)
        add(family, name="Urgent")
        names = [contact.name for contact in reads.contacts(Access.for_user(family.guardian), family.mia)]
        assert names == ["Urgent", "Immunology", "Physio"]

    def test_another_familys_and_a_hidden_childs_plan(self, family, outsider, plan):
        assert outsider.client("guardian").get(address("card", family)).status_code == 404
        assert family.client("revoked").get(address("card", family)).status_code == 404
        nurse = person("Nurse")
        join(family.household, nurse, "helper", patients=[family.leo])
        access = Access.for_user(nurse)
        assert not access.of(CareContact).exists()
        assert not access.of(CallPlan).exists()
        assert reads.call_plan(access, family.mia).is_empty

    def test_words_are_escaped(self, family):
        actions.save_call_plan(
            patient=family.mia, by=family.guardian, at=EVENING, changes={"ring_when": "<script>x</script>"}
        )
        assert "<script>x" not in family.client("guardian").get(address("card", family)).content.decode()

    def test_the_numbers_bring_the_plan_along(self, family, plan, django_assert_num_queries):
        access = Access.for_user(family.guardian)
        access.patients()
        with django_assert_num_queries(1):
            found = reads.call_plan(access, family.mia)
        assert found.contacts
        assert found.ring_when == reads.stored_plan(access, family.mia).ring_when != ""


class TestChanging:
    def test_the_plan(self, family):
        sent = {"ring_when": "Any fever", "told_by": "Dr Okafor", "told_on": "2026-11-01"}
        answer = family.client("second").post(address("edit", family), sent, follow=True)
        words = answer.content.decode()
        assert "Saved: the call plan for Mia." in words
        assert "From <bdi>Dr Okafor</bdi>, Sun 1 Nov 2026" in words
        assert AuditEvent.objects.get(action="plan.changed").fields == ["ring_when", "told_by", "told_on"]

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"ring_when": "x" * 5000}, "Please use 4000 signs or fewer."),
            ({"emergency_number": "call mum"}, "Enter a phone number with digits"),
            ({"told_on": "2026-11-20"}, "The day cannot be after today"),
            ({"hospital": "x" * 400}, "Please use 200 signs or fewer."),
        ],
    )
    def test_bad_answers_write_nothing(self, family, change, message):
        answer = family.client("guardian").post(address("edit", family), {"carry_text": "Keep me"} | change)
        words = answer.content.decode()
        assert answer.status_code == 422
        assert message in words
        assert "Keep me" in words
        assert not CallPlan.objects.exists()

    @pytest.mark.parametrize(("who", "status"), [("helper", 403), ("viewer", 403), ("revoked", 404)])
    def test_who_may_not(self, family, plan, who, status):
        contact = CareContact.objects.get()
        client = family.client(who)
        for name, more in (
            ("edit", {}),
            ("first", {}),
            ("add-contact", {}),
            ("edit-contact", {"contact": contact.pk}),
            ("remove-contact", {"contact": contact.pk}),
        ):
            assert client.post(address(name, family, **more), CLINIC).status_code == status, name
        assert CareContact.objects.get() == contact
        assert contact.removed_at is None


class TestNumbers:
    def test_add_for_both_children_once(self, family):
        sent = CLINIC | {"is_urgent_line": "on", "also": [str(family.leo.pk)], "key": str(uuid7())}
        client = family.client("guardian")
        client.post(address("add-contact", family), sent)
        client.post(address("add-contact", family), sent)
        assert family.mia.care_contacts.count() == 1
        assert family.leo.care_contacts.get().phone == CLINIC["phone"]

    def test_a_copy_for_another_familys_child_is_refused(self, family, outsider):
        sent = CLINIC | {"also": [str(outsider.mia.pk)]}
        assert family.client("guardian").post(address("add-contact", family), sent).status_code == 422
        assert not CareContact.objects.exists()

    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("+49\u00a030\u20111234567", "+49 30-1234567"),
            ("٠٣٠ ١٢٣٤", "030 1234"),
            ("\u202a+49 30 123\u202c", "+49 30 123"),
        ],
    )
    def test_numbers_copied_from_anywhere(self, family, typed, stored):
        family.client("guardian").post(address("add-contact", family), CLINIC | {"phone": typed})
        assert CareContact.objects.get().phone == stored

    @pytest.mark.parametrize(
        "change", [{"phone": ""}, {"phone": "abc"}, {"phone": "1" * 400}, {"name": ""}, {"name": "x" * 400}]
    )
    def test_bad_answers_keep_the_rest(self, family, change):
        answer = family.client("guardian").post(address("add-contact", family), CLINIC | change)
        assert answer.status_code == 422
        assert "any time" in answer.content.decode()
        assert not CareContact.objects.exists()

    def test_change(self, family):
        contact = add(family)
        sent = {"name": "Ward 3", "phone": "030 1"}
        sent["phone"] = "030 12"
        family.client("guardian").post(address("edit-contact", family, contact=contact.pk), sent)
        contact.refresh_from_db()
        assert (contact.name, contact.phone, contact.is_urgent_line) == ("Ward 3", "030 12", False)

    def test_take_off_and_put_back(self, family):
        contact = add(family)
        client = family.client("guardian")
        page = client.post(address("remove-contact", family, contact=contact.pk), follow=True).content.decode()
        assert "Taken off" in page
        back = address("restore-contact", family, contact=contact.pk)
        assert back in page
        assert reads.contacts(Access.for_user(family.guardian), family.mia) == []
        # Taking off twice is not found; putting back twice neither.
        assert client.post(address("remove-contact", family, contact=contact.pk)).status_code == 404
        client.post(back)
        assert client.post(back).status_code == 404
        assert len(reads.contacts(Access.for_user(family.guardian), family.mia)) == 1

    def test_a_number_is_reached_only_through_its_own_child(self, family, outsider):
        contact = add(family, patient=family.leo)
        assert family.client("guardian").get(address("edit-contact", family, contact=contact.pk)).status_code == 404
        theirs = actions.add_contact(patient=outsider.mia, by=outsider.guardian, at=EVENING, values=CLINIC)
        assert family.client("guardian").get(address("edit-contact", family, contact=theirs.pk)).status_code == 404

    def test_the_action_checks_too(self, family):
        with pytest.raises(ValidationError):
            add(family, phone="no digits")
        assert not AuditEvent.objects.filter(action="contact.added").exists()

"""Who wrote entries, by role. Two people of one role are told apart by a number, never by a name."""

from collections import Counter

from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import ROLE_WORDS, Membership, Patient
from care.household.rules import Role
from care.visits.fhir.shapes import Person


def people(access: Access, patient: Patient, keys: set[str]) -> tuple[Person, ...]:
    """The people behind ``keys`` (see ``common.author``), oldest member first. One query."""
    rows = access.of(Membership).filter(household=patient.household_id).order_by("joined_at", "pk")
    roles = {str(user): role for user, role in rows.values_list("user_id", "role")}
    own = sorted(keys - {"self"}, key=lambda key: (list(roles).index(key) if key in roles else len(roles), key))
    words = {key: str(ROLE_WORDS[Role(roles[key])]) if key in roles else _("Somebody else") for key in own}
    many = Counter(words.values())
    seen: Counter[str] = Counter()
    found = [Person("self", _("The patient"))] if "self" in keys else []
    for key in own:
        seen[words[key]] += 1
        number = f" {seen[words[key]]}" if many[words[key]] > 1 else ""
        found.append(Person(key, f"{words[key]}{number}"))
    return tuple(found)

"""The sweep: every address, by everybody, with every method and real ids. Nobody gets what is not theirs."""

import re

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from rest_framework.test import APIClient

from tests.guards.addresses import API, ELSEWHERE, LIBRARIES, PAGES
from tests.guards.whole_family import one_of_everything
from tests.people import MORNING, client_for

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
MEMBERS = ("guardian", "second", "helper", "viewer")
STRANGERS = ("anonymous", "outsider", "revoked", "clinician")
ALLOWED = {
    "public": {*MEMBERS, *STRANGERS},
    "own": {*MEMBERS, "outsider", "revoked", "clinician"},
    "today": set(MEMBERS),
    "see": {"guardian", "second", "viewer"},
    "log": {"guardian", "second", "helper"},
    "edit": {"guardian", "second"},
    "change": {"guardian", "second"},
    "manage": {"guardian"},
    "recipient": {"guardian"},
    "": set(),
}
CLOSED = {301, 302, 401, 403, 404, 405, 410}


def walk(resolver, namespace="", wanted=()):
    """(full name, kwarg names) of every pattern."""
    for pattern in resolver.url_patterns:
        needs = (*wanted, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, ":".join(filter(None, (namespace, pattern.namespace))), needs)
        else:
            yield f"{namespace}:{pattern.name}" if namespace else str(pattern.name), needs


def addresses() -> dict[str, tuple[str, ...]]:
    """Our own addresses and what they need; those of libraries left out."""
    found = {
        name: needs for name, needs in walk(get_resolver()) if name.replace(":", "_").split("_")[0] not in LIBRARIES
    }
    assert len(found) > 100, "the walk found next to nothing"
    return found


def test_every_address_is_listed_and_no_row_is_stale():
    found = set(addresses())
    listed = set(PAGES) | set(ELSEWHERE)
    for resource in API:
        listed |= {name for name in (f"api:{resource}-list", f"api:{resource}-detail") if name in found}
    listed |= {"api:visit-summaries", "api:photo-picture", "api:photo-thumb"}
    assert found - listed == set(), "say in tests/guards/addresses.py who may open these"
    assert listed - found == set(), "these addresses are gone"
    assert all(f"api:{resource}-list" in found for resource in API)


def ids(name: str, rows, family) -> dict:
    """Real ids for an address: what its kwargs mean depends on the room."""
    space, _, tail = name.partition(":")
    entry = {
        "skin": rows.score if "score" in tail else rows.skin,
        "plan": rows.signs if "signs" in tail else rows.concern,
        "today": rows.note,
        "record": rows.note,
        "medicines": rows.infusion if "infusion" in tail else rows.dose,
        "results": rows.lab,
        "precautions": rows.exposure if "exposure" in tail else rows.routines,
    }.get(space, rows.note)
    return {
        "patient": family.mia.pk,
        "household": family.household.pk,
        "entry": entry.pk,
        "pk": {
            "temperature": rows.temperature,
            "test": rows.infection_test,
            "course": rows.course,
            "visit": rows.care_visit,
            "missed": rows.days_missed,
            "breathing": rows.breathing,
        }.get(tail.partition("-")[0] if space == "infections" else "", rows.episode).pk,
        "decision": rows.decision.pk,
        "directive": rows.directive.pk,
        "shot": rows.shot.pk,
        "fact": rows.fact.pk,
        "photo": rows.photo.pk,
        "product": "mmr",
        "allergy": rows.allergy.pk,
        "medicine": rows.medicine.pk,
        "contact": rows.contact.pk,
        "message": rows.message.pk,
        "visit": rows.visit.pk,
        "version": 1,
        "member": rows.member.pk,
        "invitation": rows.invitation.pk,
        "token": rows.invitation.token,
        "date": "2026-11-19",
        "year": 2026,
        "delivery": rows.delivery.pk,
        "device": rows.device.pk,
        "kind": rows.reminder.kind,
    }


def address(name: str, values: dict) -> str:
    return reverse(name, kwargs={key: values[key] for key in addresses()[name]})


@pytest.fixture
def stage(family, outsider, clinician):
    with time_machine.travel(MORNING, tick=False):
        yield family, outsider, clinician, one_of_everything(family)


def actor(who: str, stage):
    family, outsider, clinician, _rows = stage
    if who == "anonymous":
        return None
    return {"outsider": outsider.guardian, "clinician": clinician}.get(who) or getattr(family, who)


WRITE = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM) .?(care|reminders)_", re.I)


def tried(client, method: str, url: str, **extra):
    """One request whose writes are taken back, with the statements that wrote to our tables."""
    wrote = []

    def watch(execute, sql, params, many, context):
        if WRITE.match(sql):
            wrote.append(sql[:60])
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(watch):
        answer = client.generic(method, url, **extra)
        transaction.set_rollback(True)
    return answer, wrote


@pytest.mark.parametrize("who", [*MEMBERS, *STRANGERS])
def test_pages(stage, who):
    family, _outsider, _clinician, rows = stage
    user = actor(who, stage)
    client = client_for(user) if user else Client()
    wrong = []
    for name, rule in PAGES.items():
        need, _, only = rule.partition(" ")
        url = address(name, ids(name, rows, family))
        for method in METHODS:
            answer, wrote = tried(client, method, url)
            code = answer.status_code
            if code >= 500:
                wrong.append((name, method, code, "broke"))
            elif who not in ALLOWED[need]:
                if code not in CLOSED or wrote:
                    wrong.append((name, method, code, wrote))
                if who == "anonymous" and code in (301, 302) and "/account/login/" not in answer["Location"]:
                    wrong.append((name, method, answer["Location"]))
                if who in ("outsider", "revoked", "clinician") and code not in (404, 405):
                    wrong.append((name, method, code, "another family's thing is not found"))
            elif method == "GET" and code in (401, 403, 404):
                wrong.append((name, method, code, "should open"))
            elif method == "GET" and (code == 405) != (only == "post"):
                wrong.append((name, method, code, "POST only?"))
            if user and code == 200 and "no-store" not in answer.get("Cache-Control", ""):
                wrong.append((name, method, "may be stored"))
    assert not wrong, wrong[:20]


@pytest.mark.parametrize("who", [*MEMBERS, *STRANGERS])
def test_api(stage, who):
    family, _outsider, _clinician, rows = stage
    client = APIClient()
    if user := actor(who, stage):
        client.force_authenticate(user)
    known = {
        "patient": family.mia.pk,
        "household": family.household.pk,
        "entry": rows.note.pk,
        "photo": rows.photo.pk,
        "care-contact": rows.contact.pk,
        "call-plan": rows.call_plan.pk,
        "concern": rows.concern.pk,
        "warning-sign": rows.signs.pk,
        "flag-message": rows.message.pk,
        "care-plan": rows.care_plan.pk,
        "allergy": rows.allergy.pk,
        "medicine": rows.medicine.pk,
        "dose": rows.dose.pk,
        "infusion": rows.infusion.pk,
        "skin-check": rows.skin.pk,
        "clinic-score": rows.score.pk,
        "infection": rows.episode.pk,
        "infection-check": rows.check.pk,
        "temperature": rows.temperature.pk,
        "infection-test": rows.infection_test.pk,
        "antibiotic-course": rows.course.pk,
        "care-visit": rows.care_visit.pk,
        "days-missed": rows.days_missed.pk,
        "breathing-day": rows.breathing.pk,
        "routine": rows.routines.pk,
        "exposure": rows.exposure.pk,
        "lab-result": rows.lab.pk,
        "growth": rows.growth.pk,
        "teeth": rows.teeth.pk,
        "fracture": rows.fracture.pk,
        "scan": rows.scan.pk,
        "general-check": rows.general_check.pk,
        "vaccine": "mmr",
        "vaccine-decision": rows.decision.pk,
        "vaccine-directive": rows.directive.pk,
        "household-vaccine": rows.shot.pk,
        "vaccine-fact": rows.fact.pk,
        "visit": rows.visit.pk,
        "summary": rows.summary.pk,
        "reminder": rows.reminder.pk,
    }
    found = set(addresses())
    wrong = []
    for resource, (read, write) in API.items():
        if f"api:{resource}-detail" in found:
            url = reverse(f"api:{resource}-detail", kwargs={"pk": known[resource]})
            for method in METHODS:
                answer, wrote = tried(client, method, url, content_type="application/json", data="{}")
                code, need = answer.status_code, read if method == "GET" else write
                if code >= 500:
                    wrong.append((resource, method, code))
                elif who not in ALLOWED[need] and (code not in CLOSED or wrote):
                    wrong.append((resource, method, code, wrote))
                elif who in ALLOWED[need] and method in ("GET", "PATCH") and code >= 400:
                    wrong.append((resource, method, code, "should be allowed"))
                elif who in ("outsider", "revoked", "clinician") and need != "own" and code not in (404, 405):
                    wrong.append((resource, method, code, "another family's thing is not found"))
        listing = client.get(reverse(f"api:{resource}-list"))
        if who == "anonymous" and listing.status_code not in (401, 403, 405):
            wrong.append((resource, "list", listing.status_code))
        mia = str(family.mia.pk)
        if (
            who in STRANGERS
            and (mia in listing.content.decode() or str(known.get(resource)) in listing.content.decode())
            and resource != "vaccine"
        ):
            wrong.append((resource, "list", "shows our family"))
    assert not wrong, wrong[:20]


def test_a_form_from_elsewhere_is_refused_and_says_so(stage):
    family, *_rest, rows = stage
    client = Client(enforce_csrf_checks=True)
    client.force_login(family.guardian, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name, rule in PAGES.items():
        if rule == "public" or name.startswith("api:"):
            continue
        answer, wrote = tried(client, "POST", address(name, ids(name, rows, family)))
        assert answer.status_code in (403, 405), name
        assert not wrote, name
        if answer.status_code == 403:
            assert b"Nothing was" in answer.content or b"nothing" in answer.content.lower(), name

"""The sweep: every address, by everybody, with every method and real ids. Nobody gets what is not theirs."""

import re
from functools import cache

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from rest_framework.test import APIClient

from tests.guards.addresses import API, ELSEWHERE, LIBRARIES, PAGES
from tests.guards.whole_family import one_of_everything
from tests.people import MORNING, client_for, make_family, person

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
MEMBERS = ("guardian", "second", "helper", "viewer")
STRANGERS = ("anonymous", "outsider", "revoked", "clinician", "share link", "let in")
SIGNED_OUT = ("anonymous", "share link")
# Each kind of question the door asks the database is asked by one of these; the others ask the same with other names.
ASK_DIFFERENTLY = ("guardian", "helper", "share link", "let in", "clinician")
EVERYBODY = [
    who if who in ASK_DIFFERENTLY else pytest.param(who, marks=pytest.mark.one_server) for who in (*MEMBERS, *STRANGERS)
]
ALLOWED = {
    "public": {*MEMBERS, *STRANGERS},
    "own": {*MEMBERS, "outsider", "revoked", "clinician", "let in"},
    "today": set(MEMBERS),
    "see": {"guardian", "second", "viewer"},
    "log": {"guardian", "second", "helper"},
    "edit": {"guardian", "second"},
    "change": {"guardian", "second"},
    "manage": {"guardian"},
    "recipient": {"guardian"},
    "consent": {"let in"},
    "share": {"share link"},
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


@cache
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
    listed |= {"api:visit-summaries", "api:visit-photos", "api:summary-fhir", "api:medicine-label-photos"}
    listed |= {"api:photo-picture", "api:photo-thumb", "api:share-code", "api:share-end", "api:consent-end"}
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
        "token": rows.consent_token if space == "clinic" else rows.invitation.token,
        "consent": rows.consent.pk,
        "summary": rows.made.pk,
        "review": rows.instruction.pk if tail == "instruction" else rows.review.pk,
        "date": "2026-11-19",
        "year": 2026,
        "share": rows.share.pk,
        "opening": rows.opening.pk,
        "code": "ABCDEFGH",
        "form": "fhir",
        "delivery": rows.delivery.pk,
        "device": rows.device.pk,
        "kind": "threshold" if space == "clinic" else rows.reminder.kind,
    }


def address(name: str, values: dict) -> str:
    return reverse(name, kwargs={key: values[key] for key in addresses()[name]})


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """Everybody and one of everything, made once for all sweeps: each request is taken back (see ``tried``)."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(MORNING, tick=False):
            family = make_family()
            made = family, make_family("Other "), person("Dr Okafor"), one_of_everything(family)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def stage(house, db):
    with time_machine.travel(MORNING, tick=False):
        yield house


def actor(who: str, stage):
    family, outsider, clinician, _rows = stage
    if who in SIGNED_OUT:
        return None
    others = {"outsider": outsider.guardian, "clinician": clinician, "let in": _rows.let_in}
    return others.get(who) or getattr(family, who)


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


@pytest.mark.parametrize("who", EVERYBODY)
def test_pages(stage, who):
    family, _outsider, _clinician, rows = stage
    user = actor(who, stage)
    client = client_for(user) if user else Client()
    if who == "share link":
        client.cookies[f"tend_s_{rows.opening.pk.hex}"] = rows.share_token
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
                if who in SIGNED_OUT and code in (301, 302) and "/account/login/" not in answer["Location"]:
                    wrong.append((name, method, answer["Location"]))
                # A share's page asks everybody alike for code and PIN.
                if who in ("outsider", "revoked", "clinician", "let in") and code not in (404, 405) and need != "share":
                    wrong.append((name, method, code, "another family's thing is not found"))
            elif method == "GET" and code in (401, 403, 404):
                wrong.append((name, method, code, "should open"))
            elif method == "GET" and (code == 405) != (only == "post"):
                wrong.append((name, method, code, "POST only?"))
            if (user or need == "share") and code == 200 and "no-store" not in answer.get("Cache-Control", ""):
                wrong.append((name, method, "may be stored"))
    assert not wrong, wrong[:20]


@pytest.mark.parametrize("who", EVERYBODY)
def test_api(stage, who):
    family, _outsider, _clinician, rows = stage
    client = APIClient()
    if who == "share link":
        client.cookies[f"tend_s_{rows.opening.pk.hex}"] = rows.share_token
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
        "share": rows.share.pk,
        "consent": rows.consent.pk,
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
                elif who in ("outsider", "revoked", "clinician", "let in") and need != "own" and code not in (404, 405):
                    wrong.append((resource, method, code, "another family's thing is not found"))
        listing = client.get(reverse(f"api:{resource}-list"))
        if who in SIGNED_OUT and listing.status_code not in (401, 403, 405):
            wrong.append((resource, "list", listing.status_code))
        mia = str(family.mia.pk)
        if (
            who in STRANGERS
            and (mia in listing.content.decode() or str(known.get(resource)) in listing.content.decode())
            and resource != "vaccine"
        ):
            wrong.append((resource, "list", "shows our family"))
    assert not wrong, wrong[:20]


@pytest.mark.one_server
def test_a_form_from_elsewhere_is_refused_and_says_so(stage):
    family, *_rest, rows = stage
    client = Client(enforce_csrf_checks=True)
    client.force_login(family.guardian, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name, rule in PAGES.items():
        # What a share opens is allowed by code, PIN or token, never by who is signed in: docs/adr/0016-sharing.md.
        if rule == "public" or name.startswith(("api:", "shared:")):
            continue
        answer, wrote = tried(client, "POST", address(name, ids(name, rows, family)))
        assert answer.status_code in (403, 405), name
        assert not wrote, name
        if answer.status_code == 403:
            assert b"Nothing was" in answer.content or b"nothing" in answer.content.lower(), name

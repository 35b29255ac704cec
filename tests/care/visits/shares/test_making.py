"""Making a share: what is kept of it, how long it opens, what is refused."""

import datetime as dt

import pytest
from django.contrib.auth import hashers
from django.core.exceptions import PermissionDenied, ValidationError

from care.household.models import AuditEvent
from care.visits import actions
from care.visits.models import Share
from tests.care.visits.shares.doors import make
from tests.people import MORNING


def test_nothing_is_kept_that_opens_a_share(family, shared):
    row = Share.objects.get()
    stored = repr({field.name: getattr(row, field.name) for field in Share._meta.concrete_fields})
    assert shared.code not in stored
    assert row.pin_hash != shared.pin
    assert hashers.identify_hasher(row.pin_hash)
    assert row.expires_at == MORNING + dt.timedelta(days=1)
    assert (
        AuditEvent.objects.filter(action="share.created", actor=family.guardian, patient_id=family.mia.pk).count() == 1
    )


def test_production_keeps_pins_slowly():
    from tracker import settings

    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


@pytest.mark.parametrize(("lasts", "days"), [("1", 1), ("7", 7), ("30", 30)])
def test_how_long_it_opens(family, summary, lasts, days):
    assert make(family, summary, lasts=lasts).share.expires_at == MORNING + dt.timedelta(days=days)


@pytest.mark.parametrize(
    "bad",
    [{"lasts": "365"}, {"lasts": ""}, {"sections": []}, {"sections": ["everything"]}, {"purpose": "x" * 81}],
)
def test_what_does_not_fit_writes_nothing(family, summary, bad):
    with pytest.raises(ValidationError):
        make(family, summary, **bad)
    assert not Share.objects.exists()
    assert not AuditEvent.objects.filter(action="share.created").exists()


def test_sent_twice_makes_one_and_shows_its_code_once(family, summary):
    key = Share().pk
    assert make(family, summary, key=key).code
    again = make(family, summary, key=key)
    assert (again.share.pk, again.code, again.pin) == (key, None, None)


def test_a_patient_has_only_so_many_open_shares(family, summary, monkeypatch):
    monkeypatch.setattr("care.visits.actions.shares.MOST_OPEN", 2)
    first, _second = make(family, summary), make(family, summary)
    with pytest.raises(actions.TooManyShares):
        make(family, summary)
    actions.end_share(share=first.share, by=family.guardian, at=MORNING)
    assert make(family, summary)


def test_only_what_is_ready_and_on_the_list_is_shared(family, summary):
    waiting = actions.request_summary(visit=summary.visit, by=None, at=MORNING)
    with pytest.raises(PermissionDenied):
        make(family, waiting)
    visit = actions.remove_visit(visit=summary.visit, by=family.guardian, at=MORNING)
    summary.visit = visit
    with pytest.raises(PermissionDenied):
        make(family, summary)

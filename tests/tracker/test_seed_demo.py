"""The demo family: believable, the same for the same seed, and never in production."""

import datetime as dt
import io

import pytest
import time_machine
from django.core.management import CommandError, call_command

from care.household.access import Access
from care.household.models import Household, Membership, Patient, User
from care.infections.models import Episode
from care.record.models import Entry
from care.record.photos.models import Photo
from care.record.reads import days
from care.record.rules import DayState, coverage
from care.vaccines.reads import open_questions
from reminders.models import Plan

NOW = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def seed(**options) -> None:
    with time_machine.travel(NOW, tick=False):
        call_command("seed_demo", stdout=io.StringIO(), **options)


def story() -> list[tuple]:
    rows = Entry.objects.order_by("local_day", "occurred_at", "kind", "note")
    return list(rows.values_list("patient__name", "kind", "local_day", "occurred_at", "author__email", "note"))


def test_the_family_is_believable():
    seed()
    household = Household.objects.get()
    roles = sorted(Membership.objects.filter(household=household).values_list("role", flat=True))
    assert roles == ["caregiver", "guardian", "helper"]
    access = Access.for_household(household.pk, now=NOW)
    mia, leo = access.patients()
    assert (mia.name, leo.name) == ("Mia", "Leo")
    span = days(access, mia, NOW.date() - dt.timedelta(days=119), NOW.date())
    states = coverage(day.state for day in span)
    assert states[DayState.NOT_RECORDED] >= 10, "a record without gaps is not believable"
    assert states[DayState.ELSEWHERE] == 4
    assert any(day.late for day in span)
    assert Episode.objects.filter(entry__patient=mia).count() >= 3
    cold = Episode.objects.get(resolved_on=None)
    assert (cold.warm, cold.red_or_darker, cold.painful) == ("no", "no", "no")
    assert open_questions(access, mia)
    assert [(row.state, row.place_key) for row in Photo.objects.order_by("added_at")] == [
        ("kept", "elbow_crease:left"),
        ("kept", "elbow_crease:left"),
        ("kept", "thigh_front:right"),
    ]
    assert Plan.objects.filter(patient=mia, kind="evening-check", next_due_at__gt=NOW).exists()


@pytest.mark.one_server
def test_the_same_seed_tells_the_same_story_and_another_another():
    seed(seed=3)
    first = story()
    Household.objects.all().delete()
    User.objects.all().delete()
    seed(seed=3)
    assert story() == first
    Household.objects.all().delete()
    User.objects.all().delete()
    seed(seed=4)
    assert story() != first


def test_a_second_run_changes_nothing():
    seed()
    count = Entry.objects.count()
    seed()
    assert (Entry.objects.count(), Patient.objects.count()) == (count, 2)


def test_never_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("seed_demo")
    assert not User.objects.exists()

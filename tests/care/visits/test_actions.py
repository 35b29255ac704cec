"""Visits and summaries as they are written: once, by one worker, and never changed."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from care.household.events import SummaryReady, VisitChanged, _listeners, listen
from care.household.models import AuditEvent
from care.record import actions as record
from care.visits import actions
from care.visits.actions import summaries
from care.visits.models import Summary, Visit
from care.visits.rules import content_hash
from tests.people import MORNING

D = dt.date


@pytest.fixture
def heard():
    """Every VisitChanged and SummaryReady of the test."""
    before = {kind: list(_listeners.get(kind, [])) for kind in (VisitChanged, SummaryReady)}
    found = []
    for kind in before:
        listen(kind)(found.append)
    yield found
    for kind, known in before.items():
        _listeners[kind] = known


def add(family, **change) -> Visit:
    values = {"patient": family.mia, "by": family.guardian, "at": MORNING, "on": D(2026, 11, 24)}
    values |= {"specialty": "pediatrics", "clinic": "City clinic"}
    return actions.add_visit(**(values | change)).visit


def make(visit, at=MORNING, by=None):
    actions.request_summary(visit=visit, by=by, at=at)
    return actions.generate_summary(visit_id=visit.pk, at=at)


def test_a_form_sent_twice_makes_one_visit(family, heard):
    key = uuid.uuid4()
    values = {"patient": family.mia, "by": family.guardian, "at": MORNING, "on": D(2026, 11, 24)}
    first = actions.add_visit(**values, specialty="pediatrics", client_id=key)
    second = actions.add_visit(**values, specialty="pediatrics", client_id=key)
    assert (first.created, second.created, first.visit) == (True, False, second.visit)
    assert len(heard) == 1
    assert AuditEvent.objects.filter(action="visit.added").count() == 1


@pytest.mark.parametrize("bad", [{"specialty": "witchcraft"}, {"time_zone": "Mars/Base"}, {"clinic": "x" * 121}])
def test_values_that_do_not_fit_write_nothing(family, bad):
    with pytest.raises(ValidationError):
        add(family, **bad)
    visit = add(family)
    with pytest.raises(ValidationError):
        actions.change_visit(visit=visit, by=family.guardian, at=MORNING, changes={"clinic": "New name"} | bad)
    assert list(Visit.objects.values_list("clinic", flat=True)) == ["City clinic"]


def test_change_remove_and_restore_are_written_down(family, heard):
    visit = add(family)
    actions.change_visit(visit=visit, by=family.second, at=MORNING, changes={"clinic": "North", "on": visit.on})
    actions.change_visit(visit=visit, by=family.second, at=MORNING, changes={"clinic": "North"})
    actions.remove_visit(visit=visit, by=family.second, at=MORNING)
    actions.remove_visit(visit=visit, by=family.second, at=MORNING)
    with pytest.raises(PermissionDenied):
        actions.change_visit(visit=visit, by=family.second, at=MORNING, changes={"clinic": "South"})
    actions.restore_visit(visit=visit, by=family.second, at=MORNING)
    trail = list(AuditEvent.objects.filter(object_type="visit").order_by("pk").values_list("action", "fields"))
    assert trail == [
        ("visit.added", []),
        ("visit.changed", ["clinic"]),
        ("visit.removed", []),
        ("visit.restored", []),
    ]
    assert [type(event) for event in heard] == [VisitChanged] * 4


def test_a_summary_is_made_once_and_told_once(family, heard):
    visit = add(family)
    heard.clear()
    first = actions.request_summary(visit=visit, by=family.guardian, at=MORNING)
    assert actions.request_summary(visit=visit, by=family.second, at=MORNING) == first
    summary = actions.generate_summary(visit_id=visit.pk, at=MORNING)
    assert (summary.pk, summary.state, summary.version) == (first.pk, "ready", 1)
    assert summary.content_hash == content_hash(summary.content)
    assert actions.generate_summary(visit_id=visit.pk, at=MORNING) is None
    assert [(event.summary_id, event.visit_id) for event in heard] == [(summary.pk, visit.pk)]
    assert actions.generate_summary(visit_id=uuid.uuid4(), at=MORNING) is None


def test_a_new_version_leaves_the_old_one_alone(family):
    visit = add(family)
    first = make(visit)
    record.add(patient=family.mia, kind="nothing_new", by=family.guardian, at=MORNING)
    second = make(visit)
    assert (first.version, second.version) == (1, 2)
    kept = Summary.objects.get(pk=first.pk)
    assert (kept.content, kept.fingerprint) == (first.content, first.fingerprint)
    assert second.fingerprint != first.fingerprint
    assert second.content["coverage"]["observed"] == first.content["coverage"]["observed"] + 1


def test_what_is_ready_never_changes(family):
    summary = make(add(family))
    summary.content = {"forged": True}
    with pytest.raises(TypeError):
        summary.save()
    assert Summary.objects.filter(pk=summary.pk).update(content={"forged": True}) == 0
    with pytest.raises(TypeError):
        Summary.objects.bulk_update([summary], ["content"])
    assert "forged" not in Summary.objects.get(pk=summary.pk).content


def test_the_database_refuses_half_a_summary(family):
    visit = add(family)
    whole = {"visit": visit, "version": 1, "requested_at": MORNING}
    for bad in ({"state": "ready"}, {"version": 0}, {"state": "lost"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Summary.objects.bulk_create([Summary(**(whole | bad))])
    actions.request_summary(visit=visit, by=None, at=MORNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Summary.objects.bulk_create([Summary(**(whole | {"version": 2}))])


def test_a_problem_leaves_it_waiting_and_three_end_it(family, monkeypatch):
    visit = add(family)
    actions.request_summary(visit=visit, by=None, at=MORNING)

    def broken(**_):
        raise RuntimeError("secret words of the record")

    monkeypatch.setattr(summaries, "collect", broken)
    for attempt in (1, 2, 3):
        with pytest.raises(RuntimeError):
            actions.generate_summary(visit_id=visit.pk, at=MORNING)
        row = Summary.objects.get()
        assert (row.attempts, row.state) == (attempt, "failed" if attempt == 3 else "queued")
    assert row.problem == "RuntimeError"
    assert actions.generate_summary(visit_id=visit.pk, at=MORNING) is None
    monkeypatch.undo()
    assert make(visit).version == 2


def test_a_worker_that_died_is_replaced_when_its_lease_ends(family):
    visit = add(family)
    actions.request_summary(visit=visit, by=None, at=MORNING)
    lost = summaries._claim(visit.pk, MORNING)
    assert lost is not None
    assert actions.generate_summary(visit_id=visit.pk, at=MORNING + dt.timedelta(seconds=60)) is None
    done = actions.generate_summary(visit_id=visit.pk, at=MORNING + dt.timedelta(seconds=91))
    assert done.state == "ready"
    # The dead one wakes up after all: what stands is not written over.
    assert summaries._write(lost, at=MORNING + dt.timedelta(seconds=92)) is None
    assert Summary.objects.get().generated_at == MORNING + dt.timedelta(seconds=91)


def test_three_dead_workers_end_it_visibly(family):
    visit = add(family)
    actions.request_summary(visit=visit, by=None, at=MORNING)
    for n in range(3):
        assert summaries._claim(visit.pk, MORNING + n * dt.timedelta(minutes=2))
    assert actions.generate_summary(visit_id=visit.pk, at=MORNING + dt.timedelta(hours=1)) is None
    row = Summary.objects.get()
    assert (row.state, row.problem) == ("failed", "WorkerLost")


def queue(at):
    return actions.queue_due_summaries(at=at)


def test_beat_asks_once_per_moment_however_often_it_runs(family):
    visit = add(family, time=dt.time(9, 40))
    two_days = dt.datetime(2026, 11, 22, 8, 40, tzinfo=dt.UTC)
    assert queue(two_days - dt.timedelta(minutes=1)) == []
    for _ in range(3):
        assert queue(two_days) == [visit.pk]
    assert actions.generate_summary(visit_id=visit.pk, at=two_days).requested_by is None
    assert queue(two_days + dt.timedelta(hours=1)) == []
    soon = dt.datetime(2026, 11, 24, 6, 40, tzinfo=dt.UTC)
    assert queue(soon) == [visit.pk]
    assert actions.generate_summary(visit_id=visit.pk, at=soon)
    assert queue(soon + dt.timedelta(hours=2)) == []
    assert Summary.objects.filter(visit=visit).count() == 2


def test_beat_leaves_leased_removed_and_past_visits_alone(family):
    now = dt.datetime(2026, 11, 24, 6, 40, tzinfo=dt.UTC)
    leased, gone = add(family), add(family)
    past, far = add(family, on=D(2026, 11, 23)), add(family, on=D(2027, 11, 24))
    assert set(queue(now)) == {leased.pk, gone.pk}
    summaries._claim(leased.pk, now)
    actions.remove_visit(visit=gone, by=family.guardian, at=now)
    assert queue(now) == []
    assert actions.generate_summary(visit_id=gone.pk, at=now) is None
    assert not Summary.objects.filter(visit__in=[past, far]).exists()
    with pytest.raises(PermissionDenied):
        actions.request_summary(visit=gone, by=family.guardian, at=now)


def test_one_bad_row_does_not_stop_the_others(family):
    bad, good = add(family), add(family)
    Visit.objects.filter(pk=bad.pk).update(time_zone="Mars/Base")
    assert queue(dt.datetime(2026, 11, 24, 6, 40, tzinfo=dt.UTC)) == [good.pk]


def test_a_moved_visit_gets_its_summary_again(family):
    visit = add(family)
    at = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)
    assert queue(at)
    actions.generate_summary(visit_id=visit.pk, at=at)
    actions.change_visit(visit=visit, by=family.guardian, at=at, changes={"on": D(2026, 11, 26)})
    assert queue(at) == [visit.pk]
    assert queue(at + dt.timedelta(days=1)) == [visit.pk]
    assert Summary.objects.filter(visit=visit).count() == 2

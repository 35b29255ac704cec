"""Entries: added once, corrected with history, taken back and put back, always with their audit row."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from care.household import events
from care.household.models import AuditEvent
from care.record import actions
from care.record.models import Correction, Entry
from care.record.taps import of_tap
from tests.people import EVENING, MORNING

NOTE = Entry.Kind.NOTE


def add(family, **values):
    return actions.add(**({"patient": family.mia, "kind": NOTE, "by": family.guardian, "at": MORNING} | values))


def trail(family):
    rows = AuditEvent.objects.filter(household=family.household, object_type="entry").order_by("pk")
    return [(row.action, row.fields) for row in rows]


def test_an_entry_stores_the_families_day_and_its_trail(family):
    entry = add(family, note="sniffles").entry
    entry.refresh_from_db()
    assert (entry.local_day, entry.occurred_at, entry.entered_at) == (dt.date(2026, 11, 19), MORNING, MORNING)
    assert trail(family) == [("entry.added", [])]


def test_the_same_client_id_writes_once(family):
    key = uuid.uuid4()
    first = add(family, client_id=key, note="one")
    again = add(family, client_id=key, note="two")
    assert (first.created, again.created) == (True, False)
    assert again.entry.pk == first.entry.pk
    assert Entry.objects.get().note == "one"
    assert len(trail(family)) == 1


def test_the_same_client_id_for_another_child_is_another_entry(family):
    key = uuid.uuid4()
    add(family, client_id=key)
    assert add(family, client_id=key, patient=family.leo).created


class TestAKeyWhoseEntryWasMoved:
    """Sent for Mia, moved to Leo, sent for Mia again."""

    def moved(self, family, **values):
        return actions.move(entry=add(family, **values).entry, to=family.leo, by=family.second, at=EVENING)

    def test_it_counts_as_the_first_childs(self, family):
        key = uuid.uuid4()
        moved = self.moved(family, client_id=key)
        again = add(family, client_id=key)
        assert (again.entry, again.created) == (moved, False)
        actions.move(entry=moved, to=family.mia, by=family.second, at=EVENING)
        assert not add(family, client_id=key).created

    def test_also_where_the_other_one_has_that_key(self, family):
        """One tap for both: Leo's own entry of it is not the one that came from Mia."""
        key = uuid.uuid4()
        own = add(family, client_id=key, patient=family.leo).entry
        moved = self.moved(family, client_id=key)
        assert add(family, client_id=key).entry == moved
        assert add(family, client_id=key, patient=family.leo).entry == own
        what = {"by": family.guardian, "at": EVENING, "client_id": key}
        assert actions.take_back(patient=family.mia, **what) == moved
        assert Entry.objects.kept().get() == own
        assert actions.take_back(patient=family.leo, **what) == own

    def test_only_for_who_sent_it(self, family):
        """Nobody else can know the key: it comes from somewhere else, and shows nothing of the other child."""
        key = uuid.uuid4()
        self.moved(family, client_id=key)
        assert actions.take_back(patient=family.mia, by=family.second, at=EVENING, client_id=key) is None
        assert add(family, client_id=key, by=family.second).created

    def test_no_query_more_for_an_ordinary_tap(self, family, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert of_tap(patient=family.mia, by=family.guardian, client_id=uuid.uuid4()) is None


def test_a_past_day_is_stored_at_its_noon_and_looks_late(family):
    entry = add(family, local_day=dt.date(2026, 11, 16)).entry
    assert entry.occurred_at.isoformat() == "2026-11-16T11:00:00+00:00"
    assert entry.is_late
    assert not add(family, local_day=dt.date(2026, 11, 18)).entry.is_late


@pytest.mark.parametrize(
    "when",
    [{"local_day": dt.date(2026, 11, 20)}, {"occurred_at": MORNING + dt.timedelta(hours=1)}],
)
def test_the_future_is_refused(family, when):
    with pytest.raises(actions.TooFarAhead):
        add(family, **when)
    assert not Entry.objects.exists()


def test_a_correction_keeps_the_old_value(family):
    entry = add(family, note="7 spots").entry
    changed = actions.correct(entry=entry, by=family.second, at=EVENING, changes={"note": "5 spots"})
    assert (changed.note, changed.version, changed.edited_at) == ("5 spots", 2, EVENING)
    kept = Correction.objects.get()
    assert (kept.field, kept.old, kept.new, kept.by) == ("note", "7 spots", "5 spots", family.second)
    assert trail(family)[-1] == ("entry.corrected", ["note"])


def test_a_correction_without_change_writes_nothing(family):
    entry = add(family, note="same").entry
    assert actions.correct(entry=entry, by=family.guardian, at=EVENING, changes={"note": "same"}).version == 1
    assert len(trail(family)) == 1


def test_a_bad_correction_writes_nothing_at_all(family):
    entry = add(family, note="fine").entry
    with pytest.raises(ValidationError):
        actions.correct(entry=entry, by=family.guardian, at=EVENING, changes={"note": "ok", "source": "rumour"})
    entry.refresh_from_db()
    assert (entry.note, entry.version) == ("fine", 1)
    assert not Correction.objects.exists()
    assert len(trail(family)) == 1


def test_undo_and_put_back(family):
    entry = add(family).entry
    actions.remove(entry=entry, by=family.guardian, at=EVENING)
    actions.remove(entry=entry, by=family.guardian, at=EVENING)
    assert not Entry.objects.kept().exists()
    with pytest.raises(PermissionDenied):
        actions.correct(entry=entry, by=family.guardian, at=EVENING, changes={"note": "x"})
    actions.restore(entry=entry, by=family.guardian, at=EVENING)
    assert Entry.objects.kept().get().note == ""
    assert [action for action, _ in trail(family)] == ["entry.added", "entry.removed", "entry.restored"]


def test_an_error_in_a_listener_undoes_the_whole_write(family, monkeypatch):
    def refuse(event):
        raise RuntimeError("no")

    monkeypatch.setitem(events._listeners, events.EntrySaved, [refuse])
    with pytest.raises(RuntimeError):
        add(family)
    assert not Entry.objects.exists()
    assert trail(family) == []


def test_the_audit_trail_is_append_only(family):
    row = AuditEvent.objects.first()
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        AuditEvent.objects.update(action="x")
    with pytest.raises(TypeError):
        AuditEvent.objects.all().delete()


def test_corrections_never_put_values_into_the_audit_trail(family):
    entry = add(family, note="secret word").entry
    actions.correct(entry=entry, by=family.guardian, at=EVENING, changes={"note": "other secret"})
    for row in AuditEvent.objects.all():
        assert "secret" not in f"{row.action}{row.fields}{row.object_id}"

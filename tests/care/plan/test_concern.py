"""Something feels off: one tap, no word of comfort, the family's own plan beside it."""

import re
import uuid

import pytest
import time_machine
from django.urls import reverse

from care.household.access import Access
from care.plan import actions, reads
from care.plan.models import Concern
from care.record.models import Correction, Entry
from tests.people import EVENING, MORNING

COMFORT = re.compile(
    r"\b(all good|fine|normal|no need|don't worry|do not worry|nothing to worry|safe|ok)\b", re.IGNORECASE
)


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def address(family, name="concern", **more) -> str:
    return reverse(f"plan:{name}", kwargs={"patient": family.mia.pk} | more)


def main(answer) -> str:
    return re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0]


@pytest.mark.parametrize("who", ["guardian", "second", "helper"])
def test_one_tap_saves(family, who):
    answer = family.client(who).post(address(family), {"client_id": str(uuid.uuid4())}, follow=True)
    entry = Entry.objects.get()
    assert (entry.kind, entry.note, entry.author) == ("concern", "", getattr(family, who))
    assert Concern.objects.get().entry == entry
    words = answer.content.decode()
    assert "Saved: Something feels off for Mia." in words
    assert "call plan" in words
    assert not COMFORT.search(re.sub(r"<[^>]+>", " ", main(answer)))


def test_the_plan_is_shown_before_and_after(family):
    actions.add_contact(
        patient=family.mia, by=family.guardian, at=EVENING, values={"name": "Clinic", "phone": "030 123"}
    )
    client = family.client("helper")
    assert 'href="tel:030123"' in client.get(address(family)).content.decode()
    assert 'href="tel:030123"' in client.post(address(family), follow=True).content.decode()


def test_words_are_kept_and_described(family):
    saved = actions.record_concern(patient=family.mia, by=family.helper, at=EVENING, text="Very quiet, ate nothing.")
    [line] = reads.describe([saved.entry]).values()
    assert (str(line.title), line.text) == ("Something feels off", "Very quiet, ate nothing.")
    assert line.url == address(family, "detail", entry=saved.entry.pk)


def test_sent_twice_is_one(family):
    key = str(uuid.uuid4())
    client = family.client("guardian")
    first, second = (client.post(address(family), {"client_id": key, "note": "odd"}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    "sent", [{"note": "x" * 3000}, {"local_day": "2026-11-20"}, {"local_day": "nonsense"}, {"client_id": "nonsense"}]
)
def test_bad_answers_save_nothing_and_keep_the_words(family, sent):
    answer = family.client("guardian").post(address(family), {"note": "Keep me"} | sent)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not Entry.objects.exists()


def test_another_day(family):
    family.client("guardian").post(address(family), {"local_day": "2026-11-17", "note": "pale"})
    assert str(Entry.objects.get().local_day) == "2026-11-17"


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("revoked", 404)])
def test_who_may_not_log(family, who, status):
    assert family.client(who).post(address(family)).status_code == status
    assert not Entry.objects.exists()


def test_correcting_keeps_the_old_words(family):
    concern = actions.record_concern(patient=family.mia, by=family.guardian, at=EVENING, text="pale").entry
    client = family.client("guardian")
    here = address(family, "edit-concern", entry=concern.pk)
    assert "pale" in client.get(here).content.decode()
    client.post(here, {"note": "pale and quiet", "local_day": "2026-11-19"})
    assert Entry.objects.get().note == "pale and quiet"
    assert Correction.objects.get().old == "pale"


def test_a_helper_changes_only_their_own_of_today(family):
    theirs = actions.record_concern(patient=family.mia, by=family.guardian, at=EVENING, text="a").entry
    mine = actions.record_concern(patient=family.mia, by=family.helper, at=EVENING, text="b").entry
    old = actions.record_concern(
        patient=family.mia, by=family.helper, at=EVENING, text="c", local_day=MORNING.date().replace(day=1)
    ).entry
    client = family.client("helper")
    status = {
        name: (
            client.get(address(family, "detail", entry=row.pk)).status_code,
            client.get(address(family, "edit-concern", entry=row.pk)).status_code,
        )
        for name, row in {"theirs": theirs, "mine": mine, "old": old}.items()
    }
    assert status == {"theirs": (200, 403), "mine": (200, 200), "old": (404, 404)}
    assert reads.may_change(Access.for_user(family.helper), Concern.objects.get(pk=mine.pk))


def test_another_childs_and_another_familys_concern(family, outsider):
    leos = actions.record_concern(patient=family.leo, by=family.guardian, at=EVENING).entry
    assert family.client("guardian").get(address(family, "detail", entry=leos.pk)).status_code == 404
    mias = actions.record_concern(patient=family.mia, by=family.guardian, at=EVENING).entry
    assert outsider.client("guardian").get(address(family, "detail", entry=mias.pk)).status_code == 404


def test_taken_back_is_gone(family):
    entry = actions.record_concern(patient=family.mia, by=family.guardian, at=EVENING).entry
    client = family.client("guardian")
    client.post(reverse("record:undo", kwargs={"patient": family.mia.pk, "entry": entry.pk}))
    assert client.get(address(family, "detail", entry=entry.pk)).status_code == 404

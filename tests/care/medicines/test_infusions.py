"""IgG infusions: kept exactly as entered, judged by nobody."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from care.household.access import Access
from care.medicines import actions, reads
from care.medicines.models import Infusion
from care.record.actions import TooFarAhead
from care.record.models import Correction, Entry
from tests.care.medicines.plan import TODAY, address, medicine
from tests.people import EVENING

DAY = dt.timedelta(days=1)
WHOLE = {
    "on": "2026-11-18",
    "time": "10:30",
    "product": "Privigen 10 %",
    "grams": "12,5",
    "route": "iv",
    "site": "left arm",
    "batch": "P100-22",
    "minutes": "150",
    "reaction": "yes",
    "reaction_text": "Headache",
    "note": "At the clinic",
}


@pytest.fixture(autouse=True)
def evening():
    """Thursday 19 November 2026, 21:04 in Berlin."""
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


def infusion(family, *, by=None, on=None, time=None, at=EVENING, **values):
    return actions.record_infusion(
        patient=family.mia,
        by=by or family.guardian,
        at=at,
        values={"product": "Privigen"} | values,
        on=on,
        time=time,
    )


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_add_by_the_page_once(family):
    sent = WHOLE | {"client_id": str(uuid.uuid4())}
    for _ in range(2):
        page = text(family.client("second").post(address("infusion-add", family), sent, follow=True))
        assert "Saved: IgG infusion for Mia." in page
    row = Infusion.objects.get()
    assert (row.product, row.grams, row.route, row.minutes) == ("Privigen 10 %", "12,5", "iv", 150)
    assert row.entry.occurred_at == dt.datetime(2026, 11, 18, 9, 30, tzinfo=dt.UTC)
    assert row.entry.local_day == TODAY - DAY
    page = text(family.client("viewer").get(address("infusion", family, entry=row.pk)))
    for words in (
        "Wed 18 Nov 2026, 10:30",
        "12,5 g",
        "Into a vein (IV)",
        "left arm",
        "P100-22",
        "150 minutes",
        "Headache",
    ):
        assert words in page
    assert "12,5 g" in text(family.client("viewer").get(address("infusions", family)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"product": ""}, "Enter the name as it stands on the label."),
        ({"on": "2026-11-20"}, "The day cannot be after today"),
        ({"on": "2026-11-19", "time": "23:59"}, "This lies in the future."),
        ({"on": ""}, "Enter the day."),
        ({"route": "sea"}, "sea"),
        ({"minutes": "0"}, "1"),
        ({"minutes": "2881"}, "2880"),
        ({"reaction": "maybe"}, "maybe"),
        ({"batch": "x" * 81}, "Please use 80 signs or fewer."),
    ],
)
def test_bad_answers_keep_the_rest(family, change, words):
    answer = family.client("guardian").post(address("infusion-add", family), WHOLE | change)
    assert answer.status_code == 422
    assert words in text(answer)
    assert "At the clinic" in text(answer)
    assert not Infusion.objects.exists()


def test_only_the_product_is_needed(family):
    family.client("guardian").post(address("infusion-add", family), {"product": "IgG", "on": "2026-11-10"})
    row = Infusion.objects.get()
    assert (row.has_time, row.reaction, row.route) == (False, "", "")
    assert reads.infusion_facts(row) == [("When", "Tue 10 Nov 2026"), ("Product", "IgG")]


def test_a_helper_notes_the_one_of_today(family):
    page = text(family.client("helper").get(address("infusion-add", family)))
    assert 'name="on"' not in page
    sent = {"product": "IgG", "time": "18:00", "on": "2026-11-01"}
    family.client("helper").post(address("infusion-add", family), sent)
    row = Infusion.objects.get()
    assert row.entry.occurred_at == dt.datetime(2026, 11, 19, 17, tzinfo=dt.UTC)
    assert family.client("helper").get(address("infusion", family, entry=row.pk)).status_code == 200
    assert family.client("helper").get(address("infusions", family)).status_code == 403


def test_the_medicine_it_belongs_to(family, outsider):
    row = medicine(family, drug="Hizentra", purpose="igg", pattern="every_n", every_days=7, every_from=TODAY)
    page = text(family.client("guardian").get(address("list", family)))
    assert f"?medicine={row.pk}" in page
    page = text(family.client("guardian").get(address("infusion-add", family) + f"?medicine={row.pk}"))
    assert 'value="Hizentra"' in page
    for other in (medicine(outsider, purpose="igg"), medicine(family, patient=family.leo, purpose="igg")):
        answer = family.client("guardian").post(address("infusion-add", family), WHOLE | {"medicine": str(other.pk)})
        assert answer.status_code == 422
    family.client("guardian").post(address("infusion-add", family), WHOLE | {"medicine": str(row.pk)})
    assert Infusion.objects.get().medicine == row


def test_a_correction_keeps_what_it_said(family):
    entry = infusion(family, grams="10", reaction="no").entry
    url = address("infusion-edit", family, entry=entry.pk)
    answer = family.client("second").post(url, WHOLE, follow=True)
    page = text(answer)
    assert "was grams: 10, changed by <bdi>Ben</bdi>" in page
    assert "was any reaction: No" in page
    row = Infusion.objects.get()
    assert (row.grams, row.entry.local_day, row.has_time) == ("12,5", TODAY - DAY, True)


def test_an_edit_without_a_new_time_leaves_the_time_alone(family):
    entry = infusion(family).entry
    url = address("infusion-edit", family, entry=entry.pk)
    page = text(family.client("guardian").get(url))
    assert 'value="2026-11-19"' in page
    family.client("guardian").post(url, {"product": "Privigen", "on": "2026-11-19", "batch": "B1"})
    assert list(Correction.objects.values_list("field", flat=True)) == ["batch"]


def test_its_medicine_can_be_set_and_taken_away(family):
    row = medicine(family, purpose="igg")
    entry = infusion(family).entry
    for wanted in (row, None):
        found = Infusion.objects.get()
        actions.edit_infusion(infusion=found, by=family.guardian, at=EVENING, changes={"medicine": wanted})
        assert Infusion.objects.get().medicine == wanted
    page = text(family.client("guardian").get(address("infusion", family, entry=entry.pk)))
    assert "was medicine: not recorded" in page
    assert "was medicine: another one" in page


def test_delete_offers_to_put_it_back(family):
    entry = infusion(family).entry
    for who in ("helper", "viewer"):
        assert family.client(who).post(address("infusion-delete", family, entry=entry.pk)).status_code == 403
    answer = family.client("guardian").post(address("infusion-delete", family, entry=entry.pk), follow=True)
    assert "Taken back: IgG infusion for Mia." in text(answer)
    assert reads.infusions(Access.for_user(family.guardian), family.mia).rows == []


def test_a_photo_of_the_label_hangs_on_it(family):
    entry = infusion(family).entry
    url = address("infusion", family, entry=entry.pk)
    assert f"/{entry.pk}/" in text(family.client("guardian").get(url)).split('data-testid="add-photo"')[0]
    assert 'data-testid="add-photo"' not in text(family.client("viewer").get(url))


def test_pages_of_thirty(family, django_assert_num_queries):
    for number in range(31):
        infusion(family, on=TODAY - number * DAY, grams=str(number))
    access = Access.for_user(family.viewer)
    patient = access.patient(family.mia.pk)
    with django_assert_num_queries(1):
        first = reads.infusions(access, patient)
    second = reads.infusions(access, patient, page=2)
    assert (len(first.rows), first.has_older, first.has_newer) == (30, True, False)
    assert (len(second.rows), second.has_older, second.has_newer) == (1, False, True)
    client = family.client("viewer")
    assert text(client.get(address("infusions", family) + "?page=2")).count('data-testid="infusion"') == 1
    assert client.get(address("infusions", family) + "?page=x").status_code == 200
    with django_assert_num_queries(10, exact=False):
        client.get(address("infusions", family))


@pytest.mark.parametrize(
    ("grams", "words"), [("", ""), ("10", "10 g"), ("10.5", "10.5 g"), ("10 g", "10 g"), ("200 mL", "200 mL")]
)
def test_the_amount_as_entered(family, grams, words):
    row = infusion(family, grams=grams).entry.infusion
    assert reads.infusion_line(row).detail == words


def test_the_future_is_refused(family):
    for on, time in ((TODAY + DAY, None), (TODAY, dt.time(23, 0))):
        with pytest.raises(TooFarAhead):
            infusion(family, on=on, time=time)
    saved = infusion(family)
    with pytest.raises(TooFarAhead):
        actions.edit_infusion(infusion=saved.entry.infusion, by=family.guardian, at=EVENING, changes={}, on=TODAY + DAY)
    assert Entry.objects.count() == 1


def test_this_morning_without_a_time(family):
    """Noon is still to come: it stands at the moment it was noted."""
    early = EVENING - dt.timedelta(hours=13)
    assert infusion(family, on=TODAY, at=early).entry.occurred_at == early


def test_what_is_no_infusion(family):
    for change in ({"product": ""}, {"route": "x"}, {"minutes": 0}, {"reaction": "x"}):
        with pytest.raises(ValidationError):
            infusion(family, **change)
    saved = infusion(family)
    with pytest.raises(TypeError):
        actions.edit_infusion(infusion=saved.entry.infusion, by=family.guardian, at=EVENING, changes={"has_time": True})


@pytest.mark.parametrize("change", [{"route": "x"}, {"minutes": 0}, {"minutes": 2881}, {"reaction": "x"}])
def test_the_database_knows_the_words(family, change):
    infusion(family)
    with pytest.raises(IntegrityError), transaction.atomic():
        Infusion.objects.update(**change)


def test_infusions_read_as_lines(family, django_assert_num_queries):
    infusion(family, grams="10", reaction="yes", reaction_text="Chills")
    entries = list(Entry.objects.filter(kind="infusion"))
    with django_assert_num_queries(1):
        line = reads.describe(entries)[entries[0].pk]
    assert (line.title, line.text) == ("IgG infusion", "Privigen, 10 g, Reaction: yes (Chills)")

"""The warning-signs page, what a page shows after a save, the history, and these resources of the API."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.urls import reverse
from rest_framework.test import APIClient

from care.plan import actions, reads
from care.plan.models import FlagMessage, WarningSigns
from care.record import actions as record
from care.record.models import Correction, Entry
from tests.markup import ticked
from tests.people import EVENING, make_family

COMFORT = re.compile(
    r"\b(all clear|all good|fine|normal|no need|don't worry|nothing to worry|safe|no warning)\b", re.IGNORECASE
)


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def address(family, name="signs", **more):
    return reverse(f"plan:{name}", kwargs={"patient": family.mia.pk} | more)


def words_of(answer):
    main = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_the_page_is_one_tap_from_something_feels_off(family):
    client = family.client("helper")
    assert f'href="{address(family)}"' in client.get(address(family, "concern")).content.decode()
    page = client.get(address(family)).content.decode()
    assert not ticked(page)
    for sign in ("Blue or grey lips", "A seizure or fit", "Confused", "Change in vision", "Cannot swallow saliva"):
        assert sign in page
    assert "Swelling of lips, tongue or throat" in page


def test_an_answer_is_saved_and_judged(family):
    sent = {"client_id": str(uuid.uuid4()), "sign_lips_blue": "yes", "sign_floppy": "no", "sign_seizure": ""}
    client = family.client("helper")
    answer = client.post(address(family), sent, follow=True)
    assert WarningSigns.objects.get().answers == {"lips_blue": "yes", "floppy": "no"}
    words = words_of(answer)
    assert "Saved: Warning signs for Mia." in words
    # Always the same order: what was recorded, what to do, whom to call, source.
    order = ["Recorded: Blue or grey lips", "This can be serious.", "number of your care team", "General guidance"]
    places = [words.index(part) for part in order]
    assert places == sorted(places)
    assert not COMFORT.search(words)
    # The same page sent twice is one entry and one message.
    client.post(address(family), sent)
    assert (Entry.objects.count(), FlagMessage.objects.count()) == (1, 1)
    assert FlagMessage.objects.get().shown_at == EVENING


def test_when_nothing_fires_nothing_reassuring_is_said(family):
    answer = family.client("guardian").post(address(family), {"sign_lips_blue": "no"}, follow=True)
    words = words_of(answer)
    assert "This app does not check how ill someone is. If you are worried, call." in words
    assert not COMFORT.search(words)
    assert not FlagMessage.objects.exists()


@pytest.mark.parametrize("speak", [True, False])
def test_where_the_rules_may_not_speak_the_saved_page_says_so(family, settings, speak):
    """Silence after a seizure must not read as if somebody had looked at it."""
    settings.UNREVIEWED_RULES = speak
    answer = family.client("guardian").post(address(family), {"sign_seizure": "yes"}, follow=True)
    words = words_of(answer)
    note = "own guidance is off until a clinician has reviewed it."
    assert (note in words) is not speak
    assert ("This can be serious." in words) is speak
    if not speak:
        assert words.index(note) < words.index("Your call plan")
        # The page of a day later says it too.
        later = family.client("viewer").get(address(family, "signs-detail", entry=Entry.objects.get().pk))
        assert note in words_of(later)


def test_an_entry_that_is_never_judged_says_nothing_about_illness(family):
    entry = record.add(patient=family.mia, kind="note", by=family.guardian, at=EVENING, note="words").entry
    page = family.client("guardian").get(reverse("plan:card", args=[family.mia.pk]) + f"?saved={entry.pk}")
    assert "This app does not check" not in page.content.decode()


@pytest.mark.parametrize("sent", [{}, {"sign_lips_blue": "perhaps"}, {"sign_nothing": "yes"}, {"note": "words"}])
def test_without_an_answer_nothing_is_saved(family, sent):
    answer = family.client("guardian").post(address(family), sent)
    assert answer.status_code == 422
    assert "Answer at least one sign." in answer.content.decode()
    assert not Entry.objects.exists()


def test_putting_answers_right_keeps_the_old_ones(family):
    client = family.client("second")
    client.post(address(family), {"sign_unwell": "yes", "sign_red_streaks": "no"})
    entry = Entry.objects.get()
    edit = address(family, "signs-edit", entry=entry.pk)
    assert re.search(r'name="sign_unwell" value="yes" checked', client.get(edit).content.decode())
    sent = {"sign_unwell": "yes", "sign_red_streaks": "yes", "local_day": "2026-11-19"}
    answer = client.post(edit, sent, follow=True)
    assert [row.field for row in Correction.objects.all()] == ["answers"]
    assert [(row.rule, row.level) for row in FlagMessage.objects.all()] == [("RF-11", 3)]
    assert "Red streaks" in words_of(answer)
    assert client.get(address(family, "signs-edit", entry=entry.pk)).status_code == 200


def test_a_line_in_lists_tells_the_signs_that_were_there(family):
    saved = actions.record_warning_signs(
        patient=family.mia, by=family.guardian, at=EVENING, answers={"lips_blue": "yes", "floppy": "no"}
    )
    none = actions.record_warning_signs(
        patient=family.mia, by=family.guardian, at=EVENING, answers={"lips_blue": "no", "floppy": "not_checked"}
    )
    lines = reads.describe([saved.entry, none.entry])
    assert [line.text for line in lines.values()] == ["Blue or grey lips", "Signs answered: 2"]


def test_another_childs_signs_are_not_found_here(family):
    saved = actions.record_warning_signs(
        patient=family.leo, by=family.guardian, at=EVENING, answers={"lips_blue": "yes"}
    )
    assert family.client("guardian").get(address(family, "signs-detail", entry=saved.entry.pk)).status_code == 404
    message = saved.entry.flag_messages.get()
    answer = family.client("guardian").post(address(family, "called", message=message.pk))
    assert answer.status_code == 404


def test_an_l0_carries_the_caveat(family):
    day = (EVENING.date() - dt.timedelta(days=6)).isoformat()
    answer = family.client("guardian").post(address(family), {"sign_lips_blue": "yes", "local_day": day}, follow=True)
    words = words_of(answer)
    assert "Saved for your next visit." in words
    assert "an infection can come without fever, redness or pain" in words


def test_one_tap_calls_and_the_call_is_written_down(family):
    actions.save_call_plan(patient=family.mia, by=family.guardian, at=EVENING, changes={"emergency_number": "112"})
    actions.add_contact(patient=family.mia, by=family.guardian, at=EVENING, values={"name": "Ward", "phone": "030 1"})
    client = family.client("helper")
    page = client.post(address(family), {"sign_lips_blue": "yes"}, follow=True)
    text = page.content.decode()
    flags = text[text.index('data-testid="flags"') :]
    assert flags.index('href="tel:112"') < flags.index('href="tel:0301"')
    message = FlagMessage.objects.get()
    back = page.redirect_chain[-1][0]
    answer = client.post(address(family, "called", message=message.pk), {"next": back}, follow=True)
    assert "Written down: you called." in answer.content.decode()
    assert answer.redirect_chain[-1][0] == back
    assert "called, Thu 19 Nov 2026" in words_of(answer)
    message.refresh_from_db()
    assert message.called_by == family.helper


def test_the_history_keeps_everything(family):
    client = family.client("guardian")
    assert "No message yet." in client.get(address(family, "messages")).content.decode()
    client.post(address(family), {"sign_lips_blue": "yes"})
    record.remove(entry=Entry.objects.get(), by=family.guardian, at=EVENING)
    words = words_of(client.get(address(family, "messages")))
    assert "taken back since" in words
    assert "Blue or grey lips" in words
    client.post(address(family, "put-aside", message=FlagMessage.objects.get().pk))
    assert "Put aside." in words_of(client.get(address(family, "messages")))


def test_a_viewer_reads_the_history_and_marks_nothing(family):
    actions.record_concern(patient=family.mia, by=family.guardian, at=EVENING)
    client = family.client("viewer")
    assert "we-called" not in client.get(address(family, "messages")).content.decode()
    message = FlagMessage.objects.get()
    assert client.post(address(family, "called", message=message.pk)).status_code == 403


def test_the_history_takes_the_same_queries_at_any_size(family, django_assert_max_num_queries):
    for _n in range(30):
        actions.record_concern(patient=family.mia, by=family.guardian, at=EVENING)
    client = family.client("guardian")
    with django_assert_max_num_queries(12):
        client.get(address(family, "messages"))


def test_nobody_sees_another_familys_message_through_the_address(family):
    saved = actions.record_concern(patient=family.mia, by=family.guardian, at=EVENING)
    other = make_family("Other ")
    url = reverse("plan:card", kwargs={"patient": other.mia.pk})
    page = other.client("guardian").get(f"{url}?saved={saved.entry.pk}&saved=nonsense").content.decode()
    assert 'data-testid="flags"' not in page
    assert FlagMessage.objects.get().shown_at is None


# --- API -------------------------------------------------------------------------------------------------------------
def api(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_signs_through_the_api_are_judged(family):
    client = api(family.guardian)
    sent = {"patient": str(family.mia.pk), "answers": {"seizure": "yes"}, "client_id": str(uuid.uuid4())}
    answer = client.post("/api/v1/warning-signs/", sent, format="json")
    assert answer.status_code == 201
    assert client.post("/api/v1/warning-signs/", sent, format="json").status_code == 200
    [message] = client.get("/api/v1/flag-messages/").json()["results"]
    assert (message["rule"], message["level"], message["called_at"]) == ("RF-07", 3, None)
    marked = client.patch(f"/api/v1/flag-messages/{message['id']}/", {"called": True}, format="json").json()
    assert marked["called_at"]
    assert client.delete(f"/api/v1/flag-messages/{message['id']}/").status_code == 405
    changed = {"answers": {"seizure": "no"}}
    assert client.patch(f"/api/v1/warning-signs/{answer.json()['id']}/", changed, format="json").status_code == 200
    assert FlagMessage.objects.count() == 1


@pytest.mark.parametrize("answers", [{}, {"seizure": "perhaps"}, {"nothing": "yes"}])
def test_the_api_refuses_what_the_page_refuses(family, answers):
    sent = {"patient": str(family.mia.pk), "answers": answers}
    assert api(family.guardian).post("/api/v1/warning-signs/", sent, format="json").status_code == 400
    assert not Entry.objects.exists()


def test_a_care_plan_through_the_api(family):
    client = api(family.guardian)
    sent = {"patient": str(family.mia.pk), "signed_by": "Dr Okafor", "signed_on": "2026-06-01", "spo2_min": 92}
    first = client.post("/api/v1/care-plans/", sent, format="json")
    assert (first.status_code, first.json()["review_on"], first.json()["version"]) == (201, "2027-06-01", 1)
    changed = client.patch(f"/api/v1/care-plans/{first.json()['id']}/", {"levels": {"RF-13": 2}}, format="json")
    assert (changed.json()["version"], changed.json()["spo2_min"]) == (2, 92)
    refused = client.patch(f"/api/v1/care-plans/{first.json()['id']}/", {"levels": {"RF-01": 0}}, format="json")
    assert refused.status_code == 400
    assert "RF-01" in str(refused.json())


def test_api_lists_take_the_same_queries_at_any_size(family, django_assert_max_num_queries):
    for number in range(20):
        actions.record_warning_signs(patient=family.mia, by=family.guardian, at=EVENING, answers={"lips_blue": "yes"})
        actions.save_care_plan(
            patient=family.mia,
            by=family.guardian,
            at=EVENING,
            values={"signed_by": "Dr", "signed_on": dt.date(2026, 6, 1), "spo2_min": 70 + number},
        )
    client = api(family.guardian)
    for name in ("warning-signs", "flag-messages", "care-plans"):
        with django_assert_max_num_queries(6):
            assert len(client.get(f"/api/v1/{name}/").json()["results"]) == 20

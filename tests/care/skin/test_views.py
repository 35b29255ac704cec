"""Pages of the skin log: who may, what is kept, what a person reads."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from care.record.models import Correction, Entry
from care.skin import actions, forms
from care.skin.models import SkinCheck
from tests.people import EVENING

TODAY = dt.date(2026, 11, 19)
YESTERDAY = dt.date(2026, 11, 18)


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def url(family, *parts) -> str:
    return "/".join([f"/p/{family.mia.pk}/skin", *(str(part) for part in parts)]) + "/"


def check_by(family, who="guardian", day=TODAY, **values) -> Entry:
    values = values or {"worst_itch": 4, "skin_band": "mild"}
    at = EVENING - (TODAY - day)
    return actions.answer(patient=family.mia, by=getattr(family, who), at=at, values=values, local_day=day).entry


def text(response) -> str:
    html = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


ROLES = ["guardian", "second", "helper", "viewer", "revoked", "outsider"]


@pytest.mark.parametrize(
    ("page", "statuses"),
    [
        ("list", [200, 200, 403, 200, 404, 404]),
        ("add", [302, 200, 200, 403, 404, 404]),
        ("flare", [200, 200, 200, 403, 404, 404]),
        ("detail", [200, 200, 200, 200, 404, 404]),
        ("edit", [200, 200, 403, 403, 404, 404]),
        ("delete", [404, 302, 403, 403, 404, 404]),
    ],
)
def test_roles(family, outsider, page, statuses):
    entry = check_by(family)
    address = {
        "list": url(family),
        "add": url(family, "add"),
        "flare": url(family, "add") + "?flare=1",
        "detail": url(family, entry.pk),
        "edit": url(family, entry.pk, "edit"),
        "delete": url(family, entry.pk, "delete"),
    }[page]
    found = {}
    # From the least to the most; what the second caregiver deleted is gone when the guardian asks.
    for who in reversed(ROLES):
        client = outsider.client("guardian") if who == "outsider" else family.client(who)
        response = client.post(address) if page.endswith("delete") else client.get(address)
        found[who] = response.status_code
    assert found == dict(zip(ROLES, statuses, strict=True))


def test_delete_needs_a_post(family):
    entry = check_by(family)
    assert family.client("guardian").get(url(family, entry.pk, "delete")).status_code == 405
    assert Entry.objects.kept().exists()


def test_anonymous_is_asked_to_sign_in(family, client):
    response = client.get(url(family))
    assert response.status_code == 302
    assert "/account/login/" in response["Location"]


def test_a_check_of_the_sibling_or_another_family_is_not_found_here(family, outsider):
    leo = actions.answer(patient=family.leo, by=family.guardian, at=EVENING, values={"worst_itch": 1}).entry
    theirs = actions.answer(patient=outsider.mia, by=outsider.guardian, at=EVENING, values={"worst_itch": 1}).entry
    client = family.client("guardian")
    for entry in (leo, theirs):
        for last in ((), ("edit",)):
            assert client.get(url(family, entry.pk, *last)).status_code == 404
        assert client.post(url(family, entry.pk, "delete")).status_code == 404
    assert Entry.objects.kept().count() == 2


def test_add_saves_and_goes_to_today_with_undo(family):
    client = family.client("guardian")
    page = client.get(url(family, "add"))
    assert not re.search(r"<input[^>]*type=\"(radio|checkbox)\"[^>]*\schecked", page.content.decode())
    data = {
        "client_id": str(uuid.uuid4()),
        "worst_itch": "6",
        "skin_band": "3",
        "sites": ["elbow_crease:left", "elbow_crease:right", "chest"],
        "care_done": ["bath"],
        "pus": "no",
        "note": "Windy day",
    }
    response = client.post(url(family, "add"), data)
    entry = Entry.objects.get()
    assert response["Location"] == f"/p/{family.mia.pk}/?saved={entry.pk}"
    check = entry.skin_check
    assert (check.worst_itch, check.skin_band, check.pus, check.care_done) == (6, "severe", "no", ["bath"])
    assert check.sites == [{"site": "chest", "side": "midline"}, {"site": "elbow_crease", "side": "both"}]
    assert (entry.note, entry.local_day, entry.author) == ("Windy day", TODAY, family.guardian)
    # The form sent again writes nothing new.
    again = client.post(url(family, "add"), data)
    assert again.status_code == 302
    assert Entry.objects.count() == 1
    assert not Correction.objects.exists()


def test_what_is_already_there_is_shown_not_asked_again(family):
    entry = check_by(family)
    response = family.client("guardian").get(url(family, "add"))
    assert response["Location"] == url(family, entry.pk, "edit")
    assert family.client("second").get(url(family, "add")).status_code == 200


@pytest.mark.parametrize("itch", ["11", "-1", "abc", "4.5", "٣", "4; drop table", "9" * 400])
def test_a_wrong_itch_is_named_and_the_rest_is_kept(family, itch):
    data = {
        "worst_itch": itch,
        "skin_band": "2",
        "sites": ["palm:left"],
        "care_done": ["wet_wrap"],
        "note": "עור יבש 🌵 <b>bold</b>",
    }
    response = family.client("guardian").post(url(family, "add"), data)
    assert response.status_code == 422
    html = response.content.decode()
    assert "There is a problem" in html
    assert "Choose a whole number from 0 to 10." in html
    assert "<title>Error:" in html
    assert re.search(r'name="skin_band" value="2"[^>]*checked', html)
    assert re.search(r'name="sites" value="palm:left" checked', html)
    assert re.search(r'name="care_done" value="wet_wrap"[^>]*checked', html)
    assert "עור יבש 🌵 &lt;b&gt;bold&lt;/b&gt;" in html
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Fill in at least one answer"),
        ({"worst_itch": "3", "local_day": "2026-11-20"}, "The day cannot be after today"),
        ({"worst_itch": "3", "local_day": "2026-02-31"}, "Enter a valid date"),
        ({"worst_itch": "3", "local_day": "1999-01-01"}, "more than five years back"),
        ({"worst_itch": "3", "skin_band": "9"}, "Choose one of the five."),
        ({"worst_itch": "3", "sites": ["nowhere"]}, "Select a valid choice"),
        ({"worst_itch": "3", "pus": "perhaps"}, "Select a valid choice"),
        ({"worst_itch": "3", "note": "x" * 2001}, "at most 2000 characters"),
        ({"worst_itch": "3", "client_id": "no key"}, "UUID"),
    ],
)
def test_bad_input_has_a_clear_message_and_writes_nothing(family, data, words):
    response = family.client("guardian").post(url(family, "add"), data)
    assert response.status_code == 422
    assert words in text(response)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("note", ["x" * 400, "🌙" * 200, "‏עברית (12) abc‏", "a\nb"])
def test_any_words_fit_into_a_note(family, note):
    client = family.client("guardian")
    assert client.post(url(family, "add"), {"worst_itch": "3", "note": note}).status_code == 302
    entry = Entry.objects.get()
    assert entry.note == note
    assert client.get(url(family, entry.pk)).status_code == 200


def test_a_past_day_is_marked_as_added_later(family):
    client = family.client("guardian")
    client.post(url(family, "add"), {"worst_itch": "3", "local_day": "2026-11-12"})
    entry = Entry.objects.get()
    assert entry.local_day == dt.date(2026, 11, 12)
    assert "added later" in text(client.get(url(family, entry.pk)))
    assert "added later" in text(client.get(url(family)))


def test_a_flare_is_an_entry_of_its_own(family):
    check_by(family)
    client = family.client("guardian")
    page = client.get(url(family, "add") + "?flare=1")
    assert "Skin flare" in text(page)
    response = client.post(url(family, "add") + "?flare=1", {"skin_band": "4"})
    assert response.status_code == 302
    assert Entry.objects.count() == 2
    assert SkinCheck.objects.get(flare=True).skin_band == "very_severe"


def test_a_helper_notes_today_only_and_can_take_it_back(family):
    client = family.client("helper")
    assert "local_day" not in client.get(url(family, "add")).content.decode()
    response = client.post(url(family, "add"), {"worst_itch": "3", "local_day": "2026-11-12"}, follow=True)
    assert response.status_code == 200
    entry = Entry.objects.get()
    assert entry.local_day == TODAY
    assert client.get(url(family, entry.pk, "edit")).status_code == 200
    response = client.post(url(family, entry.pk, "delete"))
    assert response["Location"] == f"/p/{family.mia.pk}/?undone={entry.pk}"
    old = check_by(family, "helper", YESTERDAY)
    assert client.get(url(family, old.pk)).status_code == 404


def test_edit_shows_the_old_value_and_who_changed_it(family):
    entry = check_by(family, sites=[{"site": "palm", "side": ""}, {"site": "scalp", "side": ""}], worst_itch=4)
    client = family.client("second")
    page = client.get(url(family, entry.pk, "edit")).content.decode()
    assert re.search(r'name="worst_itch" value="4"[^>]*checked', page)
    # A side that nobody recorded has its own box: saving the page keeps it.
    assert re.search(r'name="sites" value="palm:" checked', page)
    assert page.count('name="sites" value="scalp" checked') == 1
    data = {"worst_itch": "7", "sites": ["palm:", "scalp"], "local_day": "2026-11-19", "itch_rater": "caregiver"}
    response = client.post(url(family, entry.pk, "edit"), data)
    assert response["Location"] == f"{url(family, entry.pk)}?saved={entry.pk}"
    assert SkinCheck.objects.get().sites == [{"site": "scalp", "side": "midline"}, {"site": "palm", "side": ""}]
    words = text(client.get(url(family, entry.pk)))
    assert "7 of 10" in words
    assert "was worst itch in the last 24 hours: 4 of 10, changed by Ben" in words
    assert "edited" in words


def test_edit_takes_answers_out_but_never_the_last_one(family):
    entry = check_by(family)
    client = family.client("guardian")
    client.post(url(family, entry.pk, "edit"), {"worst_itch": "", "skin_band": "1"})
    check = SkinCheck.objects.get()
    assert (check.worst_itch, check.itch_rater, check.skin_band) == (None, "", "mild")
    response = client.post(url(family, entry.pk, "edit"), {"worst_itch": "", "skin_band": ""})
    assert response.status_code == 422
    assert "Nothing would be left" in text(response)
    assert SkinCheck.objects.get().skin_band == "mild"


def test_delete_and_put_back(family):
    entry = check_by(family)
    client = family.client("guardian")
    response = client.post(url(family, entry.pk, "delete"))
    assert response["Location"] == f"{url(family)}?undone={entry.pk}"
    page = client.get(response["Location"])
    assert "Taken back" in text(page)
    assert client.get(url(family, entry.pk)).status_code == 404
    client.post(f"/p/{family.mia.pk}/record/{entry.pk}/restore/")
    assert client.get(url(family, entry.pk)).status_code == 200


def test_list_by_months(family):
    client = family.client("viewer")
    assert "No skin checks in these days." in text(client.get(url(family)))
    check_by(family, day=TODAY - dt.timedelta(days=45), worst_itch=9)
    page = client.get(url(family))
    assert "?to=2026-10-05" in page.content.decode()
    assert "itch 9 of 10" in text(client.get(url(family) + "?to=2026-10-05"))
    for odd in ("nonsense", "2999-01-01", "2026-02-31"):
        assert client.get(url(family) + f"?to={odd}").status_code == 200


def test_names_are_isolated_and_no_word_blames(family):
    family.mia.name = "מיה <i>"
    family.mia.save()
    entry = check_by(family)
    client = family.client("guardian")
    for address in (url(family), url(family, entry.pk), url(family, entry.pk, "edit"), url(family, "add") + "?flare=1"):
        page = client.get(address)
        assert "<bdi>מיה &lt;i&gt;</bdi>" in page.content.decode()
        assert not re.search(r"streak|you missed|failed|\d\s?%|redness|unsafe", text(page), re.IGNORECASE)
        assert "no-store" in page["Cache-Control"]


def test_the_map_and_the_list_offer_the_same_places(family):
    shown = set()
    for view in ("front", "back"):
        html = render_to_string("components/body_map.html", {"name": "sites", "view": view, "selected": []})
        shown |= {value.partition(":")[0] for value in re.findall(r'name="sites" value="([^"]+)"', html)}
    assert shown == forms.ON_THE_MAP
    client = family.client("guardian")
    on_map, as_list = (
        set(re.findall(r'name="sites" value="([^"]+)"', client.get(url(family, "add") + query).content.decode()))
        for query in ("", "?places=list")
    )
    assert on_map == as_list
    assert len(as_list) > 60


def test_the_number_of_queries_does_not_grow(family):
    def count() -> list[int]:
        client = family.client("guardian")
        counts = []
        for address in (url(family), url(family, entry.pk), url(family, entry.pk, "edit")):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    entry = check_by(family)
    small = count()
    for n in range(1, 90):
        check_by(family, day=TODAY - dt.timedelta(days=n))
        check_by(family, "second", day=TODAY - dt.timedelta(days=n))
    large = count()
    # One more only because there is now an earlier page to ask for; never one more per row.
    assert large == small
    assert max(large) <= 12

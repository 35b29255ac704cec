"""Pages of routines and exposures: one tap, who may, what is kept, what a person reads."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from care.precautions import actions
from care.precautions.models import Exposure, HiddenItem, RoutineCheck, RoutineChoice
from care.record.models import Correction, Entry
from tests.people import EVENING

TODAY = dt.date(2026, 11, 19)
ROLES = ["guardian", "second", "helper", "viewer", "revoked", "outsider"]


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def url(family, *parts) -> str:
    return "/".join([f"/p/{family.mia.pk}/precautions", *(str(part) for part in parts)]) + "/"


def routines(family, who="guardian", kept=False, exceptions=("raw_egg",), day=TODAY) -> Entry:
    return actions.record_routines(
        patient=family.mia,
        by=getattr(family, who),
        at=EVENING - (TODAY - day),
        kept=kept,
        exceptions=exceptions,
        local_day=day,
    ).entry


def expose(family, kind="crowd", who="guardian", day=TODAY, **extra) -> Entry:
    return actions.record_exposure(
        patient=family.mia, by=getattr(family, who), at=EVENING, kind=kind, first_on=day, **extra
    ).entry


def text(response) -> str:
    html = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def key_of(page) -> str:
    return re.search(r'name="client_id" value="([^"]+)"', page.content.decode())[1]


@pytest.mark.parametrize(
    ("page", "statuses"),
    [
        ("list", [200, 200, 403, 200, 404, 404]),
        ("different", [200, 200, 200, 403, 404, 404]),
        ("settings", [200, 200, 403, 403, 404, 404]),
        ("exposure-add", [200, 200, 200, 403, 404, 404]),
        ("detail", [200, 200, 200, 200, 404, 404]),
        ("edit", [200, 200, 403, 403, 404, 404]),
        ("delete", [404, 302, 403, 403, 404, 404]),
        ("exposure", [200, 200, 200, 200, 404, 404]),
        ("exposure-edit", [200, 200, 403, 403, 404, 404]),
        ("exposure-delete", [404, 302, 403, 403, 404, 404]),
    ],
)
def test_roles(family, outsider, page, statuses):
    check, exposed = routines(family), expose(family)
    address = {
        "list": url(family),
        "different": url(family, "different"),
        "settings": url(family, "settings"),
        "exposure-add": url(family, "exposures", "add"),
        "detail": url(family, check.pk),
        "edit": url(family, check.pk, "edit"),
        "delete": url(family, check.pk, "delete"),
        "exposure": url(family, "exposures", exposed.pk),
        "exposure-edit": url(family, "exposures", exposed.pk, "edit"),
        "exposure-delete": url(family, "exposures", exposed.pk, "delete"),
    }[page]
    found = {}
    # From the least to the most; what the second caregiver deleted is gone when the guardian asks.
    for who in reversed(ROLES):
        client = outsider.client("guardian") if who == "outsider" else family.client(who)
        response = client.post(address) if page.endswith("delete") else client.get(address)
        found[who] = response.status_code
    assert found == dict(zip(ROLES, statuses, strict=True))


def test_rows_of_the_sibling_or_another_family_are_not_found_here(family, outsider):
    rows = [
        ("", actions.record_routines(patient=p, by=u, at=EVENING, kept=False, exceptions=["pool"]).entry)
        for p, u in ((family.leo, family.guardian), (outsider.mia, outsider.guardian))
    ]
    rows += [
        ("exposures", actions.record_exposure(patient=p, by=u, at=EVENING, kind="crowd").entry)
        for p, u in ((family.leo, family.guardian), (outsider.mia, outsider.guardian))
    ]
    client = family.client("guardian")
    for folder, entry in rows:
        start = [folder] if folder else []
        assert client.get(url(family, *start, entry.pk)).status_code == 404
        assert client.get(url(family, *start, entry.pk, "edit")).status_code == 404
        assert client.post(url(family, *start, entry.pk, "delete")).status_code == 404
    # A routine check is no exposure.
    assert client.get(url(family, "exposures", routines(family).pk)).status_code == 404
    assert Entry.objects.kept().count() == 5


def test_one_tap_saves_one_item(family):
    client = family.client("guardian")
    page = client.get(url(family, "different"))
    key = key_of(page)
    response = client.post(url(family, "different"), {"client_id": key, "item": "food:raw_egg"})
    entry = Entry.objects.get()
    assert response["Location"] == f"/p/{family.mia.pk}/?saved={entry.pk}"
    check = entry.routine_check
    assert (check.kept, check.exceptions) == ("different", [{"kind": "food", "slug": "raw_egg", "note": ""}])
    assert entry.local_day == TODAY
    # The same tap once more is the same entry; another item of the same page is another.
    client.post(url(family, "different"), {"client_id": key, "item": "food:raw_egg"})
    assert Entry.objects.count() == 1
    client.post(url(family, "different"), {"client_id": key, "item": "water_source:private_well"})
    assert Entry.objects.count() == 2


def test_one_tap_on_an_exposure_is_an_exposure_today(family):
    client = family.client("helper")
    response = client.post(url(family, "different"), {"item": "exposure:building_dust", "local_day": "2026-11-01"})
    row = Exposure.objects.get()
    assert response["Location"] == f"/p/{family.mia.pk}/?saved={row.pk}"
    assert (row.kind, row.first_on, row.last_on) == ("building_dust", TODAY, TODAY)


def test_after_measles_the_familys_own_call_plan_is_shown(family):
    client = family.client("guardian")
    response = client.post(url(family, "different"), {"item": "exposure:measles"}, follow=True)
    assert 'data-testid="call-plan"' in response.content.decode()
    assert Exposure.objects.get().kind == "measles"
    crowd = expose(family)
    assert 'data-testid="call-plan"' not in client.get(url(family, "exposures", crowd.pk)).content.decode()


def test_another_day_can_be_chosen(family):
    client = family.client("guardian")
    page = client.get(url(family, "different") + "?day=2026-11-17")
    assert 'value="2026-11-17"' in page.content.decode()
    client.post(url(family, "different"), {"item": "food:raw_egg", "local_day": "2026-11-17"})
    client.post(url(family, "different"), {"item": "exposure:crowd", "local_day": "2026-11-16"})
    assert sorted(Entry.objects.values_list("local_day", flat=True)) == [dt.date(2026, 11, 16), dt.date(2026, 11, 17)]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose something from the list."),
        ({"item": "food:nothing"}, "Choose something from the list."),
        ({"item": "x" * 400}, "Choose something from the list."),
        ({"item": "food:raw_egg", "local_day": "2026-11-20"}, "The day cannot be after today"),
        ({"item": "food:raw_egg", "local_day": "soon"}, "Enter a valid date"),
        ({"item": "food:raw_egg", "client_id": "no key"}, "UUID"),
    ],
)
def test_a_bad_tap_has_a_clear_message_and_writes_nothing(family, data, words):
    response = family.client("guardian").post(url(family, "different"), data)
    assert response.status_code == 422
    assert words in text(response)
    assert not Entry.objects.exists()


EXPOSED = {"kind": "sick_contact", "first_on": "2026-11-18", "place": "nursery 🌳", "note": "חבר מהגן"}


def test_an_exposure_with_details(family):
    client = family.client("guardian")
    page = client.get(url(family, "exposures", "add") + "?kind=travel")
    assert re.search(r'value="travel" selected', page.content.decode())
    data = EXPOSED | {"client_id": key_of(page), "first_time": "08:30", "minutes": "over_60"}
    client.post(url(family, "exposures", "add"), data)
    row = Exposure.objects.select_related("entry").get()
    assert (row.kind, row.first_on, row.last_on, row.first_time) == (
        "sick_contact",
        dt.date(2026, 11, 18),
        dt.date(2026, 11, 18),
        dt.time(8, 30),
    )
    assert (row.entry.note, row.entry.local_day) == ("חבר מהגן", dt.date(2026, 11, 18))
    client.post(url(family, "exposures", "add"), data)
    assert Entry.objects.count() == 1
    words = text(client.get(url(family, "exposures", row.pk)))
    assert "nursery 🌳" in words
    assert "More than an hour" in words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": ""}, "Choose something from the list."),
        ({"kind": "dragons"}, "Choose something from the list."),
        ({"first_on": ""}, "Enter the day, or the first day."),
        ({"first_on": "2026-11-20"}, "The day cannot be after today."),
        ({"first_on": "2026-02-31"}, "Enter a valid date"),
        ({"last_on": "2026-11-17"}, "The last day cannot be before the first day."),
        ({"last_on": "2027-11-17"}, "The day cannot be after today."),
        ({"first_time": "09:00", "last_time": "08:00"}, "The end cannot be before the start."),
        ({"first_time": "25:00"}, "Enter a valid time"),
        ({"place": "x" * 400}, "at most 200 characters"),
        ({"minutes": "ages"}, "Select a valid choice"),
    ],
)
def test_a_bad_exposure_has_a_clear_message_and_keeps_the_rest(family, change, words):
    response = family.client("guardian").post(url(family, "exposures", "add"), EXPOSED | change)
    assert response.status_code == 422
    html = response.content.decode()
    assert words in text(response)
    assert "There is a problem" in html
    assert "חבר מהגן" in html
    if "place" not in change:
        assert 'value="nursery 🌳"' in html
    assert not Entry.objects.exists()


def test_a_helper_notes_an_exposure_of_today(family):
    client = family.client("helper")
    assert "first_on" not in client.get(url(family, "exposures", "add")).content.decode()
    client.post(url(family, "exposures", "add"), {"kind": "crowd", "first_on": "2026-11-01", "last_time": "16:00"})
    row = Exposure.objects.get()
    assert (row.first_on, row.last_on) == (TODAY, TODAY)
    data = {"kind": "crowd", "place": "bus"}
    assert client.post(url(family, "exposures", row.pk, "edit"), data).status_code == 302
    row.refresh_from_db()
    assert (row.place, row.first_on, row.last_on) == ("bus", TODAY, TODAY)


def test_editing_keeps_what_it_said(family):
    exposed, check = expose(family), routines(family)
    client = family.client("second")
    data = {"kind": "crowd", "first_on": "2026-11-17", "place": "fair"}
    response = client.post(url(family, "exposures", exposed.pk, "edit"), data)
    assert response["Location"] == f"{url(family, 'exposures', exposed.pk)}?saved={exposed.pk}"
    words = text(client.get(url(family, "exposures", exposed.pk)))
    assert "was first day: Thu 19 Nov 2026, changed by Ben" in words
    assert "was where: not recorded, changed by Ben" in words

    page = client.get(url(family, check.pk, "edit")).content.decode()
    assert re.search(r'value="food:raw_egg"[^>]*checked', page)
    data = {"kept": "different", "exceptions": ["water_contact:pool"], "local_day": "2026-11-19"}
    client.post(url(family, check.pk, "edit"), data)
    words = text(client.get(url(family, check.pk)))
    assert "was what was different: Raw or runny egg, changed by Ben" in words
    assert "Chlorinated pool" in words
    response = client.post(url(family, check.pk, "edit"), {"kept": "", "exceptions": ["pool"], "note": "stays"})
    assert response.status_code == 422
    assert "stays" in response.content.decode()
    assert Correction.objects.filter(entry=check.pk).count() == 1


def test_delete_and_put_back(family):
    client = family.client("guardian")
    for folder, entry in (([], routines(family)), (["exposures"], expose(family))):
        response = client.post(url(family, *folder, entry.pk, "delete"))
        assert response["Location"] == f"{url(family)}?undone={entry.pk}"
        assert "Taken back" in text(client.get(response["Location"]))
        client.post(f"/p/{family.mia.pk}/record/{entry.pk}/restore/")
        assert client.get(url(family, *folder, entry.pk)).status_code == 200


def test_settings_pick_moments_and_switch_items_off(family):
    client = family.client("guardian")
    page = client.get(url(family, "settings"))
    html = page.content.decode()
    shown = re.findall(r'name="shown" value="([^"]+)" checked', html)
    assert len(shown) > 40
    assert len(re.findall(r'name="moments"[^>]*checked', html)) == 5
    data = {"moments": ["before_eating"], "shown": [key for key in shown if key != "food:raw_honey"]}
    response = client.post(url(family, "settings"), data, follow=True)
    assert "Your choice is saved." in text(response)
    assert list(RoutineChoice.objects.values_list("slug", flat=True)) == ["before_eating"]
    assert [str(row) for row in HiddenItem.objects.all()] == ["food:raw_honey"]
    # The family's choice holds for everybody who logs, a helper too.
    for who in ("second", "helper"):
        words = text(family.client(who).get(url(family, "different")))
        assert "Raw honey" not in words
        assert "Before eating or feeding" in words
        assert "After coming home" not in words


@pytest.mark.parametrize(
    ("moments", "words"),
    [
        ([], "Pick at least one moment."),
        (
            [
                "before_eating",
                "before_cooking",
                "after_toilet",
                "home_from_outside",
                "after_animals_soil",
                "around_skin_care",
            ],
            "Pick five at most.",
        ),
        (["raw_egg"], "Choose something from the list."),
    ],
)
def test_settings_that_do_not_fit_change_nothing(family, moments, words):
    response = family.client("guardian").post(url(family, "settings"), {"moments": moments, "shown": ["food:raw_egg"]})
    assert response.status_code == 422
    assert words in text(response)
    # The ticks that were sent are kept on the page.
    assert re.findall(r'name="shown" value="([^"]+)" checked', response.content.decode()) == ["food:raw_egg"]
    assert not RoutineChoice.objects.exists()
    assert not HiddenItem.objects.exists()


def test_words_are_neutral_and_sources_stand_beside_the_lists(family):
    check, exposed = routines(family, exceptions=["raw_egg", "before_eating"]), expose(family, "building_dust")
    client = family.client("guardian")
    pages = [
        client.get(url(family, *parts))
        for parts in (
            (),
            ("different",),
            ("settings",),
            ("exposures", "add"),
            (check.pk,),
            (check.pk, "edit"),
            ("exposures", exposed.pk),
            ("exposures", exposed.pk, "edit"),
        )
    ]
    for page in pages:
        assert page.status_code == 200
        assert "<bdi>Mia</bdi>" in page.content.decode()
        assert "no-store" in page["Cache-Control"]
        blame = r"streak|missed|failed|broke|\d\s?%|unsafe|contraindicated|\bfault"
        assert not re.search(blame, text(page), re.IGNORECASE), page.request["PATH_INFO"]
    assert "Source:" in text(pages[4])
    assert "CDC " in text(pages[1])
    assert "CDC " in text(pages[6])


def test_list_by_months(family):
    client = family.client("viewer")
    assert "Nothing noted in these days." in text(client.get(url(family)))
    routines(family, day=TODAY - dt.timedelta(days=45))
    page = client.get(url(family))
    assert "?to=2026-10-05" in page.content.decode()
    assert "Raw or runny egg" in text(client.get(url(family) + "?to=2026-10-05"))
    assert client.get(url(family) + "?to=nonsense").status_code == 200


def test_the_number_of_queries_does_not_grow(family):
    addresses = [url(family), url(family, "different"), url(family, "settings")]

    def count() -> list[int]:
        client = family.client("guardian")
        counts = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    routines(family)
    expose(family)
    small = count()
    for n in range(60):
        routines(family, day=TODAY - dt.timedelta(days=n))
        routines(family, "second", True, (), day=TODAY - dt.timedelta(days=n))
        expose(family, day=TODAY - dt.timedelta(days=n))
    assert RoutineCheck.objects.count() == 121
    assert count() == small
    assert max(small) <= 12

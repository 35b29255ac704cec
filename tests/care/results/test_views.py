"""Pages of this room: who may, what is kept, what a person reads; the same for all six kinds."""

import datetime as dt
import re
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from care.record.dates import PartialDate
from care.record.models import Entry
from care.results import actions
from care.results.models import DETAILS, Growth, LabResult, Teeth
from tests.care.results.samples import FULL, MARCH, PAGES, SAID, posted
from tests.markup import ticked
from tests.people import EVENING

TODAY = dt.date(2026, 11, 19)
ROLES = ["guardian", "second", "helper", "viewer", "revoked", "outsider"]
KINDS = list(FULL)


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def url(family, *parts) -> str:
    return "/".join([f"/p/{family.mia.pk}/results", *(str(part) for part in parts)]) + "/"


def add(family, kind, values=None, who="guardian", at=EVENING, **more) -> Entry:
    values = FULL[kind] if values is None else values
    return actions.add(patient=family.mia, kind=kind, by=getattr(family, who), at=at, values=values, **more).entry


def text(response) -> str:
    html = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split()).replace("&gt;", ">").replace("&lt;", "<")


def key_of(page) -> str:
    return re.search(r'name="client_id" value="([^"]+)"', page.content.decode())[1]


@pytest.mark.parametrize(
    ("page", "statuses"),
    [
        ("overview", [200, 200, 403, 200, 404, 404]),
        ("list", [200, 200, 403, 200, 404, 404]),
        ("add", [200, 200, 200, 403, 404, 404]),
        ("detail", [200, 200, 200, 200, 404, 404]),
        ("edit", [200, 200, 403, 403, 404, 404]),
        ("delete", [404, 302, 403, 403, 404, 404]),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_roles(family, outsider, kind, page, statuses):
    entry = add(family, kind)
    address = {
        "overview": url(family).replace("//", "/"),
        "list": url(family, PAGES[kind]),
        "add": url(family, PAGES[kind], "add"),
        "detail": url(family, entry.pk),
        "edit": url(family, entry.pk, "edit"),
        "delete": url(family, entry.pk, "delete"),
    }[page]
    found = {}
    for who in reversed(ROLES):
        client = outsider.client("guardian") if who == "outsider" else family.client(who)
        response = client.post(address) if page == "delete" else client.get(address)
        found[who] = response.status_code
    assert found == dict(zip(ROLES, statuses, strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_writing_reading_changing_deleting(family, kind):
    client = family.client("guardian")
    page = client.get(url(family, PAGES[kind], "add"))
    assert page.status_code == 200
    assert not ticked(page.content.decode()), "nothing is chosen before the first tap"
    data = posted(kind, client_id=key_of(page))
    response = client.post(url(family, PAGES[kind], "add"), data)
    assert response.status_code == 302, text(response)
    client.post(url(family, PAGES[kind], "add"), data)
    entry = Entry.objects.get()
    assert response["Location"] == f"{url(family, entry.pk)}?saved={entry.pk}"
    row = DETAILS[Entry.Kind(kind)].objects.get()
    for name, value in FULL[kind].items():
        assert getattr(row, name) == value, name

    words = text(client.get(url(family, entry.pk)))
    for said in [*SAID[kind], "page 2", "Copied from a document", "Typed by Ana"]:
        assert said in words, said
    if kind != "general_check":
        assert "Date Mar 2026" in words

    edit = client.get(url(family, entry.pk, "edit"))
    assert edit.status_code == 200
    again = client.post(url(family, entry.pk, "edit"), posted(kind, note="page 3", source="clinician"))
    assert again.status_code == 302, text(again)
    row.refresh_from_db()
    for name, value in FULL[kind].items():
        assert getattr(row, name) == value, f"{name} changed by opening and saving"
    words = text(client.get(url(family, entry.pk)))
    assert "was note: page 2, changed by Ana" in words
    assert "was how we know: Copied from a document" in words

    gone = client.post(url(family, entry.pk, "delete"))
    assert gone["Location"] == f"{url(family, PAGES[kind])}?undone={entry.pk}"
    assert "Put back" in text(client.get(gone["Location"]))
    assert client.get(url(family, entry.pk)).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_the_sibling_or_another_family_are_not_found_here(family, outsider, kind):
    client = family.client("guardian")
    rows = [
        actions.add(patient=patient, kind=kind, by=user, at=EVENING, values=FULL[kind]).entry
        for patient, user in ((family.leo, family.guardian), (outsider.mia, outsider.guardian))
    ]
    for entry in rows:
        assert client.get(url(family, entry.pk)).status_code == 404
        assert client.get(url(family, entry.pk, "edit")).status_code == 404
        assert client.post(url(family, entry.pk, "delete")).status_code == 404
    assert client.get(url(family, PAGES[kind], "add") + f"?like={rows[1].pk}").status_code == 404
    assert Entry.objects.kept().count() == 2


def test_an_entry_of_another_room_is_none_of_these(family):
    from care.record import actions as record

    note = record.add(patient=family.mia, kind="note", by=family.guardian, at=EVENING, note="x").entry
    assert family.client("guardian").get(url(family, note.pk)).status_code == 404


@pytest.mark.parametrize(
    ("kind", "change", "words"),
    [
        ("lab_result", {"test": ""}, "Choose the test."),
        ("lab_result", {"test": "other"}, "Enter the name of the test."),
        ("lab_result", {"value_text": " "}, "Enter the value."),
        ("lab_result", {"source": ""}, "Choose where it comes from."),
        ("lab_result", {"number": "2,100"}, "Write it without a comma or point for thousands"),
        ("lab_result", {"number": "lots"}, "Write a number, like 14.2."),
        ("lab_result", {"dated_year": "2027"}, "The date cannot be in the future."),
        ("lab_result", {"dated_year": ""}, "Add the year, like 2026."),
        ("lab_result", {"dated_day": "31", "dated_month": "2"}, "This date does not exist."),
        ("growth", {"weight": "", "height": "", "head": ""}, "Enter at least one of weight, height or head."),
        ("growth", {"weight_unit": ""}, "Choose the unit."),
        ("growth", {"weight_unit": "g"}, "Please check the number and its unit."),
        ("growth", {"weight": "heavy"}, "Write a number, like 14.2."),
        ("tooth", {"retained": [], "extracted": [], "extraction": ""}, "Choose at least one tooth"),
        ("tooth", {"retained": ["51"], "extracted": ["51"]}, "A tooth is either still there or taken out."),
        ("tooth", {"retained": ["11"]}, "Select a valid choice"),
        ("fracture", {"bone": ""}, "Choose the bone or place."),
        ("fracture", {"bone": "other", "bone_text": ""}, "Enter which bone."),
        ("scan", {"scan": ""}, "Choose what was done."),
        ("scan", {"scan": "other"}, "Enter what was done."),
        ("scan", {"result_text": "x" * 4001}, "at most 4000 characters"),
        ("general_check", {"joint_pain": "11"}, "Select a valid choice"),
        ("general_check", {"brace_hours": "25"}, "A day has 24 hours."),
        ("general_check", {"local_day": "2026-11-20"}, "The day cannot be after today"),
    ],
)
def test_a_bad_form_has_a_clear_message_and_keeps_the_rest(family, kind, change, words):
    client = family.client("guardian")
    response = client.post(url(family, PAGES[kind], "add"), posted(kind, note="stays here") | change)
    assert response.status_code == 422
    assert words in text(response)
    assert "There is a problem" in text(response)
    assert "stays here" in response.content.decode()
    assert not Entry.objects.exists()
    entry = add(family, kind)
    response = client.post(url(family, entry.pk, "edit"), posted(kind) | change)
    assert response.status_code == 422
    assert Entry.objects.get().version == 1


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_writes_nothing(family, kind):
    response = family.client("guardian").post(url(family, PAGES[kind], "add"), {})
    assert response.status_code == 422
    assert not Entry.objects.exists()


def test_a_number_longer_than_its_column_is_refused_in_words(family):
    client = family.client("guardian")
    data = {"weight": "14.1234", "weight_unit": "kg"}
    response = client.post(url(family, "growth", "add"), data)
    assert response.status_code == 422
    assert "no more than 3 decimal places" in text(response)
    entry = add(family, "growth")
    assert client.post(url(family, entry.pk, "edit"), data).status_code == 422
    assert Growth.objects.get().weight == Decimal("14.2")


def test_what_it_said_before_is_told_in_words(family):
    entry = add(family, "tooth", dated=MARCH)
    client = family.client("guardian")
    client.post(url(family, entry.pk, "edit"), {"retained": ["51"], "dated_year": "2025"})
    client.post(url(family, entry.pk, "edit"), {"retained": ["51"], "dated_year": "2025", "dated_month": "1"})
    client.post(url(family, entry.pk, "edit"), {"retained": ["51"], "dated_year": "2025", "dated_month": "2"})
    client.post(url(family, entry.pk, "edit"), {"retained": ["51"]})
    words = text(client.get(url(family, entry.pk)))
    assert "was date: Mar 2026, changed by Ana" in words
    assert "was date: 2025, changed by Ana" in words
    assert "was date: Jan 2025, changed by Ana" in words
    assert "was date: Feb 2025, changed by Ana" in words
    assert words.count("was date:") == 4
    assert "was baby teeth still there: 51 (upper right, front tooth), 61 (upper left, front tooth), 85" in words
    assert "was taking a tooth out: Taken out" in words
    growth = add(family, "growth")
    client.post(url(family, growth.pk, "edit"), {"height": "102", "height_unit": "cm", "dated_year": "2026"})
    words = text(client.get(url(family, growth.pk)))
    assert "was height or length: 101.5, changed by Ana" in words
    assert "was date: not recorded" in words


def test_commas_and_units_are_kept_as_written(family):
    client = family.client("guardian")
    client.post(url(family, "growth", "add"), {"weight": "3,250", "weight_unit": "kg"})
    row = Growth.objects.get()
    assert (row.weight, row.weight_unit, row.dated) == (Decimal("3.25"), "kg", None)
    client.post(url(family, "growth", "add"), {"weight": "31", "weight_unit": "lb", "height_unit": "cm"})
    assert Growth.objects.filter(weight=31, weight_unit="lb", height=None, height_unit="").exists()
    words = text(client.get(url(family, "growth")))
    assert "3.25 kg" in words
    assert "31 lb" in words


def test_the_value_is_kept_letter_by_letter(family):
    client = family.client("guardian")
    strange = "<b>&lt; 0,05</b> ↑↑ 🌡 ١٢٣"
    data = {"test": "other", "test_text": "Anti-<x>", "value_text": strange, "source": "document"}
    client.post(url(family, "lab", "add"), data)
    row = LabResult.objects.get()
    assert (row.value_text, row.number) == (strange, None)
    html = client.get(url(family, row.pk)).content.decode()
    assert "&lt;b&gt;&amp;lt; 0,05&lt;/b&gt; ↑↑ 🌡 ١٢٣" in html
    assert "<b>&lt;" not in html


def test_no_value_is_judged(family):
    """No colour, no arrow, no word about high or low, whatever the value and its range."""
    client = family.client("guardian")
    add(family, "lab_result", {"test": "ige", "value_text": "99999", "unit": "kU/L", "reference_range": "0-100"})
    add(family, "lab_result", {"test": "ige", "value_text": "5", "unit": "kU/L", "reference_range": "0-100"})
    rows = [
        re.sub(r"[0-9a-f-]{36}", "", client.get(url(family, pk)).content.decode())
        for pk in Entry.objects.values_list("pk", flat=True)
    ]
    plain = [
        re.sub(r'value="[^"]*"|nonce="[^"]*"', "", html).replace(value, "")
        for html, value in zip(rows, ("99999", "5") if "99999" in rows[0] else ("5", "99999"), strict=True)
    ]
    for html in plain:
        assert not re.search(r"badge-(?!plain)|data-band|\bhigh\b|\babnormal\b|\bnormal:", html)
    words = text(client.get(f"/p/{family.mia.pk}/results/"))
    assert "Tend does not judge values" in words
    assert not re.search(r"\bsafe\b|unsafe|\d+\s?%|streak|missed|failed", words, re.I)


def test_the_chart_names_every_tooth(family):
    html = family.client("guardian").get(url(family, "teeth", "add")).content.decode()
    assert len(re.findall(r'type="checkbox" name="retained"', html)) == 20
    assert re.search(r'>51<span class="visually-hidden"> Upper right, Front tooth</span>', html)
    entry = add(family, "tooth")
    html = family.client("guardian").get(url(family, entry.pk, "edit")).content.decode()
    assert re.findall(r'name="retained" value="(\d+)"[^>]* checked', html) == ["51", "61", "85"]


def test_another_value_of_the_same_paper_begins_with_its_date_and_place(family):
    entry = add(family, "lab_result", dated=MARCH, source="document")
    client = family.client("guardian")
    html = client.get(url(family, entry.pk)).content.decode()
    link = re.search(r'href="([^"]+)" data-testid="add-like"', html)[1]
    html = client.get(link).content.decode()
    assert '<option value="3" selected>' in html
    assert 'value="City lab"' in html
    assert re.search(r'value="document"[^>]* checked', html)
    assert "2 000" not in html, "the value is the other one's"
    growth = add(family, "growth")
    html = client.get(url(family, "lab", "add") + f"?like={growth.pk}").content.decode()
    assert not ticked(html)
    assert client.get(url(family, "lab", "add") + "?like=nonsense").status_code == 404


def test_a_photo_of_the_paper_can_hang_on_it(family):
    entry = add(family, "lab_result")
    html = family.client("guardian").get(url(family, entry.pk)).content.decode()
    assert re.search(rf'href="[^"]*{entry.pk}[^"]*" data-testid="add-photo"', html)
    assert 'data-testid="add-photo"' not in family.client("viewer").get(url(family, entry.pk)).content.decode()


def test_the_overview_shows_the_newest_of_each(family):
    client = family.client("guardian")
    words = text(client.get(f"/p/{family.mia.pk}/results/"))
    assert words.count("is written down yet.") == 6, "empty shelves say so"
    for number, month in enumerate((3, 9, 1, 6)):
        add(family, "lab_result", {"test": "ige", "value_text": f"v{number}"}, dated=PartialDate.of(2026, month))
    for kind in KINDS[1:]:
        add(family, kind)
    words = text(client.get(f"/p/{family.mia.pk}/results/"))
    assert [f"v{n}" in words for n in range(4)] == [True, True, False, True], "the three newest dates"
    assert words.index("v1") < words.index("v3") < words.index("v0")
    assert "is written down yet." not in words
    viewer = text(family.client("viewer").get(f"/p/{family.mia.pk}/results/"))
    assert "Add a laboratory result" not in viewer


def test_lists_are_paged_and_narrowed_to_one_test(family):
    client = family.client("guardian")
    for number in range(32):
        add(
            family,
            "lab_result",
            {"test": "ige" if number % 2 else "crp", "value_text": f"v{number:02}"},
            dated=PartialDate.on(TODAY - dt.timedelta(days=number)),
        )
    first = client.get(url(family, "lab"))
    assert first.content.decode().count('data-testid="result"') == 30
    second = client.get(url(family, "lab") + "?page=2")
    assert second.content.decode().count('data-testid="result"') == 2
    assert "v31" in text(second)
    assert 'data-testid="older"' not in second.content.decode()
    only = client.get(url(family, "lab") + "?test=crp")
    assert only.content.decode().count('data-testid="result"') == 16
    assert "v01" not in text(only)
    for odd in ("?page=0", "?page=x", "?page=²", "?page=-3", "?page=99999999999", "?test=magic"):
        assert client.get(url(family, "lab") + odd).status_code == 200
    assert "Nothing more." in text(client.get(url(family, "lab") + "?page=9"))


def test_a_helper_writes_and_sees_todays_only(family):
    old = add(family, "growth", at=EVENING - dt.timedelta(days=2))
    client = family.client("helper")
    page = client.get(url(family, "checks", "add"))
    assert 'name="local_day"' not in page.content.decode()
    response = client.post(url(family, "checks", "add"), {"headache": "yes", "local_day": "2026-11-01"})
    own = Entry.objects.get(kind="general_check")
    assert own.local_day == TODAY
    assert client.get(response["Location"]).status_code == 200
    assert client.get(url(family, old.pk)).status_code == 404
    assert client.get(url(family, own.pk, "edit")).status_code == 200
    gone = client.post(url(family, own.pk, "delete"))
    assert gone["Location"].startswith(f"/p/{family.mia.pk}/?undone=")


def test_long_and_empty_content(family):
    long = add(family, "scan", {"scan": "other", "scan_text": "x" * 120, "result_text": "word " * 700})
    teeth = add(family, "tooth", {"extraction": "planned"})
    client = family.client("guardian")
    words = text(client.get(url(family, "scans")))
    assert "…" in words
    assert words.count("word") < 40
    assert text(client.get(url(family, long.pk))).count("word") >= 700
    assert "Date not recorded" in text(client.get(url(family, teeth.pk)))
    assert Teeth.objects.get().retained == []


def counted(client, path) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_queries_do_not_grow(family):
    client = family.client("guardian")

    def measure():
        entry = Entry.objects.filter(kind="lab_result").first()
        paths = [f"/p/{family.mia.pk}/results/", url(family, "lab"), url(family, entry.pk), url(family, "lab", "add")]
        return [counted(client, path) for path in paths]

    for kind in KINDS:
        add(family, kind)
    few = measure()
    for number in range(25):
        for kind in KINDS:
            add(family, kind, dated=None if kind == "general_check" else PartialDate.on(TODAY - dt.timedelta(number)))
    assert measure() == few
    assert max(few) <= 12


def test_the_timeline_tells_of_each_kind(family):
    from care.results import reads

    entries = [add(family, kind) for kind in KINDS]
    found = reads.describe(entries)
    assert [found[entry.pk].title for entry in entries] == [
        "IgE",
        "Growth",
        "Baby teeth",
        "Wrist",
        "CT",
        "General check",
    ]
    assert found[entries[0].pk].text == "> 2 000 (repeat) kU/L"
    assert found[entries[1].pk].text == "14.2 kg, 101.5 cm, 19.25 in"
    assert found[entries[5].pk].text.endswith(" and more")
    dated = add(family, "tooth", dated=PartialDate.of(2025))
    text_of = reads.describe([dated])[dated.pk].text
    assert text_of == "still there: 51, 61, 85, taken out · 2025", "a year must not look like a tooth"
    with CaptureQueriesContext(connection) as queries:
        reads.describe(entries * 3)
    assert len(queries) == 6, "one for each kind that is there"


@pytest.mark.parametrize(("thermometer", "first"), [("C", ["kg", "cm", "cm"]), ("F", ["lb", "in", "in"])])
def test_the_units_a_person_uses_come_first(family, thermometer, first):
    family.guardian.temperature_unit = thermometer
    family.guardian.save()
    page = family.client("guardian").get(url(family, "growth", "add")).content.decode()
    offered = [re.findall(rf'name="{name}_unit" value="(\w+)"', page) for name in ("weight", "height", "head")]
    assert [units[0] for units in offered] == first
    assert [set(units) for units in offered] == [{"kg", "g", "lb"}, {"cm", "in"}, {"cm", "in"}]

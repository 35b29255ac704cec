"""How long a share opens, and what of a summary is left when sections are taken out."""

import datetime as dt

import pytest

from care.visits.rules import instructions, sharing

NOW = dt.datetime(2026, 11, 19, 7, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(("lasts", "days"), [("1", 1), ("7", 7), ("30", 30)])
def test_a_share_ends_after_the_days_it_was_given(lasts, days):
    assert sharing.expiry(lasts, NOW) == NOW + dt.timedelta(days=days)


@pytest.mark.parametrize("lasts", ["", "0", "2", "365", "a day"])
def test_no_other_length_is_offered(lasts):
    with pytest.raises(ValueError, match="is not a valid"):
        sharing.expiry(lasts, NOW)


def test_sections_stand_in_the_order_of_the_page_and_unknown_ones_are_dropped():
    first, *_, last = sharing.Section
    assert sharing.kept_sections([last, "poems", first, last]) == [first.value, last.value]
    assert sharing.kept_sections([]) == []


@pytest.mark.parametrize("left_out", list(sharing.Section))
def test_a_section_left_out_takes_its_parts_along_and_nothing_else(left_out):
    everything = sharing.ALL | {sharing.Extra.NOTES, sharing.Extra.PHOTOS}
    content = {part: {} for parts in sharing.PARTS.values() for part in parts} | {"head": 1}
    content["infections"] = {"started": [], "open_at_start": [], "open_now": []}
    kept = sharing.without(content, everything - {left_out})
    assert content.keys() - kept.keys() == set(sharing.PARTS[left_out])
    assert sharing.without(content, everything) == content
    out = {"notes", "photos"}
    assert sharing.without(content, sharing.ALL) == {name: part for name, part in content.items() if name not in out}
    assert sharing.without(content, ()) == {"head": 1}


@pytest.mark.parametrize(
    ("before", "any_chosen", "after"),
    [
        (["skin"], True, ["skin", "photos"]),
        (["skin", "photos"], True, ["skin", "photos"]),
        (["skin", "notes", "photos"], False, ["skin", "notes"]),
        (["skin"], False, ["skin"]),
    ],
)
def test_photos_come_and_go_and_nothing_else_changes(before, any_chosen, after):
    assert sharing.with_photos(before, any_chosen=any_chosen) == after


def test_extras_alone_show_nothing():
    assert sharing.kept_sections(["notes", "private_places"]) == []
    assert sharing.kept_sections(["notes", "skin"]) == ["skin", "notes"]


def test_private_places_are_counted_and_not_named():
    row = {"title": "Lump: Genital area", "title_without_place": "Lump", "private": True}
    other = {"title": "Lump: Cheek", "title_without_place": "Lump", "private": False}
    old = {"title": "Ear infection"}
    content = {
        "infections": {"started": [row, other], "open_at_start": [old], "open_now": [row]},
        "skin": {"places": [{"private": True}, {"private": False}]},
    }
    kept = sharing.without(content, sharing.ALL)
    assert [one["title"] for one in kept["infections"]["started"]] == ["Lump", "Lump: Cheek"]
    assert (kept["infections"]["open_at_start"], kept["infections"]["open_now"][0]["title"]) == ([old], "Lump")
    assert kept["skin"] == {"places": [{"private": False}], "places_not_shown": 1}
    assert row["title"] == "Lump: Genital area"
    assert sharing.without(content, sharing.ALL | {sharing.Extra.PRIVATE_PLACES}) == content


def test_people_at_home_have_no_name_unless_it_is_ticked():
    content = {"vaccines": {"at_home": [{"member": "Nan", "title": "Varicella"}]}}
    assert sharing.without(content, sharing.ALL) == {"vaccines": {"at_home": [{"member": "", "title": "Varicella"}]}}
    assert sharing.without(content, sharing.ALL | {sharing.Extra.HOUSEHOLD_NAMES}) == content


@pytest.mark.parametrize(
    ("before", "expected"),
    [(None, None), (dt.date(2027, 6, 1), dt.date(2027, 6, 1)), (dt.date(2026, 1, 1), dt.date(2026, 11, 19))],
)
def test_one_number_does_not_put_off_a_plans_review(before, expected):
    assert instructions.review_on(dt.date(2026, 11, 19), before) == expected


@pytest.mark.parametrize(
    ("kind", "values", "fits"),
    [
        ("call_plan", {"ring_when": ""}, True),
        ("threshold", {"tenths": 380, "unit": "C"}, True),
        ("threshold", {"tenths": 380}, False),
        ("elsewhere", {}, False),
    ],
)
def test_an_instruction_holds_what_its_kind_names(kind, values, fits):
    assert instructions.fits(kind, values) is fits


def test_who_stands_under_a_plan_of_which_one_number_is_theirs():
    assert instructions.signed_by("Dr A", "") == instructions.signed_by("Dr A", "Dr A") == "Dr A"
    assert instructions.signed_by("Dr A", "Dr B") == instructions.signed_by("Dr A", "Dr A; Dr B") == "Dr A; Dr B"

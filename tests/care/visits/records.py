"""Records that Hypothesis makes up: plain events, and how each is written through the rooms' own actions."""

import datetime as dt
import uuid
from typing import Any

from hypothesis import strategies as st

from care.infections import actions as infections
from care.infections.models import Verification
from care.medicines import actions as medicines
from care.record import actions as record
from care.record.dates import PartialDate
from care.results import actions as results
from care.skin import actions as skin
from tests.care.visits.generated import wall

TODAY = dt.date(2026, 11, 22)
ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Auckland")
AT_EIGHT = dt.time(8, 0)
ANSWERS = ("", "yes", "no", "not_sure")
OUTCOMES = ("given", "given_late", "missed", "refused", "vomited", "held")

# More of lately than of long ago, and across both changes of the clocks.
ago = st.one_of(st.integers(0, 100), st.integers(0, 100), st.integers(90, 420))
precisions = st.sampled_from(("day", "day", "day", "month", "year"))
answers = st.sampled_from(ANSWERS)
writers = st.integers(0, 1)


def event(kind: str, **values: st.SearchStrategy) -> st.SearchStrategy[dict[str, Any]]:
    """One thing that somebody writes down; now and then it is changed or taken back afterwards."""
    fate = st.sampled_from(("kept", "kept", "kept", "kept", "removed", "changed"))
    return st.fixed_dictionaries({"kind": st.just(kind), "ago": ago, "writer": writers, "fate": fate, **values})


EVENTS = st.one_of(
    event(
        "episode",
        site=st.sampled_from(("lung", "ear", "skin", "mouth", "blood", "eye", "gut")),
        precision=precisions,
        length=st.one_of(st.none(), st.integers(0, 40)),
        lump=st.booleans(),
        warm=answers,
        red=answers,
        painful=answers,
        size=st.one_of(st.none(), st.integers(3, 60)),
        drainage=st.sampled_from(("", "none", "self", "surgery")),
        refuted=st.sampled_from((False, False, False, True)),
    ),
    event(
        "course",
        purpose=st.sampled_from(("treatment", "treatment", "prophylaxis", "")),
        precision=precisions,
        length=st.one_of(st.none(), st.integers(0, 40)),
        ends=st.sampled_from(("day", "day", "month")),
        planned=st.one_of(st.none(), st.integers(0, 20)),
        dated=st.sampled_from((True, True, True, False)),
    ),
    event(
        "care",
        level=st.sampled_from(("hospital", "hospital", "emergency", "clinic")),
        precision=precisions,
        length=st.one_of(st.none(), st.integers(0, 12)),
        ends=st.sampled_from(("day", "month")),
        tied=st.booleans(),
    ),
    event("missed", length=st.integers(0, 4), school=st.one_of(st.none(), st.integers(0, 2)), twice=st.booleans()),
    event(
        "breathing",
        cough=st.sampled_from(("", "none", "dry", "wet", "not_sure")),
        blood=answers,
        breathless=st.sampled_from(("", "no", "on_exercise", "at_rest", "not_sure")),
        sputum=st.sampled_from(("", "clear", "yellow", "green")),
        spo2=st.one_of(st.none(), st.integers(88, 100)),
    ),
    event("dose", outcome=st.sampled_from(OUTCOMES), other=st.one_of(st.none(), st.sampled_from(OUTCOMES))),
    event(
        "check",
        itch=st.one_of(st.none(), st.integers(0, 10)),
        sleep=st.one_of(st.none(), st.integers(0, 10)),
        places=st.lists(st.sampled_from(("palm", "scalp", "genital")), max_size=2, unique=True),
    ),
    event("nothing_new"),
    event("general", weight_loss=answers, night_sweats=answers, appetite=st.sampled_from(("", "usual", "less"))),
    event("temperature", tenths=st.integers(365, 401)),
)
RECORDS = st.fixed_dictionaries(
    {
        "zone": st.sampled_from(ZONES),
        "last_visit": st.sampled_from((None, 10, 40, 92, 200)),
        "specialty": st.sampled_from(("pediatrics", "rheumatology_immunology", "dermatology", "other")),
        "medicine_from": st.sampled_from((None, 5, 60, 300)),
        # On so many days up to today somebody said "same as yesterday": enough of them make two periods alike.
        "same": st.sampled_from((0, 0, 24, 90)),
        "events": st.lists(EVENTS, min_size=4, max_size=26),
    }
)

_INFECTION = {
    "kind": "episode", "writer": 0, "fate": "kept", "precision": "day", "length": 3, "lump": False, "warm": "",
    "red": "", "painful": "", "size": None, "drainage": "", "refuted": False,
}  # fmt: skip
_RECORD = {"zone": "Europe/Berlin", "specialty": "rheumatology_immunology", "medicine_from": None}
#: Records that dice seldom throw: nobody said "nothing new", and two periods that are known alike.
NOBODY_SAID_NO = _RECORD | {
    "last_visit": None,
    "same": 0,
    "events": [_INFECTION | {"ago": 30, "site": "lung"}, _INFECTION | {"ago": 200, "site": "ear"}],
}
KNOWN_ALIKE = _RECORD | {
    "last_visit": 10,
    "same": 90,
    "events": [_INFECTION | {"ago": 5, "site": "lung"}, _INFECTION | {"ago": 18, "site": "ear"}],
}


def around(day: dt.date, precision: str) -> PartialDate:
    return PartialDate.around(day, precision)


def write(family, patient, made: dict[str, Any]) -> None:
    """Every event, in the order given."""
    zone = made["zone"]
    at = wall(TODAY, 21, zone)
    medicine = None
    if made["medicine_from"] is not None:
        begun = wall(TODAY - dt.timedelta(days=made["medicine_from"]), 7, zone)
        plan = {"drug": "Co-trimoxazole", "pattern": "daily", "times": ["08:00"], "purpose": "prophylaxis"}
        medicine = medicines.add_medicine(patient=patient, by=family.guardian, at=begun, values=plan)
    for n in range(made["same"]):
        day = TODAY - dt.timedelta(days=n)
        record.add(kind="same_as_yesterday", patient=patient, by=family.guardian, at=at, local_day=day)
    for one in made["events"]:
        by = (family.guardian, family.second)[one["writer"]]
        who = {"patient": patient, "by": by, "at": at}
        for entry in WRITERS[one["kind"]](one, who, TODAY - dt.timedelta(days=one["ago"]), medicine):
            if one["fate"] == "removed":
                record.remove(entry=entry, by=by, at=at + dt.timedelta(minutes=5))


def _log(kind: str, who: dict[str, Any], **values: Any) -> list:
    saved = infections.add_log(kind=kind, client_id=uuid.uuid4(), **who, **values)
    return [saved.entry]


def _episode(one, who, day, _medicine) -> list:
    onset = around(day, one["precision"])
    values: dict[str, Any] = {"onset": onset, "local_day": day}
    if one["lump"]:
        values |= {"warm": one["warm"], "red_or_darker": one["red"], "painful": one["painful"]}
        values |= {"drainage": one["drainage"]}
        values |= {"size_mm": one["size"], "size_basis": "measured"} if one["size"] else {}
        saved = infections.start_lump(**who, **values)
    else:
        saved = infections.start_episode(site=one["site"], **who, **values)
    episode = saved.entry.infection
    changed = {"by": who["by"], "at": who["at"]}
    if one["length"] is not None:
        until = PartialDate.on(min(day + dt.timedelta(days=one["length"]), TODAY))
        episode = infections.close_episode(episode=episode, on=until, **changed)
    if one["refuted"]:
        verdict = {"verification": Verification.REFUTED}
        episode = infections.correct_episode(episode=episode, changes=verdict, **changed)
    if one["fate"] == "changed":
        # It began a week earlier than first told.
        earlier = PartialDate.on(onset.earliest - dt.timedelta(days=7))
        infections.correct_episode(episode=episode, changes={"onset": earlier}, **changed)
    return [saved.entry]


def _course(one, who, day, _medicine) -> list:
    values: dict[str, Any] = {"drug": "Amoxicillin", "purpose": one["purpose"]}
    values["started"] = around(day, one["precision"]) if one["dated"] else None
    if one["length"] is not None:
        values["stopped"] = around(min(day + dt.timedelta(days=one["length"]), TODAY), one["ends"])
    if one["planned"] is not None:
        values["planned_end"] = PartialDate.on(day + dt.timedelta(days=one["planned"]))
    return _log("antimicrobial", who, local_day=day, **values)


def _care(one, who, day, _medicine) -> list:
    values: dict[str, Any] = {"level": one["level"], "began": around(day, one["precision"])}
    if one["length"] is not None:
        values["ended"] = around(min(day + dt.timedelta(days=one["length"]), TODAY), one["ends"])
    if one["tied"]:
        opened = infections.start_episode(site="lung", onset=PartialDate.on(day), local_day=day, **who)
        values["episode"] = opened.entry.infection
        return [*_log("care_visit", who, **values), opened.entry]
    return _log("care_visit", who, **values)


def _missed(one, who, day, _medicine) -> list:
    first = day - dt.timedelta(days=one["length"])
    values = {"first_on": first, "last_on": day, "school_halves": one["school"]}
    found = _log("days_missed", who, **values)
    return [*found, *_log("days_missed", who, **values)] if one["twice"] else found


def _breathing(one, who, day, _medicine) -> list:
    values = {"cough": one["cough"], "blood_in_sputum": one["blood"], "breathless": one["breathless"]}
    return _log("breathing", who, local_day=day, **values, sputum_colour=one["sputum"], spo2=one["spo2"])


def _dose(one, who, day, medicine) -> list:
    if medicine is None or wall(day, 8, medicine.patient.household.time_zone) < medicine.begins_at:
        return []
    rest = {"by": who["by"], "at": who["at"], "outcome": one["outcome"], "due": (day, AT_EIGHT)}
    saved = medicines.record_dose(medicine=medicine, client_id=uuid.uuid4(), **rest)
    if one["other"]:
        # Somebody else noted the same dose, and says something else.
        medicines.record_dose(medicine=medicine, client_id=uuid.uuid4(), **(rest | {"outcome": one["other"]}))
    if one["fate"] == "changed":
        medicines.edit_dose(dose=saved.entry.dose, by=who["by"], at=who["at"], changes={"outcome": "missed"})
    return [saved.entry]


def _check(one, who, day, _medicine) -> list:
    values: dict[str, Any] = {}
    if one["itch"] is not None:
        values["worst_itch"] = one["itch"]
    if one["sleep"] is not None:
        values["sleep_loss"] = one["sleep"]
    if one["places"]:
        sides = {"palm": "left", "scalp": "", "genital": ""}
        values["sites"] = [{"site": place, "side": sides[place]} for place in one["places"]]
    if not values:
        return []
    saved = skin.answer(values=values, local_day=day, **who)
    if one["fate"] == "changed" and one["itch"] is not None:
        skin.answer(values={"worst_itch": 10 - one["itch"]}, local_day=day, **who)
    return [saved.entry]


def _nothing_new(_one, who, day, _medicine) -> list:
    return [record.add(kind="nothing_new", local_day=day, client_id=uuid.uuid4(), **who).entry]


def _general(one, who, day, _medicine) -> list:
    values = {name: one[name] for name in ("weight_loss", "night_sweats", "appetite") if one[name]}
    if not values:
        return []
    return [results.add(kind="general_check", values=values, local_day=day, client_id=uuid.uuid4(), **who).entry]


def _temperature(one, who, day, _medicine) -> list:
    values = {"tenths": one["tenths"], "unit": "C", "route": "ear", "client_id": uuid.uuid4()}
    return [infections.record_temperature(local_day=day, **values, **who).entry]


WRITERS = {
    "episode": _episode,
    "course": _course,
    "care": _care,
    "missed": _missed,
    "breathing": _breathing,
    "dose": _dose,
    "check": _check,
    "nothing_new": _nothing_new,
    "general": _general,
    "temperature": _temperature,
}

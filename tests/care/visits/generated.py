"""Records made by dice, through the rooms' own actions, across a change of the clocks."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

from care.infections import actions as infections
from care.infections.models import Verification
from care.plan import actions as plan
from care.precautions import actions as precautions
from care.record import actions as record
from care.record.dates import PartialDate, parse
from care.skin import actions as skin
from care.vaccines import actions as vaccines

BANDS = ["clear", "mild", "moderate", "severe", "very_severe"]


def wall(day: dt.date, hour: int, zone: str, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def generate(family, patient, *, seed: int, first: dt.date, last: dt.date, density: float = 0.7) -> None:
    """Entries from ``first`` to ``last``: days with gaps, late and changed ones, two raters, things taken back."""
    dice = random.Random(seed)
    zone = family.household.time_zone
    people = [family.guardian, family.second, patient.user or family.helper]
    span = (last - first).days + 1
    for n in range(span):
        day = first + dt.timedelta(days=n)
        if dice.random() > density:
            continue
        # Now and then two people write about one day, and do not agree.
        by, other = dice.sample(people, 2)
        lag = dice.choice([0, 0, 0, 0, 1, 2, 3, 9])
        at = min(wall(day + dt.timedelta(days=lag), dice.choice([1, 7, 12, 21, 23]), zone), wall(last, 22, zone))
        if at < wall(day, 4, zone):
            at = wall(day, 21, zone)
        _day(dice, family, patient, by, day, at)
        if dice.random() < 0.6:
            _day(dice, family, patient, other, day, at)
    _infections(dice, patient, family.guardian, first, last, zone)
    _vaccines(dice, patient, family.guardian, first, last, zone)


def _day(dice, family, patient, by, day, at) -> None:
    values = {"patient": patient, "by": by, "at": at, "local_day": day}
    kind = dice.random()
    if kind < 0.2:
        record.add(kind=dice.choice(["nothing_new", "same_as_yesterday", "elsewhere"]), **values)
        if dice.random() < 0.7:
            return
    if dice.random() < 0.7:
        answers = {"worst_itch": dice.randint(0, 10)} if dice.random() < 0.8 else {}
        answers |= {"skin_band": dice.choice(BANDS)} if dice.random() < 0.7 or not answers else {}
        answers |= {"sleep_loss": dice.randint(0, 10)} if dice.random() < 0.2 else {}
        saved = skin.answer(values=answers, **values)
        if dice.random() < 0.2:
            later = at + dice.choice([dt.timedelta(minutes=3), dt.timedelta(days=1)])
            skin.answer(values={"worst_itch": dice.randint(0, 10)}, **(values | {"at": later}))
        if dice.random() < 0.1:
            record.remove(entry=saved.entry, by=by, at=at + dt.timedelta(minutes=5))
    if dice.random() < 0.4:
        kept = dice.random() < 0.8
        food = {"kind": "food", "slug": dice.choice(["raw_egg", "raw_meat_fish"]), "note": "secret note"}
        precautions.record_routines(kept=kept, exceptions=[] if kept else [food], **values)
    if dice.random() < 0.05:
        plan.record_concern(text="secret words", **values)
    if dice.random() < 0.1:
        unit, tenths = dice.choice([("C", dice.randint(360, 400)), ("F", dice.randint(968, 1040))])
        infections.record_temperature(tenths=tenths, unit=unit, route="ear", **values)


def _infections(dice, patient, by, first, last, zone) -> None:
    for _ in range(dice.randint(0, 6)):
        onset = first + dt.timedelta(days=dice.randint(0, (last - first).days))
        made = dice.choice([PartialDate.on(onset), PartialDate.on(onset), PartialDate.of(onset.year, onset.month)])
        at = max(wall(onset, 20, zone), wall(made.earliest, 20, zone))
        start = infections.start_lump if dice.random() < 0.4 else infections.start_episode
        site = {} if start is infections.start_lump else {"site": dice.choice(["lung", "ear", "sinus"])}
        episode = start(patient=patient, by=by, at=at, onset=made, local_day=onset, **site).entry.infection
        if dice.random() < 0.6:
            end = min(onset + dt.timedelta(days=dice.randint(0, 30)), last)
            infections.close_episode(episode=episode, on=PartialDate.on(end), by=by, at=wall(last, 22, zone))
        elif dice.random() < 0.3:
            infections.correct_episode(
                episode=episode, by=by, at=wall(last, 22, zone), changes={"verification": Verification.REFUTED}
            )


def _vaccines(dice, patient, by, first, last, zone) -> None:
    for product in ("mmr", "influenza-inactivated", "varicella"):
        if dice.random() < 0.6:
            # Some long before the period, and of those some told only now.
            day = last - dt.timedelta(days=dice.choice([dice.randint(0, 90), dice.randint(90, 2000)]))
            at = wall(dice.choice([day, last]), 22, zone)
            outcome = dice.choice(["given", "given", "asked", "planned", "deferred", "had_already"])
            dated = parse(day.isoformat()) if outcome == "given" else None
            vaccines.record_decision(patient=patient, by=by, at=at, outcome=outcome, product=product, dated=dated)

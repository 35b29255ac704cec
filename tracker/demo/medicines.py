"""What the demo's Mia takes: a prophylaxis, something for itch, IgG at home, and a course that is over."""

import datetime as dt
import random
from typing import Any

from care.medicines import actions

RECORDED_DAYS = 30
STARTED = 110
TIMES = (dt.time(8), dt.time(20))


def write_medicines(cast, clock, seed: int) -> None:
    """``clock`` gives instants of the family's past days (``tracker.demo.days.Clock``)."""
    dice = random.Random(seed)  # noqa: S311 - a story, not a secret

    def add(ago: int, **values: Any):
        return actions.add_medicine(patient=cast.mia, by=cast.ana, at=clock.at(ago, 9), values=values)

    cotrim = add(
        STARTED,
        drug="Co-trimoxazole",
        strength="240 mg/5 mL",
        form="Syrup",
        dose="5 mL",
        route="mouth",
        purpose="prophylaxis",
        pattern="daily",
        times=["08:00", "20:00"],
        prescriber="Dr Lindqvist",
        started_on=dt.date(clock.day(STARTED).year - 1, 1, 1),
        started_precision="year",
    )
    actions.change_medicine(medicine=cotrim, by=cast.ben, at=clock.at(60, 12), changes={"dose": "6 mL"})
    add(90, drug="Cetirizine", strength="1 mg/mL", dose="5 mL", route="mouth", purpose="itch", pattern="needed")
    igg = add(
        100,
        drug="Immunoglobulin, subcutaneous",
        dose="4 g",
        route="under_skin",
        purpose="igg",
        pattern="every_n",
        times=["18:00"],
        every_days=7,
        every_from=clock.day(98),
    )
    course = add(45, drug="Flucloxacillin", dose="5 mL", purpose="treatment", pattern="daily", times=["07:00"])
    actions.stop_medicine(medicine=course, by=cast.ana, at=clock.at(38, 9), reason="The course was over")
    for ago in range(RECORDED_DAYS, 0, -1):
        _doses(cast, clock, cotrim, ago, dice)
    for ago in (98, 70, 42, 14, 7):
        actions.record_infusion(
            patient=cast.mia,
            by=cast.ana,
            at=clock.at(ago, 20),
            on=clock.day(ago),
            time=dt.time(18, 15),
            values={
                "medicine": igg,
                "product": "Immunoglobulin, subcutaneous",
                "grams": "4",
                "route": "sc",
                "site": "Belly, left and right",
                "batch": f"IG{4000 + ago}",
                "minutes": 55,
                "reaction": "yes" if ago == 42 else "no",
                "reaction_text": "A little swelling for a day" if ago == 42 else "",
            },
        )


def _doses(cast, clock, medicine, ago: int, dice: random.Random) -> None:
    for time in TIMES:
        luck = dice.random()
        if luck < 0.1:
            continue  # nobody noted it
        outcome, reason = "given", ""
        if luck < 0.16:
            outcome, reason = dice.choice([("refused", "Tasted bad"), ("missed", "Fell asleep"), ("vomited", "")])
        by = cast.gran if time.hour < 12 and luck > 0.8 else dice.choice([cast.ana, cast.ben])
        at = clock.at(ago, time.hour, dice.randint(0, 40))
        actions.record_dose(medicine=medicine, by=by, at=at, outcome=outcome, due=(clock.day(ago), time), reason=reason)

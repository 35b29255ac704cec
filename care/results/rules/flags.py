"""What a fracture or a general check tells the red-flag rules (RF-16, RF-17 and their neighbours). Pure."""

import datetime as dt

from care.plan.rules.facts import YES, Facts
from care.record.dates import PartialDate
from care.results.rules.words import LumpPlace, Mechanism, Stool

#: Where a growing lump is what rule RF-16 speaks of.
NODES = (LumpPlace.NECK, LumpPlace.ARMPIT, LumpPlace.GROIN)


def hours_ago(dated: PartialDate | None, today: dt.date) -> int | None:
    """Whole hours since the last day a date can mean; None when nobody said."""
    return None if dated is None else max((today - dated.latest).days, 0) * 24


def facts_of_fracture(
    *,
    mechanism: str = "",
    pain: str = "",
    not_used: str = "",
    deformity: str = "",
    numb: str = "",
    bone: str = "",
    hours_since: int | None = None,
) -> Facts:
    """One injury as the rules read it. A hard fall tells them nothing: RF-17 is about minor ones.

    Whoever is not sure, or did not say how hard it was, is taken to mean a minor one: silence clears nothing.
    """
    if mechanism == Mechanism.MAJOR:
        return Facts(hours_since=hours_since, numbness=numb)
    return Facts(
        hours_since=hours_since,
        injury_pain=pain,
        limb_not_used=not_used,
        deformity=deformity,
        numbness=numb,
        new_back_pain=pain if bone == "spine" else "",
    )


def facts_of_check(
    *,
    new_back_pain: str = "",
    lump: str = "",
    lump_place: str = "",
    lump_growing: str = "",
    weight_loss: str = "",
    night_sweats_soaking: str = "",
    stool: str = "",
) -> Facts:
    """One general check as the rules read it."""
    return Facts(
        new_back_pain=new_back_pain,
        new_lump=lump,
        lump_growing=lump_growing if lump_place in NODES else "",
        weight_loss=weight_loss,
        night_sweats=night_sweats_soaking,
        black_stool=YES if stool == Stool.BLACK else "",
        diarrhoea_blood=YES if stool == Stool.LOOSE_WITH_BLOOD else "",
    )

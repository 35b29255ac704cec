"""What was done for the skin, how much of it, and what may have set the itch off (reference/logs.md section 1).

Facts as the family tells them: no recipe, no advice, no arithmetic.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from care.skin.rules.scales import BadAnswer

TIMES_MIN, TIMES_MAX = 0, 10
# logs.md gives no range for minutes; nobody sits in a bath for longer than four hours.
BATH_MINUTES_MIN, BATH_MINUTES_MAX = 1, 240


class Care(StrEnum):
    """What was done for the skin."""

    BATH = "bath"
    BLEACH_BATH = "bleach_bath"
    ANTISEPTIC_WASH = "antiseptic_wash"
    EMOLLIENT = "emollient"
    STEROID_TOPICAL = "steroid_topical"
    OTHER_TOPICAL = "other_topical"
    WET_WRAP = "wet_wrap"
    ANTIHISTAMINE = "antihistamine"
    NONE = "none"


class Trigger(StrEnum):
    """What the family thinks may have set the itch off."""

    HEAT = "heat"
    SWEAT = "sweat"
    WOOL = "wool"
    SOAP = "soap"
    INFECTION = "infection"
    FOOD = "food"
    STRESS = "stress"
    PETS = "pets"
    POLLEN = "pollen"
    NEW_PRODUCT = "new_product"
    UNKNOWN = "unknown"
    OTHER = "other"


#: Care that is asked with yes and no, because a plan may name it for some days of the week only.
ASKED = (Care.BLEACH_BATH, Care.ANTISEPTIC_WASH)
#: What can be said about care, and which care it belongs to.
DETAILS: Mapping[str, Care] = {
    "bleach_bath_minutes": Care.BLEACH_BATH,
    "antiseptic_wash_minutes": Care.ANTISEPTIC_WASH,
    "emollient_times": Care.EMOLLIENT,
    "steroid_product": Care.STEROID_TOPICAL,
    "steroid_sites": Care.STEROID_TOPICAL,
    "other_topical_product": Care.OTHER_TOPICAL,
}
#: All answers that ``settled_care`` looks at.
CARE_ANSWERS = ("care_done", "care_not_done", *DETAILS)
_BLANK: tuple[Any, ...] = (None, "", [])

_Word = TypeVar("_Word", Care, Trigger)


class Contradiction(BadAnswer):
    """Two answers that cannot both be so. ``args[0]`` names the one to look at."""


def normal_care(given: Iterable[str]) -> list[str]:
    """Care as stored: known words, each once, in the order of the list. "none" gives way to anything that was done.

    Raises BadAnswer for an unknown word.
    """
    return _words(Care, given, gives_way=Care.NONE)


def normal_not_done(given: Iterable[str]) -> list[str]:
    """Care that was asked about and not done, as stored. Raises BadAnswer for a word that is not asked so."""
    words = normal_care(given)
    if set(words) - set(ASKED):
        raise BadAnswer(words[0])
    return words


def normal_triggers(given: Iterable[str]) -> list[str]:
    """Triggers as stored: known words, each once, in the order of the list. "unknown" gives way to a named one.

    Raises BadAnswer for an unknown word.
    """
    return _words(Trigger, given, gives_way=Trigger.UNKNOWN)


def settled_care(before: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """``answers`` about care with what follows from them. Both hold names of ``CARE_ANSWERS``, as stored.

    A new detail says that the care was done; care that was not done takes its details along; one care is never both
    done and not done, and the newer answer counts. Raises Contradiction when the answers do not fit together.
    """
    new = {name for name, value in answers.items() if value != before.get(name) and value not in _BLANK}
    done = set(answers.get("care_done", before.get("care_done", ())))
    not_done = set(answers.get("care_not_done", before.get("care_not_done", ())))
    implied = {care.value for name, care in DETAILS.items() if name in new and answers[name] != 0}
    denied = set(answers.get("care_not_done", ()))
    if denied & (implied | set(answers.get("care_done", ()))):
        raise Contradiction("care_not_done")
    no_emollient = "emollient_times" in new and answers["emollient_times"] == 0
    if no_emollient and Care.EMOLLIENT in answers.get("care_done", ()):
        raise Contradiction("emollient_times")
    done = (done - denied | implied) - ({Care.EMOLLIENT.value} if no_emollient else set())
    result = {**answers, "care_done": normal_care(done), "care_not_done": normal_not_done(not_done - done)}
    for name, care in DETAILS.items():
        value = answers.get(name, before.get(name))
        # "0 times" is an answer of its own: it goes with care that was not done.
        fits = (care in done) == (value != 0)
        if value not in _BLANK and not fits:
            result[name] = type(value)() if not isinstance(value, int) else None
    return result


def _words(kind: type[_Word], given: Iterable[str], *, gives_way: _Word) -> list[str]:
    found = set()
    for word in given:
        try:
            found.add(kind(word))
        except ValueError as error:
            raise BadAnswer(word) from error
    if len(found) > 1:
        found.discard(gives_way)
    return [word.value for word in kind if word in found]

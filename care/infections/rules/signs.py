"""What a family sees. Saying nothing is not the same as seeing nothing: only a tap on "None of these" is a no.

In HIES an abscess may be neither hot nor red nor painful (sources GR, IDF), so no sign is ever required.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

NONE = "none"
NOT_SURE = "not_sure"
# These two stand alone: no sign can be ticked beside them.
ALONE = frozenset({NONE, NOT_SURE})

# reference/logs.md section 3, "symptoms".
SIGNS = (
    "fever", "chills", "cough", "wet_cough", "fast_or_hard_breathing", "chest_pain", "blood_in_sputum", "ear_pain",
    "discharge", "sore_throat", "headache", "vomiting", "diarrhoea", "pain", "swelling", "tired", "off_food",
)  # fmt: skip

# The three answers of a lump (reference/logs.md section 2): columns of their own, each yes, no or not checked.
LUMP_ANSWERS = ("warm", "red_or_darker", "painful")
LUMP_SIGNS = ("swelling", "discharge")

_GENERAL = ("fever", "chills", "tired", "off_food")
_BY_SITE: Mapping[str, tuple[str, ...]] = {
    "lung": ("cough", "wet_cough", "fast_or_hard_breathing", "chest_pain", "blood_in_sputum"),
    "ear": ("ear_pain", "discharge"),
    "sinus": ("discharge", "headache", "pain"),
    "throat": ("sore_throat", "swelling"),
    "mouth": ("sore_throat", "pain"),
    "eye": ("discharge", "pain", "swelling"),
    "gut": ("vomiting", "diarrhoea", "pain"),
    "skin": ("pain", "swelling", "discharge"),
    "nail": ("pain", "swelling", "discharge"),
    "lymph_node": ("swelling", "pain"),
    "bone_joint": ("pain", "swelling"),
    "urine": ("pain",),
    "brain_spine": ("headache", "vomiting", "pain"),
}


def asked(site: str, *, all_signs: bool = False) -> tuple[str, ...]:
    """The signs to ask for a site, likeliest first; with ``all_signs`` the rest after them."""
    first = _BY_SITE.get(site)
    if first is None:
        return SIGNS
    short = (*first, *_GENERAL)
    return (*short, *(sign for sign in SIGNS if sign not in short)) if all_signs else short


def problems(signs: Iterable[str]) -> list[str]:
    """Why a list of signs cannot be stored: "unknown", "twice", "not_alone". Empty when it can."""
    given = list(signs)
    found = []
    if any(sign not in SIGNS and sign not in ALONE for sign in given):
        found.append("unknown")
    if len(set(given)) != len(given):
        found.append("twice")
    if len(given) > 1 and ALONE & set(given):
        found.append("not_alone")
    return found


def lump_answers(
    ticked: Iterable[str], alone: str = "", *, before: Mapping[str, str], was_alone: bool = False
) -> dict[str, str]:
    """The three answers of a lump after its signs page, from ``before`` and what was tapped.

    Ticked is yes. "None of these" answers each of the three with no, "Not sure" likewise. What was left unticked
    keeps its answer, except that a yes taken away, and an answer that only stood there because of an earlier
    "None of these" or "Not sure" (``was_alone``), is blank again.
    """
    ticked = set(ticked)
    if alone:
        return dict.fromkeys(LUMP_ANSWERS, "no" if alone == NONE else NOT_SURE)
    kept = {name: "" if was_alone or before.get(name, "") == "yes" else before.get(name, "") for name in LUMP_ANSWERS}
    return {name: "yes" if name in ticked else kept[name] for name in LUMP_ANSWERS}


def looks_quiet(warm: str, red_or_darker: str, painful: str) -> bool:
    """Neither warm nor red nor painful, and each of them looked at: "not checked" and blank are not "no"."""
    return warm == red_or_darker == painful == "no"


def signs_grew(old: Iterable[str], new: Iterable[str]) -> bool:
    """Whether a change of signs only added some: a completion, not a correction."""
    return set(old) <= set(new)


def joined_signs(one: Iterable[str], other: Iterable[str]) -> list[str]:
    """The signs of two infections that are one: all that were seen; "none" and "not sure" only when nothing was."""
    both = list(dict.fromkeys([*one, *other]))
    return [sign for sign in both if sign not in ALONE] or both[:1]

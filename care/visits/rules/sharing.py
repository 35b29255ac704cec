"""What a share may open, for how long, and how its code reads. Pure functions; no secret is made here."""

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum

# Without 0 and O, 1 and I: read out loud, typed by somebody in a hurry. 32 letters, so a code is 40 bits.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 8
PIN_LENGTH = 4
# Wrong PINs after which a code never opens again.
WRONG_PINS = 5

# Wrong tries from one address, and the time in which they are counted. A clinic is many people behind one address.
TRIES = 20
TRIES_WINDOW = dt.timedelta(minutes=15)

# How long an opened page goes on answering before code and PIN are asked again.
OPEN_FOR = dt.timedelta(hours=1)


class Section(StrEnum):
    """Parts of a summary a family may leave out. The head (who, period, days observed, allergies) always stands."""

    QUESTIONS = "questions"
    INFECTIONS = "infections"
    SKIN = "skin"
    VACCINES = "vaccines"
    MEDICINES = "medicines"
    RESULTS = "results"
    ROUTINES = "routines"


class Extra(StrEnum):
    """What a family may add: private things that are out unless somebody ticks them."""

    PRIVATE_PLACES = "private_places"
    NOTES = "notes"
    PHOTOS = "photos"
    HOUSEHOLD_NAMES = "household_names"


#: What is shown unless the family chose otherwise.
ALL = frozenset(section.value for section in Section)

# The parts of a summary's content that belong to each section, beside what the head shows.
PARTS: dict[str, tuple[str, ...]] = {
    Section.QUESTIONS: ("questions", "flags"),
    Section.INFECTIONS: ("infections", "temperatures", "concerns"),
    Section.SKIN: ("skin",),
    Section.VACCINES: ("vaccines",),
    Section.MEDICINES: ("medicines",),
    Section.RESULTS: ("results",),
    Section.ROUTINES: ("routines", "exposures", "look_back"),
    Extra.NOTES: ("notes",),
    Extra.PHOTOS: ("photos",),
}


class Lasts(StrEnum):
    """How long a share opens."""

    DAY = "1"
    WEEK = "7"
    MONTH = "30"


class State(StrEnum):
    """What became of a share; only an open one shows anything."""

    OPEN = "open"
    LOCKED = "locked"
    EXPIRED = "expired"
    ENDED = "ended"


def state_of(*, ended: bool, failures: int, expires_at: dt.datetime, now: dt.datetime) -> State:
    """A family's word counts before the clock, and the clock before wrong PINs."""
    if ended:
        return State.ENDED
    if expires_at <= now:
        return State.EXPIRED
    return State.LOCKED if failures >= WRONG_PINS else State.OPEN


def expiry(lasts: str, now: dt.datetime) -> dt.datetime:
    """When a share made now ends. Raises ValueError for a length that is not offered."""
    return now + dt.timedelta(days=int(Lasts(lasts)))


# What people put between when they read a code out or copy it.
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015.]+")


def code_of(typed: str) -> str:
    """The code in its one spelling: capitals, nothing between. "" when it cannot be a code.

    0, O, 1 and I are in no code, so they are no misreadings that could be mended.
    """
    code = _BETWEEN.sub("", typed).upper()
    fits = len(code) == CODE_LENGTH and all(sign in ALPHABET for sign in code)
    return code if fits else ""


def pin_of(typed: str) -> str:
    """Four digits in ASCII, whatever digits the keyboard writes. "" when it cannot be a PIN."""
    pin = _BETWEEN.sub("", typed)
    if len(pin) != PIN_LENGTH or not pin.isdecimal():
        return ""
    return "".join(str(int(digit)) for digit in pin)


def spelled(code: str) -> str:
    """A code as it is shown: two groups of four."""
    return f"{code[:4]} {code[4:]}"


def with_photos(sections: Iterable[str], *, any_chosen: bool) -> list[str]:
    """What a family shows once it has chosen photos, or taken the last one out: nothing else changes."""
    wanted = {*sections, Extra.PHOTOS.value} if any_chosen else set(sections) - {Extra.PHOTOS.value}
    return kept_sections(wanted)


def kept_sections(chosen: Iterable[str]) -> list[str]:
    """The chosen sections and extras that exist, in the order they are asked for; [] without any section."""
    wanted = set(chosen)
    sections = [section.value for section in Section if section in wanted]
    return [*sections, *(extra.value for extra in Extra if extra in wanted)] if sections else []


def without(content: dict, sections: Iterable[str]) -> dict:
    """A summary's content without the parts of every section that is not in ``sections``, and without the names of
    private places and of people at home unless those are in it."""
    chosen = set(sections)
    dropped = {part for section, parts in PARTS.items() if section not in chosen for part in parts}
    kept = {name: value for name, value in content.items() if name not in dropped}
    if Extra.PRIVATE_PLACES not in chosen:
        kept = _without_private_places(kept)
    if Extra.HOUSEHOLD_NAMES not in chosen and kept.get("vaccines", {}).get("at_home"):
        home = [row | {"member": ""} for row in kept["vaccines"]["at_home"]]
        kept["vaccines"] = kept["vaccines"] | {"at_home": home}
    return kept


#: Where a summary's content names places of infections.
EPISODES = ("started", "open_at_start", "open_now")


def _without_private_places(content: dict) -> dict:
    """The same figures; a private place is counted and not named."""
    found = dict(content)
    if "infections" in found:
        part = dict(found["infections"])
        for name in EPISODES:
            part[name] = [
                row | {"title": row["title_without_place"]} if row.get("private") else row for row in part[name]
            ]
        found["infections"] = part
    if "places" in found.get("skin", {}):
        rows = found["skin"]["places"]
        shown = [row for row in rows if not row["private"]]
        found["skin"] = found["skin"] | {"places": shown, "places_not_shown": len(rows) - len(shown)}
    return found


class Device(StrEnum):
    """What kind of machine opened a share, as far as its browser says."""

    PHONE = "phone"
    TABLET = "tablet"
    COMPUTER = "computer"
    UNKNOWN = "unknown"


def device_of(user_agent: str) -> Device:
    """The class of machine a User-Agent header names (RFC 9110, 10.1.5); an Android without "Mobile" is a tablet."""
    said = user_agent or ""
    if "iPad" in said or ("Android" in said and "Mobile" not in said) or "Tablet" in said:
        return Device.TABLET
    if "iPhone" in said or "Mobile" in said:
        return Device.PHONE
    if re.search(r"Windows NT|Macintosh|X11|CrOS", said):
        return Device.COMPUTER
    return Device.UNKNOWN

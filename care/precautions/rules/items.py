"""The words a family chooses from: finding one, naming one, and the hand-washing moments they picked. Pure."""

from collections.abc import Iterable

from care.reference import precautions as reference
from care.reference.precautions import Kind, Precaution

MAX_MOMENTS = 5
#: Kinds whose items are noted as "something different"; an exposure is an entry of its own.
DIFFERENT_KINDS = (Kind.MOMENT, Kind.OBSTACLE, Kind.WATER_SOURCE, Kind.FOOD, Kind.WATER_CONTACT)
#: Kinds that may matter if an infection follows. A hand-washing moment is not one of them.
EXPOSING_KINDS = (Kind.WATER_SOURCE, Kind.FOOD, Kind.WATER_CONTACT)


class BadItem(ValueError):
    """A word that is not on the list. ``args[0]`` is what was given."""


def item(value: str, kinds: Iterable[Kind] = tuple(Kind)) -> Precaution:
    """The listed item of "kind:slug", or of a slug alone. Raises BadItem when no list of ``kinds`` has it."""
    kind, colon, slug = str(value).rpartition(":")
    for candidate in kinds:
        if colon and candidate != kind:
            continue
        try:
            return reference.get(candidate, slug)
        except KeyError:
            continue
    raise BadItem(value)


def key(listed: Precaution) -> str:
    """ "kind:slug", the name of an item across all lists."""
    return f"{listed.kind}:{listed.slug}"


def normal_moments(slugs: Iterable[str]) -> list[str]:
    """The moments a family picked: one to five, each once, in the order of the list. Raises BadItem otherwise."""
    wanted = set(slugs)
    known = [moment.slug for moment in reference.moments()]
    if not wanted <= set(known):
        raise BadItem(sorted(wanted - set(known))[0])
    if not 1 <= len(wanted) <= MAX_MOMENTS:
        raise BadItem(len(wanted))
    return [slug for slug in known if slug in wanted]


def usual_moments() -> list[str]:
    """The moments a family starts with."""
    return [moment.slug for moment in reference.moments() if moment.usual][:MAX_MOMENTS]

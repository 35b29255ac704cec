"""The twenty baby teeth by their FDI numbers, 51 to 85. Pure."""

from collections.abc import Iterable

#: Quadrants in the order of the chart, each from the middle of the mouth outwards.
UPPER_RIGHT, UPPER_LEFT, LOWER_LEFT, LOWER_RIGHT = 5, 6, 7, 8
QUADRANTS = (UPPER_RIGHT, UPPER_LEFT, LOWER_LEFT, LOWER_RIGHT)
PLACES = (1, 2, 3, 4, 5)
ALL = tuple(quadrant * 10 + place for quadrant in QUADRANTS for place in PLACES)
CHOICES = tuple((tooth, str(tooth)) for tooth in ALL)


class BadTooth(ValueError):
    """A number that names no baby tooth. ``args[0]`` is what was given."""


def normal(teeth: Iterable[int | str]) -> list[int]:
    """Teeth as stored: each once, in the order of the chart. Raises BadTooth."""
    wanted = set()
    for tooth in teeth:
        try:
            wanted.add(int(tooth))
        except (TypeError, ValueError) as error:
            raise BadTooth(tooth) from error
    strange = wanted - set(ALL)
    if strange:
        raise BadTooth(min(strange))
    return [tooth for tooth in ALL if tooth in wanted]

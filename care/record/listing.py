"""Parts of a line in a row, with the signs of the reader's language between them ("،" in Arabic)."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(parts: Iterable[object], between: str = ", ") -> str:
    """The parts that are not empty; ``between`` is ", " or "; "."""
    sign = (
        pgettext("between the parts of a list", "; ")
        if between == "; "
        else pgettext("between the parts of a list", ", ")
    )
    return sign.join(str(part) for part in parts if part)

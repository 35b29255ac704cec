"""The six kinds of this room: what their pages are called, in the order of the overview."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from care.record.models import Entry

Kind = Entry.Kind


@dataclass(frozen=True)
class Shelf:
    """One kind of result and the words around it. ``page`` names its addresses: "results:<page>", "<page>-add"."""

    kind: str
    page: str
    related: str
    title: Any
    add: Any
    empty: Any


SHELVES = (
    Shelf(
        kind=Kind.LAB_RESULT,
        page="lab",
        related="lab_result",
        title=_("Laboratory results"),
        add=_("Add a laboratory result"),
        empty=_("No result is written down yet."),
    ),
    Shelf(
        kind=Kind.GROWTH,
        page="growth",
        related="growth",
        title=_("Growth"),
        add=_("Add weight or height"),
        empty=_("No weight or height is written down yet."),
    ),
    Shelf(
        kind=Kind.TOOTH,
        page="teeth",
        related="teeth",
        title=_("Baby teeth"),
        add=_("Write down which baby teeth stay"),
        empty=_("Nothing about teeth is written down yet."),
    ),
    Shelf(
        kind=Kind.FRACTURE,
        page="fractures",
        related="fracture",
        title=_("Broken bones and injuries"),
        add=_("Add a broken bone or an injury"),
        empty=_("No broken bone is written down yet."),
    ),
    Shelf(
        kind=Kind.SCAN,
        page="scans",
        related="scan",
        title=_("Scans and lung function"),
        add=_("Add a scan or X-ray"),
        empty=_("No scan is written down yet."),
    ),
    Shelf(
        kind=Kind.GENERAL_CHECK,
        page="checks",
        related="general_check",
        title=_("General checks"),
        add=_("Add a general check"),
        empty=_("No general check is written down yet."),
    ),
)
BY_KIND = {shelf.kind: shelf for shelf in SHELVES}
BY_PAGE = {shelf.page: shelf for shelf in SHELVES}

"""Which sections stand where, for each kind of clinic: its priorities first, the family's questions always on page one.

The orders are those that pediatrics and rheumatology or immunology look for (docs/adr/0017); dermatology is the
pediatric one with the skin first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from care.visits.models import Visit
from care.visits.reads.document import Section
from care.visits.reads.plots import all_pictures, pictures
from care.visits.reads.sections import burden, first, medicines, others, skin, vaccines

Builder = Callable[[dict[str, Any]], Section | None]


@dataclass(frozen=True)
class Layout:
    """Builders of the first page's two columns and of what follows."""

    left: tuple[Builder, ...]
    right: tuple[Builder, ...]
    detail: tuple[Builder, ...]


def _medicines_and_growth(c: dict[str, Any]) -> Section | None:
    """Medicines with the newest weight, which a pediatrician doses by: it is shown, nothing is worked out of it."""
    section, line = medicines.medicines(c), others.growth_line(c)
    return replace(section, parts=(*section.parts, line)) if section and line else section


PEDIATRICS = Layout(
    left=(first.questions, first.infections, first.now),
    right=(skin.skin, vaccines.vaccines, _medicines_and_growth),
    detail=(
        first.detail,
        others.growth,
        skin.detail,
        burden.abscesses,
        vaccines.detail,
        medicines.detail,
        others.structure,
        others.routines,
        burden.burden,
        burden.courses,
        burden.reports,
        burden.breathing,
        others.labs,
        pictures,
        others.photos,
        others.notes,
    ),
)
RHEUMATOLOGY_IMMUNOLOGY = Layout(
    left=(burden.burden, first.infections, first.now),
    right=(first.questions, medicines.medicines, skin.figures, vaccines.vaccines),
    detail=(
        first.detail,
        burden.reports,
        burden.abscesses,
        medicines.detail,
        burden.courses,
        burden.breathing,
        skin.detail,
        others.labs,
        others.structure,
        vaccines.detail,
        others.routines,
        others.growth,
        all_pictures,
        others.photos,
        others.notes,
    ),
)
DERMATOLOGY = Layout(
    left=(skin.skin, first.questions, medicines.medicines),
    right=(first.infections, first.now, vaccines.vaccines),
    detail=(
        skin.detail,
        burden.abscesses,
        first.detail,
        medicines.detail,
        burden.courses,
        burden.burden,
        burden.reports,
        others.structure,
        others.routines,
        vaccines.detail,
        burden.breathing,
        others.labs,
        others.growth,
        pictures,
        others.photos,
        others.notes,
    ),
)
LAYOUTS: dict[str, Layout] = {
    Visit.Specialty.PEDIATRICS: PEDIATRICS,
    Visit.Specialty.RHEUMATOLOGY_IMMUNOLOGY: RHEUMATOLOGY_IMMUNOLOGY,
    Visit.Specialty.DERMATOLOGY: DERMATOLOGY,
    Visit.Specialty.OTHER: PEDIATRICS,
}


def built(builders: Iterable[Builder], content: dict[str, Any]) -> tuple[Section, ...]:
    """The sections that the content has something for, or has to say "not recorded" of."""
    return tuple(section for builder in builders if (section := builder(content)) is not None)

"""The words of the reference data files that pages show translated.

The files themselves stay free of Django (``care.reference``); a page calls gettext with the word it read there. So no
extractor sees these words, and ``script/messages`` puts them into the catalogues from here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from care.reference import body_sites, hies_types, precautions, red_flags, vaccines
from care.reference.datafile import DATA_FOLDER

#: How far a note on contact with a vaccinated person must be read in a source to be shown (``contact_note``).
READ = frozenset({"V", "P"})


@dataclass(frozen=True)
class Word:
    """A message of a data file: where it stands, and what a translator must know about it."""

    message: str
    file: str
    note: str


def words() -> Iterator[Word]:
    """Every shown word, once, in file order. Brands, codes, sources and what nobody reads on a page are left out."""
    seen = set()
    for word in _all():
        if word.message and word.message not in seen:
            seen.add(word.message)
            yield word


def path_of(file: str) -> str:
    """A data file as the catalogue names it."""
    return f"care/reference/{DATA_FOLDER.name}/{file}"


def _all() -> Iterator[Word]:
    for site in body_sites.all_sites():
        yield Word(site.label, body_sites.FILE, "A place on the body.")
    for kind in hies_types.all_types():
        yield Word(kind.label, hies_types.FILE, "A type of Hyper IgE syndrome, as the care team names it.")
    for item in precautions.all_precautions():
        yield Word(item.label, precautions.FILE, f"A choice in a list: {item.kind.value.replace('_', ' ')}.")
    for level in red_flags.levels().values():
        yield Word(level.name, red_flags.LEVELS_FILE, "How urgent a message is; a heading.")
        yield Word(level.words, red_flags.LEVELS_FILE, "What a message asks for. Keep what stands in braces.")
    for flag in red_flags.all_flags():
        yield Word(flag.words, red_flags.FILE, "Added to a message of a rule.")
    for common in vaccines.common():
        yield Word(common.label, vaccines.COMMON_FILE, "The everyday name of a vaccine.")
        yield Word(common.hint, vaccines.COMMON_FILE, "A hint under the everyday name of a vaccine.")
    for product in vaccines.all_products():
        yield Word(product.name, vaccines.FILE, "The name of a vaccine; brand names stay as they are.")
        yield Word(product.clarifying_question, vaccines.FILE, "Asked when a vaccine's name can mean several.")
        if product.household_verified in READ:
            yield Word(product.household_note, vaccines.FILE, "About contact with a vaccinated person, from sources.")
    for product in vaccines.all_products():
        for disease in product.diseases:
            yield Word(disease, vaccines.FILE, "What a vaccine is against; stands in a list inside a line.")

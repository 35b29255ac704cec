"""Which entries have some words in them: in the note, in any text of their answers, or in the name of what it is."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from care.infections.models import ORGANISMS, TITLES, TestType
from care.record.models import Entry
from care.reference import body_sites
from care.reference import vaccines as catalogue
from care.reference.precautions import Kind, of_kind
from care.results.models import words as results

Names = Callable[[], Mapping[Any, Any]]


def _exposures() -> Mapping[str, str]:
    return {row.slug: _(row.label) for row in of_kind(Kind.EXPOSURE)}


def _places() -> Mapping[str, str]:
    return {slug: _(site.label) for slug, site in body_sites.by_slug().items() if slug != body_sites.NOT_RECORDED}


def _vaccines() -> Mapping[str, str]:
    """The everyday words and brands that find a row of the catalogue find its entries too."""
    rows = catalogue.by_slug().items()
    return {slug: " | ".join((row.name, *row.brands, *row.search_words)) for slug, row in rows}


#: Columns that hold a slug or a choice which says what the entry is about, and its words. What merely answers a
#: question ("yes", "not checked") is not looked through: "no" would find everything.
NAMED: Mapping[tuple[str, str], Names] = {
    ("infection", "site"): lambda: TITLES,
    ("infection", "body_site"): _places,
    ("infection_test", "test"): lambda: dict(TestType.choices),
    ("infection_test", "organisms"): lambda: ORGANISMS,
    ("exposure", "kind"): _exposures,
    ("exposure", "vaccine"): _vaccines,
    ("vaccine_decision", "product"): _vaccines,
    ("vaccine_directive", "product"): _vaccines,
    ("household_vaccine", "product"): _vaccines,
    ("lab_result", "test"): lambda: results.TEST,
    ("scan", "scan"): lambda: results.SCAN,
    ("fracture", "bone"): lambda: results.BONE,
}


def text_columns() -> dict[str, tuple[Any, list[str]]]:
    """By the name an entry knows it by: each table of answers with its columns of free text."""
    found = {}
    for relation in Entry._meta.related_objects:
        if relation.one_to_one and relation.field.primary_key:
            name, model = relation.get_accessor_name() or "", relation.related_model
            texts = [
                field.name
                for field in model._meta.concrete_fields
                if field.get_internal_type() in ("CharField", "TextField")
                and not field.choices
                and (name, field.name) not in NAMED
            ]
            found[name] = (model, texts)
    return found


def having(text: str) -> Q:
    """The entries with these words. No join and no query more: each entry is looked at with its own answers only."""
    found = Q(note__folded=text)
    for name, (model, texts) in text_columns().items():
        parts: list[Any] = [Q(**{f"{column}__folded": text}) for column in texts]
        parts += [_named(model, column, names(), text) for (table, column), names in NAMED.items() if table == name]
        here = Q(*filter(None, parts), _connector=Q.OR)
        if here:
            # Said first where an entry's kind is the table's name: the others are passed over without a look.
            kind = {"kind": name} if name in Entry.Kind else {}
            found |= Q(Exists(model._base_manager.filter(here, pk=OuterRef("pk"))), **kind)
    return found


def _named(model: Any, column: str, names: Mapping[Any, Any], text: str) -> Q:
    slugs = [str(slug) for slug, words in names.items() if text.casefold() in str(words).casefold()]
    if not slugs:
        return Q()
    if model._meta.get_field(column).get_internal_type() != "JSONField":
        return Q(**{f"{column}__in": slugs})
    listed = Q(*((f"listed_{column}__contains", f'"{slug}"') for slug in slugs), _connector=Q.OR)
    return Q(pk__in=model._base_manager.annotate(**{f"listed_{column}": Cast(column, TextField())}).filter(listed))

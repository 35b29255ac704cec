"""Vaccine answers in the reader's language, as lists and product pages show them."""

import contextlib
import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from care.household.medical import Statement, medical
from care.record.dates import NotADate, PartialDate, parse
from care.reference import sources
from care.reference import vaccines as catalogue
from care.reference.sources import Source
from care.vaccines import rules
from care.vaccines.rules import Answer, Badge, Hit

BADGE_KINDS = {
    Badge.LIVE: "live",
    Badge.NOT_LIVE: "not-live",
    Badge.DEPENDS: "depends",
    Badge.NOT_KNOWN: "not-known",
    Badge.ANTIBODY: "plain",
    Badge.NOT_A_VACCINE: "plain",
}
#: The day the catalogue was put together: what stands beside a row whose class nobody checked yet.
CATALOGUE_DAY = dt.date(2026, 11, 22)


#: One line of a select, or a named group of them.
Choice = tuple[str, str | list[tuple[str, str]]]


@dataclass(frozen=True)
class AnswerRow:
    """One vaccine in a list or at the head of its page, in the reader's language.

    ``kind`` is the badge's look, ``words`` its text, ``source`` the source of the badge with its date. ``slug`` is ""
    for a code without a catalogue row. ``brands`` were seen in a source.
    """

    slug: str
    title: Statement
    hint: str
    kind: str
    words: str
    do: Statement
    why: Statement
    question: Statement
    source: str
    brands: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProductPage:
    """Everything the page of one catalogue row shows. ``others`` are rows it may be mixed up with.

    ``also`` are short lines for the sources beside the first, ``sources`` all of them with their whole titles.
    """

    row: AnswerRow
    is_live: bool
    diseases: tuple[str, ...]
    codes: tuple[str, ...]
    also: tuple[str, ...]
    sources: tuple[str, ...]
    others: tuple[AnswerRow, ...]


def said_of_live() -> list[tuple[Statement, str]]:
    """(what it says, source) of live vaccines: sources differ, and the page shows it."""
    return [(medical(words), source_words(sources.get(source))) for source, words in rules.LIVE_SAID]


def common_rows() -> list[AnswerRow]:
    """The 20 that need no typing."""
    return [
        _row(answer, title=common.label, hint=common.hint, brands=catalogue.get(common.slug).brands)
        for common, answer in rules.common_answers()
    ]


def found_rows(query: str) -> list[AnswerRow]:
    """Rows for what a person wrote, best first."""
    return [_hit_row(hit) for hit in rules.search(query)]


def product_page(slug: str) -> ProductPage:
    """The page of a catalogue row. Raises KeyError when there is none."""
    product = catalogue.get(slug)
    answer = rules.answer(product)
    return ProductPage(
        row=_row(answer, title=product.name, brands=product.brands),
        is_live=answer.badge is Badge.LIVE,
        diseases=tuple(translated(disease) for disease in product.diseases),
        codes=product.cvx,
        also=tuple(source_words(source) for source in answer.sources[1:]),
        sources=tuple(full_source_words(source) for source in answer.sources),
        others=tuple(answer_row(other) for other in product.ambiguous_with),
    )


def answer_row(slug: str) -> AnswerRow:
    """One catalogue row as a list shows it. Raises KeyError when there is none."""
    product = catalogue.get(slug)
    return _row(rules.answer(product), title=product.name, brands=product.brands)


def product_choices(slug: str) -> list[Choice]:
    """What a vaccine that was written down may really have been: itself, those it is mixed up with, then all others.

    ``slug`` is "" for one that is not in the list. Groups as a select shows them.
    """
    named = {row.slug: translated(row.name) for row in catalogue.all_products()}
    own = catalogue.by_slug().get(slug)
    near = list(own.ambiguous_with) if own else []
    near += [row.slug for row in catalogue.all_products() if slug in row.ambiguous_with and row.slug not in near]
    others = sorted((name, other) for other, name in named.items() if other != slug and other not in near)
    first: list[Choice] = [(slug, named[slug] if own else _("Not in the list"))]
    if near:
        first.append((_("Often mixed up with it"), [(other, named[other]) for other in near]))
    return [*first, (_("All other vaccines") if own else _("All vaccines"), [(other, name) for name, other in others])]


def source_words(source: Source | None) -> str:
    """A source and its date in one short line; for none, that the row is Tend's own and unchecked."""
    return _source_words(source, get_language())


@lru_cache(maxsize=512)
def _source_words(source: Source | None, _language: str | None) -> str:
    """One line per source and language: a list shows the same few again and again."""
    if source is None:
        return _("Tend's own list, %(date)s. Not yet checked.") % {"date": date_format(CATALOGUE_DAY, "j M Y")}
    return _("%(source)s, %(date)s") % {"source": source.name, "date": _source_date(source)}


def full_source_words(source: Source) -> str:
    """A source with its whole title, who published it, and its date."""
    words = {"title": source.title, "publisher": source.publisher, "date": _source_date(source)}
    return _("%(title)s. %(publisher)s, %(date)s") % words


def date_words(dated: PartialDate | None) -> str:
    """A date as far as it is known, in words: "22 Nov 2026", "November 2026", "2026"; "" for none."""
    if dated is None:
        return ""
    return date_format(dated.earliest, {"day": "j M Y", "month": "F Y", "year": "Y"}[dated.precision])


def _source_date(source: Source) -> str:
    if not source.has_date:
        return _("no date given")
    with contextlib.suppress(NotADate):
        return date_words(parse(source.date))
    return source.date


def translated(message: str) -> str:
    """A message of the rules or the data files in the reader's language; "" stays ""."""
    return gettext(message) if message else ""


def _row(answer: Answer, *, title: str, hint: str = "", brands: tuple[str, ...] = ()) -> AnswerRow:
    return AnswerRow(
        slug=answer.slug or "",
        title=medical(title),
        hint=translated(hint),
        kind=BADGE_KINDS[answer.badge],
        words=translated(answer.words),
        do=medical(answer.do),
        why=medical(answer.why),
        question=medical(answer.question),
        source=source_words(answer.source),
        brands=brands,
    )


def _hit_row(hit: Hit) -> AnswerRow:
    hint = _("CVX code %(code)s") % {"code": hit.code.cvx} if hit.code else ""
    return _row(hit.answer, title=hit.title, hint=hint, brands=hit.product.brands if hit.product else ())

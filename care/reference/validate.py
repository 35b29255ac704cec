"""What is wrong with the data files, as a list of sentences: empty when all is well.

Run at start-up by the system check in ``tracker/checks.py``, so a wrong file stops the program, not a family.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from care.reference import body_sites, cvx, hies_types, precautions, red_flags, sources, vaccines
from care.reference.datafile import DataFileError
from care.reference.vaccines import LIVE_CLASSES, OTHER_CLASSES, Flag

VERIFIED = frozenset({"V", "P", "M"})
CLASS_BASES = frozenset({"source", "memory"})

REPLICATING = frozenset({"yes", "no", "unknown"})


def duplicates(values: Iterable[str], what: str) -> Iterator[str]:
    """One line for each value that comes twice."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            yield f"{what}: {value!r} comes twice"
        seen.add(value)


def unknown_sources(ids: Iterable[str], known: Iterable[str], where: str) -> Iterator[str]:
    """One line when ``ids`` is empty and one for each id that is no source."""
    ids = tuple(ids)
    if not ids:
        yield f"{where}: no source"
    for source_id in ids:
        if source_id not in known:
            yield f"{where}: unknown source {source_id!r}"


def product_problems(
    products: Iterable[vaccines.VaccineProduct], codes: Iterable[str], known_sources: Iterable[str]
) -> Iterator[str]:
    """What is wrong with catalogue rows, given all CVX codes and all source ids."""
    products, codes, known_sources = tuple(products), frozenset(codes), frozenset(known_sources)
    slugs = frozenset(product.slug for product in products)
    yield from duplicates((product.slug for product in products), vaccines.FILE)
    for product in products:
        where = f"{vaccines.FILE}: {product.slug}"
        if not product.name:
            yield f"{where}: no name"
        if product.live not in LIVE_CLASSES | OTHER_CLASSES:
            yield f"{where}: unknown class {product.live!r}"
        if product.class_basis not in CLASS_BASES:
            yield f"{where}: unknown class basis {product.class_basis!r}"
        if product.is_live and product.flag is not Flag.LIVE_ASK:
            yield f"{where}: live row without the live flag"
        if product.flag is Flag.LIVE_ASK and not product.is_live:
            yield f"{where}: live flag on a row whose class is {product.live!r}"
        if product.replicating not in REPLICATING:
            yield f"{where}: replicating is {product.replicating!r}"
        elif (product.replicating == "yes") is not product.is_live:
            # A virus that cannot multiply in people is not flagged as live, whatever its label says.
            yield f"{where}: replicating {product.replicating!r} does not fit class {product.live!r}"
        if product.live == "unknown" and product.flag is Flag.NONE and not product.clarifying_question:
            yield f"{where}: class unknown, no flag and no question"
        if product.live == "immune_globulin_or_mab" and product.flag is not Flag.PASSIVE_ANTIBODY:
            yield f"{where}: antibody row without the antibody flag"
        if product.is_checked and product.class_source == sources.UNCHECKED and product.live != "unknown":
            yield f"{where}: class said to be checked, without a source"
        if not product.is_checked and product.class_source != sources.UNCHECKED:
            yield f"{where}: class from memory, with a source"
        yield from unknown_sources(product.sources, known_sources, where)
        yield from unknown_sources((product.class_source,), known_sources, where)
        yield from unknown_sources(product.household_source, known_sources, where)
        if product.household_verified not in VERIFIED:
            yield f"{where}: household note verified is {product.household_verified!r}"
        for slug in product.ambiguous_with:
            if slug not in slugs:
                yield f"{where}: may be mixed up with unknown {slug!r}"
        for code in product.cvx:
            if code not in codes:
                yield f"{where}: unknown CVX {code!r}"


def code_problems(
    codes: Iterable[cvx.CvxCode], products: Iterable[vaccines.VaccineProduct], known_sources: Iterable[str]
) -> Iterator[str]:
    """What is wrong with CVX rows, given the catalogue and all source ids."""
    codes = tuple(codes)
    by_slug = {product.slug: product for product in products}
    yield from duplicates((code.cvx for code in codes), cvx.FILE)
    for code in codes:
        where = f"{cvx.FILE}: {code.cvx}"
        if cvx.normalise(code.cvx) != code.cvx:
            yield f"{where}: not written as CDC prints it"
        yield from unknown_sources((code.source,), known_sources, where)
        for slug in code.candidates:
            if slug not in by_slug:
                yield f"{where}: unknown candidate {slug!r}"
        if not code.slug:
            if code.flag not in {Flag.UNKNOWN_ASK, Flag.NOT_APPLICABLE}:
                yield f"{where}: no catalogue row, yet flag {code.flag.value!r}"
            continue
        product = by_slug.get(code.slug)
        if product is None:
            yield f"{where}: unknown slug {code.slug!r}"
            continue
        if code.flag is not product.flag:
            yield f"{where}: flag {code.flag.value!r} differs from {product.flag.value!r} of {code.slug}"
        if code.cvx not in product.cvx:
            yield f"{where}: {code.slug} does not list this code"


def list_problems(products: Iterable[vaccines.VaccineProduct]) -> Iterator[str]:
    """What is wrong with the list of common vaccines and with the family words."""
    slugs = frozenset(product.slug for product in products)
    yield from duplicates((row.slug for row in vaccines.common()), vaccines.COMMON_FILE)
    for row in vaccines.common():
        if row.slug not in slugs:
            yield f"{vaccines.COMMON_FILE}: unknown slug {row.slug!r}"
        if not row.label:
            yield f"{vaccines.COMMON_FILE}: {row.slug}: no label"
    for slug, words in vaccines.family_words().items():
        if slug not in slugs:
            yield f"{vaccines.WORDS_FILE}: unknown slug {slug!r}"
        if not words:
            yield f"{vaccines.WORDS_FILE}: {slug}: no words"


def site_problems(sites: Iterable[body_sites.BodySite], known_sources: Iterable[str]) -> Iterator[str]:
    sites, known_sources = tuple(sites), frozenset(known_sources)
    yield from duplicates((site.slug for site in sites), body_sites.FILE)
    for site in sites:
        where = f"{body_sites.FILE}: {site.slug}"
        if not site.label:
            yield f"{where}: no label"
        if site.view not in body_sites.VIEWS:
            yield f"{where}: unknown view {site.view!r}"
        if site.region not in body_sites.REGIONS:
            yield f"{where}: unknown region {site.region!r}"
        if site.snomed_ct and not site.snomed_ct.isdigit():
            yield f"{where}: code {site.snomed_ct!r} is not a number"
        yield from unknown_sources((site.code_source,), known_sources, where)
    if body_sites.NOT_RECORDED not in {site.slug for site in sites}:
        yield f"{body_sites.FILE}: {body_sites.NOT_RECORDED!r} is missing"


def precaution_problems(items: Iterable[precautions.Precaution], known_sources: Iterable[str]) -> Iterator[str]:
    items, known_sources = tuple(items), frozenset(known_sources)
    yield from duplicates((f"{item.kind.value}/{item.slug}" for item in items), precautions.FILE)
    for item in items:
        where = f"{precautions.FILE}: {item.kind.value}/{item.slug}"
        if not item.label:
            yield f"{where}: no label"
        yield from unknown_sources((item.source,), known_sources, where)
        yield from verified_problems(item.verified, (item.source,), where)


def type_problems(types: Iterable[hies_types.HiesType], known_sources: Iterable[str]) -> Iterator[str]:
    types, known_sources = tuple(types), frozenset(known_sources)
    yield from duplicates((hies_type.slug for hies_type in types), hies_types.FILE)
    for hies_type in types:
        where = f"{hies_types.FILE}: {hies_type.slug}"
        if not hies_type.label:
            yield f"{where}: no label"
        yield from unknown_sources(hies_type.sources, known_sources, where)
        yield from verified_problems(hies_type.verified, hies_type.sources, where)
    if hies_types.NOT_KNOWN not in {hies_type.slug for hies_type in types}:
        yield f"{hies_types.FILE}: {hies_types.NOT_KNOWN!r} is missing"


def verified_problems(verified: str, source_ids: tuple[str, ...], where: str) -> Iterator[str]:
    """The mark must be V, P or M, and only M may stand without a real source."""
    if verified not in VERIFIED:
        yield f"{where}: verified is {verified!r}"
    if verified in {"V", "P"} and set(source_ids) <= {sources.UNCHECKED}:
        yield f"{where}: said to be read, without a source"


def source_problems(found: Iterable[sources.Source]) -> Iterator[str]:
    found = tuple(found)
    yield from duplicates((source.id for source in found), sources.FILE)
    for source in found:
        if not source.id or not source.title:
            yield f"{sources.FILE}: {source.id!r}: id or title is missing"
        if source.is_checked and not source.date:
            yield f"{sources.FILE}: {source.id}: no date (write n.d. when there is none)"


def problems() -> list[str]:
    """Everything that is wrong with the data files, one sentence each. A file that cannot be read is one sentence."""

    def known() -> frozenset[str]:
        return frozenset(sources.by_id())

    checks: tuple[Callable[[], Iterable[str]], ...] = (
        lambda: source_problems(sources.all_sources()),
        lambda: product_problems(vaccines.all_products(), cvx.by_code(), known()),
        lambda: code_problems(cvx.all_codes(), vaccines.all_products(), known()),
        lambda: list_problems(vaccines.all_products()),
        lambda: site_problems(body_sites.all_sites(), known()),
        lambda: precaution_problems(precautions.all_precautions(), known()),
        lambda: type_problems(hies_types.all_types(), known()),
        lambda: red_flags.flag_problems(red_flags.all_flags(), known()),
        lambda: red_flags.level_problems(red_flags.levels()),
    )

    def run(check: Callable[[], Iterable[str]]) -> list[str]:
        try:
            return list(check())
        except DataFileError as error:
            return [str(error)]

    return list(dict.fromkeys(chain.from_iterable(run(check) for check in checks)))

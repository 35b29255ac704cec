"""Finding a catalogue row from what a person writes: name, brand, disease, everyday word, misspelling or CVX code.

A search only finds rows. What a row says is decided by its own facts, never by the words that found it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from care.reference import cvx, vaccines
from care.reference.vaccines import VaccineProduct
from care.vaccines.rules.answers import Answer, answer, answer_for_code

LIMIT = 12
QUERY_MAX = 80

EXACT, SQUASHED, STARTS, WORDS, WORD_STARTS, CLOSE = 100.0, 97.0, 86.0, 82.0, 70.0, 45.0
CLOSE_ENOUGH = 0.77
GOOD_ENOUGH = 60.0

#: Words that say "vaccine" and nothing more.
EMPTY_WORDS = frozenset(
    {
        *("vaccine", "vaccines", "vaccination", "vaccin", "vacuna", "impfung", "impfstoff", "vaccino"),
        *("shot", "shots", "jab", "jabs", "injection", "dose", "the", "a", "of", "for"),
    }
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One row found. ``product`` is None for a CVX code without a catalogue row; ``title`` is always there."""

    title: str
    product: VaccineProduct | None
    answer: Answer
    score: float
    code: cvx.CvxCode | None = None


def normalise(text: str) -> str:
    """Lower case, without accents; everything but letters and digits becomes one space."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    return re.sub(r"[\W_]+", " ", plain).strip()


@dataclass(frozen=True, slots=True)
class _Term:
    text: str
    squashed: str
    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class _Row:
    product: VaccineProduct
    terms: tuple[_Term, ...]
    nudge: float


def _term(text: str, weight: float) -> _Term:
    plain = normalise(text)
    return _Term(plain, plain.replace(" ", ""), tuple(plain.split()), weight)


@cache
def _rows() -> tuple[_Row, ...]:
    common = {row.slug: row for row in vaccines.common()}
    found = []
    for product in vaccines.all_products():
        weighted = [(product.name, 0.99), (product.slug, 0.95)]
        weighted += [(brand, 1.0) for brand in product.brands]
        weighted += [(word, 1.0) for word in product.search_words]
        weighted += [(disease, 0.93) for disease in product.diseases]
        if product.slug in common:
            weighted.append((common[product.slug].label, 1.0))
        nudge = 3.0 if product.slug in common else 0.0
        if product.availability not in {"in_use", "limited", "new_or_limited"}:
            nudge -= 2.0
        found.append(_Row(product, tuple(_term(text, weight) for text, weight in weighted if normalise(text)), nudge))
    return tuple(found)


def _meaning(query: str) -> str:
    kept = [word for word in query.split() if word not in EMPTY_WORDS]
    return " ".join(kept) or query


def _direct(query: _Term, term: _Term) -> float:
    if query.text == term.text:
        return EXACT
    if query.squashed == term.squashed:
        return SQUASHED
    if len(query.squashed) >= 2 and term.text.startswith(query.text):
        return STARTS - min(len(term.text) - len(query.text), 20) / 5
    if set(query.words) <= set(term.words):
        return WORDS - min(len(term.words) - len(query.words), 10) / 2
    if len(query.squashed) >= 3 and all(any(w.startswith(q) for w in term.words) for q in query.words):
        return WORD_STARTS
    return 0.0


def _closeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < CLOSE_ENOUGH or matcher.quick_ratio() < CLOSE_ENOUGH:
        return 0.0
    return matcher.ratio()


def _close(query: _Term, term: _Term) -> float:
    """A misspelling: the whole text, or each word against its best counterpart."""
    if len(query.squashed) < 4:
        return 0.0
    whole = _closeness(query.squashed, term.squashed)
    each = [max((_closeness(word, other) for other in term.words), default=0.0) for word in query.words]
    best = max(whole, min(each) - 0.03 if each else 0.0)
    return CLOSE * best if best >= CLOSE_ENOUGH else 0.0


def _score(query: _Term, meaning: _Term, row: _Row, *, misspelled: bool) -> float:
    best = 0.0
    for term in row.terms:
        points = max(_direct(query, term), _direct(meaning, term) - 1)
        if misspelled and points <= 0:
            points = _close(meaning, term)
        best = max(best, points * term.weight)
    return best + row.nudge if best > 0 else 0.0


def _code_hits(query: str) -> list[Hit]:
    code = cvx.find(query)
    if code is None:
        return []
    slugs = list(dict.fromkeys(slug for slug in (code.slug, *code.candidates) if slug))
    if not slugs:
        return [Hit(code.name, None, answer_for_code(code), EXACT * 2, code)]
    products = [vaccines.get(slug) for slug in slugs]
    return [
        Hit(product.name, product, answer(product), EXACT * 2 - place, code) for place, product in enumerate(products)
    ]


def search(query: str, limit: int = LIMIT) -> list[Hit]:
    """Rows for what a person wrote, best first, at most ``limit``. An empty or over-long query finds what it can."""
    written = query[:QUERY_MAX]
    plain = normalise(written)
    if not plain:
        return []
    hits = _code_hits(written)
    seen = {hit.product.slug for hit in hits if hit.product}
    whole, meaning = _term(plain, 1.0), _term(_meaning(plain), 1.0)
    scored = [(row, _score(whole, meaning, row, misspelled=False)) for row in _rows()]
    if not hits and max(points for _, points in scored) < GOOD_ENOUGH:
        scored = [(row, _score(whole, meaning, row, misspelled=True)) for row in _rows()]
    found = [
        Hit(row.product.name, row.product, answer(row.product), points)
        for row, points in scored
        if points > 0 and row.product.slug not in seen
    ]
    found.sort(key=lambda hit: -hit.score)
    return (hits + found)[:limit]

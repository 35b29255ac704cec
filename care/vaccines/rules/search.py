"""Finding a catalogue row from what a person writes: name, brand, disease, everyday word, misspelling or CVX code.

A search only finds rows. What a row says is decided by its own facts, never by the words that found it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from care.reference import cvx, vaccines
from care.reference.vaccines import VaccineProduct
from care.vaccines.rules.answers import Answer, answer, answer_for_code
from care.vaccines.rules.spelling import bigrams, closest

LIMIT = 12
QUERY_MAX = 80

EXACT, SQUASHED, STARTS, WORDS, WORD_STARTS, INSIDE, CLOSE = 100.0, 97.0, 86.0, 82.0, 70.0, 66.0, 45.0
GOOD_ENOUGH = 60.0

#: Words that say "vaccine" and nothing more.
EMPTY_WORDS = frozenset(
    {
        *("vaccine", "vaccines", "vaccination", "immunization", "immunisation", "shot", "shots", "jab", "jabs"),
        *("injection", "dose", "doses", "booster", "live", "the", "a", "an", "of", "for", "and", "is", "it", "my"),
        *("can", "have", "get", "on", "in", "to", "with", "son", "daughter", "child", "kid"),
        *("vaccin", "vacuna", "vacina", "vaccino", "impfung", "impfstoff", "inenting", "szczepionka", "anti"),
        *(
            "vacunas",
            "vacunacion",
            "inyeccion",
            "dosis",
            "refuerzo",
            "viva",
            "vivas",
            "contra",
            "la",
            "el",
            "las",
            "los",
        ),
        *("una", "un", "del", "de", "para", "por", "y", "es", "mi", "hijo", "hija", "nino", "nina", "bebe", "puede"),
        *("لقاح", "لقاحات", "تطعيم", "تطعيمات", "تلقيح", "حقنه", "ابره", "جرعه", "حي", "هل", "ضد", "من", "في", "عن"),
        *("طفلي", "طفل", "ابني", "ابنتي", "يمكن"),
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


# What Arabic keyboards and habits write either way: the last letter of a feminine word, and of one in "a".
_ARABIC = str.maketrans({"ة": "ه", "ى": "ي", "ـ": None})
# The article, alone or after "and", "for" and "with", before a word long enough not to begin with these letters itself.
_ARTICLE = re.compile(r"\b(?:[وفب]?ال|لل)(?=\w{3,})")


def normalise(text: str) -> str:
    """Lower case, without accents and Arabic articles; everything but letters and digits becomes one space."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    return _ARTICLE.sub("", re.sub(r"[\W_]+", " ", plain.translate(_ARABIC)).strip())


@dataclass(frozen=True, slots=True)
class _Term:
    """One thing a row may be called. ``padded`` has a space before each word, ``row`` is the row's place in the
    catalogue, ``weight`` how much a hit on it counts."""

    text: str
    squashed: str
    padded: str
    words: frozenset[str]
    row: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Index:
    """Every term of the catalogue, and the terms by their words and by themselves without spaces. ``nudges`` lift the
    commonest rows a little; ``vocabulary`` is what a misspelling may have meant, by the pairs of letters in it."""

    terms: tuple[_Term, ...]
    by_spelling: dict[str, tuple[_Term, ...]]
    nudges: tuple[float, ...]
    vocabulary: dict[str, frozenset[str]]


def _term(text: str, row: int = -1, weight: float = 1.0) -> _Term:
    plain = normalise(text)
    return _Term(plain, plain.replace(" ", ""), f" {plain}", frozenset(plain.split()), row, weight)


@cache
def _index() -> _Index:
    common = {row.slug: row for row in vaccines.common()}
    terms: dict[tuple[str, int], _Term] = {}
    nudges = []
    for row, product in enumerate(vaccines.all_products()):
        weighted = [(text, 1.0) for text in (*product.brands, *product.search_words)]
        weighted += [(product.name, 0.99), (product.slug, 0.95), *((disease, 0.93) for disease in product.diseases)]
        if product.slug in common:
            weighted.insert(0, (common[product.slug].label, 1.0))
        for text, weight in weighted:
            term = _term(text, row, weight)
            terms.setdefault((term.text, row), term)
        nudges.append((3.0 if product.slug in common else 0.0) - (0.0 if product.in_use else 2.0))
    found = tuple(terms.values())
    spellings: dict[str, list[_Term]] = {}
    for term in found:
        for word in {*term.words, term.squashed}:
            spellings.setdefault(word, []).append(term)
    pairs: dict[str, set[str]] = {}
    for word in spellings:
        for pair in bigrams(word):
            pairs.setdefault(pair, set()).add(word)
    return _Index(
        found,
        {word: tuple(rows) for word, rows in spellings.items()},
        tuple(nudges),
        {pair: frozenset(words) for pair, words in pairs.items()},
    )


def _meaning(query: _Term) -> _Term:
    kept = [word for word in query.text.split() if word not in EMPTY_WORDS]
    return _term(" ".join(kept)) if kept and " ".join(kept) != query.text else query


def _direct(query: _Term, term: _Term) -> float:
    if query.text == term.text:
        return EXACT
    if query.squashed == term.squashed:
        return SQUASHED
    if len(query.squashed) >= 2 and term.text.startswith(query.text):
        return STARTS - min(len(term.text) - len(query.text), 20) / 5
    if query.words <= term.words:
        return WORDS - min(len(term.words) - len(query.words), 10) / 2
    if len(term.squashed) >= 3 and term.words <= query.words:
        # "Twinrix Junior", "flu spray for my son": the more of what was written, the better.
        return INSIDE + 12 * len(term.squashed) / len(query.squashed)
    if len(query.squashed) >= 3 and all(f" {word}" in term.padded for word in query.words):
        return WORD_STARTS
    return 0.0


@lru_cache(maxsize=2048)
def _meant(word: str) -> dict[str, float]:
    """The words of the catalogue that a misspelled one may have meant, each with its closeness."""
    if len(word) < 4:
        return {}
    index = _index().vocabulary
    shared: Counter[str] = Counter()
    for pair in bigrams(word):
        shared.update(index.get(pair, ()))
    enough = max(2, len(word) // 3)
    return closest(word, (other for other, count in shared.items() if count >= enough))


def _close(whole: dict[str, float], each: list[dict[str, float]], term: _Term) -> float:
    """A misspelling: the whole text, or each word that means anything against its best counterpart."""
    best = whole.get(term.squashed, 0.0)
    if each:
        found = [max((words.get(word, 0.0) for word in term.words), default=0.0) for words in each]
        spare = max(0, len(term.words) - len(each))
        # A word that this term has no counterpart for counts as far off.
        apart = 0.03 + min(spare, 5) / 100 + 0.2 * found.count(0.0)
        best = max(best, min((one for one in found if one), default=0.0) - apart)
    return CLOSE * best if best > 0 else 0.0


def _misspelled(meaning: _Term) -> dict[_Term, float]:
    """Terms that a misspelled query may have meant, with their points."""
    by_spelling = _index().by_spelling
    whole = _meant(meaning.squashed)
    each = [words for words in (_meant(word) for word in sorted(meaning.words)) if words]
    near = {term for words in (whole, *each) for word in words for term in by_spelling[word]}
    return {term: _close(whole, each, term) for term in near}


def _points(query: _Term) -> dict[int, float]:
    """Row to points, for every row that has any."""
    index, meaning = _index(), _meaning(query)
    best: dict[int, float] = {}

    def count(term: _Term, points: float) -> None:
        best[term.row] = max(best.get(term.row, 0.0), points * term.weight)

    for term in index.terms:
        points = _direct(query, term)
        if meaning is not query:
            points = max(points, _direct(meaning, term) - 1)
        if points > 0:
            count(term, points)
    if max(best.values(), default=0.0) < GOOD_ENOUGH:
        for term, points in _misspelled(meaning).items():
            if points > 0:
                count(term, points)
    return {row: points + index.nudges[row] for row, points in best.items()}


def code_hits(query: str) -> list[Hit]:
    """The rows of one CVX code, with or without leading zeros; none for what is no code of the list."""
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
    plain = _term(written)
    if not plain.text:
        return []
    hits = code_hits(written)
    seen = {hit.product.slug for hit in hits if hit.product}
    products = vaccines.all_products()
    # Catalogue order decides between equals.
    ranked = sorted(_points(plain).items(), key=lambda row: (-row[1], row[0]))
    found = (
        Hit(products[row].name, products[row], answer(products[row]), points)
        for row, points in ranked
        if products[row].slug not in seen
    )
    return [*hits, *islice(found, max(limit - len(hits), 0))][:limit]

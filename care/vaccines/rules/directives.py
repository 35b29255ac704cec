"""What the care team said about a vaccine, and which word counts when several were said.

A directive stands above the badge and never changes it: the badge says what a vaccine is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from care.reference import vaccines
from care.vaccines.rules.answers import Badge, answer

#: Instead of a catalogue slug: all live vaccines.
ALL_LIVE = ""


class Says(StrEnum):
    """From least to most cautious."""

    ALLOW = "allow"
    ASK = "ask"
    DO_NOT_GIVE = "do_not_give"


class Reach(StrEnum):
    """Why a directive is heard on a vaccine's page."""

    THIS = "this"
    LIVE = "live"
    KIN = "kin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """One word of the care team. ``product`` is a catalogue slug or ALL_LIVE; ``expires_on`` is its last day."""

    says: Says
    product: str
    given_on: dt.date
    expires_on: dt.date | None = None

    def is_over(self, today: dt.date) -> bool:
        return self.expires_on is not None and today > self.expires_on

    def counts_as(self, today: dt.date) -> Says:
        """An "allow" that has run out is a question again. A "do not give" stays one until somebody takes it back."""
        return Says.ASK if self.says is Says.ALLOW and self.is_over(today) else self.says


@dataclass(frozen=True, slots=True)
class Heard:
    """A directive as it counts for one vaccine on one day. ``place`` is its place in what was asked about."""

    place: int
    reach: Reach
    counts_as: Says
    is_over: bool


@dataclass(frozen=True, slots=True)
class Word:
    """What the care team's directives come to for one vaccine. ``says`` is None when there is none.

    ``heard`` are all of them, the most cautious first. ``differ`` when those for this vaccine do not say the same.
    """

    says: Says | None
    heard: tuple[Heard, ...]
    differ: bool


_CAUTION = list(Says)


def caution(says: Says) -> int:
    """How careful a word is: the more careful, the higher."""
    return _CAUTION.index(says)


def word(directives: Iterable[Directive], product: str, today: dt.date) -> Word:
    """What counts for the catalogue row ``product`` ("" for a vaccine that is not in the catalogue) on a day.

    The most cautious word wins, and all are heard.
    """
    heard = []
    for place, directive in enumerate(directives):
        found = _heard(directive, product, today)
        if found:
            heard.append(Heard(place, *found, directive.is_over(today)))
    heard.sort(key=lambda one: (-caution(one.counts_as), one.place))
    own = {one.counts_as for one in heard if one.reach is not Reach.KIN}
    return Word(heard[0].counts_as if heard else None, tuple(heard), len(own) > 1)


def _heard(directive: Directive, product: str, today: dt.date) -> tuple[Reach, Says] | None:
    says = directive.counts_as(today)
    if directive.product == ALL_LIVE:
        badge = _badge(product)
        if badge in {Badge.LIVE, Badge.DEPENDS}:
            return Reach.LIVE, says
        # Nobody knows whether it is live: the word may or may not be meant for it.
        return (Reach.LIVE, Says.ASK) if badge is Badge.NOT_KNOWN else None
    if directive.product == product:
        return Reach.THIS, says
    if says is Says.ALLOW or not _is_kin(directive.product, product):
        return None
    whole_kind = directive.product.endswith("-unspecified") and _both_live(directive.product, product)
    return Reach.KIN, says if whole_kind else Says.ASK


def _badge(product: str) -> Badge:
    row = vaccines.by_slug().get(product)
    return answer(row).badge if row else Badge.NOT_KNOWN


def _both_live(one: str, other: str) -> bool:
    return vaccines.get(one).is_live and vaccines.get(other).is_live


def _is_kin(one: str, other: str) -> bool:
    """Whether a word on one row must be heard on the other: two live ones of which one protects against all that the
    other does (MMR and MMRV), or a row whose kind nobody knows and one of its kinds. A word on the live kind alone is
    never heard on the one that is not live."""
    first, second = (vaccines.by_slug().get(slug) for slug in (one, other))
    if first is None or second is None:
        return False
    against, also = set(first.diseases), set(second.diseases)
    if first.is_live and second.is_live and (against <= also or also <= against):
        return True
    return (_badge(one) is Badge.DEPENDS and other in first.ambiguous_with) or (
        _badge(other) is Badge.DEPENDS and one in second.ambiguous_with
    )

"""From a catalogue row to the answer a family reads: badge, what to do, why, and the sources.

The words here are marked for translation and translated where they are shown. They say what a vaccine is. They never
say whether it is good or bad for a child: sources disagree by type of Hyper IgE syndrome, and the team decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from care.reference import cvx, sources, vaccines
from care.reference.sources import Source
from care.reference.vaccines import Flag, VaccineProduct


def gettext_noop(message: str) -> str:
    """Marks a message for translation without Django: the page that shows it translates it."""
    return message


class Badge(StrEnum):
    LIVE = "live"
    NOT_LIVE = "not_live"
    DEPENDS = "depends"
    NOT_KNOWN = "not_known"
    ANTIBODY = "antibody"
    NOT_A_VACCINE = "not_a_vaccine"


BADGE_WORDS = {
    Badge.LIVE: gettext_noop("LIVE"),
    Badge.NOT_LIVE: gettext_noop("Not live"),
    Badge.DEPENDS: gettext_noop("Depends"),
    Badge.NOT_KNOWN: gettext_noop("Not known, ask"),
    Badge.ANTIBODY: gettext_noop("Antibodies"),
    Badge.NOT_A_VACCINE: gettext_noop("Not a vaccine"),
}

ASK_BEFORE_DOSE = gettext_noop("Ask your immunology team before this dose.")
TREAT_AS_LIVE = gettext_noop("Treat it as live until you know which one it is.")
ASK = gettext_noop("Ask your immunology team.")
FIND_OUT_WHICH = gettext_noop("Find out which of the two it is. Ask your immunology team before Pneumovax 23.")

WHY_LIVE = {
    "live_attenuated": gettext_noop("It is made with a live, weakened germ."),
    "live_vector_replicating": gettext_noop("It is made with a live virus that can multiply."),
}
WHY_LIVE_UNCHECKED = gettext_noop("Listed as live; not yet checked. Treat it as live and ask.")
WHY_LIVE_ALL_KINDS = gettext_noop("Every vaccine of this kind in the list is live.")
WHY_NOT_LIVE = {
    "inactivated": gettext_noop("It is made with a germ that was killed."),
    "conjugate": gettext_noop("It is made with parts of germs, or killed germs."),
    "recombinant": gettext_noop("It is made with parts of the germ, grown without it."),
    "subunit": gettext_noop("It is made with parts of the germ."),
    "toxoid": gettext_noop("It is made with germ products that were made harmless."),
    "vlp": gettext_noop("It is made with empty shells. No germ is inside."),
    "viral_vector_nonreplicating": gettext_noop("It is made with a virus that cannot multiply in people."),
    "mrna": gettext_noop("It carries a message for the body. No germ is inside."),
    "unknown": gettext_noop("No live vaccine of this kind is on the list."),
}
WHY_NAMED_LIVE = gettext_noop(
    "Its name in the CDC code list says live, but the virus in it cannot multiply in people. It is not flagged as live."
)
WHY_NOT_LIVE_UNCHECKED = gettext_noop("Listed as not live; not yet checked, ask.")
WHY_DEPENDS = gettext_noop("There is more than one kind. The answer depends on which one it is.")
WHY_NOT_KNOWN = gettext_noop("Tend does not know which vaccine this is.")
WHY_ANTIBODY = gettext_noop("Ready-made antibodies. There is no germ in it.")
WHY_ANTIBODY_UNCHECKED = gettext_noop("Listed as ready-made antibodies; not yet checked, ask.")
WHY_NOT_A_VACCINE = gettext_noop("This is not a vaccine.")
WHY_PPSV23 = gettext_noop(
    "It is not live. A 2021 review of STAT3 Hyper IgE syndrome reports strong skin reactions where this shot was given."
)
WHY_PNEUMOCOCCAL = gettext_noop(
    "Neither kind is live. For one of them, Pneumovax 23, a 2021 review of STAT3 Hyper IgE syndrome reports strong "
    "skin reactions where the shot was given."
)


#: What sources say of live vaccines, by source id: they differ, and the page says so.
LIVE_SAID = (
    ("IDSA", gettext_noop("As a rule, no live vaccines when the immune system is weak. Some exceptions are named.")),
    ("AIH", gettext_noop("It depends on which part of the immune system is affected, and on blood counts.")),
    ("TSIL21", gettext_noop("In STAT3 Hyper IgE syndrome: the usual vaccines, live ones too, but not PPSV23.")),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a family reads about one vaccine. Texts are untranslated messages; ``do`` and ``question`` may be "".

    ``slug`` is None for a code without a catalogue row. ``others`` are slugs it may be mixed up with.
    ``sources`` are those for the badge first; empty when nobody checked it yet (``is_checked`` is False then).
    """

    slug: str | None
    badge: Badge
    do: str
    why: str
    question: str
    others: tuple[str, ...]
    sources: tuple[Source, ...]
    is_checked: bool

    @property
    def words(self) -> str:
        """The badge in words."""
        return BADGE_WORDS[self.badge]

    @property
    def treated_as_live(self) -> bool:
        """Whether a given dose is followed up as a live one: live, or not yet known to be not live."""
        return self.badge in {Badge.LIVE, Badge.DEPENDS}

    @property
    def source(self) -> Source | None:
        """The source of the badge itself."""
        return self.sources[0] if self.sources else None


def _named(ids: tuple[str, ...]) -> tuple[Source, ...]:
    return tuple(sources.get(source_id) for source_id in dict.fromkeys(ids) if source_id != sources.UNCHECKED)


def _is_named_live(product: VaccineProduct) -> bool:
    return any(cvx.by_code()[code].text_says_live for code in product.cvx)


def _same_kind(product: VaccineProduct) -> tuple[VaccineProduct, ...]:
    """For a "product not known" row: the checked rows of the same disease and route."""
    if not product.slug.endswith("-unspecified"):
        return ()
    return tuple(
        other
        for other in vaccines.all_products()
        if other.is_checked and other.diseases == product.diseases and other.route == product.route
    )


def _live(product: VaccineProduct) -> tuple[str, str, tuple[Source, ...], bool]:
    if product.is_checked:
        why, ids = WHY_LIVE[product.live], (product.class_source, *product.sources)
        return ASK_BEFORE_DOSE, why, _named(ids), True
    kinds = _same_kind(product)
    if kinds and all(kind.is_live for kind in kinds):
        return ASK_BEFORE_DOSE, WHY_LIVE_ALL_KINDS, _named(tuple(kind.class_source for kind in kinds)), True
    return ASK_BEFORE_DOSE, WHY_LIVE_UNCHECKED, (), False


def answer(product: VaccineProduct) -> Answer:
    """The answer for a catalogue row."""
    badge, do, checked = Badge.NOT_LIVE, "", product.is_checked
    found = _named((product.class_source, *product.sources)) if checked else ()
    match product.flag:
        case Flag.LIVE_ASK:
            badge = Badge.LIVE
            do, why, found, checked = _live(product)
        case Flag.PASSIVE_ANTIBODY:
            badge, why = Badge.ANTIBODY, WHY_ANTIBODY if checked else WHY_ANTIBODY_UNCHECKED
        case Flag.UNKNOWN_ASK if product.clarifying_question:
            badge, do, why = Badge.DEPENDS, TREAT_AS_LIVE, WHY_DEPENDS
        case Flag.UNKNOWN_ASK:
            badge, do, why = Badge.NOT_KNOWN, ASK, WHY_NOT_KNOWN
        case Flag.SPECIAL_ASK if product.ambiguous_with and product.slug.endswith("-unspecified"):
            do, why = FIND_OUT_WHICH, WHY_PNEUMOCOCCAL
        case Flag.SPECIAL_ASK:
            do, why = ASK_BEFORE_DOSE, WHY_PPSV23
        case _ if product.live == "not_a_vaccine" or product.flag is Flag.NOT_APPLICABLE:
            badge, why = Badge.NOT_A_VACCINE, WHY_NOT_A_VACCINE
        case _ if not checked:
            badge, do, why = Badge.NOT_KNOWN, ASK, WHY_NOT_LIVE_UNCHECKED
        case _:
            why = WHY_NAMED_LIVE if _is_named_live(product) else WHY_NOT_LIVE[product.live]
    return Answer(
        slug=product.slug,
        badge=badge,
        do=do,
        why=why,
        question=product.clarifying_question,
        others=product.ambiguous_with,
        sources=found,
        is_checked=checked and bool(found),
    )


def answer_for_code(code: cvx.CvxCode) -> Answer:
    """The answer for a CVX code: that of its catalogue row, or "not known" / "not a vaccine" without one."""
    if code.slug:
        return answer(vaccines.get(code.slug))
    is_vaccine = code.flag is not Flag.NOT_APPLICABLE
    return Answer(
        slug=None,
        badge=Badge.NOT_KNOWN if is_vaccine else Badge.NOT_A_VACCINE,
        do=ASK if is_vaccine else "",
        why=WHY_NOT_KNOWN if is_vaccine else WHY_NOT_A_VACCINE,
        question="",
        others=code.candidates,
        sources=_named((code.source,)),
        is_checked=True,
    )


@cache
def common_answers() -> tuple[tuple[vaccines.CommonVaccine, Answer], ...]:
    """The list that needs no typing, with the answer of each row."""
    return tuple((row, answer(vaccines.get(row.slug))) for row in vaccines.common())

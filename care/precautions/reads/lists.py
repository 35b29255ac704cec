"""The lists a family chooses from: their own moments, and the items that are not switched off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from care.household.models import Patient
from care.precautions.models import KIND_WORDS, HiddenItem, RoutineChoice
from care.precautions.rules import DIFFERENT_KINDS, usual_moments
from care.precautions.rules import key as key_of
from care.reference import precautions as reference
from care.reference import sources
from care.reference.precautions import Kind, Precaution


@dataclass(frozen=True)
class Choice:
    """One item to choose. ``key`` is "kind:slug"; ``source`` names where it was read, "" when nobody looked it up."""

    key: str
    slug: str
    label: str
    source: str
    hidden: bool = False


@dataclass(frozen=True)
class Group:
    """Items of one kind, with the sources they were read in."""

    kind: Kind
    label: str
    choices: tuple[Choice, ...]

    @property
    def sources(self) -> list[str]:
        return list(dict.fromkeys(choice.source for choice in self.choices if choice.source))


@dataclass(frozen=True)
class Lists:
    """What one patient's family sees.

    ``moments`` are the picked ones; ``all_groups`` hold everything, what is switched off too.
    """

    moments: tuple[str, ...]
    all_groups: tuple[Group, ...]

    def shown(self, *kinds: Kind) -> list[Group]:
        """Groups of some kinds without what is switched off; of the hand-washing moments the picked ones."""
        groups = []
        for group in self.all_groups:
            if group.kind not in kinds:
                continue
            choices = tuple(
                choice
                for choice in group.choices
                if (choice.slug in self.moments if group.kind is Kind.MOMENT else not choice.hidden)
            )
            if choices:
                groups.append(Group(group.kind, group.label, choices))
        return groups


def lists(patient: Patient) -> Lists:
    """The lists of a patient who already came through the access door. Two queries.

    These are settings, not the record: a helper, who sees only today, still logs with the family's own list.
    """
    picked = tuple(RoutineChoice.objects.filter(patient=patient).values_list("slug", flat=True))
    hidden = set(HiddenItem.objects.filter(patient=patient).values_list("kind", "slug"))
    groups = tuple(
        Group(
            kind,
            str(KIND_WORDS[kind]),
            tuple(_choice(listed, (kind.value, listed.slug) in hidden) for listed in reference.of_kind(kind)),
        )
        for kind in (*DIFFERENT_KINDS, Kind.EXPOSURE)
    )
    return Lists(picked or tuple(usual_moments()), groups)


def _choice(listed: Precaution, hidden: bool) -> Choice:
    return Choice(key_of(listed), listed.slug, _(listed.label), source_words(listed), hidden)


@dataclass(frozen=True)
class ListedItem:
    """An item of an entry as its page shows it: in words, with the family's note and where the list comes from."""

    label: str
    kind: str
    note: str
    source: str


def items_with_sources(rows: Sequence[Mapping[str, str]]) -> list[ListedItem]:
    """Stored exceptions with their sources."""
    found = []
    for row in rows:
        try:
            listed = reference.get(Kind(row["kind"]), row["slug"])
        except (KeyError, ValueError):
            found.append(ListedItem(row["slug"], "", row["note"], ""))
        else:
            words = str(KIND_WORDS[listed.kind])
            # A hand-washing moment is the family's own pick; food and water come from somebody's list.
            source = "" if listed.kind is Kind.MOMENT else source_words(listed)
            found.append(ListedItem(_(listed.label), words, row["note"], source))
    return found


def source_of_exposure(slug: str) -> str:
    """Where the list that holds this exposure was read; "" when nobody looked it up."""
    try:
        return source_words(reference.get(Kind.EXPOSURE, slug))
    except KeyError:
        return ""


def source_words(listed: Precaution) -> str:
    """Name and date of an item's source; "" when it was not read in one."""
    source = sources.get(listed.source)
    if not (listed.source_may_be_shown and source.is_checked):
        return ""
    name = source.short or ", ".join([source.title, source.publisher])
    return ", ".join([name, source.date if source.has_date else _("no date given")])

"""The lists a family chooses from: their own moments, and the items that are not switched off."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from care.precautions.models import KIND_WORDS, VALUE_WORDS, HiddenItem, RoutineChoice, SinkStar
from care.precautions.rules import DIFFERENT_KINDS, Value, usual_moments
from care.precautions.rules import key as key_of
from care.reference import precautions as reference
from care.reference import sources
from care.reference.precautions import Kind, Precaution


@dataclass(frozen=True)
class Choice:
    """One item to choose. ``key`` is "kind:slug"; ``source`` names where it was read, "" when nobody looked it up.

    ``off`` says in words who switched it off, when and why.
    """

    key: str
    slug: str
    label: str
    source: str
    hidden: bool = False
    off: str = ""


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

    def of(self, keys: Collection[str]) -> list[Group]:
        """Groups that hold only the items of ``keys`` ("kind:slug"), switched off or not."""
        found = []
        for group in self.all_groups:
            choices = tuple(choice for choice in group.choices if choice.key in keys)
            if choices:
                found.append(Group(group.kind, group.label, choices))
        return found


def lists(patient: Patient) -> Lists:
    """The lists of a patient who already came through the access door. Two queries.

    These are settings, not the record: a helper, who sees only today, still logs with the family's own list.
    """
    picked = tuple(RoutineChoice.objects.filter(patient=patient).values_list("slug", flat=True))
    rows = HiddenItem.objects.filter(patient=patient).select_related("hidden_by")
    hidden = {(row.kind, row.slug): row for row in rows}
    groups = tuple(
        Group(
            kind,
            str(KIND_WORDS[kind]),
            tuple(_choice(listed, hidden.get((kind.value, listed.slug))) for listed in reference.of_kind(kind)),
        )
        for kind in (*DIFFERENT_KINDS, Kind.HYGIENE, Kind.EXPOSURE)
    )
    return Lists(picked or tuple(usual_moments()), groups)


def _choice(listed: Precaution, row: HiddenItem | None) -> Choice:
    off = off_words(row) if row else ""
    return Choice(key_of(listed), listed.slug, _(listed.label), source_words(listed), row is not None, off)


def off_words(row: HiddenItem) -> str:
    """Who switched an item off and when, who said so and why, as far as it is known."""
    words = {"who": row.hidden_by, "day": date_format(row.hidden_at, "D j M Y") if row.hidden_at else ""}
    first = _("Switched off by %(who)s, %(day)s") % words if row.hidden_by and row.hidden_at else _("Switched off")
    told = [part for part in (row.told_by, row.reason) if part]
    return f"{first}. {': '.join(told)}" if told else f"{first}."


@dataclass(frozen=True)
class ListedItem:
    """An item of an entry as its page shows it: in words, with the family's note and where the list comes from."""

    label: str
    kind: str
    note: str
    source: str


def answers_with_sources(rows: Sequence[Mapping[str, str]]) -> list[ListedItem]:
    """Stored answers, item by item, with their sources; the answer stands where others have the kind."""
    found = []
    for row in rows:
        try:
            listed = reference.get(Kind(row["kind"]), row["slug"])
        except (KeyError, ValueError):
            found.append(ListedItem(row["slug"], str(VALUE_WORDS[Value(row["value"])]), "", ""))
        else:
            source = source_words(listed) if listed.kind is Kind.HYGIENE else ""
            found.append(ListedItem(_(listed.label), str(VALUE_WORDS[Value(row["value"])]), "", source))
    return found


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


def stars(access: Access, patient: Patient) -> int:
    """How many stars the sink card holds. One query."""
    return access.of(SinkStar).filter(patient=patient).count()

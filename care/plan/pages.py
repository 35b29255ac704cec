"""What a page shows after a save: what the red-flag rules said about the entry, or that nothing was checked."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from care.household.medical import Statement
from care.household.rules import Capability
from care.plan import actions, reads
from care.plan.reads import CallPlanView, Message
from care.plan.rules.levels import Level
from care.record.pages import SavedLine

MOST = 8


@dataclass(frozen=True)
class Raised:
    """What to show under the "Saved" line.

    ``messages`` most serious first; without any, the page says only that Tend does not check how ill someone is.
    ``call_plan`` is None without messages. ``about`` names the patient where the page may be another's.
    """

    messages: tuple[Message, ...]
    call_plan: CallPlanView | None
    rules_note: str
    may_log: bool
    about: str = ""

    @property
    def level(self) -> int:
        return self.messages[0].level if self.messages else 0

    @property
    def level_name(self) -> str:
        return self.messages[0].level_name

    @property
    def is_emergency(self) -> bool:
        return self.level >= Level.EMERGENCY

    @property
    def words(self) -> list[Statement]:
        """What to do, each sentence once, the most serious first."""
        return list(dict.fromkeys(message.words for message in self.messages))

    @property
    def plan_words(self) -> list[str]:
        return list(dict.fromkeys(message.plan_words for message in self.messages if message.plan_words))

    @property
    def has_note(self) -> bool:
        """Whether one of them is only for the next visit: the caveat belongs beside it."""
        return any(message.level == Level.NOTE for message in self.messages)


def raised(request: HttpRequest, saved: SavedLine | None) -> Raised | None:
    """What the rules said about the entries of ``?saved=`` or ``?moved=``; None when there is nothing to show.

    Keeps when a message was first shown. A page that has asked already leaves the messages as ``request.said``.
    """
    keys = just_saved(request)
    if not keys:
        return None
    known = getattr(request, "said", None)
    said = tuple(reads.of_entries(request.access, keys) if known is None else known)
    if not said:
        judged = saved is not None and bool(set(saved.kinds) & reads.JUDGED)
        return Raised((), None, "", False) if judged else None
    patient = request.access.patient(said[0].patient_id)
    if request.method == "GET" and any(message.shown_at is None for message in said):
        actions.mark_shown(messages=list(said), at=timezone.now())
    return Raised(
        messages=said,
        call_plan=reads.call_plan(request.access, patient),
        rules_note=reads.rules_note(),
        may_log=request.access.may(Capability.LOG, patient),
        about=patient.name if request.GET.get("moved") else "",
    )


def just_saved(request: HttpRequest) -> list[UUID]:
    """The entries of ``?saved=`` and ``?moved=``."""
    found = []
    for key in [*request.GET.getlist("moved"), *request.GET.getlist("saved")][:MOST]:
        try:
            found.append(UUID(key))
        except ValueError:
            continue
    return found

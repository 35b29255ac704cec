"""Forms of a worry and of the warning signs."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from care.household.forms import TextField
from care.household.medical import medical
from care.plan.models.words import ASKED, GROUPS
from care.plan.rules.facts import YES
from care.record.forms import EntryForm
from care.record.models import Answer, Entry


class ConcernForm(EntryForm):
    """Something feels off. Words help later, but none are needed."""

    note = TextField(
        label=_("In your own words"),
        max_length=Entry._meta.get_field("note").max_length or 2000,
        rows=3,
        required=False,
    )


ANSWERS = ((Answer.YES, _("Yes")), (Answer.NO, _("No")), (Answer.NOT_CHECKED, _("Not checked")))


class WarningSignsForm(EntryForm):
    """Signs nobody answered stay unanswered; ``cleaned_data["answers"]`` maps the others to their answer.

    The questions are many and alike, so the page draws them itself: ``groups`` gives them as they were answered.
    """

    note = TextField(
        label=_("In your own words"),
        max_length=Entry._meta.get_field("note").max_length or 2000,
        rows=3,
        required=False,
    )

    def answer_of(self, sign: str) -> str:
        """What stands in the page for a sign: as sent, else as stored."""
        if self.is_bound:
            return self.data.get(f"sign_{sign}", "")
        return (self.initial.get("answers") or {}).get(sign, "")

    def clean(self):
        values = super().clean() or {}
        fits = {str(answer) for answer, _words in ANSWERS}
        sent = {sign: self.answer_of(sign) for sign in ASKED}
        values["answers"] = {sign: answer for sign, answer in sent.items() if answer in fits}
        if not values["answers"]:
            self.add_error(None, _("Answer at least one sign. One is enough."))
        return values

    def differs(self) -> bool:
        return super().differs() or any(self._differing_signs())

    def tell_present(self) -> None:
        """A sign this page left open is answered as it stands in the entry: silence must not take an answer out."""
        super().tell_present()
        words = dict(ANSWERS)
        for sign, stored in list(self._differing_signs()):
            if not self.answer_of(sign):
                self.data[f"sign_{sign}"] = stored
            told = {"sign": medical(ASKED[sign]), "answer": words.get(stored, _("Not recorded"))}
            self.add_error(None, gettext("%(sign)s: %(answer)s") % told)

    def _differing_signs(self) -> Iterator[tuple[str, str]]:
        """Signs answered otherwise than the entry holds them, with what it holds."""
        stored = self.initial.get("answers") or {}
        return ((sign, stored.get(sign, "")) for sign in ASKED if self.answer_of(sign) != stored.get(sign, ""))

    def groups(self) -> list[dict]:
        """The questions, group by group: title, whether it starts open, and its signs with their answers."""
        found = []
        for index, (title, signs) in enumerate(GROUPS):
            rows = [
                {"name": sign, "label": medical(words), "value": self.answer_of(sign)} for sign, words in signs.items()
            ]
            opened = index < 2 or any(row["value"] == YES for row in rows)
            found.append({"title": title, "open": opened, "signs": rows})
        return found

    @property
    def choices(self):
        return ANSWERS

"""The text to paste, written the way a reader asks for: by the family, under a share and by a clinician's account."""

from typing import Any

from django.http import QueryDict
from django.utils import translation

from care.visits.forms import PasteForm
from care.visits.paper import pasted
from care.visits.reads import SummaryPage


def asked_text(asked: QueryDict, view: SummaryPage) -> dict[str, Any]:
    """``paste_form``, ``pasted`` (the text and what was dropped), and whether somebody ``asked`` for it.

    A summary whose words ASCII cannot write comes in its own letters whatever is asked.
    """
    form = PasteForm(asked, has_ascii=view.has_ascii)
    form.is_valid()
    original = form.cleaned_data.get("original", True)
    with translation.override(view.language):
        made = pasted(view.document, original=original, named=not form.cleaned_data["nameless"])
    return {"paste_form": form, "pasted": made, "asked": "written" in asked}

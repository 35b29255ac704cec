"""The place where other forms of a summary hang under a share: a name here is an address, a button and a line in the
family's list ("downloaded", with the name). Nothing else has to be done."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from care.visits import reads
from care.visits.paper import comma_separated, pasted, pdf
from care.visits.reads import SummaryPage


@dataclass(frozen=True)
class Download:
    """``label`` on the button; ``make`` makes the file from what the share shows, with the chosen sections only."""

    label: str | Promise
    make: Callable[[SummaryPage], HttpResponse]

    def answer(self, view: SummaryPage) -> HttpResponse:
        """The file, in the language the summary is written in."""
        with translation.override(view.language):
            return self.make(view)


def _file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    """A file whose name says neither whose it is nor what is in it."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _text(view: SummaryPage) -> HttpResponse:
    return _file(pasted(view.document).text, "text/plain; charset=utf-8", "visit-summary.txt")


def _original(view: SummaryPage) -> HttpResponse:
    return _file(pasted(view.document, original=True).text, "text/plain; charset=utf-8", "visit-summary.txt")


def _pdf(view: SummaryPage, paper: str) -> HttpResponse:
    return _file(pdf(view, paper=paper), "application/pdf", "visit-summary.pdf")


def _csv(view: SummaryPage) -> HttpResponse:
    return _file(comma_separated(view.document), "text/csv; charset=utf-8", "visit-summary.csv")


def _fhir(view: SummaryPage) -> HttpResponse:
    """Http404 for a version that has no FHIR form."""
    found = reads.fhir_bundle(view)
    if found is None:
        raise Http404
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return _file(body, "application/fhir+json", "visit-summary.json")


def offered(view: SummaryPage) -> list[tuple[str, Download]]:
    """The forms this version has, by name."""
    left_out = {name for name, there in (("fhir", reads.has_fhir(view)), ("text", view.has_ascii)) if not there}
    return [(name, form) for name, form in FORMS.items() if name not in left_out]


#: By the name that stands in the address and in ``ShareEvent.form`` (at most 12 signs): "pdf", "text", "csv", "fhir".
FORMS: dict[str, Download] = {
    "pdf": Download(_("PDF, A4"), partial(_pdf, paper="a4")),
    "pdf-letter": Download(_("PDF, Letter"), partial(_pdf, paper="letter")),
    "text": Download(_("Plain text (ASCII)"), _text),
    "text-letters": Download(_("Plain text (original letters)"), _original),
    "csv": Download(_("Table (CSV)"), _csv),
    "fhir": Download(_("For clinic software (FHIR)"), _fhir),
}

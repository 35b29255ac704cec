"""Is it live? The list, one vaccine, and the card for the clinic."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from care.household.rules import Capability
from care.vaccines import reads
from care.vaccines.forms import SearchForm


@require_safe
def catalogue(request: HttpRequest, patient: UUID) -> HttpResponse:
    """The 20 commonest with their answers, or the rows found for ``?q=``."""
    child = request.access.patient(patient)
    form = SearchForm(request.GET)
    rows = reads.found_rows(form.query) if form.query else reads.common_rows()
    latest = reads.latest(request.access, child)
    words = reads.team_words(request.access, child, {row.slug for row in rows})
    # Where Tend knows least, whom to ask stands beside it.
    unknown = bool(form.query) and (not rows or any(row.kind == "not-known" for row in rows))
    context = {
        "patient": child,
        "search": SearchForm(initial={"q": form.query}),
        "query": form.query,
        "rows": [(row, latest.get(row.slug), words[row.slug]) for row in rows],
        "unknown": unknown,
        "contacts": reads.whom_to_ring(request.access, child) if unknown else [],
        "beside": reads.beside(request.access, child),
        "may_log": request.access.may(Capability.LOG, child),
        "may_see_record": request.access.may(Capability.SEE_RECORD, child),
    }
    # While somebody types, only what was found is sent.
    piece = request.htmx and request.htmx.target == "found"
    return render(request, f"care/vaccines/{'_found' if piece else 'list'}.html", context)


@require_safe
def product(request: HttpRequest, patient: UUID, product: str) -> HttpResponse:
    """What one vaccine is, with its sources, what the care team said of it, and whom to ask."""
    child = request.access.patient(patient)
    try:
        page = reads.product_page(product)
    except KeyError as error:
        raise Http404 from error
    made = [line for line in reads.decisions(request.access, child) if line.slug == product]
    words = reads.team_words(request.access, child, {product, *(row.slug for row in page.others)})
    context = {
        "patient": child,
        "page": page,
        "others": [(row, words[row.slug]) for row in page.others],
        "said_of_live": reads.said_of_live() if page.is_live else [],
        "word": words[product],
        "beside": reads.beside(request.access, child),
        "decisions": made,
        "contacts": reads.whom_to_ring(request.access, child),
        "may_log": request.access.may(Capability.LOG, child),
        "may_edit": request.access.may(Capability.EDIT, child),
    }
    return render(request, "care/vaccines/product.html", context)


@require_safe
def card(request: HttpRequest, patient: UUID) -> HttpResponse:
    """One sheet to print for the clinic."""
    child = request.access.patient(patient, Capability.SEE_RECORD)
    return render(request, "care/vaccines/card.html", {"patient": child, "card": reads.card(request.access, child)})

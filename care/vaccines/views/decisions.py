"""What did we decide? The patient's decisions, and the page after a live dose."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.rules import Capability
from care.record.pages import after_save, with_mark
from care.record.photos import reads as photos
from care.vaccines import actions, reads
from care.vaccines.forms import DecisionForm
from care.vaccines.models import VaccineDecision
from care.vaccines.rules import LiveGiven, was_given

#: What the table holds of a name from a vaccine card.
NAME_MAX = 120


@require_safe
def decisions(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Everything that was decided, newest first."""
    child = request.access.patient(patient)
    made = reads.decisions(request.access, child)
    words = reads.team_words(request.access, child, {line.slug for line in made})
    questions = reads.still_open(made)
    context = {
        "patient": child,
        "decisions": [(line, words[line.slug]) for line in made],
        "questions": [(line, words[line.slug]) for line in questions],
        "plans": [line for line in questions if line.asks_first],
        "undated": any(line.asks_first and not line.date for line in questions),
        "beside": reads.beside(request.access, child),
        "may_log": request.access.may(Capability.LOG, child),
    }
    return render(request, "care/vaccines/decisions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Write down a decision on the vaccine of ``?product=``; without it, on one that is not in the catalogue."""
    child = request.access.patient(patient, Capability.LOG)
    slug = request.GET.get("product", "")
    try:
        row = reads.answer_row(slug) if slug else None
    except KeyError as error:
        raise Http404 from error
    today = request.access.today(child)
    initial = {} if row else {"product_text": request.GET.get("name", "")[:NAME_MAX]}
    form = DecisionForm(request.POST or None, today=today, listed=bool(row), initial=initial)
    if form.is_valid():
        saved = actions.record_decision(
            patient=child,
            product=slug,
            by=request.user,
            at=timezone.now(),
            client_id=form.cleaned_data["client_id"],
            **form.dose_values(),
        )
        decision = request.access.get(VaccineDecision, saved.entry.pk, Capability.LOG)
        return after_save(request, saved.entry, _after(request, decision))
    return _form_page(request, child, form, row)


@require_safe
def detail(request: HttpRequest, patient: UUID, decision: UUID) -> HttpResponse:
    """One decision with its earlier values."""
    child, row = _decision(request, patient, decision, Capability.SEE_RECORD)
    context = {
        "patient": child,
        "decision": row,
        "line": reads.decision_line(row),
        "facts": reads.facts(row),
        "history": reads.history(request.access, row),
        "follow_up": reads.follow_up(row, request.access.today(child)).value,
        "beside": reads.beside(request.access, child),
        "photos": photos.of_entry(request.access, row.pk),
        "word": _word(request, child, row.product),
        "ask": _asks(row),
        "contacts": reads.whom_to_ring(request.access, child) if _asks(row) else [],
        "may_log": request.access.may(Capability.LOG, child),
        "may_edit": _may_edit(request, row),
    }
    return render(request, "care/vaccines/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, patient: UUID, decision: UUID) -> HttpResponse:
    """Change a decision; what it said before stays readable."""
    child, row = _decision(request, patient, decision, Capability.EDIT)
    today = request.access.today(child)
    answer = reads.answer_row(row.product) if row.product else None
    form = DecisionForm(
        request.POST or None,
        today=today,
        listed=bool(row.product),
        which=reads.product_choices(row.product),
        question=answer.question if answer else "",
        initial=DecisionForm.values_of(row),
        corrects=row.entry,
    )
    if form.is_valid():
        row = actions.correct_decision(decision=row, by=request.user, at=timezone.now(), changes=form.dose_values())
        return after_save(request, row.entry, _after(request, row))
    return _form_page(request, child, form, answer, decision=row)


@require_POST
def delete(request: HttpRequest, patient: UUID, decision: UUID) -> HttpResponse:
    """Take a decision back; the next page offers to put it back."""
    child, row = _decision(request, patient, decision, Capability.EDIT)
    entry = actions.remove_decision(decision=row, by=request.user, at=timezone.now())
    return redirect(with_mark(reverse("vaccines:decisions", kwargs={"patient": child.pk}), undone=entry.pk))


@require_safe
def tell_the_team(request: HttpRequest, patient: UUID, decision: UUID) -> HttpResponse:
    """After a live vaccine was recorded as given: whom to tell, and a way to change the entry."""
    child, row = _decision(request, patient, decision, Capability.SEE_RECORD)
    context = {
        "patient": child,
        "decision": row,
        "line": reads.decision_line(row),
        "row": reads.answer_row(row.product) if row.product else None,
        "word": _word(request, child, row.product),
        "facts": reads.facts(row),
        "contacts": reads.whom_to_ring(request.access, child),
        "beside": reads.beside(request.access, child),
        "may_edit": _may_edit(request, row),
    }
    return render(request, "care/vaccines/tell.html", context)


def _decision(request: HttpRequest, patient: UUID, decision: UUID, need: Capability):
    """The patient and one of their decisions. Http404 for another patient's, PermissionDenied as the door says."""
    child = request.access.patient(patient)
    row = request.access.get(VaccineDecision, decision, need)
    if row.entry.patient_id != child.pk:
        raise Http404
    return child, row


def _word(request: HttpRequest, child, slug: str) -> reads.TeamWord:
    return reads.team_words(request.access, child, [slug])[slug]


def _asks(row: VaccineDecision) -> bool:
    """Whether the team is to be asked what was given: Tend does not know whether it was live."""
    line = reads.decision_line(row)
    return line.kind == "not-known" and was_given(row.outcome, row.dated)


def _may_edit(request: HttpRequest, row: VaccineDecision) -> bool:
    return request.access.of(VaccineDecision, Capability.EDIT).filter(pk=row.pk).exists()


def _after(request: HttpRequest, decision: VaccineDecision) -> str:
    """Where a save leads: to "tell the team" after a live dose, to whom to ask after one that Tend does not know,
    else back to the list."""
    here = {"patient": decision.entry.patient_id}
    if reads.follow_up(decision, request.access.today(decision.entry.patient)) is LiveGiven.TELL_TODAY:
        return reverse("vaccines:tell", kwargs={**here, "decision": decision.pk})
    if _asks(decision):
        return reverse("vaccines:detail", kwargs={**here, "decision": decision.pk})
    return reverse("vaccines:decisions", kwargs=here)


def _form_page(request: HttpRequest, child, form: DecisionForm, row, decision: VaccineDecision | None = None):
    context = {
        "patient": child,
        "form": form,
        "row": row,
        "decision": decision,
        "word": _word(request, child, row.slug if row else ""),
        "beside": reads.beside(request.access, child),
    }
    return render(request, "care/vaccines/form.html", context, status=422 if form.is_bound else 200)

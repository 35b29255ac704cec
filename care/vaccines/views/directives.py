"""What did the care team say?"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.pages import form_page, posted
from care.household.rules import Capability
from care.record.pages import after_save, with_mark
from care.record.photos import reads as photos
from care.record.reads import changes
from care.vaccines import actions, reads
from care.vaccines.forms import DirectiveForm
from care.vaccines.models import VaccineDirective


@require_safe
def directives(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Everything the care team said, newest first. Whoever is with the child today sees it."""
    child = request.access.patient(patient)
    context = {
        "patient": child,
        "directives": reads.directives(request.access, child),
        "may_edit": request.access.may(Capability.EDIT, child),
    }
    return render(request, "care/vaccines/directives.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Write down what was said about the vaccine of ``?product=``, or about all live vaccines."""
    child = request.access.patient(patient, Capability.EDIT)
    slug = request.GET.get("product", "")
    form = DirectiveForm(
        posted(request), today=request.access.today(child), product=slug, title=_title(slug) if slug else ""
    )
    if form.is_valid():
        saved = actions.add_directive(
            patient=child,
            by=request.user,
            at=timezone.now(),
            client_id=form.cleaned_data["client_id"],
            **form.directive_values(),
        )
        return after_save(request, saved.entry, _list(child))
    return form_page(request, "care/vaccines/directive_form.html", form, patient=child, directive=None)


@require_safe
def detail(request: HttpRequest, patient: UUID, directive: UUID) -> HttpResponse:
    """One directive, its letter, and what it said before."""
    child, row = _directive(request, patient, directive, Capability.SEE_TODAY)
    today = request.access.today(child)
    may_edit = request.access.may(Capability.EDIT, child)
    context = {
        "patient": child,
        "directive": row,
        "line": reads.directive_line(row, today),
        "facts": reads.facts_of_directive(row, today),
        "history": [
            {"was": was, "who": who, "at": at}
            for was, who, at in reads.directive_history(changes(request.access, row.pk), child.household.time_zone)
        ],
        "photos": photos.of_entry(request.access, row.pk),
        "may_edit": may_edit,
    }
    return render(request, "care/vaccines/directive.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, patient: UUID, directive: UUID) -> HttpResponse:
    """Change a directive; what it said before stays readable."""
    child, row = _directive(request, patient, directive, Capability.EDIT)
    form = DirectiveForm(
        posted(request),
        today=request.access.today(child),
        product=row.product,
        title=_title(row.product) if row.product else "",
        initial=DirectiveForm.values_of(row),
        corrects=row.entry,
    )
    if form.is_valid():
        row = actions.change_directive(
            directive=row, by=request.user, at=timezone.now(), changes=form.directive_values()
        )
        return after_save(request, row.entry, _list(child))
    return form_page(request, "care/vaccines/directive_form.html", form, patient=child, directive=row)


@require_POST
def delete(request: HttpRequest, patient: UUID, directive: UUID) -> HttpResponse:
    """Take a directive back; the next page offers to put it back."""
    child, row = _directive(request, patient, directive, Capability.EDIT)
    entry = actions.remove_directive(directive=row, by=request.user, at=timezone.now())
    return redirect(with_mark(_list(child), undone=entry.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, patient: UUID, directive: UUID) -> HttpResponse:
    """A clinician whom the family let in stands for a directive with their own name."""
    door = request.access.as_clinician(patient)
    child = door.patient(patient)
    row = door.get(VaccineDirective, directive)
    changed = False
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            actions.sign_directive(
                directive=row, by=request.user, at=timezone.now(), seen=int(seen) if seen.isdecimal() else 0
            )
            return redirect("vaccines:directive-sign", patient=child.pk, directive=row.pk)
        except actions.ChangedSince:
            changed = True
            row = door.get(VaccineDirective, directive)
    today = door.today(child)
    context = {
        "patient": child,
        "directive": row,
        "line": reads.directive_line(row, today),
        "facts": reads.facts_of_directive(row, today),
        "changed": changed,
    }
    return render(request, "care/vaccines/sign.html", context, status=409 if changed else 200)


def _list(child) -> str:
    return reverse("vaccines:directives", kwargs={"patient": child.pk})


def _title(slug: str) -> str:
    try:
        return reads.answer_row(slug).title
    except KeyError as error:
        raise Http404 from error


def _directive(request: HttpRequest, patient: UUID, directive: UUID, need: Capability):
    """The patient and one of their directives. Http404 for another patient's, PermissionDenied as the door says."""
    child = request.access.patient(patient)
    row = request.access.get(VaccineDirective, directive, need)
    if row.entry.patient_id != child.pk:
        raise Http404
    return child, row

"""A clinician's own pages: the caseload, one patient, a version, and what goes back to the family."""

import zoneinfo

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.pages import form_page, posted, with_next
from care.record.photos.answers import jpeg
from care.visits import actions, reads
from care.visits.forms import ReviewForm, instruction_form
from care.visits.models import ConsentEvent
from care.visits.rules.instructions import Instruction
from care.visits.rules.sharing import Section, device_of
from care.visits.views.downloads import FORMS, offered
from care.visits.views.pasting import asked_text

#: By the name in the address.
INSTRUCTIONS = {kind.value.replace("_", "-"): kind for kind in Instruction}


@require_safe
def caseload(request):
    """Everybody who let this person in, reviewed longest ago first."""
    return render(request, "care/visits/clinic/caseload.html", {"rows": reads.caseload(request.user, timezone.now())})


@require_safe
def case(request, consent):
    """One patient: the versions of their summaries, and what was reviewed."""
    row, access = reads.case(request.user, consent, timezone.now())
    return render(request, "care/visits/clinic/case.html", {"page": reads.case_page(row, access)})


@require_http_methods(["GET", "HEAD", "POST"])
def summary(request, consent, summary):
    """A version as it was made, and the form that says it was reviewed. Each opening stands in the family's list."""
    row, access, found, page = _version(request, consent, summary)
    form = ReviewForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.review(
                consent=row, summary=found, by=request.user, at=timezone.now(), message=form.cleaned_data["message"]
            )
        except PermissionDenied:
            # Ended between the look and the tap.
            raise Http404 from None
        messages.success(request, _("Marked as reviewed. The family sees it."))
        return redirect("clinic:case", consent=row.pk)
    _note(request, row, found, "opened")
    context = {"page": page, "form": form, "consent": row, "summary": found, "may_say": _may_say(row)}
    if page.version != page.latest:
        context["newest"] = reads.case_newest(access, found)
    context |= {"downloads": offered(page)} | asked_text(request.GET, page)
    # As under a share, the clinic's own clock is the one on its wall.
    with timezone.override(zoneinfo.ZoneInfo(page.visit.time_zone)):
        return render(request, "care/visits/clinic/summary.html", context, status=422 if form.errors else 200)


@require_safe
def photo(request, consent, summary, photo):
    """A photo of a version, where the family shares photos."""
    row, _access, found, page = _version(request, consent, summary)
    _note(request, row, found, "opened")
    return jpeg(reads.summary_photo(page, photo), "picture")


@require_POST
def mark(request, consent, summary):
    """The page's own Copy and Print tell the family's list."""
    row, _access, found, _page = _version(request, consent, summary)
    kind = request.POST.get("kind", "")
    if kind not in (ConsentEvent.Kind.COPIED, ConsentEvent.Kind.PRINTED):
        raise Http404
    _note(request, row, found, kind)
    return HttpResponse(status=204)


@require_POST
def download(request, consent, summary, form):
    """A version in another form (``downloads.FORMS``), handed out once it stands in the family's list."""
    row, _access, found, page = _version(request, consent, summary)
    make = FORMS.get(form)
    if make is None:
        raise Http404
    answer = make.answer(page)
    _note(request, row, found, "downloaded", form)
    return answer


def _version(request, consent, summary):
    """The consent, the door it opens, the version and its page. Http404 for anything that is not this clinician's."""
    row, access = reads.case(request.user, consent, timezone.now())
    return (row, access, *reads.case_summary(row, access, summary))


def _note(request, consent, summary, kind, form=""):
    if request.method == "HEAD":
        return
    device = device_of(request.headers.get("User-Agent", ""))
    try:
        actions.note_reading(
            consent=consent, summary=summary, by=request.user, kind=kind, form=form, device=device, at=timezone.now()
        )
    except PermissionDenied:
        # Ended between the look and now.
        raise Http404 from None


def _may_say(consent) -> list[tuple[str, str]]:
    """(name in the address, words) of what this clinician may write."""
    return [
        (name, str(reads.KIND_WORDS[kind]))
        for name, kind in INSTRUCTIONS.items()
        if kind is not Instruction.DIRECTIVE or Section.VACCINES in consent.sections
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def instruct(request, consent, summary, kind):
    """Write something for the family's plan. A guardian confirms it before anything changes."""
    row, access, found, _page = _version(request, consent, summary)
    if kind not in INSTRUCTIONS:
        raise Http404
    wanted = INSTRUCTIONS[kind]
    if wanted is Instruction.DIRECTIVE and Section.VACCINES not in row.sections:
        raise Http404
    form = instruction_form(wanted, posted(request), today=access.today(row.patient))
    if request.method == "POST" and form.is_valid():
        try:
            actions.instruct(
                consent=row, summary=found, by=request.user, at=timezone.now(), kind=wanted.value, values=form.values()
            )
        except PermissionDenied:
            raise Http404 from None
        messages.success(request, _("Sent. It changes nothing until a guardian has confirmed it."))
        return redirect("clinic:case", consent=row.pk)
    context = {"consent": row, "summary": found, "kind": wanted.value, "title": reads.KIND_WORDS[wanted]}
    return form_page(request, "care/visits/clinic/instruct.html", form, **context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request, token):
    """What a link offers, and taking it. It names the guardian who made it and no child before it is taken."""
    row = reads.consent_by_token(token)
    if row is None:
        raise Http404
    now = timezone.now()
    signed_in = request.user.is_authenticated
    if signed_in and row.clinician_id == request.user.pk and row.is_open(now):
        return redirect("clinic:case", consent=row.pk)
    if not row.is_offered(now):
        return render(request, "care/visits/clinic/closed.html", status=410)
    if request.method == "POST":
        if not signed_in:
            return redirect(with_next("account_login", request.path))
        try:
            taken = actions.accept_consent(consent=row, by=request.user, at=now)
        except actions.OwnFamily:
            messages.warning(request, _("You belong to this family already, so you cannot be its clinician."))
        except actions.ConsentClosed:
            messages.warning(request, _("This link is for another address. Sign in with the address it was sent to."))
        else:
            messages.success(request, _("You can now read what was shared."))
            return redirect("clinic:case", consent=taken.pk)
    context = {
        "consent": row,
        "signup_url": with_next("account_signup", request.path),
        "login_url": with_next("account_login", request.path),
    }
    return render(request, "care/visits/clinic/join.html", context)

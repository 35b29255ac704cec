"""The family's side of sharing: make a code, see who opened it, end it. Guardians only."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.pages import form_page, posted, qr_picture
from care.household.rules import Capability
from care.visits import actions, reads
from care.visits.forms import ShareForm
from care.visits.models import Share, Visit
from care.visits.reads.summary import page_of
from care.visits.rules.sharing import spelled


@require_safe
def shares(request, patient):
    """Every share of a patient: open ones first, then those that are over."""
    row = request.access.patient(patient, Capability.MANAGE)
    context = {"shares": reads.shares(request.access, row), "consents": reads.consents(request.access, row)}
    return render(request, "care/visits/share/list.html", {"patient": row, **context})


@require_http_methods(["GET", "HEAD", "POST"])
def share(request, patient, visit):
    """Choose what goes in, look at it, and make the code. The answer of the last step is the only page that has it."""
    row = request.access.patient(patient, Capability.MANAGE)
    found = request.access.get(Visit, visit, Capability.MANAGE)
    if found.patient_id != row.pk:
        raise Http404
    summary = reads.newest_ready(request.access, found)
    version, shown = (summary.version, summary.sections) if summary else (None, ())
    form = ShareForm(posted(request), visit=found, version=version, shown=shown)
    context = {"patient": row, "visit": found, "summary": summary}
    if request.method == "POST" and summary is not None and form.is_valid():
        answers = form.cleaned_data
        if "preview" in request.POST:
            return _preview(request, form, summary, context)
        try:
            seen = reads.ready_version(request.access, found, answers.pop("version"))
            if seen is None:
                raise actions.NewerVersion
            made = actions.make_share(summary=seen, by=request.user, at=timezone.now(), **answers)
        except actions.NewerVersion:
            form.add_error(None, _("A newer version was made. Look at it again."))
            return _preview(request, form, reads.newest_ready(request.access, found), context)
        except actions.TooManyShares:
            form.add_error(None, _("There are many open shares already. End those nobody needs."))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _code_page(request, row, made)
    return form_page(request, "care/visits/share/make.html", form, **context)


def _preview(request, form, summary, context):
    """What they will see of the newest version; the page's button then shares this one and no other."""
    form.shows(summary.version)
    sections = form.cleaned_data["sections"]
    context |= {"summary": summary, "page": page_of(summary, latest=summary.version, sections=sections)}
    return form_page(request, "care/visits/share/make.html", form, **context)


@require_safe
def detail(request, patient, share):
    """One share: what it shows, and everything that happened to it."""
    row, found = _share(request, patient, share)
    page = reads.share_page(request.access, found)
    return render(request, "care/visits/share/detail.html", {"patient": row, "page": page})


@require_POST
def renew(request, patient, share):
    """A new code and PIN for the same share."""
    row, found = _share(request, patient, share)
    try:
        made = actions.renew_code(share=found, by=request.user, at=timezone.now())
    except PermissionDenied:
        messages.warning(request, _("This share is over. Make a new one from the visit."))
        return redirect("visits:share-detail", patient=row.pk, share=found.pk)
    return _code_page(request, row, made)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request, patient, share):
    """Ask once, then end it: there is no undo, because a page that was closed cannot be opened again unseen."""
    row, found = _share(request, patient, share)
    if request.method == "POST":
        actions.end_share(share=found, by=request.user, at=timezone.now())
        messages.success(request, _("Ended. The clinic may keep a copy it saved or printed."))
        return redirect("visits:shares", patient=row.pk)
    return render(request, "care/visits/share/end.html", {"patient": row, "share": found})


def _code_page(request, patient, made):
    """Code, PIN and QR. Sent twice, only the way to a new code: what was shown once is not kept."""
    if made.code is None:
        messages.info(request, _("This code was made already. Tend does not keep codes: make a new one if it is lost."))
        return redirect("visits:share-detail", patient=patient.pk, share=made.share.pk)
    address = request.build_absolute_uri(reverse("shared:code", kwargs={"code": made.code}))
    context = {
        "patient": patient,
        "share": made.share,
        "code": spelled(made.code),
        "pin": made.pin,
        "short": f"{request.get_host()}/s",
        "qr": qr_picture(address),
    }
    return render(request, "care/visits/share/code.html", context)


def _share(request, patient, share):
    row = request.access.patient(patient, Capability.MANAGE)
    found = request.access.get(Share, share, Capability.MANAGE)
    if found.summary.visit.patient_id != row.pk:
        raise Http404
    return row, found

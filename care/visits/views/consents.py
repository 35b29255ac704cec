"""The family's side of letting a clinician in. Guardians only; a message may be put away by whoever logs."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.pages import form_page, may_mail_somebody, posted, qr_picture
from care.household.rules import Capability
from care.visits import actions, reads
from care.visits.forms import ConsentForm
from care.visits.mail import mail_consent
from care.visits.models import ClinicConsent, Review


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, patient):
    """Choose what a clinician may read and until when; then a link that works once, and a mail to an address."""
    row = request.access.patient(patient, Capability.MANAGE)
    form = ConsentForm(posted(request), today=request.access.today(row))
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            offered = actions.offer_consent(patient=row, by=request.user, at=timezone.now(), **answers)
        except actions.TooManyConsents:
            form.add_error(None, _("That is a lot of links for one day. Please go on tomorrow."))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _link_page(request, row, offered)
    return form_page(request, "care/visits/consent/add.html", form, patient=row)


@require_safe
def detail(request, patient, consent):
    """One clinician: what they may read, and everything they opened or took along."""
    row, found = _consent(request, patient, consent)
    page = reads.consent_page(request.access, found)
    return render(request, "care/visits/consent/detail.html", {"patient": row, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def end(request, patient, consent):
    """Ask once, then end it: the clinician's next request shows nothing."""
    row, found = _consent(request, patient, consent)
    if request.method == "POST":
        actions.end_consent(consent=found, by=request.user, at=timezone.now())
        messages.success(request, _("Ended. The clinic may keep a copy it saved or printed."))
        return redirect("visits:shares", patient=row.pk)
    return render(request, "care/visits/consent/end.html", {"patient": row, "consent": found})


@require_POST
def seen(request, patient, review):
    """Put a clinician's message away from Today."""
    row = request.access.patient(patient, Capability.EDIT)
    found = request.access.get(Review, review)
    if found.consent.patient_id != row.pk:
        raise Http404
    actions.mark_seen(review=found, by=request.user, at=timezone.now())
    messages.success(request, _("Put away. It stays with the visit."))
    return redirect("visits:detail", patient=row.pk, visit=found.summary.visit_id)


@require_http_methods(["GET", "HEAD", "POST"])
def instruction(request, patient, review):
    """What a clinician wrote for the plan, beside what stands there; a guardian takes it in or leaves it."""
    row = request.access.patient(patient, Capability.SEE_RECORD)
    found = reads.instruction(request.access, row, review)
    if request.method == "POST":
        request.access.patient(patient, Capability.MANAGE)
        take = request.POST.get("decision") == "confirm"
        decide = actions.confirm if take else actions.decline
        try:
            decide(review=found, by=request.user, at=timezone.now())
        except actions.Decided:
            messages.warning(request, _("Somebody decided this already."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("It is in your plan now.") if take else _("Your plan stays as it was."))
        return redirect("visits:instruction", patient=row.pk, review=found.pk)
    page = reads.instruction_page(request.access, row, found)
    may_decide = request.access.may(Capability.MANAGE, row) and found.decided_at is None
    context = {"patient": row, "page": page, "may_decide": may_decide}
    return render(request, "care/visits/consent/instruction.html", context)


def _consent(request, patient, consent):
    row = request.access.patient(patient, Capability.MANAGE)
    found = request.access.get(ClinicConsent, consent, Capability.MANAGE)
    if found.patient_id != row.pk:
        raise Http404
    return row, found


def _link_page(request, patient, offered):
    """The link, once. Sent twice, only the list: what was shown is not kept."""
    if offered.token is None:
        messages.info(request, _("This link was made already. Tend does not keep links: make a new one if it is lost."))
        return redirect("visits:shares", patient=patient.pk)
    link = request.build_absolute_uri(reverse("clinic:join", kwargs={"token": offered.token}))
    consent = offered.consent
    sent = (may_mail_somebody(request) and mail_consent(consent, link)) if consent.email else None
    context = {"patient": patient, "consent": consent, "link": link, "qr": qr_picture(link), "sent": sent}
    return render(request, "care/visits/consent/link.html", context)

"""What the family pages share: answering a form, the steps of the first day, and the words of an invitation mail."""

import logging
import smtplib
from urllib.parse import urlencode

import segno
from allauth.core import ratelimit
from django.conf import settings
from django.core.mail import send_mail
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from care.household.models import Invitation, Patient
from care.household.reads import ROLE_EXPLAINED, language_for
from care.household.rules import Role

log = logging.getLogger(__name__)


def form_page(request: HttpRequest, template: str, form: Form, **context) -> HttpResponse:
    """A page with a form: 422 when answers need another look (RFC 9110), so that htmx and tests can tell."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, None when it was only asked for. An empty form that was sent still counts as sent."""
    return request.POST if request.method == "POST" else None


def next_step(after: str, patient: Patient) -> str:
    """The address that follows a step of the first day. ``settings.FIRST_USE_STEPS`` names the steps in order.

    The rooms do not know each other's steps; whoever wires the house does. A step that is not there is
    passed over, and after the last comes the start page.
    """
    steps: list[str] = list(settings.FIRST_USE_STEPS)
    following = steps[steps.index(after) + 1 :] if after in steps else steps
    for name in following:
        try:
            return reverse(name, kwargs={"patient": patient.pk})
        except NoReverseMatch:
            continue
    return "/"


def join_link(request: HttpRequest, invitation: Invitation) -> str:
    """The whole address that lets somebody in."""
    return request.build_absolute_uri(reverse("household:join", kwargs={"token": invitation.token}))


def qr_picture(address: str) -> str:
    """A QR code of an address as a ``data:`` picture, dark on white with its quiet zone."""
    return segno.make(address, error="m", micro=False).svg_data_uri(scale=6, border=2, dark="#000", light="#fff")


def with_next(url_name: str, target: str) -> str:
    """The address of a page that sends on to ``target`` afterwards."""
    return f"{reverse(url_name)}?{urlencode({'next': target})}"


def may_mail_somebody(request) -> bool:
    """Counts a mail to an address that somebody typed. False past the day's limit (``ACCOUNT_RATE_LIMITS``): counted by
    person, so that a new family does not begin anew."""
    return ratelimit.consume(request, action="mail_somebody", user=request.user)


def mail_invitation(request: HttpRequest, invitation: Invitation) -> bool:
    """Send the link to the invited person. False when the mail could not go out; the link works anyway."""
    with translation.override(language_for(invitation.email)):
        words = {
            "inviter": str(invitation.invited_by),
            "role": invitation.get_role_display(),
            "role_explained": ROLE_EXPLAINED[Role(invitation.role)],
            "link": join_link(request, invitation),
            "expires_at": invitation.expires_at,
        }
        # One line: a name with a line break must not become a header.
        subject = " ".join((_("%(name)s invites you to Tend") % {"name": words["inviter"]}).split())
        body = render_to_string("care/household/mail/invitation.txt", words)
    try:
        send_mail(subject, body, None, [invitation.email])
    except (OSError, smtplib.SMTPException):
        log.warning("An invitation mail could not be sent")
        return False
    return True

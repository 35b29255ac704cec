"""The mail that offers a clinician to be let in. It names no child and no condition."""

import logging
import smtplib

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from care.household.reads import language_for
from care.visits.models import ClinicConsent

log = logging.getLogger(__name__)


def mail_consent(consent: ClinicConsent, link: str) -> bool:
    """Send the link. False when the mail could not go out; the link works anyway."""
    with translation.override(language_for(consent.email)):
        subject = _("A family would like to share with you in Tend")
        body = render_to_string("care/visits/mail/consent.txt", {"inviter": str(consent.created_by), "link": link})
    try:
        send_mail(subject, body, None, [consent.email])
    except (OSError, smtplib.SMTPException):
        log.warning("A mail that offers a consent could not be sent")
        return False
    return True

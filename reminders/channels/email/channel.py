"""The e-mail channel: which message, over which line."""

from collections.abc import Collection
from uuid import UUID

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

from reminders.channels.base import ChannelError
from reminders.channels.email.message import write
from reminders.channels.email.smtp import SmtpSession
from reminders.family import verified_addresses
from reminders.models import Delivery


class EmailChannel:
    """Mails over the mail transport of the settings; over SMTP with our own eye on what had left when a line broke."""

    slug = "email"
    queue = "email"

    def reachable(self, user_ids: Collection[UUID]) -> dict[UUID, str]:
        """Confirmed addresses."""
        return verified_addresses(user_ids)

    def write(self, delivery: Delivery) -> EmailMultiAlternatives:
        return write(delivery)

    def session(self):
        backend = mail.get_connection()
        return SmtpSession(backend) if isinstance(backend, SmtpBackend) else BackendSession(backend)


class BackendSession:
    """Any other Django mail backend (a folder, memory): a message is taken whole or not at all."""

    def __init__(self, backend):
        self.backend = backend

    def open(self) -> None:
        try:
            self.backend.open()
        except OSError as error:
            raise ChannelError(type(error).__name__, closed=True) from error

    def send(self, message: EmailMultiAlternatives) -> str:
        try:
            self.backend.send_messages([message])
        except OSError as error:
            raise ChannelError(type(error).__name__, closed=True) from error
        return str(message.extra_headers["Message-ID"])

    def close(self) -> None:
        self.backend.close()

"""One SMTP line for a batch of mails.

Django's backend sends in one step, so its caller cannot know whether a mail had left when the line broke.
Here the conversation is ours from MAIL to the last 250, and only a break after the content began to leave is
a doubt (RFC 5321, 4.2.5 and 4.5.3.2.6).
"""

import contextlib
import re
import smtplib
from typing import cast

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from reminders.channels.base import ChannelError

SERVICE_CLOSING = 421


class SmtpSession:
    """A line to the mail server of the settings, opened once per batch."""

    def __init__(self, backend: EmailBackend):
        self.backend = backend

    @property
    def line(self) -> smtplib.SMTP:
        """The open connection; only asked for after ``open``."""
        return cast(smtplib.SMTP, self.backend.connection)

    def open(self) -> None:
        try:
            self.backend.open()
            self.line.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError) as error:
            # A refused sign-in is the server's matter too, not this address's: try again, all of them.
            self.close()
            raise ChannelError(_short(error), closed=True) from error

    def send(self, message: EmailMultiAlternatives) -> str:
        """Returns the server's last answer. See ChannelError for the ways it may end."""
        line = self.line
        encoding = message.encoding or "utf-8"
        content = _on_the_wire(message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
        leaving = False
        try:
            # A sender the server does not like is our set-up, not this address: put off, never given up.
            self._expect(line.mail(sanitize_address(message.from_email, encoding)), {250}, permanent=False)
            self._expect(line.rcpt(sanitize_address(message.to[0], encoding)), {250, 251})
            self._expect(line.docmd("DATA"), {354})
            leaving = True
            line.send(content)
            answer = line.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise ChannelError(_short(error), in_doubt=leaving, closed=True) from error
        self._expect(answer, {250})
        return f"{answer[0]} {answer[1].decode('utf-8', 'replace')}"[:200]

    def _expect(self, answer: tuple[int, bytes], wanted: set[int], *, permanent: bool = True) -> None:
        code = answer[0]
        if code in wanted:
            return
        if code == SERVICE_CLOSING:
            self.close()
            raise ChannelError(str(code), closed=True)
        try:
            self.line.rset()
        except (smtplib.SMTPException, OSError):
            self.close()
            raise ChannelError(str(code), permanent=permanent and code >= 500, closed=True) from None
        # The code alone: servers like to repeat the address in their text.
        raise ChannelError(str(code), permanent=permanent and code >= 500)

    def close(self) -> None:
        with contextlib.suppress(smtplib.SMTPException, OSError, AttributeError):
            self.backend.close()
        self.backend.connection = None


def _on_the_wire(content: bytes) -> bytes:
    """Content as DATA wants it (RFC 5321, 4.5.2): lines that begin with a dot get a second one; a lone dot ends it."""
    stuffed = re.sub(rb"(?m)^\.", b"..", content)
    return stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _short(error: Exception) -> str:
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()

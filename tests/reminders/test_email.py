"""The mail itself, and the SMTP conversation with a real server that answers badly."""

import email
import email.policy
import re
import socket
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.core import mail
from django.core.mail.backends.smtp import EmailBackend
from django.test import Client

from reminders import actions, engine
from reminders.channels.base import ChannelError
from reminders.channels.email.channel import BackendSession, EmailChannel
from reminders.channels.email.message import message_id, write
from reminders.channels.email.smtp import SmtpSession
from reminders.models import Delivery
from reminders.rules import State
from tests.reminders.conftest import DUE, NOON

# What a lock screen or a mail list must never show. The plan is Mia's, of the "Family" of Ana.
TELLING = re.compile(r"mia|ana|family|hies|hyper|skin|itch|eczema|infection|vaccine|medicine|child", re.IGNORECASE)


@pytest.fixture
def delivery(plan):
    engine.tick(now=DUE)
    return Delivery.objects.get()


def parsed(message) -> email.message.EmailMessage:
    return email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)


def test_headers(delivery, settings):
    first, again = write(delivery), write(delivery)
    assert message_id(delivery) == f"<{delivery.pk}@localhost>"
    got = parsed(first)
    assert got["Message-ID"] == parsed(again)["Message-ID"] == message_id(delivery)
    assert len(got.get_all("Message-ID")) == 1
    assert got["Subject"] == "Evening check"
    assert got["To"] == "ana@example.org"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Date"]
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = got["List-Unsubscribe"].strip()
    assert re.fullmatch(r"<http://localhost:\d+/reminders/stop/[^<>\s]+>", address)
    # On the wire the address is in one piece, or a reader's mail program finds none in it (RFC 8058, 3.1).
    raw = first.message().as_bytes(linesep="\r\n")
    assert address.encode() in raw
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


def test_text_and_html_say_the_same_and_nothing_telling(delivery):
    got = parsed(write(delivery))
    text, html = got.get_body(("plain",)).get_content(), got.get_body(("html",)).get_content()
    for part in (text, html):
        assert "About 15 seconds." in part
        assert "20:30" in part
        assert "/reminders/open/" in part
        assert "/reminders/stop/" in part
        words = re.sub(r"https?://\S+|<[^>]*>|<style>.*?</style>", " ", part, flags=re.DOTALL)
        assert not TELLING.search(words), TELLING.search(words)
    assert not TELLING.search(got["Subject"])
    assert "src=" not in html
    assert "<script" not in html


def test_a_mail_is_in_its_readers_language_and_time_of_the_plan(delivery, settings):
    delivery.recipient.language = "de"
    assert 'lang="de"' in parsed(write(delivery)).get_body(("html",)).get_content()


def test_the_folder_of_the_embedded_default(delivery, settings, tmp_path, running):
    settings.EMAIL_BACKEND = "tracker.mailfolder.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    assert isinstance(EmailChannel().session(), BackendSession)
    running.run(DUE)
    [file] = (tmp_path / "mail").glob("*.eml")
    assert email.message_from_bytes(file.read_bytes())["Message-ID"] == message_id(delivery)
    assert running.states() == [(State.SENT, "")]


def test_a_folder_that_cannot_be_written_puts_off(delivery, settings, tmp_path, running):
    (tmp_path / "mail").write_text("a file where the folder should be")
    settings.EMAIL_BACKEND = "tracker.mailfolder.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    [row] = running.run(DUE)
    assert (row.state, row.attempts) == (State.PENDING, 1)
    assert row.next_attempt_at > DUE


# --- a real SMTP server that answers as it is told ------------------------------------------------------------------


class Server(SMTP):
    """Answers commands from ``script`` (command -> reply, or "drop"); "DATA." is the answer to the content."""

    script: dict[str, str] = {}
    seen: list[bytes] = []
    connections = 0

    async def _scripted(self, command, arg, usual):
        reply = self.script.get(command)
        if reply == "drop":
            self.transport.abort()
            return
        if reply:
            await self.push(reply)
            return
        await usual(arg)

    async def smtp_EHLO(self, arg):
        type(self).connections += 1
        await super().smtp_EHLO(arg)

    async def smtp_MAIL(self, arg):
        await self._scripted("MAIL", arg, super().smtp_MAIL)

    async def smtp_RCPT(self, arg):
        await self._scripted("RCPT", arg, super().smtp_RCPT)

    async def smtp_DATA(self, arg):
        await self._scripted("DATA", arg, super().smtp_DATA)


class Handler:
    async def handle_DATA(self, server, session, envelope):
        Server.seen.append(envelope.original_content)
        reply = Server.script.get("DATA.", "250 taken")
        if reply == "drop":
            server.transport.abort()
        return reply


@pytest.fixture
def server():
    Server.script, Server.seen, Server.connections = {}, [], 0

    class Running(Controller):
        def factory(self):
            return Server(self.handler)

    controller = Running(Handler(), hostname="127.0.0.1", port=_free_port())
    controller.start()
    yield controller
    controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def smtp(server, settings, monkeypatch):
    """The engine's mails go to the server of this test."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
    settings.EMAIL_TIMEOUT = 2
    return server


def test_a_batch_goes_over_one_connection(plan, smtp, running, family):
    for user in (family.second, family.helper):
        actions.listen(plan=plan, user=user, at=NOON)
    actions.listen(plan=plan, user=family.guardian, at=NOON)
    running.run(DUE)
    assert sorted(running.states()) == [(State.SENT, ""), (State.SENT, ""), (State.SUPPRESSED, "left")]
    assert (len(Server.seen), Server.connections) == (2, 1)
    assert running.rows()[0].provider_id == "250 taken"


@pytest.mark.parametrize(
    ("script", "state", "attempts"),
    [
        ({"RCPT": "550 no such person"}, State.FAILED, 1),
        ({"RCPT": "450 come back later"}, State.PENDING, 1),
        ({"MAIL": "451 busy"}, State.PENDING, 1),
        ({"MAIL": "550 we do not like this sender"}, State.PENDING, 1),
        ({"MAIL": "421 closing"}, State.PENDING, 1),
        ({"MAIL": "drop"}, State.PENDING, 1),
        ({"RCPT": "drop"}, State.PENDING, 1),
        ({"DATA": "554 not today"}, State.FAILED, 1),
        ({"DATA": "drop"}, State.PENDING, 1),
        ({"DATA.": "451 disk full"}, State.PENDING, 1),
        ({"DATA.": "554 looks like spam"}, State.FAILED, 1),
        ({"DATA.": "drop"}, State.UNKNOWN, 1),
    ],
)
def test_every_way_a_server_may_answer(plan, smtp, running, script, state, attempts):
    Server.script = script
    [row] = running.run(DUE)
    assert (row.state, row.attempts) == (state, attempts)
    assert bool(row.reason) is (state in (State.FAILED, State.UNKNOWN))
    assert "ana" not in row.error
    Server.script, Server.seen = {}, []
    running.run(DUE + (row.next_attempt_at - DUE) * 2)
    assert len(Server.seen) == (1 if state is State.PENDING else 0)


def test_a_line_that_breaks_puts_the_rest_of_the_batch_back(plan, smtp, running, family):
    actions.listen(plan=plan, user=family.second, at=NOON)
    Server.script = {"DATA.": "drop"}
    running.run(DUE)
    assert sorted(running.states()) == [(State.PENDING, ""), (State.UNKNOWN, "in_doubt")]
    assert Server.connections == 1


def test_a_server_that_is_away_leaves_no_doubt(plan, settings, running):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", _free_port(), False
    [row] = running.run(DUE)
    assert (row.state, row.attempts, row.error) == (State.PENDING, 1, "ConnectionRefusedError")
    [row] = running.run(row.next_attempt_at)
    assert row.attempts == 2
    # It never comes back: the family sees why nothing came.
    [row] = running.run(row.occurrence.useful_until)
    assert (row.state, row.reason) == (State.MISSED, Delivery.Reason.NO_WAY_THROUGH)


def test_lines_that_begin_with_a_dot_arrive_as_they_were(smtp):
    message = mail.EmailMultiAlternatives("s", ".\r\n..two\nend\n.", "a@example.org", ["b@example.org"])
    message.extra_headers["Message-ID"] = "<x@y>"
    session = SmtpSession(EmailBackend())
    session.open()
    session.send(message)
    session.close()
    session.close()
    assert Server.seen[0].endswith(b"\r\n\r\n.\r\n..two\r\nend\r\n.\r\n")


def test_a_refused_sign_in_is_nobodys_address(smtp, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "somebody", "wrong"
    with pytest.raises(ChannelError) as caught:
        SmtpSession(EmailBackend(username="somebody", password="wrong")).open()
    assert caught.value.closed
    assert not caught.value.permanent


# --- what arrives, read as a mail program reads it -------------------------------------------------------------------


def test_what_arrives_is_a_mail_by_the_rfcs(plan, smtp, running, settings):
    """RFC 5322 (which fields, once each, lines), RFC 2369 and 8058 (a way out that needs no sign-in)."""
    settings.SITE_URL = "https://tend.example"
    running.run(DUE)
    [raw] = Server.seen
    head, _, _body = raw.partition(b"\r\n\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert head.isascii()
    got = email.message_from_bytes(raw, policy=email.policy.SMTP)
    assert not got.defects
    once = ("Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "List-Unsubscribe", "List-Unsubscribe-Post")
    assert {name: len(got.get_all(name, [])) for name in once} == dict.fromkeys(once, 1)
    assert not {"Sender", "Reply-To", "Cc", "Bcc"} & set(got.keys())
    assert got["Date"].datetime
    assert re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", got["Message-ID"].strip())
    assert [part.get_content_type() for part in got.iter_parts()] == ["text/plain", "text/html"]
    # One https address in brackets, in one piece, and exactly the pair that RFC 8058 asks for.
    assert re.fullmatch(r"<https://tend\.example/[!-;=?-~]+>", got["List-Unsubscribe"].strip())
    assert re.search(rb"(?m)^List-Unsubscribe: ?(\r\n )?<https://[!-;=?-~]+>\r$", head + b"\r")
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_way_out_in_the_arrived_mail_works_by_post_only(plan, smtp, running):
    """As a mail provider does it: no cookie, no referrer, nobody signed in; a GET, as of a scanner, stops nothing."""
    running.run(DUE)
    [raw] = Server.seen
    address = email.message_from_bytes(raw, policy=email.policy.default)["List-Unsubscribe"].strip("<> ")
    path = urlsplit(address).path
    provider = Client(enforce_csrf_checks=True)
    for method in ("get", "head", "options"):
        assert getattr(provider, method)(path).status_code in (200, 405)
    assert plan.recipients.filter(stopped_at=None).count() == 1
    form = "application/x-www-form-urlencoded"
    answer = provider.post(path, "List-Unsubscribe=One-Click", content_type=form)
    assert answer.status_code == 200, "and no redirect (RFC 8058, 3.1)"
    assert not plan.recipients.filter(stopped_at=None).exists()
    again = provider.post(path, "List-Unsubscribe=One-Click", content_type=form)
    assert again.status_code == 200, "a provider may send it twice"

"""The folder that stands in for a mail server."""

import email
import email.policy

from django.core.mail import EmailMultiAlternatives, get_connection

BACKEND = "tracker.mailfolder.EmailBackend"


def send(text: str, message_id: str | None = None) -> int:
    headers = {"Message-ID": message_id} if message_id else {}
    mail = EmailMultiAlternatives("Tend", text, "tend@tend.example", ["meera@tend.example"], headers=headers)
    mail.attach_alternative(f"<p>{text}</p>", "text/html")
    return get_connection(BACKEND).send_messages([mail])


def mails(folder) -> list:
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in folder.glob("*.eml")]


def test_each_mail_is_a_file_any_mail_program_opens(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    assert send("Evening check – ¿cómo va?") == 1
    (mail,) = mails(tmp_path / "mail")
    assert mail["To"] == "meera@tend.example"
    assert "¿cómo va?" in mail.get_body(("plain",)).get_content()
    assert "<p>" in mail.get_body(("html",)).get_content()


def test_a_retry_with_the_same_message_id_never_shows_twice(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    send("first try", "<delivery-1@tend.example>")
    send("second try", "<delivery-1@tend.example>")
    send("another", "<delivery-2@tend.example>")
    texts = {mail.get_body(("plain",)).get_content().strip() for mail in mails(tmp_path / "mail")}
    assert texts == {"second try", "another"}
    assert not list((tmp_path / "mail").glob("*.part"))


def test_a_hostile_message_id_stays_inside_the_folder(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    send("hello", "<../../etc/passwd*[x]@tend.example>")
    assert [path.parent for path in tmp_path.rglob("*.eml")] == [tmp_path / "mail"]

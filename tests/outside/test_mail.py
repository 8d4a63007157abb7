import base64
import smtplib
import socket
import ssl
import traceback

import pytest

from bot.errors import BotError
from bot.outside.mail import MailServer, send_mail
from tests.outside.mailbox import (
    PASSWORD,
    REFUSED,
    USER,
    hanging_up,
    mail_server,
    make_certificate,
    silent_server,
)

ME = "bot@example.org"
YOU = ("operator@example.org",)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return certificate


def at(port: int, encryption: str = "none", user: str = "", password: str = "") -> MailServer:
    assert encryption in {"none", "tls", "starttls"}
    return MailServer("127.0.0.1", port, encryption, user, password)  # type: ignore[arg-type]  # checked above


def send(
    server: MailServer, text: str = "words", subject: str = "a subject", to: tuple[str, ...] = YOU
) -> None:
    send_mail(server, sender=ME, to=to, subject=subject, text=text)


def fault(server: MailServer, to: tuple[str, ...] = YOU) -> str:
    with pytest.raises(BotError) as caught:
        send(server, to=to)
    told = str(caught.value)
    shown = "".join(traceback.format_exception(caught.value))
    assert PASSWORD not in shown
    assert base64.b64encode(PASSWORD.encode()).decode()[:12] not in shown
    assert "\n" not in told
    return told.removeprefix(f"the mail server 127.0.0.1:{server.port}: ")


def test_a_mail_arrives_whole_in_any_letters():
    with mail_server() as box:
        send(at(box.port), "Grüße ☿\n.\nend", subject="ж\n and  more", to=(*YOU, "x@example.org"))
    (mail,) = box.mails
    assert mail.get_content().splitlines() == ["Grüße ☿", ".", "end"]
    assert mail["Subject"] == "ж and more"
    assert mail["To"] == "operator@example.org, x@example.org"
    assert mail["From"] == ME
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@example.org>")
    assert mail["Date"]
    assert box.envelopes[0].rcpt_tos == [*YOU, "x@example.org"]


def test_half_letters_become_question_marks():
    with mail_server() as box:
        send(at(box.port), "a\ud800b", subject="a\udfffb")
    assert box.mails[0].get_content().strip() == "a?b"
    assert box.mails[0]["Subject"] == "a?b"


def test_who_has_a_login_gives_it_behind_starttls(trusted):
    with mail_server(certificate=trusted, login=True) as box:
        send(at(box.port, "starttls", USER, PASSWORD))
    assert box.encrypted == [True]
    assert len(box.mails) == 1


def test_on_this_machine_a_login_may_go_without_tls():
    with mail_server(login=True) as box:
        send(at(box.port, "none", USER, PASSWORD))
    assert len(box.mails) == 1


def test_a_wrong_password_is_told_without_it():
    with mail_server(login=True) as box:
        told = fault(at(box.port, "none", USER, PASSWORD + "!"))
    assert told == "refuses the user or the password (535); check notify.email"
    assert box.mails == []


def test_a_password_that_no_server_can_be_told_is_not_shown():
    with mail_server(login=True) as box:
        told = fault(at(box.port, "none", USER, PASSWORD + "ж"))
    assert told == "the user or the password has letters that cannot be sent"


def test_a_server_that_wants_a_login_refuses_a_mail_without_one(trusted):
    with mail_server(certificate=trusted, login=True) as box:
        told = fault(at(box.port, "starttls"))
    assert told == "refuses mail from bot@example.org (530); check notify.email.from"


def test_a_certificate_of_nobody_is_not_trusted(certificate):
    with mail_server(certificate=certificate, login=True) as box:
        told = fault(at(box.port, "starttls", USER, PASSWORD))
    assert told == "its certificate is not to be trusted: self-signed certificate"
    assert box.mails == []


def test_starttls_is_never_left_out_where_it_was_asked_for():
    with mail_server() as box:
        told = fault(at(box.port, "starttls"))
    assert told.startswith("cannot do what is asked: STARTTLS")
    assert box.mails == []


def test_a_login_that_the_server_does_not_know_is_told():
    with mail_server() as box:
        told = fault(at(box.port, "none", USER, PASSWORD))
    assert told.startswith("cannot do what is asked: STARTTLS, a login")


def test_tls_with_a_server_that_speaks_plainly_is_told():
    with mail_server() as box:
        told = fault(at(box.port, "tls"))
    assert told == "no safe connection (TLS); check port and encryption"


def test_a_mailbox_that_is_not_there_is_told_and_the_others_get_the_mail():
    with mail_server() as box:
        assert fault(at(box.port), to=(REFUSED,)) == f"refuses mail to {REFUSED}"
        assert fault(at(box.port), to=(REFUSED, *YOU)) == f"refuses mail to {REFUSED}"
    assert [one.rcpt_tos for one in box.envelopes] == [list(YOU)]


def test_a_mail_that_is_not_wanted_is_told():
    with mail_server() as box:
        box.answer = f"554 you sent {PASSWORD}"
        assert fault(at(box.port)) == "refuses the mail (554)"


def test_nobody_at_the_port_is_told():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert fault(at(port)) == "cannot be reached: Connection refused"


def test_a_server_that_hangs_up_or_speaks_another_language_is_told():
    with hanging_up() as port:
        assert fault(at(port)).startswith("hung up; check port and encryption")
    with hanging_up(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        assert fault(at(port)) == "refuses the mail (-1)"


def test_a_server_that_says_nothing_is_waited_for_only_so_long():
    with silent_server() as port:
        assert fault(MailServer("127.0.0.1", port, "none", seconds=0.1)) == "no answer within 0.1 s"


def test_a_server_that_falls_silent_is_waited_for_only_so_long():
    with hanging_up(b"220 hello\r\n", silent=True) as port:
        told = fault(MailServer("127.0.0.1", port, "none", seconds=0.1))
    assert told == "no answer within 0.1 s"


def test_an_unknown_host_is_told():
    with pytest.raises(BotError, match=r"the mail server no\.invalid:25: its name is unknown"):
        send(MailServer("no.invalid", 25, "none"))


def test_a_mail_server_shows_no_password():
    one = at(25, "tls", USER, PASSWORD)
    assert PASSWORD not in f"{one!r} {one}"


def test_the_exceptions_of_smtplib_and_ssl_that_are_told_apart_are_what_they_seem():
    """A new parent of one of them would make another line tell it."""
    assert issubclass(smtplib.SMTPNotSupportedError, smtplib.SMTPException)
    assert issubclass(ssl.SSLCertVerificationError, ssl.SSLError)

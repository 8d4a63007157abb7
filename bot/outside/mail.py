"""The door to SMTP: hands one mail to one server, or says in a line why not. Never tries twice.

RFC 5321; RFC 3207 (STARTTLS), which is never left out where it was asked for; RFC 3834 for what
keeps other machines from answering. No message shows a password.
"""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from socket import gaierror
from typing import Final, Literal

from bot.errors import BotError

SECONDS: Final = 10.0
# The first that fits; `{0}` is the exception.
_FAULTS: Final[Mapping[type[Exception], str]] = {
    smtplib.SMTPAuthenticationError: "refuses the user or the password ({0.smtp_code}); check "
    "notify.email",
    smtplib.SMTPSenderRefused: "refuses mail from {0.sender} ({0.smtp_code}); check "
    "notify.email.from",
    smtplib.SMTPResponseException: "refuses the mail ({0.smtp_code})",
    smtplib.SMTPServerDisconnected: "hung up; check port and encryption, and whether it wants a "
    "login",
    smtplib.SMTPNotSupportedError: "cannot do what is asked: STARTTLS, a login, or addresses in "
    "other letters",
    smtplib.SMTPException: "does not speak SMTP as it should",
    ssl.SSLCertVerificationError: "its certificate is not to be trusted: {0.verify_message}",
    ssl.SSLError: "no safe connection (TLS); check port and encryption",
    gaierror: "its name is unknown",
    UnicodeError: "the user or the password has letters that cannot be sent",
}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over, and as whom; nobody logs in without `user`.

    `seconds` is what the server may take for each answer.
    """

    host: str
    port: int
    encryption: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = SECONDS

    def __str__(self) -> str:
        return f"the mail server {self.host}:{self.port}"


def send_mail(
    server: MailServer, *, sender: str, to: tuple[str, ...], subject: str, text: str
) -> None:
    """Hand over one mail in plain text; raises BotError where not everybody will get it."""
    message = EmailMessage()
    message["From"], message["To"] = sender, ", ".join(to)
    message["Subject"] = _sendable(" ".join(subject.split()))
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_sendable(text))
    try:
        with _connected(server) as line:
            if server.encryption == "starttls":
                line.starttls(context=ssl.create_default_context())
            if server.user:
                line.login(server.user, server.password)
            refused = line.send_message(message, sender, to)
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        # `from None`: what a library says may hold what it was about to send
        raise BotError(f"{server}: {_words(error, server.seconds)}") from None
    if refused:
        raise BotError(f"{server}: refuses mail to {', '.join(refused)}")


def _connected(server: MailServer) -> smtplib.SMTP:
    if server.encryption == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=server.seconds, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=server.seconds)


def _words(error: Exception, seconds: float) -> str:
    """What went wrong, and what to do; nothing of what the server itself says: it was told much."""
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return f"no answer within {seconds:g} s"  # smtplib makes it a server that hung up
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"refuses mail to {', '.join(error.recipients)}"
    for kind, words in _FAULTS.items():
        if isinstance(error, kind):
            return words.format(error)
    return f"cannot be reached: {getattr(error, 'strerror', None) or 'no reason is told'}"


def _sendable(text: str) -> str:
    """The text without halves of letters, which no encoding has."""
    return text.encode("utf-8", "replace").decode()

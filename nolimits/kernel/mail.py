"""Mail: written as a row in the transaction that it tells of, sent afterwards by the worker."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any, Protocol
from urllib.parse import SplitResult, unquote, urlsplit

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from nolimits.kernel import clock, jobs
from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, after_commit, db, new_reference, transaction
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted

LONGEST_WAIT = timedelta(hours=1)
CLAIM = timedelta(minutes=5)
PATIENCE = 20  # seconds for each answer of the mail server
LATE = timedelta(hours=1)
# What is wrong with one message or its address, and says nothing of the next.
OF_MESSAGE = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, ValueError, IndexError)


class Recipient(Protocol):
    """Whoever mail can be sent to."""

    @property
    def email(self) -> str | None:
        """Their address; None when they have none."""


class OutboxMessage(Model):
    """One message to one person."""

    privacy = Entry(Purpose.MAIL, Category.PERSONAL, Keep.MAIL)
    message_key: Mapped[str] = mapped_column(
        sa.String(12), unique=True, info=noted(Category.TECHNICAL)
    )
    recipient: Mapped[str] = mapped_column(sa.String(254), info=noted(Category.PERSONAL))
    template: Mapped[str] = mapped_column(sa.String(60), info=noted(Category.TECHNICAL))
    subject: Mapped[str] = mapped_column(sa.String(150), info=noted(Category.PERSONAL))
    body: Mapped[str] = mapped_column(Sealed, info=noted(Category.CONFIDENTIAL))
    calendar: Mapped[str | None] = mapped_column(Sealed, info=noted(Category.CONFIDENTIAL))
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(sa.String(200), info=noted(Category.TECHNICAL))

    __table_args__ = (sa.Index("ix_outbox_message_waiting", "sent_at", "due_at"),)


def queue(
    to: Recipient, template: str, *, withheld: bool = False, calendar: str = "", **context: Any
) -> None:
    """Write a message of templates/mail/<template>.txt, whose first line is its subject.

    With `calendar`, an invitation goes with it. Someone without an address is told in person:
    nothing is queued. What is withheld is written as any other and goes to nobody, where even the
    time an answer takes must not tell who is known.
    """
    if not to.email:
        return
    text = current_app.jinja_env.get_template(f"mail/{template}.txt").render(
        to=to, link=link, brand=current_app.config["SETTINGS"].brand, **context
    )
    subject, _, body = text.partition("\n")
    now = clock.now()
    db.session.add(
        OutboxMessage(
            message_key=new_reference("M"),
            recipient="" if withheld else to.email,
            template=template,
            subject=" ".join(subject.split()),
            body=body.strip() + "\n",
            calendar=calendar or None,
            queued_at=now,
            due_at=now,
            sent_at=now if withheld else None,
        )
    )
    db.session.info["mail_queued"] = True


def link(endpoint: str, **values: Any) -> str:
    """The full address of a page, from settings and never from a request's Host."""
    settings = current_app.config["SETTINGS"]
    base = settings.base_url or f"http://127.0.0.1:{settings.port}"
    path = current_app.url_map.bind("", "/").build(endpoint, values)
    return base.rstrip("/") + path


@after_commit
def _send_soon() -> None:
    if db.session.info.pop("mail_queued", False):
        jobs.soon("send_mail")


@jobs.every_minute("send_mail")
def drain() -> int:
    """Send what is due; the number sent. A message that fails waits, longer each time."""
    settings = current_app.config["SETTINGS"]
    if not settings.smtp_url:
        return 0
    sent = 0
    while message := _claim():
        try:
            with _server(settings.smtp_url) as server:
                server.send_message(_as_email(message, settings.mail_from))
        except OF_MESSAGE as error:
            _put_off(message, type(error).__name__)
        except (OSError, smtplib.SMTPException) as error:
            _put_off(message, type(error).__name__)
            break  # there is no server to talk to: the next minute tries the rest
        else:
            _mark_sent(message)
            sent += 1
    return sent


def late() -> int:
    """How many messages have waited for over an hour, where there is a server to send them."""
    if not current_app.config["SETTINGS"].smtp_url:
        return 0
    return waiting(since=clock.now() - LATE)


def waiting(*, since: datetime) -> int:
    """How many messages have waited since before a moment."""
    return (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(OutboxMessage)
            .where(OutboxMessage.sent_at.is_(None), OutboxMessage.queued_at < since)
        )
        or 0
    )


@transaction
def _claim() -> OutboxMessage | None:
    """Take the next message that is due, so that no other worker sends it too."""
    message = db.session.scalar(
        sa.select(OutboxMessage)
        .where(OutboxMessage.sent_at.is_(None), OutboxMessage.due_at <= clock.now())
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if message:
        message.due_at = clock.now() + CLAIM
        message.tries += 1
    return message


@transaction
def _mark_sent(message: OutboxMessage) -> None:
    message.sent_at = clock.now()
    message.last_error = None


@transaction
def _put_off(message: OutboxMessage, error: str) -> None:
    wait = min(timedelta(minutes=2 ** min(message.tries, 10)), LONGEST_WAIT)
    message.due_at = clock.now() + wait
    message.last_error = error


def _as_email(message: OutboxMessage, sender: str) -> EmailMessage:
    """The message as it travels. Its id stays the same when it has to be sent again."""
    email = EmailMessage()
    # One address, whatever is written there: a list of them would be a leak.
    email["To"] = Address(addr_spec=message.recipient)
    email["From"], email["Subject"] = sender, message.subject
    email["Date"] = formatdate(message.queued_at.timestamp())
    domain = sender.rpartition("@")[2].strip("> ")
    email["Message-ID"] = f"<{message.message_key.lower()}@{domain}>"
    email.set_content(message.body)
    if message.calendar:
        method = "CANCEL" if "METHOD:CANCEL" in message.calendar else "REQUEST"
        email.add_attachment(
            message.calendar,
            subtype="calendar",
            filename="invitation.ics",
            params={"method": method},
        )
    return email


@contextmanager
def _server(url: str) -> Iterator[smtplib.SMTP]:
    """A connection to smtp://user:password@host:port, or smtps:// for TLS from the start.

    A password goes only to a server that proves who it is.
    """
    parts = urlsplit(url)
    with _greeted(parts) as server:
        if parts.username:
            if parts.scheme == "smtp":
                server.starttls(context=ssl.create_default_context())
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server


def a_long_one() -> dict[str, Any]:
    """The facts of a message that takes more room than a database has left by chance."""
    now = clock.now()
    return {
        "message_key": new_reference("M"),
        "recipient": "nobody@council.example",
        "template": "never_sent",
        "subject": "",
        "body": "." * 200_000,
        "queued_at": now,
        "due_at": now,
        "tries": 0,
    }


def _greeted(parts: SplitResult) -> smtplib.SMTP:
    host, port = parts.hostname or "", parts.port or 0
    if parts.scheme == "smtps":
        proof = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=proof)
    return smtplib.SMTP(host, port, timeout=PATIENCE)

"""Mail tells only of what happened, is sent once, and waits while no mail server takes it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from jinja2 import ChoiceLoader, DictLoader

from nolimits.kernel import health, mail
from nolimits.kernel.db import db, transaction
from nolimits.kernel.mail import OutboxMessage
from tests.factories.people import PersonFactory, administrator, coordinator
from tests.markup import text_of


@pytest.fixture
def letter(app, monkeypatch):
    """A letter of the test's own: its subject and body are what is given."""
    loader = DictLoader({"mail/test.txt": "{{ subject }}\n\nDear {{ to.name }},\n{{ body }}\n"})
    monkeypatch.setattr(app.jinja_env, "loader", ChoiceLoader([loader, app.jinja_env.loader]))

    @transaction
    def queue(to, subject="About a match", body="You have a match.", *, then=None):
        mail.queue(to, "test", subject=subject, body=body)
        if then:
            raise then

    return queue


def all_mail():
    return list(db.session.scalars(sa.select(OutboxMessage)))


def test_mail_is_queued_with_what_it_tells_of(letter, mail_to):
    dana = PersonFactory(name="Dana Invented")
    letter(dana)

    (message,) = mail_to(dana)

    assert message.subject == "About a match"
    assert message.body == "Dear Dana Invented,\nYou have a match.\n"


def test_mail_about_what_was_undone_is_never_queued(letter, mail_to):
    dana = PersonFactory()
    with pytest.raises(ZeroDivisionError):
        letter(dana, then=ZeroDivisionError)

    assert mail_to(dana) == []


def test_someone_without_an_address_is_sent_nothing(letter):
    letter(PersonFactory(email=None))

    assert all_mail() == []


def test_mail_is_sent_once(letter, post):
    dana = PersonFactory(email="dana@council.example")
    letter(dana, subject="Diolch £5 — ŵ")

    assert (mail.drain(), mail.drain()) == (1, 0)

    (sent,) = post.messages
    assert sent["To"] == "dana@council.example"
    assert sent["Subject"] == "Diolch £5 — ŵ"
    assert "You have a match." in sent.get_content()
    assert all_mail()[0].sent_at is not None


@pytest.mark.committed
def test_two_workers_send_nothing_twice(letter, post, together):
    dana = coordinator()
    for number in range(6):
        letter(dana, subject=f"Letter {number}")

    sent = together([mail.drain] * 3)

    assert sum(sent) == 6
    assert sorted(one["Subject"] for one in post.messages) == [f"Letter {n}" for n in range(6)]


@pytest.mark.parametrize("answer", ["451 Try again later", "554 Not today"])
def test_mail_that_is_refused_waits_and_is_sent_later_once(letter, post, held_clock, answer):
    letter(coordinator())
    post.answer = answer
    assert (mail.drain(), mail.drain()) == (0, 0)
    (message,) = all_mail()
    assert (message.tries, message.last_error) == (1, "SMTPDataError")

    post.answer = None
    assert mail.drain() == 0  # not yet
    held_clock.move_on(minutes=2)

    assert (mail.drain(), mail.drain()) == (1, 0)
    assert len(post.messages) == 1
    assert all_mail()[0].last_error is None


def test_each_try_waits_longer_but_never_more_than_an_hour(letter, post, held_clock):
    letter(coordinator())
    post.answer = "451 Try again later"
    waits = []
    for _ in range(8):
        mail.drain()
        waits.append(all_mail()[0].due_at - held_clock.now)
        held_clock.move_on(hours=1)

    assert waits[:3] == [timedelta(minutes=2), timedelta(minutes=4), timedelta(minutes=8)]
    assert waits[-1] == timedelta(hours=1)


def test_one_address_that_is_refused_holds_up_nobody_else(letter, post):
    gone, dana = PersonFactory(email="gone@council.example"), coordinator()
    post.refused["gone@council.example"] = "550 No such person"
    letter(gone)
    letter(dana)

    assert mail.drain() == 1

    assert post.recipients == [[dana.email]]


def test_a_worker_that_dies_while_sending_leaves_the_mail_to_be_sent(letter, post, held_clock):
    letter(coordinator())
    assert mail._claim() is not None  # and here the worker was killed
    assert mail.drain() == 0

    held_clock.move_on(minutes=6)

    assert mail.drain() == 1
    assert len(post.messages) == 1


@pytest.mark.parametrize(
    "evil",
    ["Hello\r\nBcc: spy@evil.example", "Hello\nTo: spy@evil.example", "A\x0bBcc: b@evil.example"],
)
def test_no_header_is_made_of_what_someone_typed(letter, post, evil):
    """Case 33: in the subject of a letter."""
    dana = coordinator()
    letter(dana, subject=evil)

    assert mail.drain() == 1

    (sent,) = post.messages
    assert sent.get_all("Bcc") is None
    assert sent["To"] == dana.email
    assert post.recipients == [[dana.email]]


@pytest.mark.parametrize(
    "list_of_two",
    ["a@council.example, b@council.example", "a@council.example\nBcc: b@council.example", "nobody"],
)
def test_one_message_goes_to_one_address_and_to_no_list(letter, post, list_of_two):
    """Case 70."""
    letter(PersonFactory(email=list_of_two.lower()))
    dana = coordinator()
    letter(dana)

    assert mail.drain() == 1

    assert post.recipients == [[dana.email]]
    assert all_mail()[0].last_error


@pytest.mark.parametrize("typed", ["{{ 7*7 }}", "{% raw %}", "{{ to.email }}", "${7*7}", "#{7*7}"])
def test_what_is_typed_into_a_letter_stays_text(letter, post, typed):
    """Case 34."""
    letter(PersonFactory(name=typed), subject=typed, body=typed)
    mail.drain()

    (sent,) = post.messages
    assert sent["Subject"] == typed
    assert sent.get_content().split("\r\n") == [f"Dear {typed},", typed, ""]


def test_while_no_mail_server_is_there_one_message_is_tried_and_the_rest_wait(
    letter, change_settings, held_clock, post
):
    """Case 62."""
    for _ in range(3):
        letter(coordinator())
    there = f"smtp://{post.host}:{post.port}"
    change_settings(smtp_url="smtp://127.0.0.1:1")
    assert mail.drain() == 0
    assert sorted(one.tries for one in all_mail()) == [0, 0, 1]

    change_settings(smtp_url=there)
    held_clock.move_on(minutes=2)

    assert (mail.drain(), mail.drain()) == (3, 0)
    assert len(post.messages) == 3


def test_a_mail_server_that_says_nothing_is_not_waited_for_long(
    letter, post, held_clock, monkeypatch
):
    """Case 62."""
    monkeypatch.setattr(mail, "PATIENCE", 0.2)
    letter(coordinator())
    post.delay = 30
    assert mail.drain() == 0
    assert all_mail()[0].last_error == "SMTPServerDisconnected"
    assert post.messages == []

    post.delay = 0
    held_clock.move_on(minutes=2)
    assert mail.drain() == 1


def test_an_administrator_is_told_when_mail_has_waited_for_an_hour(
    letter, post, held_clock, sign_in, app
):
    """Case 62."""
    letter(coordinator())
    post.answer = "451 Try again later"
    mail.drain()
    told = "Mail is not leaving. 1 message has waited for over an hour."
    assert told not in text_of(sign_in(administrator()).visit("/people").root)

    held_clock.move_on(minutes=61)

    assert told in text_of(sign_in(administrator()).visit("/people").root)
    assert told not in text_of(sign_in(coordinator()).visit("/people").root)
    assert ("mail", False) in [(one.name, one.well) for one in health.check()]
    post.answer = None
    mail.drain()
    assert told not in text_of(sign_in(administrator()).visit("/people").root)
    assert ("mail", False) not in [(one.name, one.well) for one in health.check()]


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_no_password_is_sent_to_a_server_that_cannot_prove_who_it_is(
    letter, post, change_settings, scheme
):
    change_settings(smtp_url=f"{scheme}://dana:secret@{post.host}:{post.port}")
    letter(coordinator())

    assert mail.drain() == 0

    assert all_mail()[0].last_error in ("SMTPNotSupportedError", "SSLError")
    assert post.messages == []


def test_without_a_mail_server_mail_waits(letter, held_clock):
    letter(coordinator())
    assert mail.drain() == 0

    assert mail.waiting(since=held_clock.now) == 0
    assert mail.waiting(since=held_clock.now + timedelta(seconds=1)) == 1


def test_links_lead_to_the_address_that_was_set(app, change_settings):
    change_settings(base_url="https://limits.council.example/")

    assert mail.link("sign_in.sign_in") == "https://limits.council.example/sign-in"
    change_settings(base_url="", port=5077)
    assert mail.link("sign_in.sign_in") == "http://127.0.0.1:5077/sign-in"

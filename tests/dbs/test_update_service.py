"""What the Update Service may answer and how it may fail: what is not known is never clear.

Over HTTP, against a small server of ours that answers as the real one is documented to.
"""

import logging
import socket
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from nolimits.dbs.kinds import StatusAnswer
from nolimits.dbs.update_service import Fault, Question, Unknown, UpdateService
from tests.dbs.conftest import said

QUESTION = Question(
    "001234567890", "O'Made-Up", date(1990, 5, 4), "Invented Council", "Cora Pretend Example"
)
BOMB = '<!DOCTYPE a [<!ENTITY b "{}"><!ENTITY c "{}">]>'.format("x" * 99, "&b;" * 99)


def ask(server, **given):
    """Ask about the certificate."""
    return UpdateService(server.address, **{"patience": 1, **given}).ask(QUESTION)


def test_the_question_is_the_one_that_the_service_documents(service):
    ask(service)

    asked = urlsplit(service.asked[0])
    assert asked.path == "/crsc/api/status/001234567890"
    assert parse_qs(asked.query) == {
        "dateOfBirth": ["04/05/1990"],
        "surname": ["O'Made-Up"],
        "hasAgreedTermsAndConditions": ["true"],
        "organisationName": ["Invented Council"],
        "employeeForename": ["Cora Pretend"],
        "employeeSurname": ["Example"],
    }


@pytest.mark.parametrize("answer", StatusAnswer)
def test_each_of_its_answers_is_understood(service, answer):
    service.body = said(answer)

    assert ask(service) is answer


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (said("NEVER_HEARD_OF"), Fault.UNREADABLE),
        (said("blank_no_new_info"), Fault.UNREADABLE),
        (said(""), Fault.UNREADABLE),
        (said(kind="FAILURE"), Fault.UNREADABLE),
        (said(kind=""), Fault.UNREADABLE),
        (said(surname="Somebody"), Fault.ANOTHER),
        (said(surname=""), Fault.ANOTHER),
        (said("NEW_INFO", surname="Somebody"), Fault.ANOTHER),
        ("", Fault.UNREADABLE),
        ("<html><body>BLANK_NO_NEW_INFO</body></html>", Fault.UNREADABLE),
        (said().replace("</statusCheckResult>", ""), Fault.UNREADABLE),
        (said().replace("statusCheckResult>", "other>"), Fault.UNREADABLE),
        (said().replace("<forename>", "<status>NEW_INFO</status><forename>"), Fault.UNREADABLE),
        (said().replace("?><", f"?>{BOMB}<"), Fault.UNREADABLE),
        (said().replace("DEWI", "D" * 20_000), Fault.UNREADABLE),
    ],
    ids="another-word small-letters no-word failed no-type another-person nobody another-news "
    "empty page cut-in-two another-root said-twice entities huge".split(),
)
def test_what_is_not_a_whole_answer_about_them_says_nothing(service, body, fault):
    """Trap: fail open."""
    service.body = body

    with pytest.raises(Unknown) as unknown:
        ask(service)

    assert unknown.value.fault is fault


@pytest.mark.parametrize(
    ("how", "fault"),
    [
        ({"status": 500}, Fault.REFUSED),
        ({"status": 403}, Fault.REFUSED),
        ({"status": 404}, Fault.REFUSED),
        ({"status": 302, "headers": {"Location": "/elsewhere"}}, Fault.REFUSED),
        ({"headers": {"Content-Type": "text/html"}}, Fault.UNREADABLE),
        ({"headers": {}}, Fault.UNREADABLE),
        ({"missing": 40}, Fault.AWAY),
        ({"slow": True}, Fault.AWAY),
    ],
    ids="broken forbidden missing elsewhere page no-type cut-off slow".split(),
)
def test_a_service_that_fails_says_nothing(service, how, fault):
    """Trap: fail open."""
    for name, value in how.items():
        setattr(service, name, value)

    with pytest.raises(Unknown) as unknown:
        ask(service, patience=0.3)

    assert unknown.value.fault is fault
    assert len(service.asked) == 1, "nothing is asked elsewhere"


def test_an_answer_that_comes_for_ever_is_not_waited_for(service):
    with pytest.raises(Unknown) as unknown:
        ask(service, most_seconds=0)

    assert unknown.value.fault is Fault.AWAY


def test_a_fault_tells_nobody_whose_certificate_it_was(caplog):
    """Neither the error, nor what caused it, nor any log holds a word of the question."""
    caplog.set_level(logging.DEBUG)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"

    with pytest.raises(Unknown) as unknown:
        UpdateService(address, patience=1).ask(QUESTION)

    error = unknown.value
    told = f"{error!r} {error.__cause__!r} {error.__suppress_context__} {QUESTION!r} {caplog.text}"
    assert error.fault is Fault.AWAY
    assert error.__suppress_context__
    for secret in ("001234567890", "Made", "1990"):
        assert secret not in told

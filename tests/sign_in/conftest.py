"""Somebody to sign in, and the code they were mailed."""

import re
from collections.abc import Callable

import pytest

from nolimits.people.models import Person
from tests.factories.people import PersonFactory


@pytest.fixture
def dana(app) -> Person:
    """Somebody with an account."""
    return PersonFactory(name="Dana Invented", email="dana@council.example")


@pytest.fixture
def code_of(mail_to) -> Callable[[Person], str]:
    """The code in the last mail to somebody."""

    def read(person: Person) -> str:
        message = mail_to(person)[-1]
        return re.search(r"\b\d{6}\b", f"{message.subject}\n{message.body}")[0]

    return read

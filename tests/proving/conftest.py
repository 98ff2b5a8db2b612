"""The code that somebody was mailed."""

import re
from collections.abc import Callable

import pytest

from nolimits.people.models import Person


@pytest.fixture
def code_of(mail_to) -> Callable[[Person], str]:
    """The code in the last mail to somebody."""

    def read(person: Person) -> str:
        return re.search(r"\b\d{6}\b", mail_to(person)[-1].body)[0]

    return read

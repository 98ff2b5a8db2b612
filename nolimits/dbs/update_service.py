"""The DBS Update Service: is a certificate still as it was seen (R-DBS-13)?

Speaks the request and answer of the service's Multiple Status Check Facility. Only a whole answer,
well formed and about the very person asked for, says anything. All else is a fault, from which
nothing follows: what is not known is neither clear nor a reason against anybody.
"""

import logging
import time
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.parsers import expat

from nolimits.dbs.kinds import StatusAnswer

if TYPE_CHECKING:
    from requests import Response

PATH = "/crsc/api/status/"
LONGEST = 16 * 1024  # bytes; an answer has some three hundred
PATIENCE = 10.0  # seconds to be connected, and between two pieces of an answer
MOST_SECONDS = 20.0  # for an answer that comes drop by drop

# The address holds a certificate number, a name and a date of birth: it is for no log.
logging.getLogger("urllib3.connectionpool").setLevel(logging.WARNING)


class Fault(StrEnum):
    """Why nothing is known."""

    AWAY = "away"  # it cannot be reached, or does not answer in time
    REFUSED = "refused"  # it answers with an error, or sends us elsewhere
    UNREADABLE = "unreadable"  # what it sends is no answer that we know
    ANOTHER = "another"  # the answer is about somebody else


class Unknown(Exception):
    """Nothing is known of a certificate: says why, and never a word about whom it was."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Question:
    """A certificate as its holder's consent names it, and who asks: the service shows them that."""

    number: str = field(repr=False)
    surname: str = field(repr=False)
    born_on: date = field(repr=False)
    organisation: str
    asked_by: str = field(repr=False)

    def words(self) -> dict[str, str]:
        """The question in the service's names; days as it writes them."""
        forename, _, surname = self.asked_by.strip().rpartition(" ")
        return {
            "dateOfBirth": f"{self.born_on:%d/%m/%Y}",
            "surname": self.surname,
            "hasAgreedTermsAndConditions": "true",
            "organisationName": self.organisation,
            "employeeSurname": surname,
            "employeeForename": forename or surname,
        }


class UpdateService:
    """The service at an address, like https://secure.crbonline.gov.uk."""

    def __init__(
        self, address: str, *, patience: float = PATIENCE, most_seconds: float = MOST_SECONDS
    ) -> None:
        self.address, self.patience, self.most = address.rstrip("/"), patience, most_seconds

    def ask(self, question: Question) -> StatusAnswer:
        """What the service says of a certificate; whatever is not in order raises Unknown."""
        try:
            found = _fields(self._fetch(question))
            answer = StatusAnswer(found["status"].strip())
        except (KeyError, ValueError, expat.ExpatError):
            raise Unknown(Fault.UNREADABLE) from None
        if found.get("statusCheckResultType", "").strip() != "SUCCESS":
            raise Unknown(Fault.UNREADABLE)
        if answer is not StatusAnswer.NO_MATCH_FOUND and not _same(found, question):
            raise Unknown(Fault.ANOTHER)
        return answer

    def _fetch(self, question: Question) -> bytes:
        """The body of the answer. Errors of the library quote the address, so none is passed on."""
        import requests

        began = time.monotonic()
        try:
            with requests.get(
                self.address + PATH + quote(question.number, safe=""),
                params=question.words(),
                headers={"Accept": "application/xml", "Accept-Encoding": "identity"},
                timeout=self.patience,
                allow_redirects=False,
                stream=True,
            ) as answer:
                _check(answer)
                body = b""
                for piece in answer.iter_content(1024):
                    body += piece
                    if len(body) > LONGEST:
                        raise Unknown(Fault.UNREADABLE)
                    if time.monotonic() - began > self.most:
                        raise Unknown(Fault.AWAY)
                return body
        except requests.RequestException:
            raise Unknown(Fault.AWAY) from None


def _check(answer: "Response") -> None:
    if answer.status_code != 200:
        raise Unknown(Fault.REFUSED)
    if "xml" not in answer.headers.get("Content-Type", ""):
        raise Unknown(Fault.UNREADABLE)


def _fields(body: bytes) -> dict[str, str]:
    """What stands in the answer: one level of names, each once, and nothing that is to be expanded.

    Raises ValueError or ExpatError for anything else; a document type is refused where it begins.
    """
    path: list[str] = []
    found: dict[str, str] = {}

    def refuse(*told: Any) -> None:
        raise ValueError("no document type belongs here")

    def begin(name: str, attributes: dict[str, str]) -> None:
        path.append(name)
        if path[0] != "statusCheckResult" or len(path) > 2 or name in found:
            raise ValueError("this is no answer of the service")
        if len(path) == 2:
            found[name] = ""

    def text(words: str) -> None:
        if len(path) == 2:
            found[path[1]] += words

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda name: path.pop()
    parser.CharacterDataHandler = text
    parser.Parse(body, True)
    return found


def _same(found: dict[str, str], question: Question) -> bool:
    """Whether the answer is about whom we asked for, however the name is written."""
    return bool(_letters(question.surname)) and (
        _letters(found.get("surname", "")) == _letters(question.surname)
    )


def _letters(name: str) -> str:
    return "".join(one for one in name.casefold() if one.isalpha())

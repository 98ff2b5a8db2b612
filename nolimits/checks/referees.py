"""Who may speak for somebody, and what makes one doubt that they are who they say (R-REC-2)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nolimits.checks.models import ReferenceContext, ReferenceRequest

DOTLESS = frozenset({"gmail.com", "googlemail.com"})  # they deliver to a name with or without dots
YEARS_APART = 3
ANYBODYS = frozenset(
    "aol.com btinternet.com gmail.com googlemail.com gmx.co.uk gmx.com hotmail.co.uk hotmail.com "
    "icloud.com live.co.uk live.com mail.com me.com msn.com outlook.com proton.me protonmail.com "
    "sky.com talktalk.net virginmedia.com yahoo.co.uk yahoo.com ymail.com".split()
)
"""Where anybody can have an address without being asked who they are."""


@dataclass(frozen=True)
class Referee:
    """Somebody who may be asked what they know of a person, and how to reach them."""

    name: str
    email: str
    context: ReferenceContext
    years_known: int

    @property
    def address(self) -> str:
        """Their address as it is kept."""
        return self.email.strip().lower()


def letterbox(email: str | None) -> str:
    """Where a letter to an address arrives: many spellings of one address lead to one letterbox."""
    name, _, domain = (email or "").strip().lower().partition("@")
    name = name.partition("+")[0]
    if domain in DOTLESS:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b", re.IGNORECASE)


def postcode(words: str) -> str:
    """The postcode in an address, for comparing; empty where there is none."""
    found = POSTCODE.findall(words)
    return "".join(found[-1]).upper() if found else ""


def doubts(
    reference: ReferenceRequest, others: Sequence[ReferenceRequest], home: str = ""
) -> Iterator[str]:
    """What a coordinator should look into before they believe a referee.

    `others` are all who were asked about the same person, whose postcode `home` is.
    """
    others = [one for one in others if one.id != reference.id]
    name, _, domain = letterbox(reference.email).partition("@")
    if reference.shares_surname:
        yield "Referee and volunteer have the same surname. A relative cannot be a referee."
    if name == letterbox(reference.person.email).partition("@")[0]:
        yield "Their address begins as the volunteer's own does."
    if any(name == letterbox(one.email).partition("@")[0] for one in others):
        yield "Their address begins as another referee's does."
    yield from _of_one_household(reference, others, home)
    answers = reference.answers or {}
    phone = answers.get("phone")
    if phone and any((one.answers or {}).get("phone") == phone for one in others):
        yield "Another referee gave the same phone number."
    if reference.context is ReferenceContext.WORK and domain in ANYBODYS:
        yield "They know them from work, and do not write from an employer's address."


def _of_one_household(
    reference: ReferenceRequest, others: Sequence[ReferenceRequest], home: str
) -> Iterator[str]:
    """What speaks for one browser or one household, or against what was said of the years."""
    answers = reference.answers or {}
    if answers.get("same_browser"):
        yield "It was answered in a browser in which the volunteer signs in."
    lives = postcode(answers.get("postcode") or "")
    if lives and lives == home:
        yield "They gave the volunteer's postcode. Ask whether they live together."
    if lives and lives in [postcode((one.answers or {}).get("postcode") or "") for one in others]:
        yield "Another referee gave the same postcode. Ask whether they are partners."
    years = answers.get("years")
    if years is not None and abs(int(years) - reference.years_known) >= YEARS_APART:
        yield f"They say {years} years. The volunteer said {reference.years_known}."

"""R-ACC-3: what young people read here is said in short sentences."""

import re

import pytest

from nolimits.awards.models import AwardState
from nolimits.grants.models import ApplicationState
from tests.factories.awards import AwardFactory
from tests.factories.grants import ApplicationFactory, RoundFactory
from tests.factories.young_people import signed_in_young_person
from tests.page import text_of

LONGEST = 20  # words
SAYING = ("p", "li", "label", "legend", "h1", "h2", "dd", "button")


def long_sentences(page):
    """Every sentence between top bar and footer that is too long."""
    assert page.status == 200
    said = [text_of(one) for one in page.main.iter() if one.tag in SAYING]
    sentences = [one for text in said for one in re.split(r"(?<=[.!?])\s+", text)]
    return [one for one in sentences if len(one.split()) > LONGEST]


@pytest.mark.parametrize("state", list(ApplicationState))
def test_what_they_asked_for_is_told_in_short_sentences(sign_in, state):
    made = ApplicationFactory(state=state)
    somebody = sign_in(made.young_person.person)

    for path in ("", f"/{made.reference}", f"/{made.reference}/stop", f"/{made.reference}/answer"):
        assert long_sentences(somebody.visit(f"/my-applications{path}")) == []


@pytest.mark.parametrize("state", list(AwardState))
def test_what_they_are_given_is_told_in_short_sentences(sign_in, state):
    award = AwardFactory(state=state)
    somebody = sign_in(award.application.young_person.person)

    for path in ("", "/yes"):
        assert long_sentences(somebody.visit(f"/my-awards/{award.reference}{path}")) == []


@pytest.mark.parametrize(
    "slug", ["what", "cost", "seen", "difference", "when", "asked", "how", "who"]
)
def test_the_questions_are_short(sign_in, slug):
    programme = RoundFactory().programme
    somebody = sign_in(signed_in_young_person().person)

    page = somebody.visit(f"/grants/{programme.reference}/apply/questions/{slug}")

    assert long_sentences(page) == []
    assert len(page.h1.split()) <= 10
    assert long_sentences(somebody.visit("/grants")) == []

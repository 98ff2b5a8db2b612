"""What every letter may say: nobody's surname, no place, and no way in without signing in."""

import re

import pytest
import sqlalchemy as sa
from jinja2 import Environment, nodes

from nolimits.kernel.db import db
from nolimits.kernel.mail import OutboxMessage
from nolimits.kernel.permissions import TABLE
from nolimits.people.models import Area
from nolimits.young_people.models import YoungPersonIdentity
from tests.databases import DEMONSTRATION, KINDS
from tests.house.sources import ROOT

LETTERS = sorted((ROOT / "templates/mail").glob("*.txt"))
of_letters = pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)

NAMED = {"to", "brand", "campaign", "programme", "handbook", "volunteer", "person"}
NAMED |= {"handed_in_by"}
"""Of whom or what a letter may say the name: of whoever reads it, of adults, of what is no one."""
CHILDREN = {"young_person", "youngperson", "child", "participant", "recipient"}
PLACES = {"area", "place", "address", "postcode", "town", "street", "school", "where", "location"}
PLACES |= {"easting", "northing", "venue", "meeting_place"}
WITHOUT_ACCOUNT = {
    "checks.answer_reference": "a referee has no account: the address holds a word of their own",
    "training.answer_as_manager": "a manager needs no account: the same",
    "sign_in.sign_in": "where one signs in",
    "sign_in.enter_code": "where one signs in",
}


def parsed(path):
    return Environment(autoescape=False).parse(path.read_text())  # noqa: S701  # it is only read


def chain(node):
    """The names in a row of what a letter shows: ["match", "young_person", "reference"]."""
    names = []
    while isinstance(node, nodes.Getattr):
        names.insert(0, node.attr)
        node = node.node
    return [node.name, *names] if isinstance(node, nodes.Name) else names


@of_letters
def test_a_letter_says_no_childs_name_and_no_place(path):
    """Case 70."""
    faults = []
    for node in parsed(path).find_all((nodes.Getattr, nodes.Name)):
        names = chain(node)
        last = names[-1] if names else ""
        of_child = CHILDREN & set(names[:-1])
        if of_child and last not in ("reference", "person"):
            faults.append(".".join(names))
        if last in ("name", "surname", "full_name") and names[-2:-1] not in [[n] for n in NAMED]:
            faults.append(".".join(names))
        if PLACES & set(names):
            faults.append(".".join(names))

    assert faults == []


def led_to():
    """Each letter with each page that it leads to."""
    for path in LETTERS:
        for call in parsed(path).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "link":
                yield path.stem, call.args[0].value


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
def test_letters_lead_only_to_where_one_signs_in(app):
    """Case 70."""
    led = list(led_to())
    permission_of = {to: app.view_functions[to].permission for _, to in led}
    public = {
        f"{letter}: {to}"
        for letter, to in led
        if any(rule.public for rule in TABLE[permission_of[to]]) and to not in WITHOUT_ACCOUNT
    }

    assert public == set()
    assert len(led) > 20
    assert [path.stem for path in LETTERS if "http" in path.read_text()] == []


@pytest.mark.xdist_group("demonstration")
@pytest.mark.committed(of=DEMONSTRATION)
@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
def test_no_letter_of_the_invented_council_tells_who_or_where_a_young_person_is(app):
    """Case 70: whatever was put into them, and by whatever way."""
    surnames = set(db.session.scalars(sa.select(YoungPersonIdentity.family_name)))
    areas = set(db.session.scalars(sa.select(Area.name)))
    letters = db.session.scalars(sa.select(OutboxMessage)).all()
    council = app.config["SETTINGS"].brand.council_name  # which is called after a place

    told = [
        f"{letter.template}: {word}"
        for letter in letters
        for word in surnames | areas
        if re.search(
            rf"\b{re.escape(word)}\b", f"{letter.subject}\n{letter.body}".replace(council, "")
        )
    ]

    assert len(letters) > 20
    assert len(surnames) > 5
    assert told == []

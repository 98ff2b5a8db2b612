"""What of those who ask to volunteer waits for a coordinator, and who is told of it."""

import pytest

from nolimits.backgrounds import operations as backgrounds
from nolimits.checks import chasing
from nolimits.checks.queries import references
from nolimits.dbs.disclosures import find_disclosure
from nolimits.dbs.kinds import DbsDecision
from nolimits.dbs.operations import decide_dbs, second_dbs
from nolimits.kernel import clock
from nolimits.kernel.actors import NOBODY, SYSTEM, Role
from nolimits.people import operations as people
from nolimits.reports.joining import certificates
from tests.factories.backgrounds import tell_background
from tests.factories.checks import _link_of
from tests.factories.dbs import checked, met, proposed_by
from tests.factories.people import coordinator
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")


def test_what_somebody_was_promised_an_answer_to_reaches_coordinators_and_their_page(
    sign_in, mail_to
):
    by, volunteer = coordinator(), VolunteerFactory()
    person = volunteer.person
    backgrounds.disclose({"other": "Larkwing"}, by=person)
    tell_background(person, countries="Spain", more_months=20)
    version = proposed_by(coordinator())
    chasing.decline_reference(_link_of(references(person)[0]), by=NOBODY)

    assert [letter.template for letter in mail_to(by)] == ["something_needs_you"] * 4
    assert not [one for one in mail_to(person) if one.template == "something_needs_you"]
    page = sign_in(by).visit("/today")
    told = [row["Why"] for row in page.table("Told, and not settled (2)")]
    assert told == [
        "waits to meet us about it",
        "lived abroad: nobody has looked into it since they told us",
    ]
    assert "Larkwing" not in page.text
    assert page.table("Roles to approve (1)")
    assert [row["Why"] for row in page.table("References unanswered (1)")] == [
        "the referee would rather not"
    ]
    own = sign_in(version.proposed_by).visit("/today")
    assert "What each role asks is settled" in own.text


def test_a_certificate_waits_on_today_until_two_agreed_and_the_line_tells_nothing_of_it():
    """R-DBS-10, R-DBS-17."""
    by, others = coordinator(), [coordinator(), coordinator()]
    clear = checked(VolunteerFactory().person, others[0], decision=None)
    check = checked(VolunteerFactory(person=others[0]).person, others[1], decision=None)
    find_disclosure(check, by=by)
    lines = [waits(by)]
    met(check)
    lines.append(waits(by))
    decide_dbs(check, DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT, by=others[1])
    lines.append(waits(by))

    assert [{one.key for one in line} for line in lines] == [
        {clear.person.reference, check.person.reference}
    ] * 3
    assert len({one.why for line in lines for one in line}) == 1
    assert [one.key for one in waits(others[0])] == [clear.person.reference], "not one's own"
    second_dbs(check, by=by)
    assert [one.key for one in waits(by)] == [clear.person.reference]


def waits(by):
    """Certificates, as somebody reads of them on Today."""
    return list(certificates(by, clock.today()))


def test_who_tells_of_nothing_keeps_nobody_waiting(sign_in, mail_to):
    by, person = coordinator(), VolunteerFactory().person
    backgrounds.disclose({}, by=person)
    tell_background(person)

    assert mail_to(by) == []
    assert "Nothing that was told waits" in sign_in(by).visit("/today").text


def test_nobody_reads_on_today_of_their_own_references_or_is_to_clear_themself(sign_in):
    wanting, whole = VolunteerFactory(), VolunteerFactory(ready=True, without="clearance")
    chasing.want_another(references(wanting.person)[0], by=coordinator())
    for one in (wanting, whole):
        people.grant_role(one.person, Role.COORDINATOR, by=SYSTEM)

    another = sign_in(coordinator()).visit("/today")
    assert another.table("References unanswered (1)")
    assert another.table("To be cleared (1)")
    assert "No referee keeps us waiting" in sign_in(wanting.person).visit("/today").text
    assert "Nobody waits for clearance alone" in sign_in(whole.person).visit("/today").text


def test_today_asks_once_of_everybody_how_ready_they_are(sign_in, statements):
    VolunteerFactory(ready=True)
    visitor = sign_in(coordinator())
    statements.clear()

    assert visitor.visit("/today").status == 200

    asked = [one for one in statements if "identity_check" in one]
    cleared = "\nWHERE NOT (EXISTS (SELECT * \nFROM clearance "
    assert len([one for one in asked if cleared not in one]) == 1, "the rest asks of few"

"""An adult reads who opened their checks and their application."""

from datetime import timedelta

from nolimits.kernel import clock, reads
from nolimits.kernel.permissions import Permission
from tests.factories.people import coordinator, safeguarding_lead, staff
from tests.factories.volunteers import VolunteerFactory
from tests.factories.young_people import signed_in_young_person, some_coordinator


def test_a_volunteer_reads_who_looked_at_their_checks_but_not_that_a_lead_did(sign_in):
    volunteer, reader, lead = VolunteerFactory(), coordinator(), safeguarding_lead()
    for one in (reader, lead, volunteer.person):
        sign_in(one).visit(f"/dbs/{volunteer.person.reference}")
    sign_in(reader).visit(f"/volunteers/{volunteer.reference}")

    page = sign_in(volunteer.person).visit("/who-looked")

    rows = page.table("Looks")
    assert {row["At what"] for row in rows} == {
        "your DBS check",
        "your application and what you have done",
    }
    assert {row["Who"] for row in rows} == {reader.name}
    assert lead.name not in page.text


def test_where_nobody_looked_the_page_says_so(sign_in):
    assert "Nobody has looked" in sign_in(staff()).visit("/who-looked").text


def test_a_young_person_reads_the_newest_look_first_and_can_ask_somebody_else(sign_in):
    one, runs_it = signed_in_young_person(), some_coordinator()
    for days, by in ((2, runs_it), (4, one.worker)):
        with clock.standing_at(clock.now() - timedelta(days=days)):
            reads.keep(reads.of(one, Permission.SEE_YOUNG_PERSON, by), by, "young_people")

    page = sign_in(one.person).visit("/who-looked")

    assert page.text.index("Someone from the No Limits team") < page.text.index("Your worker look")
    assert page.follow("talk to somebody else").h1 == "Your message"

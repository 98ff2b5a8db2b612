"""An adult reads who opened their checks and their application."""

from tests.factories.people import coordinator, safeguarding_lead, staff
from tests.factories.volunteers import VolunteerFactory


def test_a_volunteer_reads_who_looked_at_their_checks_but_not_that_a_lead_did(sign_in):
    volunteer, reader, lead = VolunteerFactory(), coordinator(), safeguarding_lead()
    for one in (reader, lead, volunteer.person):
        sign_in(one).visit(f"/checks/{volunteer.person.reference}/dbs")
    sign_in(reader).visit(f"/volunteers/{volunteer.reference}")

    page = sign_in(volunteer.person).visit("/who-looked")

    rows = page.table("Looks")
    assert {row["At what"] for row in rows} == {
        "your checks",
        "your application and what you have done",
    }
    assert {row["Who"] for row in rows} == {reader.name}
    assert lead.name not in page.text


def test_where_nobody_looked_the_page_says_so(sign_in):
    assert "Nobody has looked" in sign_in(staff()).visit("/who-looked").text

"""Lists of the volunteering half: sorted by their headings, and taken away as what they show."""

import csv
import io

import pytest

from nolimits.expenses.kinds import ExpenseState
from nolimits.kernel.db import db
from nolimits.matching import operations as matching
from nolimits.matching.queries import matches
from nolimits.volunteers import operations as volunteers
from tests.factories.activities import OfferFactory
from tests.factories.expenses import ClaimFactory
from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator, safeguarding_lead
from tests.factories.pledges import MoneyPledgeFactory
from tests.factories.volunteers import VolunteerFactory
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")


def lines_of(page):
    """A list as its file says it."""
    return list(csv.DictReader(io.StringIO(page.body.decode("utf-8-sig"))))


def test_each_list_leaves_as_what_it_shows_narrowed_as_it_is(sign_in):
    match = MatchFactory()
    offer = OfferFactory(volunteer=match.volunteer)
    other = YoungPersonFactory(area=match.young_person.area)
    visitor, area = sign_in(coordinator()), match.young_person.area.name

    [told] = lines_of(visitor.visit("/matches?group=Meeting&file=csv"))
    assert told["Match"] == match.reference
    assert told["Since"] == match.since.isoformat()
    assert lines_of(visitor.visit("/matches?group=Ended&file=csv")) == []
    told = lines_of(visitor.visit(f"/young-people?state=ready_to_match&area={area}&file=csv"))
    assert told == [
        {
            "Code": other.reference,
            "Age": other.about_age,
            "Area": area,
            "State": "ready to match",
            "Waiting since": other.ready_on.isoformat(),
        }
    ]
    assert other.worker.name not in visitor.visit("/young-people?file=csv").body.decode()
    [told] = lines_of(visitor.visit("/offers?search=vol&file=csv"))
    assert (told["Offer"], told["Who invites"]) == (offer.reference, offer.person.name)


def test_the_file_of_volunteers_says_what_each_still_needs_and_how_long_they_stand(sign_in):
    lacking = VolunteerFactory(ready=True, without=("interview", "clearance"))
    left = VolunteerFactory(name="Vol Gone")
    volunteers.leave(left, volunteers.LeavingReason.OWN_CHOICE, by=left.person)

    told = {
        one["Name"]: one for one in lines_of(sign_in(coordinator()).visit("/volunteers?file=csv"))
    }

    assert told[lacking.person.name]["Still needs"] == "Interview, Clearance"
    assert told[lacking.person.name]["Stage"] == "interview"
    assert told["Vol Gone"]["Still needs"] == ""


def test_whoever_may_not_take_lists_away_is_offered_none_and_gets_none(sign_in):
    lead = sign_in(safeguarding_lead())

    assert lead.visit("/volunteers?file=csv").status == 403
    assert "as CSV" not in lead.visit("/volunteers?stage=checks").links


def test_a_list_is_sorted_by_its_headings_and_stays_narrowed_and_sorted(sign_in):
    match = MatchFactory()
    OfferFactory(volunteer=match.volunteer)
    ClaimFactory(match=match, state=ExpenseState.SUBMITTED)
    MoneyPledgeFactory()
    visitor = sign_in(coordinator())

    for path, heading in HEADINGS.items():
        page = visitor.visit(f"{path}?state=").follow(heading)
        assert page.status == 200, path
        assert "sort=" in page.url, path
        assert f"sort={page.form('Show').fields['sort']}" in page.url, path


def test_matches_are_sorted_by_the_day_of_their_last_step(held_clock):
    first, second, by = MatchFactory(), MatchFactory(), coordinator()
    held_clock.move_on(days=3)
    matching.plan_end(first, by=by)

    assert list(db.session.scalars(matches(by, sort="oldest"))) == [second, first]


HEADINGS = {
    "/volunteers": "Applied",
    "/young-people": "Waiting since",
    "/matches": "Since",
    "/offers": "When",
    "/pledges": "Promised on",
    "/expenses": "Sent",
}

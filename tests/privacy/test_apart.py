"""What a copy tells an officer who is kept apart from a young person, of who meets them."""

import pytest

from nolimits.kernel.errors import NotVisible
from nolimits.matching.models import MatchState
from nolimits.privacy import copying, queries
from nolimits.privacy.kinds import ItemDecision
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.factories.contacts import ContactFactory
from tests.factories.matching import MatchFactory
from tests.factories.people import data_protection_officer
from tests.factories.privacy import DataRequestFactory, leave_out


def test_who_is_kept_apart_from_a_child_learns_from_no_copy_which_volunteer_meets_them(sign_in):
    """An unrelated mentor's copy reads alike, counts nothing, and goes to another as well."""
    officer, another = data_protection_officer(), data_protection_officer()
    pairs = [MatchFactory(state=MatchState.ACTIVE) for _ in range(2)]
    for match in pairs:
        ContactFactory(match=match)
    copies = [DataRequestFactory(person=one.volunteer.person, state="gathered") for one in pairs]
    child = pairs[0].young_person
    ties.add_tie(child, officer, Tie.NOT_THIS_PERSON, by=child.worker)

    theirs, unrelated = (read(queries.items_for(one, officer)) for one in copies)
    assert theirs == unrelated
    assert not {"match", "contact"} & set(theirs)
    assert "Contact, logged by" not in str(theirs)
    for one in copies:
        with pytest.raises(NotVisible):
            decide(next(item for item in one.items if item.source == "contact"), officer)
        leave_out(one, another)
        page = sign_in(officer).visit(f"/data-requests/{one.reference}")
        assert "Another officer goes on" in page.text


def read(items):
    """What somebody reads of a copy, but for what is only the volunteer's: table and labels."""
    return {one.source: [label for label, _ in one.fields] for one in items}


def decide(item, by):
    copying.decide_item(item, ItemDecision.KEPT, None, None, [], by=by)

"""A copy of one's own data: all of theirs, nothing of others, read by two people (R-DP-8)."""

import json

import pytest

from nolimits.kernel.actors import Role
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.matching.models import MatchState
from nolimits.privacy import copying, gathering, operations, queries
from nolimits.privacy.kinds import ItemDecision, RequestKind, RequestState, WithheldBecause
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.factories.contacts import ContactFactory
from tests.factories.matching import MatchFactory
from tests.factories.people import (
    PersonFactory,
    data_protection_officer,
    safeguarding_lead,
)
from tests.factories.pledges import TimePledgeFactory
from tests.factories.privacy import DataRequestFactory, go_through, leave_out
from tests.factories.safeguarding import ConcernFactory
from tests.factories.volunteers import VolunteerFactory
from tests.factories.young_people import YoungPersonFactory

S = RequestState
HARM = WithheldBecause.SERIOUS_HARM


@pytest.fixture
def pair(app):
    """A volunteer and a young person with an account, and a meeting that was written down."""
    young = YoungPersonFactory(given_name="Quillon", family_name="Zephyrine", account=True)
    match = MatchFactory(young_person=young, state=MatchState.ACTIVE)
    ContactFactory(match=match, activity="Chess at Thornaby library", notes="They beat me")
    return match


def told(found):
    return json.dumps([one.fields for one in found], ensure_ascii=False)


def sources(found):
    return {one.source for one in found}


def test_a_volunteers_copy_holds_nothing_of_the_young_person_that_is_theirs_alone(pair):
    """Case 72."""
    found = gathering.about(pair.volunteer.person_id, None)

    assert {"person", "volunteer", "match", "contact", "role_grant", "agreement"} <= sources(found)
    assert not {"young_person", "young_person_identity", "care_period"} & sources(found)
    assert "Quillon" not in told(found)
    assert "Zephyrine" not in told(found)
    assert pair.young_person.reference not in told(found)


def test_what_is_also_about_somebody_else_needs_a_decision(pair):
    """Case 72."""
    found = {one.source: one for one in gathering.about(pair.volunteer.person_id, None)}

    assert found["match"].needs_decision
    assert found["contact"].needs_decision, "it is part of the match, and holds free words"
    assert not found["role_grant"].needs_decision


def test_a_young_persons_copy_holds_what_was_written_of_their_meetings(pair):
    young = pair.young_person

    found = gathering.about(young.person_id, young.id)

    assert {"young_person", "young_person_identity", "care_period", "contact"} <= sources(found)
    assert "Zephyrine" in told(found)
    assert "Chess at Thornaby library" in told(found)
    assert pair.volunteer.person.name not in told(found)
    assert "volunteer" not in sources(found)


def test_what_a_worker_did_for_young_people_is_told_in_numbers(pair):
    worker = pair.young_person.worker

    found = gathering.about(worker.id, None)

    assert "young_person" not in sources(found)
    numbers = dict(next(one.fields for one in found if one.source == gathering.NUMBERS))
    assert numbers["Young person, worker"] == "1 time"


def test_that_somebody_raised_a_concern_stands_in_no_copy_not_even_as_a_number(pair):
    worker = pair.young_person.worker
    ConcernFactory(by=worker)

    found = gathering.about(worker.id, None)

    assert "concern" not in told(found).lower()


def test_every_table_that_names_a_person_is_searched_without_being_listed(app):
    person = PersonFactory()
    pledge = TimePledgeFactory(person=person, state="active")

    found = gathering.about(person.id, None)

    assert ("pledge", pledge.id) in {(one.source, one.record_id) for one in found}
    assert "pledge_term" in sources(found), "what is part of theirs is theirs"


def test_a_key_of_the_database_or_a_secret_is_no_part_of_a_copy(app):
    person = PersonFactory()
    labels = {label for one in gathering.about(person.id, None) for label, _ in one.fields}

    assert not {"Id", "Token print", "Code print"} & labels


def test_a_reference_given_in_confidence_stays_out_whoever_decides(app):
    volunteer = VolunteerFactory()
    request = operations.ask(RequestKind.COPY, None, by=volunteer.person)
    officer = data_protection_officer()
    copying.gather(request, by=officer)

    references = [one for one in request.items if one.source == "reference_request"]

    assert [one.because for one in references] == [WithheldBecause.CONFIDENTIAL_REFERENCE] * 2
    with pytest.raises(Refused, match="stays out of the copy"):
        copying.decide_item(references[0], ItemDecision.KEPT, None, None, (), by=officer)


# --- Going through it ------------------------------------------------------------------------


@pytest.fixture
def gathered(pair):
    """A volunteer's copy, gathered, with the officer who goes through it."""
    request = operations.ask(RequestKind.COPY, None, by=pair.volunteer.person)
    officer = data_protection_officer()
    copying.gather(request, by=officer)
    return request, officer


def contact_of(request):
    return next(one for one in request.items if one.source == "contact")


def test_a_copy_goes_to_nobody_before_each_thing_is_decided(gathered):
    request, officer = gathered

    with pytest.raises(Refused, match="Decide about each thing first"):
        copying.send_to_reader(request, by=officer)

    assert request.state is S.GATHERED


def test_a_copy_is_released_by_a_second_reader_and_never_by_whoever_went_through_it(gathered):
    """Case 72."""
    request, officer = gathered
    leave_out(request, officer)
    copying.send_to_reader(request, by=officer)
    both = PersonFactory(roles={Role.DATA_PROTECTION_OFFICER, Role.SAFEGUARDING_LEAD})

    with pytest.raises(NotVisible):
        copying.release(request, by=officer)
    copying.send_back(request, by=both)
    go_through(request, both)
    for one in request.items:
        if one.needs_decision and one.source != "reference_request":
            copying.decide_item(one, ItemDecision.KEPT, None, None, [], by=both)
    copying.send_to_reader(request, by=both)
    with pytest.raises(Refused, match="somebody else must agree"):
        copying.release(request, by=both)
    copying.release(request, by=safeguarding_lead())

    assert (request.state, request.read_by_id is None) == (S.RELEASED, False)


def test_nobody_answers_or_reads_what_they_asked_themselves(app):
    officer, lead = data_protection_officer(), safeguarding_lead()
    own = DataRequestFactory(person=officer)
    of_lead = DataRequestFactory(person=lead, state="second_reading")

    with pytest.raises(NotVisible):
        copying.gather(own, by=officer)
    with pytest.raises(NotVisible):
        copying.release(of_lead, by=lead)


def test_words_about_somebody_else_are_hidden_and_the_rest_is_given(gathered):
    request, officer = gathered
    item = contact_of(request)
    hide = (WithheldBecause.ANOTHER_PERSON, "Where a child was")

    copying.decide_item(item, ItemDecision.REDACTED, *hide, ["thornaby library"], by=officer)

    says = dict(queries.as_given(item))
    assert says["Activity"] == "Chess at [left out]"
    assert says["Notes"] == "They beat me"


@pytest.mark.parametrize(
    ("decision", "because", "reason", "hidden", "field"),
    [
        (ItemDecision.WITHHELD, None, "Harm", [], "because"),
        (ItemDecision.WITHHELD, HARM, "", [], "reason"),
        (ItemDecision.REDACTED, HARM, "Harm", [" "], "hidden"),
        (ItemDecision.REDACTED, HARM, "Harm", ["Not there"], "hidden"),
    ],
)
def test_what_is_left_out_says_on_what_ground_and_why(
    gathered, decision, because, reason, hidden, field
):
    request, officer = gathered
    item = contact_of(request)

    with pytest.raises(Refused) as told_why:
        copying.decide_item(item, decision, because, reason, hidden, by=officer)

    assert (told_why.value.field, item.decision) == (field, None)


def test_what_is_about_safeguarding_is_the_leads_and_never_the_officers(gathered):
    request, officer = gathered
    item = contact_of(request)
    _make_safeguarding(item)
    lead = safeguarding_lead()

    with pytest.raises(NotVisible):
        copying.decide_item(item, ItemDecision.KEPT, None, None, [], by=officer)
    assert item not in queries.items_for(request, officer)
    leave_out(request, officer)
    copying.send_to_reader(request, by=officer)
    with pytest.raises(Refused, match="1 to go"):
        copying.release(request, by=lead)
    copying.decide_item(item, ItemDecision.WITHHELD, HARM, "Harm", [], by=lead)
    with pytest.raises(Refused, match="somebody else must agree"):
        copying.release(request, by=lead)
    copying.release(request, by=safeguarding_lead())

    assert request.state is S.RELEASED


def test_a_volunteers_match_and_its_logs_are_kept_from_who_is_kept_apart_from_the_child(
    pair, gathered, sign_in
):
    request, tied = gathered
    lead, other = safeguarding_lead(), data_protection_officer()
    for one in (tied, lead):
        ties.add_tie(pair.young_person, one, Tie.NOT_THIS_PERSON, by=pair.young_person.worker)
    kept = sources(request.items) - sources(queries.items_for(request, tied))

    assert {"match", "contact"} <= kept
    assert not {"person", "volunteer", "agreement"} & kept
    assert len(queries.items_for(request, other)) == len(request.items)
    with pytest.raises(NotVisible):
        copying.decide_item(contact_of(request), ItemDecision.KEPT, None, None, [], by=tied)
    leave_out(request, other)
    page = sign_in(tied).visit(f"/data-requests/{request.reference}")
    assert "Another officer goes on" in page.text
    copying.send_to_reader(request, by=other)
    with pytest.raises(Refused, match="Not all of it is yours"):
        copying.release(request, by=lead)
    copying.release(request, by=safeguarding_lead())


def test_a_lead_who_gives_all_that_is_about_safeguarding_may_let_it_out(gathered):
    request, officer = gathered
    _make_safeguarding(item := contact_of(request))
    lead = safeguarding_lead()
    leave_out(request, officer)
    copying.send_to_reader(request, by=officer)

    copying.decide_item(item, ItemDecision.KEPT, None, None, [], by=lead)
    copying.release(request, by=lead)

    assert request.state is S.RELEASED


def _make_safeguarding(item):
    from nolimits.kernel.db import change, transaction

    transaction(lambda: change(item, where=item.__class__.id == item.id, safeguarding=True))()


def test_only_they_fetch_it_and_what_was_left_out_is_not_in_it(gathered, sign_in):
    """Case 72."""
    request, officer = gathered
    leave_out(request, officer)
    copying.send_to_reader(request, by=officer)
    copying.release(request, by=safeguarding_lead())

    with pytest.raises(NotVisible):
        copying.fetch(request, by=officer)
    given = copying.fetch(request, by=request.person)

    assert {one.source for one in given} >= {"person", "role_grant"}
    assert not {one.source for one in given} & {"match", "contact"}

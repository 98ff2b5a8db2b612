"""Two who do the same thing at the same moment leave one match and one clear message."""

import pytest

from nolimits.kernel.errors import NotVisible, Overtaken, Refused
from nolimits.matching import operations, queries
from nolimits.matching.models import Match, MatchState
from nolimits.people.models import Person
from tests.factories.matching import MatchFactory, ready_volunteer
from tests.factories.people import coordinator
from tests.factories.young_people import YoungPersonFactory

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.committed]
ROUNDS = 50
TWICE = "These two have been put together already: look at the list of matches"


def called(operation, *records, by):
    """An operation to be called in a thread of its own, which finds its records anew."""
    names = [(type(one), one.reference) for one in (*records, by)]

    def call():
        *found, person = [kind.by_key(key) for kind, key in names]
        return operation(*found, by=person)

    return call


def messages(results):
    return [one.message for one in results if isinstance(one, Refused)]


def suggested(volunteer, young_person, by):
    return operations.suggest(volunteer, young_person, by=by)


def test_two_coordinators_put_the_same_two_together(together):
    first, second, volunteer = coordinator(), coordinator(), ready_volunteer()
    young_person = YoungPersonFactory(area=volunteer.area)
    for _ in range(ROUNDS):
        calls = [
            called(operations.suggest, volunteer, young_person, by=by) for by in (first, second)
        ]

        results = together(calls)

        assert messages(results) == [TWICE]
        [made] = queries.others_for(Match(id=0, young_person_id=young_person.id))
        operations.release(made, by=first)


def test_two_coordinators_ask_the_same_volunteer_for_two_young_people(together):
    first, second, volunteer = coordinator(), coordinator(), ready_volunteer(capacity=1)
    waiting = [YoungPersonFactory(area=volunteer.area) for _ in range(2)]
    for _ in range(ROUNDS):
        pair = [suggested(volunteer, one, first) for one in waiting]

        results = together(
            [
                called(operations.propose, match, by=by)
                for match, by in zip(pair, (first, second), strict=True)
            ]
        )

        assert messages(results) == [f"{volunteer.person.name} has no room for another match"]
        for match in pair:
            operations.release(match, by=first)


def test_two_coordinators_propose_the_same_match(together):
    first, second, volunteer = coordinator(), coordinator(), ready_volunteer()
    young_person = YoungPersonFactory(area=volunteer.area)
    for _ in range(ROUNDS):
        match = suggested(volunteer, young_person, first)

        results = together([called(operations.propose, match, by=by) for by in (first, second)])

        [refusal] = [one for one in results if isinstance(one, Exception)]
        assert isinstance(refusal, Overtaken) or "proposed already" in refusal.message
        operations.release(Match.by_key(match.reference), by=first)


def test_a_young_person_says_yes_to_two_at_once(together):
    by = coordinator()
    volunteers = [ready_volunteer(capacity=3) for _ in range(2)]
    young_person = YoungPersonFactory(account=True, area=volunteers[0].area)
    for _ in range(ROUNDS // 2):
        pair = [
            MatchFactory(
                volunteer=one, young_person=young_person, state=MatchState.VOLUNTEER_AGREED, by=by
            )
            for one in volunteers
        ]

        results = together(
            [called(operations.young_person_agree, match, by=young_person.person) for match in pair]
        )

        failed = [one for one in results if isinstance(one, Exception)]
        assert len(failed) == 1
        assert isinstance(failed[0], Refused | NotVisible), failed
        after = [Match.by_key(one.reference) for one in pair]
        [taken] = [one for one in after if one.ended_on is None]
        assert taken.state is MatchState.YOUNG_PERSON_AGREED
        operations.young_person_decline(taken, by=Person.by_key(young_person.person.reference))

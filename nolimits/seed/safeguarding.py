"""The invented council's concerns: plainly invented, and none of them grave."""

from datetime import timedelta

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.matching.models import MatchState
from nolimits.people import operations as people
from nolimits.people.models import Person
from nolimits.safeguarding import handling, operations
from nolimits.safeguarding.kinds import (
    Harm,
    Level,
    Outcome,
    Place,
    Recipient,
    Source,
    Worry,
)
from nolimits.safeguarding.operations import Said
from nolimits.seed import Council


def fill(council: Council) -> None:
    """Four concerns, one of them about a safeguarding lead, which another lead has."""
    first = council.safeguarding_leads[0]
    second = next(one for one in council.staff if one.roles == {Role.STAFF})
    with clock.standing_at(council.ago(days=200)):
        people.grant_role(second, Role.SAFEGUARDING_LEAD, by=SYSTEM)
    council.safeguarding_leads.append(second)
    _closed(council, first)
    _about_a_lead(council, first, second)
    _from_a_young_person(council, first)
    with clock.standing_at(clock.now() - timedelta(hours=2)):
        said = Said(Worry.YOUNG_PERSON, "They yawn all day, and say that nights are loud.")
        operations.raise_concern(said, by=council.workers[1])


def _closed(council: Council, lead: Person) -> None:
    young_person = council.young_people[0]
    with clock.standing_at(council.ago(days=45)):
        said = Said(
            Worry.YOUNG_PERSON,
            "No coat again, in the rain.",
            heard="“The washing machine ate it.”",
            opinion="I think that it is true.",
            place=Place.OUTSIDE,
            young_person=young_person,
        )
        made = operations.raise_concern(said, by=young_person.worker)
    with clock.standing_at(council.ago(days=44)):
        handling.triage(made, Harm.NEGLECT, Level.LOW_LEVEL, False, by=lead)
        handling.give_advice(made, "The worker bought a coat with them.", by=lead)
    with clock.standing_at(council.ago(days=30)):
        handling.close(made, Outcome.ACTED_ON, "Warm, and seen to be.", by=lead)


def _about_a_lead(council: Council, lead: Person, other: Person) -> None:
    with clock.standing_at(council.ago(days=9)):
        said = Said(
            Worry.ADULT, "Did a young person's voice, for a laugh, in the kitchen.", adult=lead
        )
        made = operations.raise_concern(said, by=council.coordinators[0])
    with clock.standing_at(council.ago(days=8)):
        handling.triage(made, Harm.CONDUCT, Level.LOW_LEVEL, True, by=other)
        officer = Recipient.DESIGNATED_OFFICER
        handling.refer(made, officer, clock.now(), "INVENTED-1", by=other)


def _from_a_young_person(council: Council, lead: Person) -> None:
    """A young person whose mentor is late too often; they want to go on meeting."""
    match = next(
        one
        for young in council.young_people
        for one in young.matches
        if one.state is MatchState.ACTIVE and young.person
    )
    with clock.standing_at(council.ago(days=3)):
        said = Said(
            Worry.ADULT,
            "My mentor is late a lot and then it is dark.",
            young_person=match.young_person,
            adult=match.volunteer.person,
            stop_contact=False,
        )
        young = match.young_person.person or lead
        made = operations.raise_concern(said, by=young, source=Source.YOUNG_PERSON)
    with clock.standing_at(council.ago(days=2)):
        handling.acknowledge(made, by=lead)

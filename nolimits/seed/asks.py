"""What the invented council's people and services say that they do of what is asked."""

from nolimits.asks import operations, queries
from nolimits.asks.operations import Said
from nolimits.kernel import clock
from nolimits.people.models import Directorate, Person
from nolimits.seed import Council

EVIDENCE = (
    "Two young people began as trainees in May.",
    "The summer fair had a tent for carers and young people.",
    "It is the first heading of this year's service plan.",
    "Swimming is free with the leisure card.",
)


def fill(council: Council) -> None:
    """Councillors answer some of their asks, staff theirs, and champions for their services."""
    with clock.standing_at(council.ago(days=60)):
        for number, councillor in enumerate(council.councillors):
            for one in queries.of_person(councillor)[: number % 7]:
                done = council.ago(days=60 + number) if number % 2 else None
                operations.answer(one.key, Said(done), by=councillor)
        for person in council.staff[::4]:
            for one in queries.of_person(person):
                operations.answer(one.key, Said(), by=person)
        for number, directorate in enumerate(council.directorates[:-1]):
            if champion := directorate.champion:
                _service(council, directorate, champion, number)


def _service(council: Council, directorate: Directorate, champion: Person, number: int) -> None:
    """Answers to some of what is asked of a service, each second one done."""
    for place, one in enumerate(queries.of_directorate(directorate)[: number + 1]):
        said = Said()
        if place < len(EVIDENCE) and (place + number) % 2 == 0:
            said = Said(council.ago(days=70), EVIDENCE[place])
        operations.answer_for(directorate, one.key, said, by=champion)

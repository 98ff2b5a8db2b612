"""What is done about asks: somebody says that they will, or that it is done, or takes it back."""

from dataclasses import dataclass
from datetime import date

from nolimits.asks import queries
from nolimits.asks.models import AskAnswer, Event
from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db, refusing, transaction
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Directorate


@dataclass(frozen=True)
class Said:
    """What is said of an ask: that it will be done, or on which day it was, and how."""

    done_on: date | None = None
    words: str = ""


@transaction
def answer(key: str, said: Said, *, by: Actor) -> AskAnswer:
    """Say for oneself what one will do, or has done."""
    require(by, Permission.ANSWER_ASK)
    asked = queries.chosen(queries.of_person(by), key)
    return _say(asked, said, AskAnswer(person_id=by.id), by)


@transaction
def answer_for(directorate: Directorate, key: str, said: Said, *, by: Actor) -> AskAnswer:
    """Say for a service what it will do, or has done: its champion says it, with evidence."""
    require(by, Permission.ANSWER_FOR_SERVICE, directorate)
    if said.done_on and not said.words:
        raise Refused("Say how anybody can see that it is done", "words")
    asked = queries.chosen(queries.of_directorate(directorate), key)
    return _say(asked, said, AskAnswer(directorate_id=directorate.id), by)


@transaction
def take_back(answer: AskAnswer, *, by: Actor) -> None:
    """Say it no more; whoever said it, or is champion now, takes it back."""
    if answer.directorate:
        require(by, Permission.ANSWER_FOR_SERVICE, answer.directorate)
    elif answer.person_id != by.id:
        raise NotVisible
    answer.withdrawn_on = clock.today()
    audit.record(Event.ANSWER_TAKEN_BACK, answer, by=by)


def _say(asked: queries.Asked, said: Said, new: AskAnswer, by: Actor) -> AskAnswer:
    if said.done_on and said.done_on > clock.today():
        raise Refused("That day is still to come", "done_on")
    answer = asked.answer or new
    if asked.answer is None:
        answer.ask_id, answer.will_on = asked.ask.id, clock.today()
    answer.said_by_id = by.id or 0
    answer.done_on, answer.words = said.done_on, said.words or None
    with refusing("It was said just now. Look at it again"):
        db.session.add(answer)
    audit.record(Event.ASK_ANSWERED, answer, by=by, done=bool(said.done_on))
    return answer

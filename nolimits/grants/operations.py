"""What is done about grants: rounds, asking, checking, the answer. The panel has its own room."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from nolimits.funds.models import Fund
from nolimits.grants import pack, queries
from nolimits.grants.models import (
    UNTOLD,
    Application,
    ApplicationState,
    Enquiry,
    Event,
    Programme,
    Round,
)
from nolimits.kernel import audit, clock, drafts, mail, money
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.money import Pence
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.states import States, step
from nolimits.strategy.models import Action
from nolimits.young_people.queries import of_person

JOURNEY = "apply"
S = ApplicationState


def _panel_is_complete(application: Application) -> str | None:
    readers, needed = application.fit_to_read_ids, application.round.scores_needed
    if len(readers) < needed or not readers & application.round.young_panel_ids:
        return f"The panel needs {needed} people who can read this, one of them a young person"
    return None


STATES = States(
    {
        "start_checking": step(S.SUBMITTED, to=S.CHECKING, event=Event.CHECKING),
        "ask_more": step(S.CHECKING, to=S.MORE_INFO, event=Event.MORE_INFO_ASKED),
        "answer_more": step(S.MORE_INFO, to=S.CHECKING, event=Event.MORE_INFO_GIVEN),
        "mark_ready": step(S.CHECKING, to=S.READY_FOR_PANEL, event=Event.READY_FOR_PANEL),
        "send_to_panel": step(
            S.READY_FOR_PANEL, to=S.WITH_PANEL, event=Event.WITH_PANEL, guards=(_panel_is_complete,)
        ),
        "tell": step(*UNTOLD, to=S.TOLD, event=Event.TOLD),
        "withdraw": step(*(set(S) - {S.TOLD, S.WITHDRAWN}), to=S.WITHDRAWN, event=Event.WITHDRAWN),
    }
)


# --- Programmes and rounds --------------------------------------------------------------------


@transaction
def open_programme(
    name: str,
    purpose: str,
    fund: Fund,
    most_pence: Pence,
    *,
    by: Actor,
    action: Action | None = None,
) -> Programme:
    """Offer grants of one kind, from one fund, for one action of the strategy."""
    require(by, Permission.RUN_PROGRAMME)
    if fund.closed_on is not None:
        raise Refused("This fund is closed", "fund")
    if most_pence <= 0:
        raise Refused("Enter the most that one person can ask for", "most_pence")
    programme = Programme(
        name=name,
        purpose=purpose,
        fund=fund,
        action=action,
        most_pence=most_pence,
        opened_on=clock.today(),
    )
    with refusing("There is already a programme of this name", "name"):
        db.session.add(programme)
    audit.record(Event.PROGRAMME_OPENED, programme, by=by)
    return programme


@transaction
def open_round(
    programme: Programme,
    opens_on: date,
    closes_on: date,
    panel_on: date,
    tell_by: date,
    *,
    by: Actor,
    scores_needed: int = 3,
) -> Round:
    """Set the days of one opening of a programme."""
    require(by, Permission.RUN_PROGRAMME)
    days = {"closes_on": opens_on, "panel_on": closes_on, "tell_by": panel_on}
    for field, after in zip(days.items(), (closes_on, panel_on, tell_by), strict=True):
        if after < field[1]:
            raise Refused("This day must not be before the one above it", field[0])
    lock(programme)
    if any(one.opens_on <= closes_on and opens_on <= one.closes_on for one in programme.rounds):
        raise Refused("Another round of this programme is open then", "opens_on")
    round_ = Round(
        programme=programme,
        opens_on=opens_on,
        closes_on=closes_on,
        panel_on=panel_on,
        tell_by=tell_by,
        scores_needed=scores_needed,
    )
    db.session.add(round_)
    audit.record(Event.ROUND_OPENED, round_, by=by)
    return round_


# --- The young person -------------------------------------------------------------------------


@transaction
def submit_application(
    answers: Mapping[str, Any], programme: Programme, *, by: Actor
) -> Application:
    """Ask for a grant in the round that is open now; one at a time of each programme."""
    require(by, Permission.APPLY_FOR_GRANT)
    young_person = of_person(by)
    round_ = queries.round_open_on(programme, clock.today())
    if young_person is None:
        raise Refused("We do not know you here yet. Ask your worker to help you")
    if round_ is None:
        raise Refused("This is closed just now. We keep your answers until it opens again")
    pence = Pence(int(answers["pence"]))
    if pence > programme.most_pence:
        raise Refused(f"The most you can ask for is {money.pounds(programme.most_pence)}", "pence")
    lock(round_)
    if by.id in round_.panel_reader_ids:
        raise Refused("You are on this panel, so you cannot ask in this round")
    application = Application(
        round=round_,
        programme_id=programme.id,
        young_person=young_person,
        submitted_on=clock.today(),
        what=answers["what"],
        asked_pence=pence,
        answers=dict(answers),
        state=S.SUBMITTED,
    )
    with refusing("You have asked for this already. Wait for the answer, then you can ask again"):
        db.session.add(application)
    audit.record(Event.SUBMITTED, application, by=by, state=S.SUBMITTED.value)
    _mail_young_person(application, "application_received")
    return application


@transaction
def answer_more(application: Application, answer: str, *, by: Actor) -> None:
    """Answer what the office asked."""
    require(by, Permission.CHANGE_OWN_APPLICATION, application)
    STATES.take(application, "answer_more", by=by)
    for enquiry in application.enquiries:
        if enquiry.answered_on is None:
            enquiry.answer, enquiry.answered_on = answer, clock.today()


@transaction
def withdraw(application: Application, *, by: Actor) -> None:
    """Stop asking, at any time before the answer."""
    require(by, Permission.CHANGE_OWN_APPLICATION, application)
    STATES.take(application, "withdraw", by=by, withdrawn_on=clock.today())


@transaction
def ask_again(application: Application, *, by: Actor) -> None:
    """Begin a new draft with the answers of one that is over."""
    require(by, Permission.CHANGE_OWN_APPLICATION, application)
    if application.state not in (S.TOLD, S.WITHDRAWN):
        raise Refused("You can ask again when you have the answer")
    about = application.programme.reference
    drafts.keep(application.answers, by=by, journey=JOURNEY, about=about)
    audit.record(Event.ASKED_AGAIN, application, by=by)


# --- The office -------------------------------------------------------------------------------


@transaction
def start_checking(application: Application, *, by: Actor) -> None:
    """Take an application up; whoever does decides and pays nothing of it."""
    require(by, Permission.CHECK_APPLICATION, application)
    _refuse_own(application, by)
    STATES.take(application, "start_checking", by=by, taken_up_by_id=by.id)


@transaction
def ask_more(application: Application, question: str, *, by: Actor) -> Enquiry:
    """Ask the young person for something that is missing."""
    require(by, Permission.CHECK_APPLICATION, application)
    _refuse_own(application, by)
    STATES.take(application, "ask_more", by=by)
    enquiry = Enquiry(question=question, asked_on=clock.today(), asked_by_id=by.id)
    application.enquiries.append(enquiry)
    _mail_young_person(application, "application_question")
    return enquiry


@transaction
def mark_ready(application: Application, words: Mapping[str, str | None], *, by: Actor) -> None:
    """Say that an application is complete, and that the panel's copy tells nothing of who asks."""
    require(by, Permission.CHECK_APPLICATION, application)
    _refuse_own(application, by)
    for name in pack.OWN_WORDS:
        if told := _telling(application, words.get(name) or ""):
            raise Refused(f"Take out what tells who asks: {', '.join(told)}", name)
    copy = pack.copy_for_panel(application.answers, words)
    STATES.take(application, "mark_ready", by=by, checked_by_id=by.id, pack=copy)


@transaction
def send_to_panel(application: Application, *, by: Actor) -> None:
    """Put an application before the panel, which must be able to decide it."""
    require(by, Permission.CHECK_APPLICATION)
    lock(application.round)  # whoever is named meanwhile is sent it too
    sent_to = sorted(application.fit_to_read_ids)
    STATES.take(application, "send_to_panel", by=by, sent_to=sent_to)


@transaction
def send_pack(round_: Round, *, by: Actor) -> None:
    """Put all that is ready before the panel of a round, and tell it."""
    require(by, Permission.CHECK_APPLICATION)
    ready = [one for one in round_.applications if one.state is S.READY_FOR_PANEL]
    if not ready:
        raise Refused("Nothing is ready for the panel yet")
    for application in ready:
        send_to_panel(application, by=by)
    for member in round_.panel:
        mail.queue(member.person, "panel_pack", key=round_.reference)


@transaction
def tell(application: Application, *, by: Actor) -> None:
    """Let the young person see what was decided, why, and what they can do next."""
    require(by, Permission.CHECK_APPLICATION, application)
    STATES.take(application, "tell", by=by, told_on=clock.today())
    _mail_young_person(application, "application_told")


def _refuse_own(application: Application, by: Actor) -> None:
    if by.id == application.person_id:
        raise Refused("You asked for this, so somebody else must check it")


def _mail_young_person(application: Application, template: str) -> None:
    """The mail says only that there is something to read; the words are behind the sign-in."""
    if person := application.young_person.person:
        mail.queue(person, template, key=application.reference)


def _telling(application: Application, text: str) -> list[str]:
    young_person = application.young_person
    name = young_person.identity
    names = [name.given_name, name.family_name, young_person.area.name, young_person.reference]
    names += [young_person.person.name] if young_person.person else []
    return pack.telling_words(text, names, young_person.age)

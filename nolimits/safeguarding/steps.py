"""The pages on which a lead goes one step on: what they say, and what their button does."""

from typing import Any

from flask import url_for

from nolimits.kernel.actors import Actor
from nolimits.kernel.acts import Act
from nolimits.kernel.dictionary import Keep
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission
from nolimits.people.models import Person
from nolimits.people.queries import by_email
from nolimits.safeguarding import handling, operations
from nolimits.safeguarding.forms import (
    AdviceForm,
    CloseForm,
    NameAdultForm,
    NoteForm,
    ReferForm,
    TriageForm,
)
from nolimits.safeguarding.kinds import DbsReferral, Harm, Level, Outcome, Recipient
from nolimits.safeguarding.models import Concern
from nolimits.safeguarding.stages import STATES

ALL: list[Act] = []


def _page(concern: Concern) -> str:
    return url_for("safeguarding.concern", key=concern.reference)


def _list(concern: Concern) -> str:
    return url_for("safeguarding.concerns")


def _account_of(email: str) -> Person:
    if (person := by_email(email)) is None:
        raise Refused("Nobody with this email address has an account", "email")
    return person


def _act(name: str, title: str, text: str, button: str, done: str, run: Any, **more: Any) -> None:
    path = f"/concerns/<key>/{name.replace('_', '-')}"
    more = {"after": _page, **more}
    may = Permission.HANDLE_CONCERN
    ALL.append(Act(name, path, Concern, may, title, text, button, done, run, **more))


_act(
    "acknowledge",
    "Say that you have it",
    "Whoever raised it sees that a safeguarding lead has read it. You deal with it from now on; "
    "another lead can take it over.",
    "I have it",
    "You have it. Say next what kind of concern it is",
    lambda concern, form, by: handling.acknowledge(concern, by=by),
)
_act(
    "take_over",
    "Take it over",
    "You deal with it from now on, in place of the lead who did so far.",
    "Take it over",
    "You deal with it now",
    lambda concern, form, by: handling.take_over(concern, by=by),
)
_act(
    "triage",
    "Say what kind of concern it is",
    "You can say so anew when you know more. What you said before stays.",
    "Save",
    "Saved",
    lambda concern, form, by: handling.triage(
        concern,
        Harm(form.category.data),
        Level(form.level.data),
        form.allegation.data == "yes",
        by=by,
    ),
    form=TriageForm,
)
_act(
    "refer",
    "Write down who was told",
    "The police, children's social care, the designated officer: ring first, write down then.",
    "Write it down",
    "It is written down",
    lambda concern, form, by: handling.refer(
        concern,
        Recipient(form.recipient.data),
        form.told_at(),
        form.their_reference.data,
        form.note.data,
        by=by,
    ),
    form=ReferForm,
)
_act(
    "advise",
    "Write down the advice given",
    "Where nobody outside has to be told.",
    "Write it down",
    "The advice is written down",
    lambda concern, form, by: handling.give_advice(concern, form.note.data, by=by),
    form=AdviceForm,
)
_act(
    "close",
    "Close this concern",
    f"It is kept for {Keep.CHILD_PROTECTION.words}. It opens again when somebody adds to it and "
    "you say anew what kind it is.",
    "Close it",
    "The concern is closed",
    lambda concern, form, by: handling.close(
        concern,
        Outcome(form.outcome.data),
        form.note.data,
        DbsReferral(form.dbs_referral.data) if form.dbs_referral.data else None,
        form.dbs_decided_on.data,
        by=by,
    ),
    form=CloseForm,
    variant="warning",
)
_act(
    "add_note",
    "Add to this concern",
    "What stands there stays as it is. The other leads are told that there is more.",
    "Add it",
    "It is added",
    lambda concern, form, by: operations.add_to(concern, form.words.data, by=by),
    form=NoteForm,
)
_act(
    "name_adult",
    "Say which adult it is about",
    "From this moment it is kept from them: they find it on no page, in no list and in no mail. "
    "Then you can have them meet nobody for now.",
    "Save",
    "It is kept from them now",
    lambda concern, form, by: operations.name_adult(concern, _account_of(form.email.data), by=by),
    form=NameAdultForm,
    after=_list,
    back=_page,
)
_act(
    "stand_back",
    "Leave it to another lead",
    "You are too close to somebody in it. You do not see it any more, and the other leads are told "
    "that something needs them.",
    "Leave it to another lead",
    "It is with the other leads",
    lambda concern, form, by: operations.stand_back(concern, by=by),
    after=_list,
    back=_page,
    variant="warning",
)

ON_PEOPLE: dict[str, tuple[Any, str]] = {
    # What one press does about an adult of a concern, and what is said then.
    "stop": (
        operations.stop_contact,
        "They meet nobody from now on. They, and those they meet, are told without a reason",
    ),
    "free": (
        operations.free_contact,
        "They may meet again. A coordinator says when each match goes on",
    ),
    "let_in": (operations.let_in, "They can read it now"),
}


def possible(concern: Concern) -> list[Act]:
    """The steps that a concern's state allows, in their order."""
    can = {*STATES.possible(concern), "add_note", "name_adult", "stand_back"}
    if not concern.steps:
        can.add("acknowledge")
    return [one for one in ALL if one.name in can]


def next_step(concern: Concern, by: Actor) -> tuple[str, str] | None:
    """What to do first, and the page that does it; nothing where it is closed."""
    if not concern.steps:
        return "Say that you have it", "acknowledge"
    if concern.triage is None:
        return "Say what kind of concern it is", "triage"
    if concern.officer_by:
        return "Ring the designated officer, then write it down", "refer"
    if STATES.possible(concern) == ["triage"]:
        return None
    if "close" in STATES.possible(concern) and not STATES.refusals(concern, "close"):
        return "Close it, once nothing more is to be done", "close"
    return "Write down who was told, or the advice given", "refer"

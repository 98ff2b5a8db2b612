"""The pages on which a match goes one step on: what they say, and what their button does."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from nolimits.kernel.acts import Act
from nolimits.kernel.permissions import Permission
from nolimits.matching import operations, stages
from nolimits.matching.forms import (
    ActionForm,
    CloseForm,
    HoldForm,
    IntroductionForm,
    ProposeForm,
    YesForm,
)
from nolimits.matching.models import EndReason, Match, Whose
from nolimits.strategy.models import Action

ALL: list[Act] = []


def _to(endpoint: str) -> Callable[[Match], str]:
    return lambda match: url_for(endpoint, key=match.reference)


def _to_list(endpoint: str) -> Callable[[Match], str]:
    return lambda match: url_for(endpoint)


def _action_of(form: Any) -> Action | None:
    return Action.by_key(form.action.data or "")


def _work(
    name: str, permission: Permission, title: str, text: Any, button: str, done: str, **more: Any
) -> None:
    """A page for those who run the scheme, with the match's own page before and after it."""
    operation = getattr(operations, name)
    more.setdefault("run", lambda match, form, by: operation(match, by=by))
    more.setdefault("shut", stages.passed({"plan_end": "end"}.get(name, name)))
    path = f"/matches/<key>/{name.replace('_', '-')}"
    after = _to("matching.match")
    ALL.append(Act(name, path, Match, permission, title, text, button, done, after=after, **more))


_work(
    "propose",
    Permission.PROPOSE_MATCH,
    "Ask the volunteer",
    lambda match: (
        f"We write to {match.volunteer.person.name} that a young person may be looking "
        "for them. They see about how old, area, interests and free times: no name and no code.\n"
        "The young person is not told until the volunteer has said yes."
    ),
    "Ask the volunteer",
    "The volunteer has been asked. They usually answer within a week",
    form=ProposeForm,
    run=lambda match, form, by: operations.propose(match, by=by, action=_action_of(form)),
)
_work(
    "name_action",
    Permission.RUN_MATCH,
    "Say what this match serves",
    "It counts for this action of the strategy, there and in what the Board reads.",
    "Save",
    "Saved",
    form=ActionForm,
    run=lambda match, form, by: operations.name_action(match, _action_of(form), by=by),
)
_work(
    "record_yes",
    Permission.RECORD_YES,
    "Write down a yes",
    "Before two people meet, four have said yes: the volunteer, the young person, the worker and "
    "the carer. Only write down what they told you themselves.",
    "Write it down",
    "The yes is written down",
    form=YesForm,
    run=lambda match, form, by: operations.record_yes(match, Whose(form.whose.data), by=by),
)
_work(
    "confirm_checks",
    Permission.CONFIRM_MATCH,
    "Confirm that they may meet",
    "You are the second pair of eyes: you looked at every gate, consent and tie, and at the four "
    "yeses, and see nothing against a first meeting.",
    "Confirm",
    "Confirmed. Next, arrange the first meeting with the worker",
)
_work(
    "not_approve",
    Permission.CONFIRM_MATCH,
    "Do not let them meet",
    "The match ends here. The young person waits for a mentor again; tell them and the volunteer "
    "yourself, kindly, before you press the button.",
    "End this match",
    "The match has ended, and the young person waits again",
    variant="warning",
)
_work(
    "release",
    Permission.RUN_MATCH,
    "Let this match go",
    "Nobody has chosen it yet, so it ends quietly. Both can be proposed to others.",
    "Let it go",
    "Let go. Both are in the pool again",
    variant="warning",
)
_work(
    "arrange_introduction",
    Permission.RUN_MATCH,
    "Arrange the first meeting",
    "The worker comes too. From this moment the two know each other's first name. We tell all "
    "three to look at their page: the message itself has no name, time or place.",
    "Arrange it",
    "The first meeting is arranged",
    form=IntroductionForm,
    run=lambda match, form, by: operations.arrange_introduction(match, form.on.data, by=by),
)
_work(
    "start_trial",
    Permission.RUN_MATCH,
    "Start the trial",
    "They have met and both want to try. After about six weeks you ask both how it goes.",
    "Start the trial",
    "The trial has started. Ask both how it goes in about six weeks",
)
_work(
    "start",
    Permission.RUN_MATCH,
    "Go on after the trial",
    "Both said that they want to go on.",
    "Go on",
    "They are mentor and young person now",
)
_work(
    "hold",
    Permission.HOLD_MATCH,
    "Put on hold",
    "All contact stops now. The volunteer and the worker are told, without a reason. The volunteer "
    "cannot see the young person's name until it goes on.",
    "Put on hold",
    "On hold. Tell the young person today, in your own words",
    form=HoldForm,
    variant="warning",
    run=lambda match, form, by: operations.hold(match, form.reason.data, by=by),
)
_work(
    "resume",
    Permission.RUN_MATCH,
    "Go on where they stood",
    "Every gate, consent and tie is looked at again first.",
    "Go on",
    "They can go on",
)
_work(
    "plan_end",
    Permission.END_MATCH,
    "Begin to end",
    "Tell the young person first. Then plan a last meeting, so that nobody just disappears.",
    "Begin to end",
    "It is ending. Plan the last meeting, then close the match",
    variant="warning",
)
_work(
    "close",
    Permission.RUN_MATCH,
    "Close the match",
    "From this moment the volunteer sees nothing of the young person any more. What happened stays "
    "in the record.",
    "Close the match",
    "The match is closed, and the young person can have a mentor again",
    form=CloseForm,
    variant="warning",
    run=lambda match, form, by: operations.close(
        match, EndReason(form.reason.data), form.told_on.data, by=by
    ),
)


def _own(
    does: str, path: str, permission: Permission, said: tuple[str, str, str, str], **more: Any
) -> None:
    """A page for one of the two people of a match."""
    operation = getattr(operations, does)
    more.setdefault("run", lambda match, form, by: operation(match, by=by))
    more["shut"] = stages.answered("end" if does.startswith("stop") else does)
    title, text, button, done = said
    ALL.append(
        Act(
            path=path,
            on=Match,
            permission=permission,
            title=title,
            text=text,
            button=button,
            done=done,
            name=does,
            **more,
        )
    )


_own(
    "volunteer_agree",
    "/my-matches/<key>/yes",
    Permission.ANSWER_AS_VOLUNTEER,
    (
        "Say yes",
        "The young person is told next: they see your first name and your profile, and choose. "
        "Then their worker and their carer are asked, and somebody looks at everything again.",
        "Yes, I would like to meet them",
        "Thank you. We tell you as soon as they have answered, usually within two weeks",
    ),
    after=_to("matching.my_match"),
)
_own(
    "volunteer_decline",
    "/my-matches/<key>/no",
    Permission.ANSWER_AS_VOLUNTEER,
    (
        "Say no",
        "That is fine, and you need not say why. We look for somebody else for them, and may ask "
        "you about another young person later.",
        "No, not this time",
        "Thank you for telling us. You stay in No Limits, and we may ask you again",
    ),
    after=_to_list("matching.my_matches"),
    back=_to("matching.my_match"),
)
_own(
    "stop_as_volunteer",
    "/my-matches/<key>/stop",
    Permission.ANSWER_AS_VOLUNTEER,
    (
        "Tell us that you need to stop",
        "Thank you for the time that you gave. We talk with you, tell the young person together, "
        "and plan a last meeting: please do not just stop.",
        "I need to stop",
        "We ring you within two working days to plan the last meeting",
    ),
    after=_to("matching.my_match"),
    variant="warning",
)
_own(
    "young_person_agree",
    "/me/mentor/<key>/yes",
    Permission.ANSWER_AS_YOUNG_PERSON,
    (
        "Say yes",
        "We tell them that you said yes.\nYou meet for the first time with somebody you know.\n"
        "You can still change your mind.",
        "Yes, I want to meet them",
        "Great. We will tell you when you can meet",
    ),
    after=lambda match: _home_of(match),
    back=_to("matching.profile"),
    page="layouts/young_act.html",
)
_own(
    "young_person_decline",
    "/me/mentor/<key>/no",
    Permission.ANSWER_AS_YOUNG_PERSON,
    (
        "Say no",
        "That is OK. You do not have to say why.\nNobody will be cross. We will look for another.",
        "No, not this person",
        "OK. We will look for somebody else",
    ),
    after=lambda match: _home_of(match),
    back=_to("matching.profile"),
    page="layouts/young_act.html",
)
_own(
    "stop_as_young_person",
    "/me/mentor/<key>/stop",
    Permission.ANSWER_AS_YOUNG_PERSON,
    (
        "Stop meeting",
        "You can stop any time. You do not have to say why.\n"
        "We will talk to your mentor. Your worker will ask you what you want now.",
        "I want to stop",
        "OK. We will sort it out. Your worker will talk to you in the next few days",
    ),
    after=lambda match: _home_of(match),
    page="layouts/young_act.html",
    variant="warning",
)


def _home_of(match: Match) -> str:
    """The young person's own page; for a worker who sat beside them, the match."""
    if match.young_person.person_id is None:
        return url_for("matching.match", key=match.reference)
    return url_for("matching.my_mentor")

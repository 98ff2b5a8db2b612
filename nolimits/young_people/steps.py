"""The pages on which a young person goes one step on: what they say, what their button does."""

from typing import Any

from flask import url_for

from nolimits.kernel import limits
from nolimits.kernel.actors import Actor
from nolimits.kernel.acts import Act, Said
from nolimits.kernel.errors import Refused
from nolimits.kernel.pages import current_person
from nolimits.kernel.permissions import Permission, can
from nolimits.people.models import Person
from nolimits.young_people import accounts, operations, queries
from nolimits.young_people.forms import GIVERS, AccountForm, CareForm, ConsentForm, HandOverForm
from nolimits.young_people.models import CareBasis, ConsentGiver, ConsentScope, YoungPerson

ALL: list[Act] = []


def _page(young_person: YoungPerson) -> str:
    return url_for("young_people.young_person", key=young_person.reference)


def page_or_home(young_person: YoungPerson) -> str:
    """Their record, for whoever may see it; a safeguarding lead who closed their page may not."""
    seen = can(current_person(), Permission.SEE_YOUNG_PERSON, young_person)
    return _page(young_person) if seen else url_for("people.home")


def _not_for_them(form: ConsentForm, young_person: YoungPerson) -> None:
    """Whoever has a page of their own says yes there, so it is no choice here."""
    if young_person.person_id:
        others = [one for one in ConsentGiver if one is not ConsentGiver.YOUNG_PERSON]
        form.giver.choices = [(one.value, GIVERS[one]) for one in others]


def _give_account(young_person: YoungPerson, form: AccountForm, by: Actor) -> None:
    """Give an account; each try of an address counts, and one that is refused is written down."""
    limits.count_of(limits.ADDRESSES, by)
    try:
        accounts.give_account(young_person, form.called.data, form.email.data, by=by)
    except Refused as refusal:
        if refusal.field == "email":
            accounts.note_address_refused(young_person, by=by)
        raise


def _account_of(email: str) -> Person:
    if (person := queries.worker_by_email(email)) is None:
        raise Refused("No member of staff has this email address", "email")
    return person


def _act(name: str, title: str, text: Said, button: str, done: str, **more: Any) -> None:
    values: dict[str, Any] = {
        "path": f"/young-people/<key>/{name.replace('_', '-')}",
        "permission": Permission.SUPPORT_YOUNG_PERSON,
        "run": lambda young_person, form, by: getattr(operations, name)(young_person, by=by),
        **more,
    }
    ALL.append(
        Act(
            name,
            on=YoungPerson,
            title=title,
            text=text,
            button=button,
            done=done,
            **{"after": _page, **values},
        )
    )


_act(
    "seek_consent",
    "Start asking for consent",
    "Talk with the young person first. Nobody else is asked before they have said what they think.",
    "I have started to ask",
    "Write down each yes when you hear it",
)
_act(
    "give_consent",
    "Write down a consent",
    "Only what somebody told you themselves, in words they understood. They can take it back "
    "at any time.",
    "Write it down",
    "The consent is written down",
    path="/young-people/<key>/consents/new",
    form=ConsentForm,
    fit=_not_for_them,
    run=lambda young_person, form, by: operations.give_consent(
        young_person, ConsentScope(form.scope.data), ConsentGiver(form.giver.data), by=by
    ),
)
_act(
    "record_care_period",
    "Record a change of care",
    "It may change who has to agree. If a consent is missing afterwards, meetings wait until it "
    "is there.",
    "Record the change",
    "The change is recorded",
    form=CareForm,
    run=lambda young_person, form, by: operations.record_care_period(
        young_person,
        None if form.basis.data == "none" else CareBasis(form.basis.data),
        form.since.data,
        by=by,
    ),
)
_act(
    "change_worker",
    "Hand over to another worker",
    "From now on the new worker's name stands on the young person's page. Whoever was their "
    "worker does not see them any more. The new worker sees them once a coordinator has accepted "
    "it. Tell the young person before you press the button.",
    "Hand over",
    "Handed over. We write to the new worker as soon as a coordinator has accepted it",
    form=HandOverForm,
    run=lambda young_person, form, by: operations.change_worker(
        young_person, _account_of(form.email.data), by=by
    ),
    after=lambda young_person: url_for("young_people.young_people"),
    back=_page,
)
_act(
    "accept_worker",
    "Accept their worker",
    lambda young_person: (
        f"{young_person.worker.name} is named as the worker of this young person, and sees "
        "nothing of them yet. Make sure that it is so: ask their manager, or look into the care "
        "record. From now on they see this record, and may open the name."
    ),
    "They are the worker",
    "Accepted. The worker sees this record now, and we have written to them",
    permission=Permission.ACCEPT_WORKER,
)
_act(
    "give_account",
    "Give them a page of their own",
    "They see only their own page: who could be their mentor, what they can ask for, and their "
    "say. They say yes and no there themselves from then on. They can do everything through you "
    "instead.\n"
    "Read the address out to them before you press the button: whoever reads mail there sees "
    "their page.",
    "Give them their page",
    "They have a page of their own now, and we have written to them",
    form=AccountForm,
    run=_give_account,
)
_act(
    "close_page",
    "Close their page now",
    "Do it where somebody else may read their page or their mail. Whoever is signed in to it is "
    "out at once, and nobody signs in any more.\n"
    "Meetings and applications go on. They are not told by mail: tell them yourself. An "
    "administrator can open the page again.",
    "Close their page now",
    "Their page is closed. Tell them yourself",
    permission=Permission.CLOSE_YOUNG_PAGE,
    run=lambda young_person, form, by: accounts.close_page(young_person, by=by),
    after=page_or_home,
    variant="warning",
)
_act(
    "mark_ready",
    "Put them in the pool",
    "From now they wait for a mentor. The longer somebody waits, the more it counts.",
    "They are ready",
    "They wait for a mentor now",
)
_act(
    "pause",
    "Pause for now",
    "Nobody is proposed for them until you go on. What is known of them stays.",
    "Pause",
    "Paused. Nobody is proposed for them now",
    permission=Permission.SUPPORT_YOUNG_PERSON,
    variant="secondary",
)
_act(
    "resume",
    "Go on after the pause",
    "If every consent is still there, they wait for a mentor again. If not, we ask again first.",
    "Go on",
    "They go on",
)
_act(
    "end",
    "End taking part",
    "They take part no more. Tell them before you press the button. What happened stays in the "
    "record, for as long as the law asks.",
    "End taking part",
    "They take part no more",
    variant="warning",
    after=lambda young_person: url_for("young_people.young_people"),
    back=_page,
)

"""The pages on which an offer or a place goes one step on: what each says and does."""

from typing import Any

from flask import url_for

from nolimits.activities import guards, operations, queries
from nolimits.activities.forms import SendBackForm
from nolimits.activities.models import OPEN, Offer, Place
from nolimits.activities.stages import OFFERS, PLACES
from nolimits.kernel.actors import Actor
from nolimits.kernel.acts import Act
from nolimits.kernel.my_page import Task, adds_tasks
from nolimits.kernel.pages import at_time
from nolimits.kernel.permissions import Permission

ALL: list[Act] = []


@adds_tasks(order=35)
def _to_change(person: Actor) -> list[Task]:
    """Offers of one's own that came back, while there is time to change them."""
    return [
        Task(
            f"Change your invitation: {offer.title}",
            "Incomplete",
            url_for("activities.change_offer", key=offer.reference),
            "The team asks you for something before young people see it",
            offer.on,
        )
        for offer in queries.sent_back_to(person)
    ]


def _offer(
    name: str, permission: Permission, title: str, text: Any, button: str, done: str, **more: Any
) -> None:
    operation = getattr(operations, name)
    more.setdefault("run", lambda offer, form, by: operation(offer, by=by))
    more.setdefault("shut", lambda offer: _shut(offer, name))
    path, after = f"/offers/<key>/{name.replace('_', '-')}", _page
    ALL.append(Act(name, path, Offer, permission, title, text, button, done, after=after, **more))


def _page(offer: Offer) -> str:
    return url_for("activities.offer", key=offer.reference)


def _shut(offer: Offer, name: str) -> str:
    """Why there is nothing to do now: what stands in the way, in words."""
    step = {"send_back": "check"}.get(name, name)
    return ". ".join(OFFERS.refusals(offer, step))


def _not_yet(place: Place) -> str:
    """Why a worker cannot let somebody go yet, and where they write down what is missing."""
    why = PLACES.refusals(place, "allow")
    if guards.consented(place):
        why.append("Talk with whoever decides, and write their yes down on the young person's page")
    return ". ".join(why)


def _who_is_told(offer: Offer) -> str:
    """What happens when it is called off, and to whom."""
    if offer.state not in OPEN:
        return "Nobody was invited yet, so nobody is told but who offers it."
    return (  # with no number: it would tell of somebody who is hidden from whoever reads it
        "It is taken off everyone's page. We write to each young person who said yes and to their "
        "workers that it is off, and to who offers it. The message says no time, no place and no "
        "reason.\n"
        f"It would have been on {at_time(offer.starts_at)}. Is it sooner than tomorrow? Ring the "
        "workers as well."
    )


_offer(
    "send_back",
    Permission.CHECK_OFFER,
    "Ask for something to be changed",
    "Whoever offers it reads your words, changes it and sends it again. Nobody is invited so far.",
    "Send it back",
    "Sent back. You see it again once it is changed",
    form=SendBackForm,
    run=lambda offer, form, by: operations.send_back(offer, form.to_change.data, by=by),
)
_offer(
    "publish",
    Permission.PUBLISH_OFFER,
    "Invite young people",
    "From now on the young people whom it suits see it on their page: by age, how far away they "
    "live, and never anybody who must not meet who offers it. They do not see who else comes, or "
    "where exactly it is before everyone has agreed.\n"
    "Was it offered for several days? They are all published.",
    "Invite them",
    "Young people see it now",
)
_offer(
    "cancel",
    Permission.CANCEL_OFFER,
    "Call it off",
    _who_is_told,
    "Call it off",
    "It is off. Everyone who meant to come has been told",
    variant="warning",
)
ALL.append(
    Act(
        "allow_place",
        "/places/<key>/allow",
        Place,
        Permission.ALLOW_PLACE,
        "They may go",
        lambda place: (
            f"It is on {at_time(place.offer.starts_at)}, with {place.offer.person.name}. They "
            f"meet here: {place.offer.meeting_place}\n"
            "You have talked with whoever decides for this young person, who agrees to this. You "
            "know who brings them and who picks them up. Who invites is told that somebody comes, "
            "and reads the name that they are called by a day before."
        ),
        "They may go",
        "They may go, and we have told them to look at their page",
        run=lambda place, form, by: operations.allow_place(place, by=by),
        after=lambda place: url_for("activities.things", key=place.young_person.reference),
        shut=lambda place: _not_yet(place),
    )
)

"""The top bar: what a person does from day to day in one row, and the rest behind one word.

A room names its pages from its views.py, where they are registered:

    in_top_bar("Funds", "funds.funds", Permission.SEE_FUNDS, order=41, group="Money",
               daily={Role.FINANCE_OFFICER})
    opens_on(Role.FINANCE_OFFICER, "giving.batches", order=30)
"""

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any, Literal, get_args

from flask import request, url_for

from nolimits.kernel.actors import NOBODY, Actor, Role
from nolimits.kernel.permissions import Permission, can

Group = Literal["People", "Giving", "Young people", "Money", "Telling"]
IN_ROW = 6  # what stands in one row beside "More", and what a reader takes in at a glance


@dataclass(frozen=True)
class Place:
    """A page that the top bar leads those to whom the permission admits."""

    label: str
    endpoint: str
    permission: Permission
    order: int
    group: Group | None
    daily: Set[Role]
    helps: Callable[[Actor], bool]

    def stands_in_row(self, person: Actor) -> bool:
        """Whether the person needs it from day to day; a page without a group is their own."""
        return self.group is None or bool(self.daily & person.roles)


_places: list[Place] = []
_front_doors: list[tuple[int, Role, str]] = []


def in_top_bar(
    label: str,
    endpoint: str,
    permission: Permission,
    *,
    order: int,
    group: Group | None = None,
    daily: Set[Role] = frozenset(),
    helps: Callable[[Actor], bool] = lambda person: True,
) -> None:
    """Offer a page: in the row to those who need it daily, under its group to the rest.

    `helps` leaves it out for those who may open it, yet would find nothing there.
    """
    _places.append(Place(label, endpoint, permission, order, group, daily, helps))
    _places.sort(key=lambda place: place.order)


def opens_on(role: Role, endpoint: str, *, order: int) -> None:
    """Have people of a role land on a page after signing in; the lowest order wins."""
    _front_doors.append((order, role, endpoint))
    _front_doors.sort()


def front_door(person: Actor) -> str:
    """The page of what a person does next; whoever has no role any more has an account still."""
    return next((to for _, role, to in _front_doors if role in person.roles), "sign_in.account")


def top_bar(person: Actor) -> dict[str, Any] | None:
    """The row, the groups under More, and where among those the open page is."""
    offered = _offered(person)
    if not offered:
        return None
    row = offered
    if len(offered) > IN_ROW:
        row = [place for place in offered if place.stands_in_row(person)][:IN_ROW]
    here = _standing_at(offered)
    more = [
        (group, [_entry(one, here) for one in offered if one.group == group and one not in row])
        for group in get_args(Group)
    ]
    return {
        "row": [_entry(place, here) for place in row],
        "more": [(group, entries) for group, entries in more if entries],
        "inside": here.label if here and here not in row else None,
    }


def _offered(person: Actor) -> list[Place]:
    """What a person may open and would use: their front door, their own pages, then the rest."""
    if person is NOBODY:
        return []
    first = front_door(person)
    offered = [one for one in _places if can(person, one.permission) and one.helps(person)]
    return sorted(offered, key=lambda place: (place.endpoint != first, place.group is not None))


def _entry(place: Place, here: Place | None) -> dict[str, Any]:
    """What base.html shows of a page."""
    return {"label": place.label, "href": url_for(place.endpoint), "current": place is here}


def _standing_at(offered: list[Place]) -> Place | None:
    """The entry that a page belongs to: its own, else the one its address begins with."""
    room = (request.endpoint or "").partition(".")[0]
    own = [place for place in offered if place.endpoint == request.endpoint]
    in_room = [place for place in offered if place.endpoint.partition(".")[0] == room != "people"]
    above = [place for place in in_room if request.path.startswith(url_for(place.endpoint) + "/")]
    return next(iter([*own, *above, *in_room]), None)

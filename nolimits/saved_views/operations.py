"""What is done about saved views."""

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db, transaction
from nolimits.kernel.errors import NotAllowed, Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.saved_views import queries
from nolimits.saved_views.models import Event, SavedView

MOST = 20  # of one list: more is no help to find one
LONGEST = 600


@transaction
def keep_view(place: str, name: str, narrowed: str, *, by: Actor) -> SavedView:
    """Keep how one narrowed and sorted a list; the same name again means it anew."""
    require(by, Permission.KEEP_VIEW)
    if by.id is None:
        raise NotAllowed
    if len(narrowed) > LONGEST:
        raise Refused("This is narrowed by too many words to be kept", "name")
    mine = queries.of(by, place)
    view = next((one for one in mine if one.name.casefold() == name.casefold()), None)
    if view is None and len(mine) >= MOST:
        raise Refused(f"You keep {MOST} views of this list. Delete one first", "name")
    if view is None:
        view = SavedView(person_id=by.id, place=place)
        db.session.add(view)
    view.name, view.narrowed, view.kept_on = name, narrowed, clock.today()
    audit.record(Event.VIEW_KEPT, view, by=by, list=place)
    return view


@transaction
def delete_view(view: SavedView, *, by: Actor) -> None:
    """Keep a view no more; the list is as it was."""
    require(by, Permission.DELETE_VIEW, view)
    audit.record(Event.VIEW_DELETED, view, by=by, list=view.place)
    db.session.delete(view)

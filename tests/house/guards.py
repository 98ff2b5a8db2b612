"""Whether the guard of every page refuses what it must, and lets in whom it must."""

from collections.abc import Callable
from types import FunctionType
from typing import Any

from nolimits.kernel import guard, permissions
from nolimits.kernel.actors import NOBODY, Role, Standing
from nolimits.kernel.errors import NotAllowed, NotVisible
from nolimits.kernel.permissions import Permission
from tests.house.oracle import ME, OTHER, Record

MINE, ANOTHERS = Record(person_id=ME), Record(person_id=OTHER)
APART = Record(person_id=ME, kept_apart_ids={ME})


class Shelf:
    """A model of three records: mine, another's, one I am kept apart from; no more."""

    @staticmethod
    def by_key(key: str) -> Record | None:
        """The record of a key."""
        return {"mine": MINE, "another's": ANOTHERS, "kept apart": APART}.get(key)


def somebody(role: Role) -> Standing:
    """Somebody of a role."""
    return Standing(ME, "person", frozenset({role}))


def guard_holds(
    let_in: Any = guard.let_in, can: Any = permissions.can, require: Any = permissions.require
) -> bool:
    """Whether each question has its right answer, asked of these functions."""
    asked = _in(vars(permissions), require, can=can)
    asks = _in(vars(guard), let_in, require=asked)
    staff, coordinator = somebody(Role.STAFF), somebody(Role.COORDINATOR)
    see, totals = Permission.SEE_PLEDGE, Permission.SEE_TOTALS
    reader = somebody(Role.BOARD_READER)
    return (
        _refused(NotAllowed, asks, NOBODY, totals)
        and _refused(NotAllowed, asks, staff, totals)
        and asks(reader, totals) == ()
        and _refused(NotAllowed, asks, reader, totals, takes_away=True)
        and asks(coordinator, totals, takes_away=True) == ()
        and _refused(NotVisible, asks, coordinator, see, Shelf, "absent")
        and _refused(NotVisible, asks, staff, see, Shelf, "another's")
        and asks(staff, see, Shelf, "mine") == (MINE,)
        and asks(coordinator, see, Shelf, "another's") == (ANOTHERS,)
        and _refused(NotVisible, asks, coordinator, see, Shelf, "kept apart")
    )


def _in(names: dict[str, Any], function: Any, **others: Any) -> Callable[..., Any]:
    """A function that finds other functions in the place of those that it calls by name."""
    made = FunctionType(function.__code__, {**names, **others})
    made.__defaults__, made.__kwdefaults__ = function.__defaults__, function.__kwdefaults__
    return made


def _refused(error: type[Exception], asks: Callable[..., Any], *args: Any, **more: Any) -> bool:
    try:
        asks(*args, **more)
    except error:
        return True
    except Exception:
        return False
    return False

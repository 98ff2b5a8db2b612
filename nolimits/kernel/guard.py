"""What stands before every page: may whoever asks open it, and this record of it?"""

from typing import Any

from nolimits.kernel.actors import Actor
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.permissions import Permission, require


def let_in(
    by: Actor,
    permission: Permission,
    on: type[Any] | None = None,
    key: str = "",
    *,
    takes_away: bool = False,
) -> tuple[Any, ...]:
    """Go on only for those whom the permission admits: with the record of a key, where one is due.

    Raises NotVisible for a record that is absent or hidden, alike; NotAllowed for a page without.
    """
    about: tuple[Any, ...] = ()
    if on is not None:
        record = on.by_key(key)
        if record is None:
            raise NotVisible
        about = (record,)
    require(by, permission, *about)
    if takes_away:
        require(by, Permission.EXPORT_LIST)
    return about

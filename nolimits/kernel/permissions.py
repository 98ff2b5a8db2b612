"""Whether somebody may do a thing: asked of the table, and of whom a young person is kept from."""

from typing import Any

from nolimits.kernel.actors import Actor
from nolimits.kernel.errors import NotAllowed, NotVisible
from nolimits.kernel.permission_names import Permission
from nolimits.kernel.permission_table import TABLE
from nolimits.kernel.rules import keeps_apart

__all__ = ["TABLE", "Permission", "can", "require"]

LOOKS = {
    Permission.RECORD_CHECK,
    Permission.ASK_REFERENCE,
    Permission.SEE_DBS_RECORD,
    Permission.DECIDE_DBS,
    Permission.TELL_OF_UPDATE_SERVICE,
    Permission.SEE_BACKGROUND,
    Permission.SEE_DISCLOSURE,
    Permission.DECIDE_DISCLOSURE,
    Permission.APPROVE_OVERSEAS,
}
"""Their pages show of a person what few may see: each look is written down (`kernel.reads`)."""


def can(by: Actor, permission: Permission, about: Any = None) -> bool:
    """Whether a line of the table admits the actor, to this record where one is given.

    None does to a record of a young person from whom the actor is kept apart, nor to a look at what
    is kept of an account whose name is a young person's and not for the actor to read.
    """
    if keeps_apart(by, about):
        return False
    young = permission in LOOKS and getattr(about, "is_young", False)
    if young and not can(by, Permission.SEE_YOUNG_ACCOUNTS, about):
        return False
    return any(rule.admits(by, about) for rule in TABLE[permission])


def require(by: Actor, permission: Permission, about: Any = None) -> None:
    """Go on only if the table admits the actor.

    Raises NotVisible for a record, since "you may not" tells that there is one; else NotAllowed.
    """
    if not can(by, permission, about):
        raise NotAllowed if about is None else NotVisible

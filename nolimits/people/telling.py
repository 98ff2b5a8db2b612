"""Whom a letter without a word of what it is about asks to look: part of an operation."""

from nolimits.kernel import mail
from nolimits.kernel.actors import Role
from nolimits.people.queries import holders


def tell_coordinators(but: int | None) -> None:
    """Have every coordinator look, but one: whoever did it, or is the one whom it is about."""
    for coordinator in holders(Role.COORDINATOR):
        if coordinator.id != but:
            mail.queue(coordinator, "something_needs_you")

"""What people are told of their second factors: what happened, when, and no more than that."""

from nolimits.kernel import clock, mail
from nolimits.people.models import Person


def tell(person: Person, what: str) -> None:
    """Mail a person that something happened to how they prove who they are."""
    mail.queue(person, "factor_changed", what=what, at=clock.now())

"""Who is told when an offer or a place changes: without a name, a time, a place or a reason."""

from nolimits.activities.models import Offer, Place
from nolimits.kernel import mail
from nolimits.kernel.actors import Role
from nolimits.people.queries import holders
from nolimits.young_people.models import YoungPerson
from nolimits.young_people.queries import written_to


def ask_for_check(offer: Offer) -> None:
    """Somebody of the team looks at what could go wrong."""
    for person in holders(Role.COORDINATOR):
        if person.id != offer.person_id:
            mail.queue(person, "offer_to_check", reference=offer.reference)


def tell_who_invites(offer: Offer) -> None:
    """Who invites looks at their page."""
    mail.queue(offer.person, "offer_news", reference=offer.reference)


def tell(place: Place) -> None:
    """The young person and whoever supports them look at their pages."""
    tell_young_person(place.young_person)
    tell_worker(place)


def tell_young_person(young_person: YoungPerson) -> None:
    """Have them look at their page, where they can; without an account their worker tells them."""
    person = young_person.person
    if person and person.is_active:
        mail.queue(person, "offer_for_you")


def tell_worker(place: Place) -> None:
    """Write to the worker, or to the coordinators while nobody was accepted as the worker."""
    for person in written_to(place.young_person):
        mail.queue(person, "offer_answered", reference=place.young_person.reference)

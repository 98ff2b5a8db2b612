"""Who is told when a match changes: in words of their own, without a name and without a reason."""

from nolimits.kernel import mail
from nolimits.matching.models import Match


def on_hold(match: Match) -> None:
    """Both of them and the worker hear of it; why is not for a letter."""
    mail.queue(match.volunteer.person, "match_on_hold", match=match)
    mail.queue(match.young_person.worker, "match_held", match=match)
    tell_young_person(match)


def tell_young_person(match: Match) -> None:
    """Have them look at their page, where they can; without an account their worker tells them."""
    person = match.young_person.person
    if person and person.is_active:
        mail.queue(person, "match_news")

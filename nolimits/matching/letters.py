"""Who is told when a match changes: in words of their own, without a name and without a reason."""

from nolimits.kernel import mail
from nolimits.kernel.actors import Actor
from nolimits.matching.models import EndReason, Match, Whose
from nolimits.young_people.queries import written_to


def on_hold(match: Match) -> None:
    """Both of them and the worker hear of it; why is not for a letter."""
    mail.queue(match.volunteer.person, "match_on_hold", match=match)
    tell_worker(match, "match_held")
    tell_young_person(match)


def tell_worker(match: Match, letter: str) -> None:
    """Write to the worker, or to the coordinators while nobody was accepted as the worker."""
    for person in written_to(match.young_person):
        mail.queue(person, letter, match=match)


def not_to_be(match: Match, by: Actor) -> None:
    """Whoever was asked about it hears that it is settled, but for who settled it."""
    young_person = match.young_person
    if match.proposed_on and by.id != match.person_id:
        mail.queue(match.volunteer.person, "match_let_go")
    told_of = Whose.VOLUNTEER in {yes.whose for yes in match.yeses}
    if not told_of or match.end_reason is EndReason.ANOTHER_CHOSEN:
        return
    if by.id != young_person.worker_id:
        tell_worker(match, "match_not_to_be")
    if by.id != young_person.person_id:
        tell_young_person(match)


def tell_young_person(match: Match) -> None:
    """Have them look at their page, where they can; without an account their worker tells them."""
    person = match.young_person.person
    if person and person.is_active:
        mail.queue(person, "match_news")

"""What the invented mentors wrote down of each meeting over the year."""

from datetime import date, timedelta

from nolimits.contacts import operations
from nolimits.contacts.models import ContactKind
from nolimits.kernel import clock
from nolimits.matching.models import Match
from nolimits.seed import Council

ACTIVITIES = (
    ("Walked the dog along the river", "Cold and cheerful. We talked about nothing much."),
    ("Cooked a curry from scratch", "It was far too hot, and we ate all of it."),
    ("Went bowling", "Lost twice. Wants to try again next month."),
    ("Football in the park", "They are much better than I am."),
    ("Library, then hot chocolate", "Chose a book about octopuses."),
    ("Looked at college courses together", "Quieter than usual. It went better after a walk."),
    ("Fixed a puncture", "Did the second one alone."),
    ("Cinema", "Talked about the ending all the way home."),
    ("Board games at the community centre", "Taught me a game with dragons."),
    ("Baked a cake for a birthday", "The icing was the best part."),
)


def visits(council: Council, match: Match, until: date) -> None:
    """Log a visit about every two weeks, from the trial until a day; most are seen by then."""
    if match.trial_on is None:
        return
    dice = council.dice
    day = match.trial_on
    while day <= until:
        activity, notes = dice.choice(ACTIVITIES)
        kind = dice.choice([ContactKind.ONE_TO_ONE] * 4 + [ContactKind.CALL])
        if kind is ContactKind.CALL:
            activity, notes = "A call to say hello", "Short and friendly."
        minutes = dice.choice((60, 90, 120, 150)) if kind is ContactKind.ONE_TO_ONE else 20
        with clock.standing_at(min(day + timedelta(days=1), council.today)):
            contact = operations.log_contact(
                match, day, kind, minutes, activity, notes, by=match.volunteer.person
            )
        if (council.today - day).days > 20:
            with clock.standing_at(min(day + timedelta(days=4), council.today)):
                operations.mark_seen(contact, by=council.coordinators[0])
        day += timedelta(days=dice.choice((12, 14, 14, 16, 21)))

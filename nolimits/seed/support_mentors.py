"""What invented support mentors can support, and their catch-ups; some of them are late."""

from nolimits.kernel import clock
from nolimits.people.models import Person
from nolimits.seed import Council
from nolimits.support_mentors import operations, queries
from nolimits.volunteers import supporting
from nolimits.volunteers.models import Volunteer

CAN = (8, 6, 6, 5)  # the fifth has not said
WORDS = (
    "It goes well. They look forward to each time.",
    "Busy at work, so they meet less often. We talked about how to say so early.",
    "A good start. They asked what to do when it rains, and we looked at the ideas together.",
)


def fill(council: Council) -> None:
    """Each catch-up on its day, but for the last of every fourth volunteer."""
    for mentor, most in zip(council.support_mentors, CAN, strict=False):
        with clock.standing_at(council.ago(days=100)):
            supporting.say_capacity(mentor, most, by=mentor)
    for number, volunteer in enumerate(council.volunteers):
        behind = next((one.mentor for one in volunteer.supports if one.until_on is None), None)
        if behind:
            _catch_up(council, volunteer, behind, late=number % 4 == 0)


def _catch_up(council: Council, volunteer: Volunteer, behind: Person, *, late: bool) -> None:
    due = queries.next_of(volunteer).due_on
    while due and due < council.today:
        with clock.standing_at(due):
            operations.hold_catch_up(volunteer, due, WORDS[due.day % len(WORDS)], by=behind)
        last, due = due, queries.next_of(volunteer).due_on
        if late and due and due < council.today and due + (due - last) >= council.today:
            return

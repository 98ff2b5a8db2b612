"""Two invented complaints: one that waits, and one that was answered."""

from nolimits.complaints import operations
from nolimits.complaints.models import ComplaintKind
from nolimits.kernel import clock
from nolimits.kernel.actors import NOBODY, Role
from nolimits.people.queries import holders
from nolimits.seed import Council


def fill(council: Council) -> None:
    """Somebody outside the council was answered; a colleague still waits."""
    officer = holders(Role.DATA_PROTECTION_OFFICER)[0]
    with clock.standing_at(council.ago(days=20)):
        words = "A poster of the scheme hung upside down in the library of Invented Street."
        answered = operations.complain(
            ComplaintKind.SCHEME, words, "somebody@home.example", by=NOBODY
        )
    with clock.standing_at(council.ago(days=18)):
        operations.acknowledge(answered, by=officer)
    with clock.standing_at(council.ago(days=9)):
        outcome = "The poster hangs the right way up. They were told by email on the same day."
        operations.answer(answered, outcome, by=officer)
    with clock.standing_at(council.ago(days=3)):
        words = "My job title stands wrong on my own page, and I do not know whom to ask."
        operations.complain(ComplaintKind.DATA, words, None, by=council.staff[60])

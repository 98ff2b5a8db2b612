"""The clock of a test, which stands until it is moved."""

from contextlib import ExitStack
from datetime import date, datetime, timedelta

from nolimits.kernel import clock

START = datetime(2026, 11, 20, 10, tzinfo=clock.LONDON)  # a Friday


class HeldClock:
    """Where the clock stands, and how it is moved."""

    def __init__(self, moves: ExitStack) -> None:
        self.moves = moves
        self.move_to(START)

    def move_to(self, moment: datetime | date) -> None:
        """Stand at another moment; a date means 10:00 in London."""
        self.moves.enter_context(clock.standing_at(moment))
        self.now = clock.now()

    def move_on(self, **length: float) -> None:
        """Let time pass: `held_clock.move_on(minutes=11)`."""
        self.move_to(self.now + timedelta(**length))

"""Was a text read by a day? Its versions and their readers in, yes or no out.

No database, no clock.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Version:
    """A version of a text, since when it is out, and from when it must have been read.

    One without that day corrects small errors, and asks nobody again.
    """

    number: int
    out_on: date
    due_on: date | None


@dataclass(frozen=True)
class Text:
    """The versions of one text, and each that somebody read, with the day on which they said so."""

    versions: tuple[Version, ...] = ()
    read: tuple[tuple[int, date], ...] = ()

    @property
    def dues(self) -> list[date]:
        """The days from which a version must have been read."""
        return [one.due_on for one in self.versions if one.due_on]

    def newest(self, day: date) -> int:
        """The number of the newest version that is out; 0 for none."""
        return max((one.number for one in self.versions if one.out_on <= day), default=0)

    def settled(self, day: date) -> int:
        """The number of the newest version that must have been read by a day; 0 for none."""
        due = (one.number for one in self.versions if one.due_on and one.due_on <= day)
        return max(due, default=0)

    def was_read(self, day: date) -> bool:
        """Whether they read the version that must have been, or a later one."""
        out = {one.number for one in self.versions if one.out_on <= day}
        settled = self.settled(day)
        return any(n in out and on <= day and n >= settled for n, on in self.read)

    def leaves_time(self, day: date, handbook: "Text") -> bool:
        """Whether nobody must have read it yet who had read the handbook when it first came out.

        Whoever reads the handbook for the first time after that reads both, and has no grace.
        """
        first = min((one.out_on for one in self.versions if one.out_on <= day), default=day)
        return not self.settled(day) and any(on <= first for _, on in handbook.read)


NONE = Text()

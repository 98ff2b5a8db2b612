"""Who of a panel reads what: no list that somebody has read tells, by what is gone, who asks.

Whoever knows who asks, or is kept from young people, is sent nothing of it. Whoever comes to know
them after they had the pack loses the whole of it, and so does whoever takes a break; what they
scored before goes on to count, but for what is asked by somebody whom they know.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from nolimits.grants.models import Application, Round
    from nolimits.panel.models import PanelMember, Score
    from nolimits.young_people.models import YoungPerson


class RoundReaders:
    """Who reads the pack of a round."""

    if TYPE_CHECKING:
        panel: list[PanelMember]
        applications: list[Application]

    @property
    def panel_reader_ids(self) -> set[int]:
        """Those who may open its pack, whatever they find in it."""
        return {member.person_id for member in self.panel}

    @property
    def closed_to_ids(self) -> set[int]:
        """Those who find nothing in it: on a break, or knowing by now who asks for one of it."""
        pausing = {member.person_id for member in self.panel if member.holds}
        return pausing.union(*(one.lost_to_ids for one in self.applications))

    @property
    def clear_reader_ids(self) -> set[int]:
        """Those to whom something new can be sent: nothing keeps them from young people for now.

        Whoever is to meet no young person, and takes no break that looks the same, keeps what they
        had: were it gone, they were warned (R-SAF-4).
        """
        kept = {member.person_id for member in self.panel if member.stops}
        return self.panel_reader_ids - kept - self.closed_to_ids

    def is_read_by(self, person_id: int | None) -> bool:
        """Whether somebody may open its pack."""
        return person_id in self.panel_reader_ids


class ApplicationReaders:
    """Who reads one application, and whose score of it counts."""

    if TYPE_CHECKING:
        id: Mapped[int]
        sent_to: list[int]
        taken_up_by_id: int | None
        checked_by_id: int | None
        round: Round
        young_person: YoungPerson
        scores: list[Score]

        @property
        def is_shut(self) -> bool: ...  # no panel reads it: not yet, or no more

    @property
    def known_by_ids(self) -> set[int | None]:
        """Those who know who asks, or have another hand in it."""
        hands = {self.taken_up_by_id, self.checked_by_id, self.young_person.person_id}
        return self.young_person.known_by_ids | hands

    @property
    def fit_to_read_ids(self) -> set[int]:
        """The panel members to whom it can be sent."""
        return self.round.clear_reader_ids - self.known_by_ids

    @property
    def lost_to_ids(self) -> set[int]:
        """Those who had it, and came to know who asks by another way than saying so on its page."""
        conflicts = self.young_person.conflicts
        said_so = {one.person_id for one in conflicts if one.application_id == self.id}
        return set(self.sent_to) & self.known_by_ids - said_so

    @property
    def had_by_ids(self) -> set[int]:
        """Those who had it and do not know who asks: it is theirs while the pack is."""
        return set(self.sent_to) - self.known_by_ids

    @property
    def panel_reader_ids(self) -> set[int]:
        """Those who may read and score it now: none before it is with the panel, or long after."""
        return set() if self.is_shut else self.had_by_ids - self.round.closed_to_ids

    def is_read_by(self, person_id: int | None) -> bool:
        """Whether a panel member may read and score it now."""
        return self.round.is_read_by(person_id) and person_id in self.panel_reader_ids

    @property
    def counted_scores(self) -> list["Score"]:
        """The scores of those who do not know who asks; a break takes no vote back."""
        known = self.known_by_ids
        return [score for score in self.scores if score.person_id not in known]

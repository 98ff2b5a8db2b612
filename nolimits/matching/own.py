"""What each of the two people of a match, and the worker, reads of their own."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.matching.models import EndReason, Match, MatchState, MatchYes, Whose
from nolimits.volunteers.models import Hold, Volunteer
from nolimits.young_people.apart import kept_apart_from
from nolimits.young_people.models import YoungPerson
from nolimits.young_people.queries import in_caseload_of

NEWS = timedelta(days=60)  # so long a page says of a match that it came to nothing
OF_OTHERS = (MatchState.DECLINED_BY_YOUNG_PERSON, MatchState.NOT_APPROVED, MatchState.RELEASED)


def of_volunteer(person: Actor) -> Sequence[Match]:
    """A volunteer's own matches that they may see, newest first; none once they are one no more.

    One on hold stays, for nothing of it is shown, so that nobody learns that they were named.
    """
    if Role.VOLUNTEER not in person.roles:
        return []
    return db.session.scalars(
        sa.select(Match)
        .join(Match.volunteer)
        .where(
            Volunteer.person_id == person.id,
            Volunteer.left_on.is_(None),
            Match.ended_on.is_(None),
            Match.state != MatchState.SUGGESTED,
            sa.or_(
                Match.state == MatchState.ON_HOLD,
                Match.young_person_id.not_in(kept_apart_from(person)),
            ),
        )
        .options(selectinload(Match.contacts), joinedload(Match.young_person))
        .order_by(Match.id.desc())
    ).all()


def is_on_break(person: Actor) -> bool:
    """Whether a volunteer takes a break just now, whatever for."""
    theirs = Volunteer.person_id == person.id
    breaks = sa.exists().where(theirs, Hold.volunteer_id == Volunteer.id, Hold.until_on.is_(None))
    return bool(db.session.scalar(sa.select(breaks)))


def to_talk_over(person: Actor) -> Sequence[Match]:
    """The matches that a worker talks over with their young people, and lacks a yes to."""
    given = [MatchYes.whose.in_((Whose.WORKER, Whose.CARER)), MatchYes.match_id == Match.id]
    yeses = sa.select(sa.func.count(MatchYes.id)).where(*given).scalar_subquery()
    return db.session.scalars(
        sa.select(Match)
        .join(Match.young_person)
        .where(
            in_caseload_of(person),
            Match.state.in_((MatchState.VOLUNTEER_AGREED, MatchState.YOUNG_PERSON_AGREED)),
            yeses < 2,
        )
        .options(joinedload(Match.young_person))
        .order_by(Match.id)
    ).all()


def of_young_person(person: Actor) -> Sequence[Match]:
    """A young person's own matches that they may see, oldest first."""
    return db.session.scalars(
        sa.select(Match)
        .join(Match.young_person)
        .where(
            YoungPerson.person_id == person.id,
            Match.ended_on.is_(None),
            Match.state.not_in((MatchState.SUGGESTED, MatchState.PROPOSED)),
        )
        .options(joinedload(Match.volunteer).joinedload(Volunteer.person))
        .order_by(Match.id)
    ).all()


def came_to_nothing(person: Actor) -> Sequence[Match]:
    """What a volunteer was asked about lately, and others did not let be; newest first."""
    if Role.VOLUNTEER not in person.roles:
        return []
    return db.session.scalars(
        sa.select(Match)
        .join(Match.volunteer)
        .where(
            Volunteer.person_id == person.id,
            Match.proposed_on.is_not(None),
            Match.state.in_(OF_OTHERS),
            Match.ended_on > clock.today() - NEWS,
        )
        .order_by(Match.id.desc())
    ).all()


def lost_by(person: Actor) -> bool:
    """Whether somebody whom a young person could choose, or chose, is lately no more to be had."""
    lost = sa.exists().where(
        Match.young_person.has(YoungPerson.person_id == person.id),
        Match.yeses.any(MatchYes.whose == Whose.VOLUNTEER),
        Match.trial_on.is_(None),
        Match.state.in_((MatchState.DECLINED_BY_VOLUNTEER, *OF_OTHERS[1:])),
        Match.end_reason != EndReason.ANOTHER_CHOSEN,
        Match.ended_on > clock.today() - NEWS,
    )
    return bool(db.session.scalar(sa.select(lost)))

"""Whatever is done, and by however many at once, somebody can act as administrator."""

import pytest
import sqlalchemy as sa

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotAllowed, NotVisible, Overtaken, Refused
from nolimits.people import operations, queries
from nolimits.people.models import Person, RoleGrant, Source, SuspensionReason
from tests.factories.people import administrator, safeguarding_lead, staff

ROUNDS = 50
ONLY = "They are the only administrator"


def suspend(person, *, by):
    operations.suspend(person, SuspensionReason.OTHER, by=by)


def close(person, *, by):
    operations.leave(person, clock.today(), by=by)


def end(person, *, by):
    operations.end_role(person, Role.ADMINISTRATOR, by=by)


WAYS = [suspend, close, end]


@pytest.mark.parametrize("way", WAYS)
def test_the_only_administrator_is_not_taken_away(app, way):
    only = administrator()

    with pytest.raises(Refused, match=ONLY):
        way(only, by=SYSTEM)

    assert Role.ADMINISTRATOR in only.roles
    administrator()
    way(only, by=SYSTEM)


@pytest.mark.parametrize("way", WAYS)
def test_whoever_is_shut_out_or_leaves_on_a_day_to_come_does_not_count(app, way):
    only, away, leaver = administrator(), administrator(), administrator()
    suspend(away, by=SYSTEM)
    operations.leave(leaver, clock.today().replace(year=2027), by=SYSTEM)

    with pytest.raises(Refused, match=ONLY):
        way(only, by=SYSTEM)


def test_a_group_takes_nothing_from_the_only_administrator(app):
    only = staff()
    operations.follow_groups(only, frozenset({Role.ADMINISTRATOR}), by=SYSTEM)
    assert only.grants[-1].source is Source.GROUP

    operations.follow_groups(only, frozenset(), by=SYSTEM)
    assert Role.ADMINISTRATOR in only.roles

    administrator()
    operations.follow_groups(only, frozenset(), by=SYSTEM)
    assert Role.ADMINISTRATOR not in only.roles


def test_other_roles_of_the_only_administrator_end_as_anybodys(app):
    only = administrator()
    operations.grant_role(only, Role.COORDINATOR, by=SYSTEM)

    operations.end_role(only, Role.COORDINATOR, by=safeguarding_lead())

    assert only.roles == {Role.ADMINISTRATOR}


@pytest.mark.committed
def test_two_administrators_who_take_each_other_away_at_once_leave_one(together):
    first, second = (one.reference for one in (administrator(), administrator()))

    def call(way, person, by):
        return lambda: way(Person.by_key(person), by=Person.by_key(by))

    refusals = (Refused, Overtaken, NotAllowed, NotVisible)
    for number in range(ROUNDS):
        one_way, other = WAYS[number % 3], WAYS[number // 3 % 3]

        results = together([call(one_way, first, second), call(other, second, first)])

        assert sum(isinstance(one, refusals) for one in results) == 1, results
        [left] = queries.holders(Role.ADMINISTRATOR)
        put_back(first, second, left)


def put_back(first, second, left):
    """Both are administrators again."""
    taken = Person.by_key(second if left.reference == first else first)
    if Role.ADMINISTRATOR not in {one.role for one in taken.grants if one.until_on is None}:
        operations.grant_role(taken, Role.ADMINISTRATOR, by=left)
    else:
        operations.bring_back(taken, by=left)


def test_the_page_says_why_an_only_administrator_is_kept(sign_in):
    """By the lead's review: nobody else could try to end the only one's role."""
    with clock.standing_at(clock.today().replace(month=9)):
        only, lead = administrator(), safeguarding_lead()

    path = f"/role-reviews/2026-10-01/people/{only.reference}/administrator/end"
    page = sign_in(lead).visit(path).submit(reason="Leaves")

    assert page.status == 422
    assert page.errors[0].startswith(ONLY)
    open_ones = sa.select(sa.func.count(RoleGrant.id)).where(RoleGrant.until_on.is_(None))
    assert db.session.scalar(open_ones) == 2

"""What groups of the council's sign-in service give, and what somebody ended by hand."""

from nolimits.kernel.actors import SYSTEM, Role
from nolimits.people import operations
from tests.factories.people import administrator, staff

TEAM, NOBODY_S = frozenset({Role.COORDINATOR}), frozenset()


def test_what_was_ended_by_hand_no_group_gives_again_until_somebody_does(app, sign_in):
    person, boss = staff(), administrator()
    operations.follow_groups(person, TEAM, by=SYSTEM)
    page = sign_in(boss).visit(f"/people/{person.reference}/roles/coordinator/end")
    assert "here it stays ended until somebody gives it by hand" in page.text
    page.submit()

    for groups in (TEAM, NOBODY_S, TEAM):
        operations.follow_groups(person, groups, by=SYSTEM)
        assert person.roles == {Role.STAFF}

    operations.grant_role(person, Role.COORDINATOR, by=boss)
    operations.follow_groups(person, NOBODY_S, by=SYSTEM)
    assert person.roles == {Role.STAFF, Role.COORDINATOR}


def test_what_a_group_ended_it_gives_again(app):
    person = staff()
    for groups in (TEAM, NOBODY_S, TEAM):
        operations.follow_groups(person, groups, by=SYSTEM)

    assert Role.COORDINATOR in person.roles


def test_what_was_given_and_ended_by_hand_no_group_gives_either(app):
    person, boss = staff(), administrator()
    operations.grant_role(person, Role.COORDINATOR, by=boss)
    operations.end_role(person, Role.COORDINATOR, by=boss)

    operations.follow_groups(person, TEAM, by=SYSTEM)

    assert person.roles == {Role.STAFF}

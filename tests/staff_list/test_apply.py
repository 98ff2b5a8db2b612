"""A list that is applied: all that it does at once, what follows from it, and who may."""

import pytest
import sqlalchemy as sa

from nolimits.kernel import clock
from nolimits.kernel.actors import NOBODY, SYSTEM, Role
from nolimits.kernel.audit import AuditEntry
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotAllowed, Overtaken, Refused
from nolimits.matching.models import MatchState
from nolimits.people import operations as people
from nolimits.people.models import Champion, Person
from nolimits.people.queries import directorates
from nolimits.pledges.models import PledgeState
from nolimits.sign_in.accounts import sign_in_by_council
from nolimits.sign_in.council import Told
from nolimits.staff_list import operations, queries
from nolimits.staff_list.models import Covers, ListState, StaffList
from nolimits.staff_list.plans import Kind
from tests.factories.matching import MatchFactory
from tests.factories.people import (
    DirectorateFactory,
    PersonFactory,
    administrator,
    coordinator,
    staff,
)
from tests.factories.pledges import TimePledgeFactory
from tests.factories.staff_list import StaffListFactory, applied, as_csv

pytestmark = pytest.mark.usefixtures("app")
PAST = "05/11/2026"


def numbered(number, **more):
    return PersonFactory(employee_number=number, **more)


def by_number(number):
    return db.session.scalar(sa.select(Person).where(Person.employee_number == number))


def test_nothing_is_written_before_somebody_applies_it():
    dana = numbered("100", name="Dana Madeup")
    made = StaffListFactory(people=[("100", "Dana Invented"), ("200", "Ivo Pretend")])

    queries.plan_of(made, by=made.handed_in_by)

    assert (dana.name, by_number("200")) == ("Dana Madeup", None)


def test_new_people_get_an_account_without_a_role_and_are_not_written_to(mail_to):
    applied(("0200", "Ivo Pretend", "ivo@council.example", "Ranger", "Parks"))

    ivo = by_number("0200")
    assert (ivo.name, ivo.email, ivo.job_title) == ("Ivo Pretend", "ivo@council.example", "Ranger")
    assert (ivo.directorate.name, ivo.joined_on) == ("Parks", clock.today())
    assert ivo.roles == frozenset()
    assert not ivo.is_active
    assert mail_to(ivo) == []


def test_a_new_address_is_theirs_once_they_have_signed_in_with_it(mail_to):
    dana = numbered("100", name="Dana", email="dana@council.example")

    applied(("100", "Dana", "dana.r@council.example"))

    db.session.refresh(dana)
    assert (dana.email, dana.new_email) == ("dana@council.example", "dana.r@council.example")
    assert [one.template for one in mail_to("dana.r@council.example")] == ["person_new_address"]


def test_a_leaver_is_out_at_once_and_what_they_promised_and_whom_they_met_follows(sign_in):
    match = MatchFactory(state=MatchState.ACTIVE)
    leaver = match.volunteer.person
    pledge = TimePledgeFactory(person=leaver, state="active")
    browser = sign_in(leaver)
    assert browser.visit("/account").path == "/account"

    applied(("", leaver.name, leaver.email, "", "", PAST))

    assert leaver.has_left
    assert browser.visit("/account").path != "/account"
    assert pledge.state is PledgeState.ENDED
    assert match.volunteer.left_on == clock.today()
    assert match.state is not MatchState.ACTIVE


def test_whoever_moves_is_champion_of_their_old_directorate_no_more():
    parks, roads = DirectorateFactory(name="Parks"), DirectorateFactory(name="Roads")
    dana = numbered("100", name="Dana", directorate=parks)
    people.name_champion(parks, dana, by=coordinator())

    plan = applied(("100", "Dana", "", "", "ROADS"))

    assert [one.kind for one in plan.lines] == [Kind.MOVED]
    assert db.session.get_one(Person, dana.id).directorate_id == roads.id
    assert db.session.scalars(sa.select(Champion.until_on)).all() == [clock.today()]


def test_a_renamed_directorate_keeps_its_people_and_is_found_by_its_old_name():
    parks = DirectorateFactory(name="Parks")
    numbered("100", name="Dana", directorate=parks)

    applied(("100", "Dana", "", "", "Green Places"))

    assert [(one.name, one.also_called) for one in directorates()] == [("Green Places", ["Parks"])]
    again = StaffListFactory(people=[("100", "Dana", "", "", "parks")])
    assert queries.unknown_directorates(again) == []


@pytest.mark.parametrize("covers", Covers)
def test_the_same_list_again_changes_nothing(covers):
    numbered("100", name="Dana", email="dana@council.example")
    rows = (
        ("100", "Dana Invented", "dana.new@council.example", "Ranger", "Parks"),
        ("200", "Ivo Pretend", "ivo@council.example", "Trainer", "Roads", "24/12/2026"),
    )
    applied(*rows, covers=covers)

    again = queries.plan_of(StaffListFactory(people=rows, covers=covers), by=administrator())

    assert [one.kind for one in again.lines] == [Kind.UNCHANGED] * 2


def test_no_young_persons_account_is_touched_named_or_missed():
    young = numbered("500", role=Role.YOUNG_PERSON)
    rows = (("500", "Ivo Pretend"), ("600", "Cora Example", young.email))

    plan = applied(*rows, covers=Covers.EVERYBODY)

    assert {one.reason for one in plan.lines} == {
        "The number or address is that of another account"
    }
    assert all(one.person_id is None and young.name not in one.reason for one in plan.lines)
    assert young.left_on is None


def test_the_trail_says_what_was_done_to_each_by_numbers_alone():
    numbered("100", name="Dana")
    applied(("100", "Dana Invented", "d@council.example"), ("200", "Ivo", "i@council.example"))

    entries = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(8))
    told = {one.event: f"{one.detail} {one.reason}" for one in entries}
    assert {"person_renamed", "address_named", "person_added", "staff_list_applied"} <= set(told)
    assert "Dana" not in str(told)
    assert "example" not in str(told)


def test_once_it_is_applied_its_lines_are_gone():
    applied(("200", "Ivo Pretend"))

    row = db.session.execute(sa.text("SELECT state, lines FROM staff_list")).one()
    assert tuple(row) == ("applied", None)


def test_what_somebody_has_not_seen_they_do_not_apply():
    dana = numbered("100", name="Dana")
    made = StaffListFactory(people=[("100", "Dana Invented")])
    seen = queries.plan_of(made, by=made.handed_in_by).print
    people.rename(dana, "Dana Other", by=SYSTEM)

    with pytest.raises(Overtaken):
        operations.apply(made, seen, by=made.handed_in_by)
    assert dana.name == "Dana Other"


def test_a_list_that_closes_many_accounts_takes_somebody_else(mail_to):
    """R-SEC-5."""
    for number in range(1, 6):
        numbered(str(number), name=f"Person {number}")
    first, second = administrator(), administrator()
    made = StaffListFactory(people=[("1", "Person 1", "", "", "", PAST)], by=first)
    seen = queries.plan_of(made, by=first).print

    with pytest.raises(Refused, match="another administrator applies it"):
        operations.apply(made, seen, by=first)
    operations.ask_second(made, by=first)
    assert [one.template for one in mail_to(second)] == ["staff_list_waiting"]
    operations.apply(made, queries.plan_of(made, by=second).print, by=second)

    assert by_number("1").has_left


def test_only_whoever_handed_a_list_in_says_what_it_says():
    """R-SEC-5: else a second person would write the list that they then apply alone."""
    made, second = StaffListFactory(), administrator()

    with pytest.raises(Refused, match="Whoever handed it in"):
        operations.name_columns(made, {"number": "Name", "name": "Work email"}, by=second)
    with pytest.raises(Refused, match="Whoever handed it in"):
        operations.name_directorates(made, {"Parks": queries.AS_NEW}, by=second)


def test_one_list_waits_at_a_time_and_one_that_lies_goes_by_itself(held_clock):
    made = StaffListFactory()
    with pytest.raises(Refused, match="still waits"):
        StaffListFactory()

    held_clock.move_on(days=13)
    assert operations._put_away_what_lies() == 0
    held_clock.move_on(days=2)
    assert operations._put_away_what_lies() == 1
    db.session.refresh(made)
    assert (made.state, made.lines) == (ListState.PUT_AWAY, None)
    StaffListFactory()


def test_a_list_is_done_once():
    made = StaffListFactory()
    seen = queries.plan_of(made, by=made.handed_in_by).print
    operations.apply(made, seen, by=made.handed_in_by)

    with pytest.raises(Refused, match="done with already"):
        operations.apply(made, seen, by=made.handed_in_by)


def test_only_administrators_bring_in_a_list():
    with pytest.raises(NotAllowed):
        operations.hand_in(as_csv(("1", "Dana")), Covers.SOME, by=coordinator())


def test_whom_a_list_brought_in_gets_the_role_staff_by_hand():
    applied(("200", "Ivo Pretend"))
    others = staff().roles

    assert operations.give_staff_role(by=administrator()) == 1
    assert by_number("200").roles == {Role.STAFF} == others
    with pytest.raises(Refused):
        operations.give_staff_role(by=administrator())


def test_whom_a_list_brought_in_is_the_same_when_the_council_signs_them_in(change_settings):
    change_settings(oidc_groups=(("all staff", "staff"),))
    applied(("200", "Ivo Pretend", "ivo@council.example"))
    groups = frozenset({"all staff"})
    told = Told("tenant", "subject", "Ivo Pretend", "ivo@council.example", groups, strong=True)

    assert sign_in_by_council(told, by=NOBODY) == by_number("200")
    assert by_number("200").roles == {Role.STAFF}


def test_a_long_list_takes_no_more_statements_than_a_short_one(statements):
    def sent(length, first):
        rows = [(str(first + n), f"P {n}", f"p{first + n}@c.example") for n in range(length)]
        made = StaffListFactory(people=rows)
        seen = queries.plan_of(made, by=made.handed_in_by).print
        statements.clear()
        operations.apply(made, seen, by=made.handed_in_by)
        return len(statements)

    assert sent(400, 5000) - sent(4, 1000) <= 3  # rows go in by the hundred


@pytest.mark.committed
def test_of_two_who_apply_a_list_at_once_one_does(together):
    made = StaffListFactory(people=[("200", "Ivo Pretend")])
    seen, by = queries.plan_of(made, by=made.handed_in_by).print, made.handed_in_by_id
    key = made.reference

    def press():
        try:
            operations.apply(StaffList.by_key(key), seen, by=db.session.get_one(Person, by))
        except Refused:
            return "refused"
        return "applied"

    assert sorted(together([press, press])) == ["applied", "refused"]
    assert (
        db.session.scalar(
            sa.select(sa.func.count()).select_from(Person).where(Person.employee_number == "200")
        )
        == 1
    )

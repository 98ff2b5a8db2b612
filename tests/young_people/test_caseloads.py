"""Who is in whose caseload, and who never is."""

import pytest

from nolimits.kernel.actors import Role
from nolimits.kernel.errors import NotAllowed, NotVisible, Refused
from nolimits.matching.models import EndReason, MatchState
from nolimits.matching.operations import hold
from nolimits.people import operations as people
from nolimits.people.queries import by_email
from nolimits.young_people import lists, operations, queries
from nolimits.young_people.models import YoungPersonState as S
from tests.factories.matching import MatchFactory
from tests.factories.people import (
    PersonFactory,
    administrator,
    coordinator,
    councillor,
    staff,
    young_person,
)
from tests.factories.young_people import YoungPersonFactory, signed_in_young_person

pytestmark = pytest.mark.usefixtures("app")


def known_to(person):
    return set(queries.db.session.scalars(lists.young_people(person)))


def test_nobody_makes_themself_a_worker_by_a_referral_that_they_invented(sign_in):
    one = YoungPersonFactory(accepted=False, state=S.REFERRED)
    inventor, path = one.worker, f"/young-people/{one.reference}"

    assert known_to(inventor) == set()
    assert [sign_in(inventor).visit(f"{path}{page}").status for page in ("", "/name")] == [404, 404]
    with pytest.raises(NotVisible):
        operations.seek_consent(one, by=inventor)
    with pytest.raises(NotVisible):
        operations.accept_worker(one, by=inventor)

    operations.accept_worker(one, by=coordinator())
    assert known_to(inventor) == {one}


def test_a_referral_shows_whoever_made_it_the_code_and_nothing_else(sign_in):
    one, path = YoungPersonFactory(accepted=False, state=S.REFERRED), "/young-people/{}/referred"

    page = sign_in(one.worker).visit(path.format(one.reference))

    assert one.reference in page.text
    assert one.worker.name not in page.text
    assert sign_in(staff()).visit(path.format(one.reference)).status == 404


def test_staff_name_nobody_but_themselves_as_the_worker():
    one = YoungPersonFactory()

    with pytest.raises(NotAllowed):
        operations.refer(
            "Invented",
            "Name",
            one.born_on,
            one.area,
            one.care_periods[0].basis,
            by=staff(),
            worker=staff(),
        )


def test_a_worker_whose_time_on_the_staff_is_over_is_a_worker_no_more(sign_in):
    one = YoungPersonFactory()
    worker, path = one.worker, f"/young-people/{one.reference}"
    people.grant_role(worker, Role.COUNCILLOR, by=administrator())
    seen = sign_in(worker)
    assert seen.visit(path).status == 200

    people.end_role(worker, Role.STAFF, by=administrator())

    assert seen.visit(path).status == 404
    assert known_to(worker) == set()


def test_a_record_that_is_closed_is_hidden_from_coordinators_and_workers_alike(sign_in):
    one = YoungPersonFactory()
    path = f"/young-people/{one.reference}"
    match = MatchFactory(young_person=one, state=MatchState.CLOSED)
    assert match.end_reason is EndReason.GOALS_MET
    page = sign_in(one.worker).visit(f"{path}/end").submit()
    assert page.flash == "They take part no more"

    for person in (one.worker, coordinator()):
        assert known_to(person) == set()
        assert sign_in(person).visit(path).status == 404
        assert sign_in(person).visit(f"/matches/{match.reference}").status == 404


def test_young_people_still_see_what_is_theirs_when_they_take_part_no_more(sign_in):
    one = signed_in_young_person()
    operations.end(one, by=one.worker)

    assert sign_in(one.person).visit("/me").status == 200


def test_a_young_person_has_no_duty_towards_others():
    for role in set(Role) - {Role.YOUNG_PERSON, Role.PANEL_MEMBER}:
        with pytest.raises(Refused, match="no other duty"):
            people.grant_role(young_person(), role, by=administrator())
        with pytest.raises(Refused, match="no other duty"):
            people.add_person("Invented", None, {role, Role.YOUNG_PERSON}, by=administrator())

    people.grant_role(young_person(), Role.PANEL_MEMBER, by=administrator())


def test_no_form_about_adults_tells_whether_a_young_person_has_an_address(sign_in):
    comet = signed_in_young_person()
    page = sign_in(comet.worker).visit(f"/young-people/{comet.reference}/ties/new")
    assert by_email(comet.person.email) is comet.person

    said = [
        page.submit(email=address, tie="related").errors
        for address in (comet.person.email, "nobody@council.example")
    ]

    assert said[0] == said[1] != []
    handed = page.visit(f"/young-people/{comet.reference}/change-worker")
    told = {
        str(handed.submit(email=address).errors)
        for address in (comet.person.email, councillor().email, "nobody@council.example")
    }
    assert len(told) == 1


def test_whoever_is_neither_coordinator_nor_staff_knows_of_nobody(app):
    assert not queries.knows_any(PersonFactory(role=Role.DATA_PROTECTION_OFFICER))
    assert queries.knows_any(PersonFactory(role=Role.COORDINATOR))


def test_whoever_referred_somebody_finds_the_code_and_how_far_it_is_again(sign_in):
    one = YoungPersonFactory(accepted=False, state=S.REFERRED)
    visitor = sign_in(one.worker)
    page = visitor.visit("/my").follow("See those whom you referred")
    assert one.area.name not in page.text

    page = page.follow(one.reference)
    assert "Until then nobody else sees the record" in page.text
    operations.change_worker(one, staff(), by=coordinator())

    page = visitor.visit(page.path)
    assert "A coordinator has made sure who their worker is" in page.text
    assert "Until then" not in page.text


def test_a_worker_whom_nobody_accepted_is_written_to_about_nothing(sign_in, mail_to):
    match, runs_it, named = MatchFactory(), coordinator(), staff()
    young = match.young_person
    operations.change_worker(young, named, by=young.worker)

    hold(match, "A neutral reason", by=coordinator())

    assert mail_to(named) == []
    assert mail_to(runs_it)[-1].template == "match_held"
    assert f"{named.name} is there for you" not in sign_in(young.person).visit("/me").text

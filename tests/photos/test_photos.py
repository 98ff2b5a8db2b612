"""A volunteer's photo: theirs to put up and take down, seen by those they may meet, no one else."""

import pytest

from nolimits.kernel import audit, files
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.errors import NotAllowed, NotVisible, Refused
from nolimits.matching.models import MatchState
from nolimits.people import operations as people
from nolimits.photos import keeping, operations, queries
from nolimits.photos.models import Event
from tests.databases import settle
from tests.factories.matching import MatchFactory
from tests.factories.people import PersonFactory, coordinator, staff
from tests.factories.photos import from_camera, made_photo, picture
from tests.factories.young_people import signed_in_young_person


@pytest.fixture
def dana(app):
    """A volunteer."""
    return PersonFactory(role=Role.VOLUNTEER)


def put_up(person):
    """Have a person's photo up; the name of its file."""
    return operations.put_up(made_photo(), by=person).file_name


def have_up(person):
    """Have a person's photo up, and looked at by a coordinator; the name of its file."""
    name = put_up(person)
    operations.accept(queries.of(person), name, by=coordinator())
    return name


def events(photo):
    return [one.event for one in audit.timeline(photo)]


def test_a_volunteer_puts_a_photo_up_and_only_its_picture_is_kept(sign_in, dana):
    """Case 37."""
    page = sign_in(dana).visit("/account/photo").submit(photo=("me.jpg", from_camera()))

    assert (
        page.flash == "We have your photo. Young people see it once a coordinator has looked at it"
    )
    photo = queries.of(dana)
    assert events(photo) == [Event.PHOTO_PUT_UP]
    assert b"Canary" not in files.read_photo(photo.file_name)
    shown = page.visit("/account/photo/picture")
    assert shown.body == files.read_photo(photo.file_name, small=True)
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["Content-Disposition"] == 'attachment; filename="photo.jpg"'
    assert shown.headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_no_photo_is_told_beside_the_field_and_the_old_one_stays(sign_in, dana):
    before = put_up(dana)
    page = sign_in(dana).visit("/account/photo").submit(photo=("me.jpg", b"<svg/>"))

    assert (page.status, page.errors) == (422, [files.NOT_A_PHOTO])
    assert queries.of(dana).file_name == before


def test_another_photo_takes_the_place_of_the_one_before(dana):
    first = put_up(dana)
    second = operations.put_up(files.photo(picture("PNG")), by=dana).file_name

    assert files.read_photo(first) is None
    assert files.read_photo(second)
    assert len(events(queries.of(dana))) == 2


def test_what_is_undone_leaves_the_photo_that_was_up(dana, monkeypatch):
    first = put_up(dana)

    def fail(*told, **more):
        raise ZeroDivisionError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(ZeroDivisionError):
        put_up(dana)

    assert queries.of(dana).file_name == first
    assert files.read_photo(first)


def test_a_photo_that_is_taken_down_is_gone_at_once(sign_in, dana):
    name = put_up(dana)
    page = sign_in(dana).visit("/account/photo").follow("Take it down")
    assert page.h1 == "Take your photo down"

    page = page.submit()

    assert page.flash == "Your photo is gone"
    assert queries.of(dana) is None
    assert (files.read_photo(name), files.read_photo(name, small=True)) == (None, None)
    assert page.visit("/account/photo/picture").status == 404
    with pytest.raises(Refused, match="There is no photo"):
        operations.take_down(dana, by=dana)


@pytest.mark.parametrize("end", ["role", "account"])
def test_no_photo_stays_of_whoever_is_a_volunteer_no_more(dana, end):
    name = put_up(dana)
    if end == "role":
        people.end_role(dana, Role.VOLUNTEER, by=SYSTEM)
    else:
        people.leave(dana, on=dana.joined_on, by=SYSTEM)

    assert queries.of(dana) is None
    assert files.read_photo(name) is None


def test_a_photo_stays_while_its_person_is_a_volunteer(dana):
    put_up(dana)
    people.grant_role(dana, Role.STAFF, by=SYSTEM)
    people.end_role(dana, Role.STAFF, by=SYSTEM)

    assert queries.of(dana)


@pytest.mark.parametrize("role", [Role.YOUNG_PERSON, Role.STAFF, Role.COORDINATOR])
def test_only_volunteers_put_photos_up(app, role):
    with pytest.raises(NotAllowed):
        operations.put_up(made_photo(), by=PersonFactory(role=role))


def test_files_that_no_photo_names_are_removed_at_night_once_they_are_old(
    dana, monkeypatch, change_settings, tmp_path
):
    change_settings(instance=tmp_path)
    kept, left = put_up(dana), files.keep_photo(made_photo())
    assert keeping.sweep() == 0
    monkeypatch.setattr(keeping, "KEPT_UNNAMED", -1)

    assert keeping.sweep() == 1
    assert files.read_photo(left) is None
    assert files.read_photo(kept)


def faces_seen(page):
    """Where the pictures on a page come from."""
    return [one.get("src") for one in page.main.iter("img")]


def test_a_young_person_sees_who_would_like_to_meet_them_and_their_mentor(sign_in):
    young = signed_in_young_person()
    match = MatchFactory(state=MatchState.VOLUNTEER_AGREED, young_person=young)
    have_up(match.volunteer.person)
    browser, address = sign_in(young.person), f"/me/mentor/{match.reference}/photo"

    for page in ("/me/mentor", f"/me/mentor/{match.reference}"):
        assert faces_seen(browser.visit(page)) == [address]
    assert browser.visit(address).status == 200


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (MatchState.PROPOSED, 404),
        (MatchState.VOLUNTEER_AGREED, 200),
        (MatchState.ACTIVE, 200),
        (MatchState.CLOSED, 404),
    ],
)
def test_a_mentors_photo_is_seen_only_while_it_concerns_the_young_person(sign_in, state, status):
    young = signed_in_young_person()
    match = MatchFactory(state=state, young_person=young)
    have_up(match.volunteer.person)

    assert sign_in(young.person).visit(f"/me/mentor/{match.reference}/photo").status == status


def test_nobody_else_sees_a_photo(sign_in, visitor, dana):
    match = MatchFactory(state=MatchState.VOLUNTEER_AGREED, young_person=signed_in_young_person())
    have_up(match.volunteer.person)
    settle()
    address = f"/me/mentor/{match.reference}/photo"

    others = [signed_in_young_person().person, dana, staff(), coordinator()]
    assert [sign_in(one).visit(address).status for one in others] == [404] * len(others)
    assert visitor().visit(address).path == "/sign-in"
    assert sign_in(dana).visit("/account/photo/picture").status == 404


def test_without_a_photo_letters_are_shown(sign_in):
    young = signed_in_young_person()
    match = MatchFactory(state=MatchState.VOLUNTEER_AGREED, young_person=young)
    browser = sign_in(young.person)

    assert faces_seen(browser.visit("/me/mentor")) == []
    assert faces_seen(browser.visit(f"/me/mentor/{match.reference}")) == []


def test_no_young_person_sees_a_photo_at_which_nobody_has_looked(sign_in):
    """And a new one waits again, while the one that was accepted stays."""
    match = MatchFactory(state=MatchState.VOLUNTEER_AGREED, young_person=signed_in_young_person())
    person, team = match.volunteer.person, sign_in(coordinator())
    address, path = f"/me/mentor/{match.reference}/photo", f"/volunteers/{person.reference}/photo"
    first = put_up(person)
    young = sign_in(match.young_person.person)
    assert young.visit(address).status == 404
    assert "Photos to look at (1)" in team.visit("/today").text

    assert team.visit(f"{path}/picture").status == 200
    page = team.visit(path).submit(fits="yes")

    assert page.flash == "Young people see it now"
    second = put_up(person)
    assert young.visit(address).body == files.read_photo(first, small=True)
    operations.turn_down(queries.of(person), second, by=coordinator())
    assert (files.read_photo(second), queries.of(person).file_name) == (None, first)


def test_a_photo_that_was_swapped_meanwhile_is_looked_at_again(dana):
    seen = put_up(dana)
    put_up(dana)

    with pytest.raises(Refused, match="another photo meanwhile"):
        operations.accept(queries.of(dana), seen, by=coordinator())
    with pytest.raises(NotVisible):
        operations.accept(queries.of(dana), queries.of(dana).file_name, by=dana)


def test_a_photo_that_is_turned_down_and_had_none_before_is_gone(dana):
    name = put_up(dana)

    operations.turn_down(queries.of(dana), name, by=coordinator())

    assert (queries.of(dana), files.read_photo(name)) == (None, None)

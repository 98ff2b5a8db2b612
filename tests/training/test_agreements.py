"""In work time with the line manager's agreement, asked by a link that works once."""

from datetime import timedelta

import pytest

from nolimits.kernel import clock
from nolimits.kernel.actors import NOBODY, Role
from nolimits.kernel.db import db
from nolimits.kernel.errors import Overtaken, Refused
from nolimits.kernel.pages import day as in_words
from nolimits.training import agreements, booking, operations, places
from nolimits.training.kinds import AGREEMENT_LINK, Agreed, Answer
from tests.factories.people import PersonFactory, coordinator, staff
from tests.factories.training import (
    ProgrammeFactory,
    TrainingDayFactory,
    asked_manager,
    manager_says,
    place_of,
    run_of,
    token_of,
)

pytestmark = pytest.mark.usefixtures("app")
BOSS = "boss@council.example"


def soon(days=12):
    return clock.today() + timedelta(days=days)


def managed(**more):
    """Somebody whose manager the staff list names."""
    person = staff(**more)
    person.manager_email = BOSS
    db.session.commit()
    return person


def test_the_manager_of_the_staff_list_is_asked_once_for_all_days_of_a_run(mail_to):
    person, run = managed(), run_of(soon(), soon(19))

    booking.book_run(run, person, by=person)

    (letter,) = mail_to(BOSS)
    for day in run.held:
        assert f"{in_words(day.held_on)}, 12:00 to 16:00" in letter.body
    assert run.programme.name not in letter.body
    assert "child" not in letter.body.lower()
    agreement = places.coming_places(person)[0].agreement
    assert token_of(agreement) not in (agreement.token_print, agreement.reference)


def test_ones_own_time_needs_no_agreement_nor_does_whoever_works_elsewhere(mail_to):
    own_time = ProgrammeFactory(days=1, in_work_time=False)
    booked = booking.book_run(run_of(soon(), programme=own_time), one := managed(), by=one)
    elsewhere = PersonFactory(role=Role.COUNCILLOR)
    booked += booking.book_run(run_of(soon()), elsewhere, by=elsewhere)

    assert [place.agreed for place in booked] == [Agreed.NOT_NEEDED] * 2
    assert mail_to(BOSS) == []


@pytest.mark.parametrize("answer", Answer)
def test_whatever_the_manager_says_the_place_is_kept(answer, mail_to):
    agreement = asked_manager(person := staff())
    manager_says(agreement, answer, "We are too few")

    (place,) = places.coming_places(person)
    assert place.agreed == answer
    assert mail_to(person)[-1].template == "training_manager_answered"
    assert "too few" not in mail_to(person)[-1].body
    day = place.training_day
    assert (day.id in places.not_agreed()) == (answer is not Answer.YES)


def test_a_no_takes_a_reason_and_a_link_works_once():
    agreement = asked_manager(staff())
    token = token_of(agreement)
    with pytest.raises(Refused, match="Say why"):
        agreements.answer_as_manager(token, Answer.NO, "", by=NOBODY)
    with pytest.raises(Refused, match="Sign out first"):
        agreements.answer_as_manager(token, Answer.YES, "", by=agreement.person)
    manager_says(agreement, Answer.YES)

    with pytest.raises(Refused, match="no longer works"):
        agreements.answer_as_manager(token, Answer.NO, "After all", by=NOBODY)
    with pytest.raises(Overtaken):
        agreements.chase_manager(agreement, by=coordinator())


def test_a_link_ends_when_it_is_old_and_when_no_day_is_left(held_clock):
    agreement = asked_manager(person := staff())
    token, (place,) = token_of(agreement), agreement.places
    booking.give_up_place(place.training_day, person, by=person)
    with pytest.raises(Refused, match="no longer works"):
        agreements.answer_as_manager(token, Answer.YES, "", by=NOBODY)

    far = TrainingDayFactory(held_on=soon(200))
    booking.book_place(far, person, by=person)
    later = agreements.name_manager(person, BOSS, by=person)
    held_clock.move_on(days=AGREEMENT_LINK.days)
    assert later.is_over
    assert places.coming_places(person)[-1].agreed is Agreed.UNANSWERED


def test_a_manager_who_is_silent_is_written_to_once_more_and_the_old_link_ends(held_clock, mail_to):
    agreement = asked_manager(staff())
    old, sent = token_of(agreement), []
    for _ in range(9):
        held_clock.move_on(days=1)
        agreements._chase_managers()
        agreements._chase_managers()
        sent.append(len(mail_to(BOSS)))

    assert (sent[3], sent[4], sent[8]) == (1, 2, 2)
    with pytest.raises(Refused, match="no longer works"):
        agreements.answer_as_manager(old, Answer.YES, "", by=NOBODY)
    manager_says(agreement, Answer.YES)


def test_whose_manager_the_staff_list_names_later_needs_to_do_nothing(mail_to):
    place = place_of(person := staff())
    agreements._ask_listed()
    assert place.agreed is Agreed.NOT_ASKED
    person.manager_email = BOSS
    db.session.commit()

    agreements._ask_listed()
    agreements._ask_listed()

    assert place.agreed is Agreed.WAITING
    assert len(mail_to(place.agreement)) == 1


def test_nobody_is_their_own_manager_and_the_address_is_one_of_the_council():
    person = place_of(staff()).person
    own = person.email.replace("@", "+boss@").upper()
    tries = (
        (person.email, "your own"),
        (own, "your own"),
        ("boss@mail.example", "ends in @council"),
    )
    for email, why in tries:
        with pytest.raises(Refused, match=why):
            agreements.name_manager(person, email, by=person)

    listed = managed()
    booking.book_place(TrainingDayFactory(held_on=soon()), listed, by=listed)
    with pytest.raises(Refused, match="No manager needs"):
        agreements.name_manager(listed, "friend@council.example", by=listed)


def test_after_a_no_the_manager_is_asked_again_and_only_the_newest_link_works():
    agreement = asked_manager(person := staff())
    with pytest.raises(Refused, match="nothing to ask"):
        agreements.ask_again(agreement.places[0], by=person)
    manager_says(agreement, Answer.NO, "Not that week")
    place = agreement.places[0]

    again = agreements.ask_again(place, by=person)

    assert place.agreed is Agreed.WAITING
    manager_says(again, Answer.YES)
    assert place.agreed is Agreed.YES


def test_a_day_at_other_hours_is_agreed_anew(mail_to):
    agreement = asked_manager(staff())
    manager_says(agreement, Answer.YES)
    (place,) = agreement.places
    day = place.training_day
    names = ("number", "held_on", "starts_at", "ends_at", "places")
    told = {one: getattr(day, one) for one in names}
    operations.change_day(day, operations.Session(**told | {"places": 20}), by=coordinator())
    assert place.agreed is Agreed.YES

    moved = operations.Session(**told | {"held_on": soon(13)})
    operations.change_day(day, moved, by=coordinator())

    assert place.agreed is Agreed.WAITING
    assert in_words(soon(13)) in mail_to(BOSS)[-1].body


def test_pages_ask_the_manager_and_tell_each_what_was_said(sign_in, visitor):
    person = place_of(staff(name="Robin Invented")).person
    own = sign_in(person)
    assert "manager" in own.visit("/my").text
    page = own.visit("/my-training").follow("Say who your manager is")
    assert page.submit(email="boss@elsewhere.example").errors
    page = page.submit(email=BOSS)
    assert "We wrote to boss@council.example" in page.text

    path = f"/training-agreements/{token_of(places.coming_places(person)[0].agreement)}"
    page = visitor().visit(path)
    assert "Robin Invented" in page.text
    assert page.submit(answer="no").errors == ["Say why, or which day would do"]
    page = page.submit(answer="no", reason="We are too few")
    assert page.h1 == "Thank you for your answer"
    gone = visitor().visit(path)
    assert gone.h1 == visitor().visit("/training-agreements/made-up").h1
    assert "Robin" not in gone.text

    page = own.visit("/my-training")
    assert "We are too few" in page.text
    page = page.follow("Ask them again").press("Ask again")
    assert "We wait for your manager" in page.text
    team, day = sign_in(coordinator()), places.coming_places(person)[0].training_day
    assert "1 without their manager's yes" in team.visit("/training").text
    assert "has not answered yet" in team.visit(f"/training/days/{day.reference}").text

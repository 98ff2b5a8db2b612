"""Asks: of whom what is asked, who says what, and what the Board may count."""

from datetime import date, timedelta

import pytest

from nolimits.asks import operations, queries
from nolimits.asks.operations import Said
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.people import operations as people
from nolimits.strategy.models import Audience
from nolimits.strategy.queries import served
from tests.factories.asks import answered, asking_strategy, champion
from tests.factories.people import (
    DirectorateFactory,
    PersonFactory,
    administrator,
    board_reader,
    coordinator,
    councillor,
    staff,
)
from tests.factories.pledges import TimePledgeFactory
from tests.factories.staff_list import applied
from tests.factories.strategy import make_action

pytestmark = pytest.mark.usefixtures("app")
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _strategy(app):
    asking_strategy()


def stands(person):
    return [(one.key, one.answer and one.answer.state) for one in queries.of_person(person)]


def test_councillors_and_staff_are_asked_what_the_strategy_asks_of_them():
    assert stands(councillor()) == [
        ("councillors-1", None),
        ("councillors-2", None),
        ("individuals-1", None),
    ]
    assert stands(staff()) == [("individuals-1", None)]
    assert stands(board_reader()) == []


def test_somebody_says_that_they_will_then_that_it_is_done_then_takes_it_back():
    dana = staff()
    answered(dana)
    assert stands(dana) == [("individuals-1", "will")]

    done = answered(dana, done_on=TODAY, words="Went to the fair")
    assert stands(dana) == [("individuals-1", "done")]
    operations.take_back(done, by=dana)
    assert stands(dana) == [("individuals-1", None)]
    answered(dana)


def test_nobody_answers_what_is_asked_of_others_or_for_a_day_to_come():
    with pytest.raises(NotVisible):
        answered(staff(), "councillors-1")
    with pytest.raises(Refused, match="still to come"):
        answered(staff(), done_on=date(2026, 11, 21))
    theirs = answered(staff())
    with pytest.raises(NotVisible):
        operations.take_back(theirs, by=staff())


def test_only_its_champion_says_what_a_service_does_and_shows_how():
    directorate, dana = champion()
    done = Said(TODAY, "Two trainees began in May")

    with pytest.raises(NotVisible):
        operations.answer_for(directorate, "services-1", done, by=champion()[1])
    with pytest.raises(Refused, match="how anybody can see"):
        operations.answer_for(directorate, "services-1", Said(TODAY), by=dana)
    operations.answer_for(directorate, "services-1", done, by=dana)

    first, second = queries.of_directorate(directorate)
    assert (first.answer.done_on, second.answer) == (TODAY, None)


def test_a_champion_who_moves_says_no_more_and_what_was_said_stays():
    directorate, dana = champion(employee_number="100")
    operations.answer_for(directorate, "services-1", Said(), by=dana)
    applied(("100", dana.name, "", "", DirectorateFactory().name))

    with pytest.raises(NotVisible):
        operations.answer_for(directorate, "services-2", Said(), by=dana)
    assert queries.of_directorate(directorate)[0].answer.done_on is None
    assert queries.champion_of(dana) is None


def test_a_champion_is_one_until_their_last_day_has_come(held_clock):
    directorate, dana = champion()
    people.leave(dana, TODAY + timedelta(days=3), by=administrator())
    assert people._end_championships() == 0

    held_clock.move_on(days=3)

    assert [people._end_championships(), people._end_championships()] == [1, 0]
    db.session.expire_all()
    assert (directorate.champion, queries.champion_of(dana)) == (None, None)


def test_whoever_has_left_counts_no_more():
    for _ in range(2):
        answered(staff(), done_on=TODAY)
    gone = staff()
    answered(gone, done_on=TODAY)
    people.leave(gone, TODAY, by=administrator())

    (one,) = queries.progress(Audience.INDIVIDUALS, to=coordinator())
    assert (one.will, one.done) == (0, 2)


@pytest.mark.parametrize(
    ("number", "board"), [(0, "0"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5")]
)
def test_small_counts_are_for_coordinators_alone(number, board):
    """R-DP-12."""
    assert queries.shown(number, to=board_reader()) == board
    assert queries.shown(number, to=coordinator()) == str(number)


def test_counts_that_move_from_day_to_day_are_for_coordinators_alone(held_clock):
    """R-DP-12: nobody else takes the count of one day from that of another."""
    directorate, dana = champion()
    TimePledgeFactory.create_batch(5, person__directorate=directorate, state="active")
    for _ in range(5):
        answered(staff(), done_on=TODAY)

    def read(to):
        (one,) = queries.progress(Audience.INDIVIDUALS, to=to)
        return one.will + one.done, queries.promises_in(directorate, to=to)["time"]

    assert read(coordinator()) == (5, "5")
    assert read(board_reader()) == read(councillor()) == read(dana) == (0, "0")
    held_clock.move_on(days=11)
    assert read(board_reader()) == read(councillor()) == read(dana) == (5, "5")


def test_an_actions_page_says_how_many_answered_to_coordinators_alone():
    """R-DP-12."""
    action = make_action()

    assert "Answers to asks" in [one.label for one in served(action, to=coordinator())]
    for reader in (board_reader(), councillor()):
        assert "Answers to asks" not in [one.label for one in served(action, to=reader)]


def test_answers_are_given_on_my_no_limits(sign_in):
    page = sign_in(councillor()).visit("/my").follow("Be there")

    page = page.submit(said="done", words="The fair in June")

    assert page.flash == "Thank you: that is written down"
    assert "Be there Done" in page.text


def test_a_champion_sees_totals_without_names_and_answers_for_their_service(sign_in, held_clock):
    directorate, dana = champion()
    giver = PersonFactory(directorate=directorate)
    TimePledgeFactory(person=giver, state="active")
    held_clock.move_on(days=11)
    page = sign_in(dana).visit("/my").follow("What your service does")

    assert page.facts["People who promise time"] == "fewer than 5"
    assert giver.name not in page.text
    page = page.follow("Open up work").submit(said="done")
    assert page.errors == ["Say how anybody can see that it is done"]
    page = page.submit(said="done", words="Two trainees")
    assert page.table("What is asked of every service")[0]["How it stands"].startswith("Done")
    assert "People who promise" not in sign_in(staff()).visit(page.path).text


def test_colleagues_read_whom_to_ask(sign_in):
    directorate, dana = champion()
    colleague = PersonFactory(directorate=directorate)

    assert f"Ask {dana.name}, your champion" in sign_in(colleague).visit("/my").text


def test_coordinators_read_who_answered_and_the_board_reads_how_many(sign_in):
    cora = councillor()
    answered(cora, "councillors-1")
    page = sign_in(coordinator()).visit("/asks")

    assert page.table("Of councillors")[0]["Will"] == "1"
    assert page.follow("Be aware").table("Who answered")[0]["Name"] == cora.name
    page = sign_in(board_reader()).visit("/asks")
    assert page.table("Of councillors")[0]["Will, or have"] == "0"
    assert "As it stood on 31 October 2026" in page.text
    assert page.visit("/asks/councillors-1/answers").status == 403
    assert sign_in(staff()).visit("/asks").status == 403

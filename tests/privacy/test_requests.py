"""What people ask about their own data, and how it is answered (R-DP-8, R-DP-9)."""

from datetime import date, timedelta

import pytest

from nolimits.kernel import clock
from nolimits.kernel.audit import timeline
from nolimits.kernel.errors import NotVisible, Overtaken, Refused
from nolimits.privacy import copying, operations, queries
from nolimits.privacy.kinds import (
    AskedBy,
    Ground,
    Outcome,
    RequestKind,
    RequestState,
    StopReason,
)
from tests.factories.people import PersonFactory, data_protection_officer
from tests.factories.privacy import DataRequestFactory
from tests.factories.young_people import YoungPersonFactory, signed_in_young_person

COPY, CORRECTION, ERASURE = RequestKind.COPY, RequestKind.CORRECTION, RequestKind.ERASURE


@pytest.fixture
def officer(app):
    return data_protection_officer()


def test_a_young_person_asks_alone_and_nobody_else_is_told(app, officer, mail_to):
    young = signed_in_young_person(age=12)

    asked = operations.ask(COPY, None, by=young.person)

    assert (asked.young_person_id, asked.person_id) == (young.id, young.person_id)
    assert asked.identity_seen_on == clock.today()
    assert mail_to(young.worker)[-1].template != "data_request_received"
    assert [one.template for one in mail_to(officer)] == ["data_request_new"]


def test_mail_says_that_somebody_asked_and_neither_who_nor_what(app, officer, mail_to):
    """Case 70."""
    person = PersonFactory()
    operations.ask(CORRECTION, "I am no librarian", by=person)

    for one in (*mail_to(officer), *mail_to(person)):
        assert "librarian" not in one.body
    assert person.name not in mail_to(officer)[0].body


def test_the_same_is_asked_once_at_a_time(app):
    person = PersonFactory()
    operations.ask(COPY, None, by=person)

    with pytest.raises(Refused, match="asked already"):
        operations.ask(COPY, None, by=person)
    assert len(queries.own(person)) == 1


def test_it_is_due_after_a_month_and_late_the_day_after(app):
    request = DataRequestFactory()  # on Friday 20 November

    assert request.due_on == date(2026, 12, 21)
    with clock.standing_at(date(2026, 12, 21)):
        assert not request.is_late
    with clock.standing_at(date(2026, 12, 22)):
        assert request.is_late


def test_the_clock_stands_still_while_we_wait_for_them_and_they_read_what_we_need(
    app, officer, mail_to
):
    request = DataRequestFactory()
    operations.stop_clock(request, StopReason.CLARIFICATION, "Which years?", by=officer)

    with pytest.raises(Refused, match="stands still already"):
        operations.stop_clock(request, StopReason.IDENTITY, "Your pass", by=officer)
    with clock.standing_at(date(2027, 3, 1)):
        assert not request.is_late
    with clock.standing_at(date(2026, 11, 30)):
        operations.start_clock(request, by=officer)

    assert request.due_on == date(2026, 12, 30)
    assert "Which years?" not in mail_to(request.person)[-1].body


def test_two_months_more_are_taken_once_within_the_first_and_told_with_the_reason(app, officer):
    request = DataRequestFactory()
    late = DataRequestFactory()
    with (
        clock.standing_at(late.due_on + timedelta(days=1)),
        pytest.raises(Refused, match="too late"),
    ):
        operations.extend(late, "Much to read", by=officer)

    operations.extend(request, "Much to read", by=officer)
    with pytest.raises(Overtaken):
        operations.extend(request, "More", by=officer)

    assert (request.due_on, request.extended_because) == (date(2027, 2, 22), "Much to read")


def test_nothing_is_gathered_before_it_is_known_who_asks(app, officer):
    request = operations.record_request(
        PersonFactory(), COPY, AskedBy.REPRESENTATIVE, clock.today(), None, by=officer
    )

    with pytest.raises(Refused, match="See who they are first"):
        copying.gather(request, by=officer)
    operations.confirm_identity(request, by=officer)
    copying.gather(request, by=officer)

    assert request.state is RequestState.GATHERED


def test_a_letter_counts_from_the_day_on_which_it_came_and_never_from_tomorrow(app, officer):
    young = YoungPersonFactory()
    ask = (young, COPY, AskedBy.PARENT)

    with pytest.raises(Refused, match="cannot be in the future"):
        operations.record_request(*ask, date(2026, 11, 21), None, by=officer)
    request = operations.record_request(*ask, date(2026, 10, 30), None, by=officer)

    assert request.due_on == date(2026, 11, 30)


# --- Putting right, deleting, limiting ----------------------------------------------------------


@pytest.mark.parametrize("kind", [CORRECTION, ERASURE])
def test_whoever_is_refused_reads_why_and_on_what_ground_in_law(kind, app, officer):
    request = DataRequestFactory(kind=kind)

    with pytest.raises(Refused, match="Choose the ground"):
        operations.answer(request, Outcome.REFUSED, None, "No", by=officer)
    operations.answer(
        request, Outcome.REFUSED, Ground.SAFEGUARDING, "It keeps you safe", by=officer
    )

    assert (request.reply, request.ground) == ("It keeps you safe", Ground.SAFEGUARDING)
    assert timeline(request)[0].reason == "safeguarding"


def test_that_it_is_right_is_no_ground_against_deleting_it(app, officer):
    request = DataRequestFactory(kind=ERASURE)

    with pytest.raises(Refused, match="against a correction only"):
        operations.answer(request, Outcome.REFUSED, Ground.ACCURATE, "It is right", by=officer)


def test_beside_what_was_not_corrected_stand_their_own_words(app, officer):
    request = DataRequestFactory(kind=CORRECTION)
    with pytest.raises(Refused, match="beside a correction that was refused"):
        operations.add_statement(request, "It is wrong", by=request.person)
    operations.answer(request, Outcome.REFUSED, Ground.ACCURATE, "It is right", by=officer)

    operations.add_statement(request, "It is wrong", by=request.person)

    assert request.statement == "It is wrong"
    with pytest.raises(NotVisible):
        operations.add_statement(request, "Not mine", by=officer)


def test_what_may_not_be_used_is_so_from_a_day_until_an_officer_ends_it(app, officer):
    request = DataRequestFactory(kind=RequestKind.RESTRICTION)
    operations.answer(request, Outcome.GRANTED, None, "Kept and not used", by=officer)

    limit = queries.standing_limits(request.person)[0]
    operations.end_limit(limit, by=officer)

    assert queries.standing_limits(request.person) == []
    assert (limit.from_on, limit.until_on) == (clock.today(), clock.today())


def test_what_was_refused_limits_nothing(app, officer):
    request = DataRequestFactory(kind=RequestKind.OBJECTION)
    operations.answer(request, Outcome.REFUSED, Ground.PUBLIC_TASK, "We need it", by=officer)

    assert queries.standing_limits(request.person) == []


def test_whoever_asks_no_more_can_ask_again(app):
    request = DataRequestFactory(state="withdrawn")

    assert operations.ask(COPY, None, by=request.person).is_open


def test_every_step_is_written_down_without_a_word_of_theirs(app):
    request = DataRequestFactory(kind=CORRECTION, words="I never lived there", state="answered")
    trail = str([(one.event, one.detail, one.reason) for one in timeline(request)])

    assert "data_request_asked" in trail
    assert "data_request_answered" in trail
    assert "lived" not in trail
    assert "We need it to help you" not in trail

"""Regulated activity with children, against its definition counted out by the day."""

from datetime import date, datetime, time, timedelta

import hypothesis
import pytest
from hypothesis import strategies as st

from nolimits.dbs.regulated import Contact, Why, regulated

BEGIN = date(2026, 10, 1)
days = st.integers(0, 75).map(lambda n: BEGIN + timedelta(days=n))
contacts = st.lists(
    st.builds(
        Contact,
        on=days,
        minutes=st.integers(1, 600),
        starts=st.times(),
        born_on=st.none() | st.just(date(2008, 10, 20)) | st.just(date(2000, 1, 1)),
        face_to_face=st.booleans(),
        driving=st.booleans(),
        supervised=st.booleans(),
        personal_care=st.sampled_from([False] * 9 + [True]),
    ),
    max_size=7,
)


def minutes_of(one):
    """Every minute of a contact at which the young person is a child."""
    begins = datetime.combine(one.on, one.starts)
    for moment in (begins + timedelta(minutes=n) for n in range(one.minutes)):
        grown = one.born_on and moment.date() >= one.born_on.replace(year=one.born_on.year + 18)
        if not grown:
            yield moment


def counted_out(contacts):
    """The definition, minute by minute and window by window."""
    with_children = {one: list(minutes_of(one)) for one in contacts}
    begun = {
        one: found for one, found in with_children.items() if found and found[0].date() == one.on
    }
    care = any(one.personal_care for one in begun)
    night = any(
        2 <= moment.hour < 6
        for one, found in begun.items()
        if one.face_to_face and not one.driving
        for moment in found
    )
    touched = {moment.date() for found in begun.values() for moment in found}
    windows = (
        sum(first <= day < first + timedelta(days=30) for day in touched)
        for first in (BEGIN + timedelta(days=n) for n in range(-30, 90))
    )
    many = any(number > 3 for number in windows)
    found = {Why.PERSONAL_CARE: care, Why.NIGHT: night, Why.DAYS: many}
    return {why for why, so in found.items() if so}


@hypothesis.settings(max_examples=60)
@hypothesis.given(contacts)
def test_any_contacts_are_regulated_exactly_as_the_definition_counts_them(found):
    """R-DBS-3, R-DBS-5, and R-DBS-4: who watches changes nothing after 1 September 2026."""
    whole = [
        Contact(**{**vars(one), "starts": one.starts.replace(second=0, microsecond=0)})
        for one in found
    ]

    assert regulated(whole) == counted_out(whole)


def on(*numbers, **given):
    """Contacts on some days."""
    return [Contact(BEGIN + timedelta(days=n), **given) for n in numbers]


@pytest.mark.parametrize(
    ("contacts", "why"),
    [
        (on(0, 10, 29), set()),
        (on(0, 10, 20, 29), {Why.DAYS}),
        (on(0, 10, 20, 30), set()),
        (on(0, 0, 0, 0, 0), set()),
        (on(0, 7, 14, 21), {Why.DAYS}),
        (on(0, starts=time(1), minutes=90), {Why.NIGHT}),
        (on(0, starts=time(1), minutes=60), set()),
        (on(0, starts=time(1), minutes=90, driving=True), set()),
        (on(0, starts=time(1), minutes=90, face_to_face=False), set()),
        (on(0, starts=time(23), minutes=181), {Why.NIGHT}),
        (on(0, personal_care=True), {Why.PERSONAL_CARE}),
        (on(0, 1, 2, 3, born_on=date(2008, 10, 1)), set()),
        (on(0, 1, 2, 3, born_on=date(2008, 10, 5)), {Why.DAYS}),
        (on(0, 1, 2, 3, supervised=True), {Why.DAYS}),
        (on(-40, -39, -38, -37, supervised=True), set()),
        (on(-40, -39, -38, -37), {Why.DAYS}),
    ],
)
def test_the_cases_that_the_rules_name(contacts, why):
    """R-DBS-3, R-DBS-4, R-DBS-5."""
    assert regulated(contacts) == why


def test_who_is_to_be_met_each_week_is_met_often_from_the_first_day():
    """R-DBS-3."""
    assert regulated([], agreed_every=[28, 7]) == {Why.WEEKLY}
    assert regulated([], agreed_every=[8]) == set()

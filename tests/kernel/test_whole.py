"""References, dates and amounts stay in one line; nothing else about the words changes."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from nolimits.kernel.pages import whole


def test_a_reference_and_a_date_are_not_broken():
    reference, day = whole("A-QZ7X2B4C, sent on 4 March 2026").split(", sent on ")

    assert reference == Markup('<span class="app-whole">A-QZ7X2B4C</span>')
    assert day == Markup('<span class="app-whole">4 March 2026</span>')


def test_an_address_in_markup_stays_as_it_is():
    link = Markup('<a href="/matches/M-QZ7X2B4C">See the match</a>')

    assert whole(link) == link


@given(st.text())
def test_no_word_is_lost_and_nothing_typed_becomes_markup(text):
    assert whole(text).striptags() == escape(text).striptags()
    assert "<script" not in whole(f"{text}<script")

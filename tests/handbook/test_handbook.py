"""The handbook: versions, and who read the current one."""

import pytest

from nolimits.handbook import operations, queries
from nolimits.kernel import clock
from nolimits.kernel.actors import NOBODY
from nolimits.kernel.errors import NotAllowed, Refused
from tests.factories.handbook import HandbookFactory, has_read
from tests.factories.people import staff, support_mentor

pytestmark = pytest.mark.usefixtures("app")


def test_versions_are_numbered_by_themselves():
    assert [HandbookFactory().number, HandbookFactory().number] == [1, 2]
    assert queries.current_handbook().number == 2


def test_a_new_version_says_what_changed():
    HandbookFactory(changes="")

    with pytest.raises(Refused, match="what changed"):
        HandbookFactory(changes=" ")


def test_a_handbook_is_not_empty():
    with pytest.raises(Refused, match="Enter the text"):
        HandbookFactory(text=" ")


def test_a_new_version_asks_again_everyone_who_read_one(mail_to):
    reader, other = staff(), staff()
    has_read(reader)
    assert queries.readers(queries.current_handbook()) == 1

    HandbookFactory()

    assert queries.readers(queries.current_handbook()) == 0
    assert [one.template for one in mail_to(reader)] == ["handbook_published"]
    assert mail_to(other) == []


def test_only_the_current_version_is_acknowledged():
    first = HandbookFactory()
    HandbookFactory()

    with pytest.raises(Refused, match="newer version"):
        has_read(staff(), first)


def test_it_is_said_once():
    reader, handbook = support_mentor(), HandbookFactory()
    has_read(reader, handbook)

    with pytest.raises(Refused, match="already"):
        has_read(reader, handbook)
    assert queries.read_on(handbook, reader) == clock.today()


def test_only_the_coordinator_publishes():
    with pytest.raises(NotAllowed):
        HandbookFactory(by=staff())


def test_nobody_reads_it_signed_out():
    handbook = HandbookFactory()

    with pytest.raises(NotAllowed):
        operations.acknowledge_handbook(handbook, by=NOBODY)


def test_a_reader_sees_what_changed_since_the_version_that_they_read():
    reader = staff()
    has_read(reader, HandbookFactory(text="One.\nTwo."))
    HandbookFactory(text="One.\nTwo, and more.")
    newest = HandbookFactory(text="One.\nTwo, and more.\n- Three.")

    assert queries.changed(queries.last_read(reader), newest) == [
        ("removed", "Two."),
        ("added", "Two, and more."),
        ("added", "Three."),
    ]


def test_reading_time_is_two_hundred_words_a_minute():
    assert HandbookFactory(text="word " * 1000).minutes == 5
    assert HandbookFactory(text="word").minutes == 1

"""The handbook and the guidance of roles: written, published, read, commented on."""

from datetime import timedelta

import pytest

from nolimits.handbook import operations, queries
from nolimits.handbook.models import Audience, HandbookComment, Outcome
from nolimits.kernel import clock
from nolimits.kernel.actors import NOBODY
from nolimits.kernel.errors import NotAllowed, Overtaken, Refused
from nolimits.matching.models import MatchState
from nolimits.volunteers.queries import missing_gates
from nolimits.volunteers.readiness import Gate
from tests.factories.handbook import HandbookFactory, comment_of, draft_of, has_read
from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator, staff, support_mentor
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")
EVERYONE, MENTOR = Audience.EVERYONE, Audience.MENTOR


def publish(audience=EVERYONE, seen=None, *, by):
    return operations.publish_handbook(audience, seen or queries.stand(audience), by=by)


def misses(volunteer, days=0):
    on = clock.today() + timedelta(days=days)
    return [one.gate for one in missing_gates(volunteer, on)]


def test_each_text_has_versions_of_its_own():
    assert [HandbookFactory().number, HandbookFactory().number] == [1, 2]
    assert HandbookFactory(audience=MENTOR).number == 1
    assert queries.current_handbook().number == 2


def test_a_new_version_says_what_changed_is_not_empty_and_leaves_at_most_sixty_days():
    HandbookFactory(changes="")

    with pytest.raises(Refused, match="what changed"):
        draft_of(changes=" ")
    with pytest.raises(Refused, match="Enter the text"):
        draft_of(text=" ")
    for days in (-1, 61):
        with pytest.raises(Refused, match="between 0 and 60"):
            draft_of(grace_days=days)


def test_a_draft_is_kept_and_nobody_overwrites_what_they_have_not_seen():
    seen = queries.stand(EVERYONE)
    draft_of(text="One.")

    with pytest.raises(Refused, match="Somebody else kept a draft"):
        operations.write_draft(EVERYONE, operations.Wording("T", "Two."), seen, by=coordinator())
    assert queries.draft_of(EVERYONE).text == "One."
    assert queries.current_handbook() is None


def test_what_goes_out_is_what_somebody_looked_at_and_once():
    draft_of()
    seen = queries.stand(EVERYONE)
    draft_of(text="Something else.")
    with pytest.raises(Refused, match="changed since you looked"):
        publish(seen=seen, by=coordinator())
    seen = queries.stand(EVERYONE)

    publish(by=coordinator())

    assert queries.draft_of(EVERYONE) is None
    with pytest.raises(Refused, match="changed since you looked"):
        publish(seen=seen, by=coordinator())


def test_a_small_correction_asks_nobody_again_and_goes_out_by_somebody_else(held_clock, mail_to):
    volunteer, writer = VolunteerFactory(ready=True), coordinator()
    letters = len(mail_to(volunteer.person))
    draft_of(grace_days=None, by=writer)
    with pytest.raises(Refused, match="somebody else"):
        publish(by=writer)

    corrected = publish(by=coordinator())

    held_clock.move_on(days=61)
    assert len(mail_to(volunteer.person)) == letters
    assert Gate.HANDBOOK not in misses(volunteer)
    assert queries.reading(corrected, volunteer.person).settled
    assert queries.readers(corrected) == 1


def test_a_first_version_is_no_correction():
    with pytest.raises(Refused, match="corrects nothing"):
        draft_of(grace_days=None)


def test_a_new_version_asks_again_everyone_who_read_one(mail_to):
    reader, other = staff(), staff()
    has_read(reader)
    assert queries.readers(queries.current_handbook()) == 1

    HandbookFactory()

    assert queries.readers(queries.current_handbook()) == 0
    assert [one.template for one in mail_to(reader)] == ["handbook_published"]
    assert mail_to(other) == []


def test_guidance_is_asked_of_those_who_have_its_role(mail_to):
    volunteer, mentor = VolunteerFactory(ready=True), support_mentor()
    before = len(mail_to(volunteer.person))

    HandbookFactory(audience=Audience.SUPPORT_MENTOR, by=coordinator())

    assert [one.template for one in mail_to(mentor)] == ["handbook_published"]
    assert len(mail_to(volunteer.person)) == before
    assert [one.handbook.audience for one in queries.texts_for(mentor)][-1] == "support_mentor"
    assert misses(volunteer, days=61) == []


def test_whoever_was_ready_has_the_days_given_to_read_the_first_guidance():
    volunteer = VolunteerFactory(ready=True)
    guidance = HandbookFactory(audience=MENTOR, grace_days=12)
    assert (misses(volunteer, days=11), misses(volunteer, days=12)) == ([], [Gate.HANDBOOK])

    has_read(volunteer.person, guidance)

    assert misses(volunteer, days=12) == []


def test_of_two_texts_that_are_due_on_one_day_the_longer_time_is_told_of(held_clock):
    due = clock.today() + timedelta(days=30)
    HandbookFactory(audience=MENTOR, grace_days=30)
    HandbookFactory(audience=Audience.SUPPORT_MENTOR, grace_days=30)
    held_clock.move_on(days=23)
    HandbookFactory(grace_days=7)
    HandbookFactory(audience=Audience.PANEL_MEMBER, grace_days=8)

    assert queries.given() == {due: 30}


def test_whoever_has_read_none_has_no_grace(held_clock):
    handbook, guidance = HandbookFactory(), HandbookFactory(audience=MENTOR, grace_days=60)
    held_clock.move_on(days=1)
    volunteer = VolunteerFactory(ready=True, without="handbook")
    has_read(volunteer.person, handbook)
    assert misses(volunteer) == [Gate.HANDBOOK]

    has_read(volunteer.person, guidance)

    assert misses(volunteer) == []


def test_a_version_that_leaves_no_time_pauses_matches_in_the_same_moment():
    match = MatchFactory(state=MatchState.ACTIVE)

    HandbookFactory(grace_days=0)

    assert match.state == MatchState.ON_HOLD


def test_only_the_current_version_is_acknowledged_and_once():
    first, reader = HandbookFactory(), support_mentor()
    second = HandbookFactory()
    with pytest.raises(Refused, match="newer version"):
        has_read(reader, first)
    has_read(reader, second)

    with pytest.raises(Refused, match="already"):
        has_read(reader, second)
    assert queries.reading(second, reader).read.made_on == clock.today()


def test_comments_are_answered_before_the_next_version_and_closed_with_it(mail_to):
    reader, writer = staff(), coordinator()
    comment = comment_of(reader)
    draft_of(by=writer)
    with pytest.raises(Refused, match="1 comment waits for an answer"):
        publish(by=writer)

    operations.answer_comment(comment, Outcome.TAKEN_UP, "It now says so", by=writer)
    version = publish(by=writer)

    assert comment.closed_in_id == version.id
    assert queries.became(version) == [(Outcome.TAKEN_UP, 1)]
    assert [one.template for one in mail_to(reader)] == ["handbook_comment_closed"]
    with pytest.raises(Overtaken):
        operations.answer_comment(comment, Outcome.PARTLY, "Late", by=writer)


def test_a_correction_leaves_comments_for_the_next_version():
    comment = comment_of(staff())
    draft_of(grace_days=None)

    publish(by=coordinator())

    assert queries.open_comments(EVERYONE) == [comment]


def test_a_comment_is_about_a_part_that_is_there_and_read_by_its_writer_and_coordinators():
    reader, other, handbook = staff(), staff(), HandbookFactory()
    with pytest.raises(Refused, match="Choose the part"):
        operations.comment_on(handbook, "Nothing of the kind", "Why?", by=reader)

    comment = comment_of(reader, handbook)

    assert queries.comments_of(reader, EVERYONE) == [comment]
    assert queries.comments_of(other, EVERYONE) == []
    assert HandbookComment.__table__.c.words.type.__class__.__name__ == "Sealed"


def test_only_coordinators_write_publish_and_answer_and_nobody_reads_signed_out():
    handbook = HandbookFactory()
    comment = comment_of(staff(), handbook)
    draft_of()
    for refused in (
        lambda: draft_of(by=staff()),
        lambda: publish(by=staff()),
        lambda: operations.answer_comment(comment, Outcome.PARTLY, "No", by=staff()),
        lambda: operations.acknowledge_handbook(handbook, by=NOBODY),
        lambda: operations.comment_on(handbook, handbook.passages[0], "Why?", by=NOBODY),
    ):
        with pytest.raises(NotAllowed):
            refused()

"""Pages of the handbook: one success, one refusal and one denial of each."""

from nolimits.handbook import queries
from nolimits.handbook.models import Audience, HandbookComment, Outcome
from tests.factories.handbook import HandbookFactory, comment_of, draft_of, has_read
from tests.factories.people import coordinator, staff, support_mentor


def test_the_handbook_is_read_and_that_is_said(sign_in):
    handbook, person = HandbookFactory(text="# Why\nBecause.\n- one\n- two"), support_mentor()
    HandbookFactory(audience=Audience.SUPPORT_MENTOR)
    somebody = sign_in(person)
    page = somebody.visit("/handbook")
    assert "about 1 minute to read" in page.text
    assert "Guidance for support mentors: not read yet" in page.text

    page = somebody.press("I have read it")

    assert "You read it on 20 November 2026" in page.text
    assert queries.reading(handbook, person).settled


def test_what_is_new_is_shown_first_and_an_older_version_cannot_be_acknowledged(sign_in):
    first, person = HandbookFactory(text="Ring us early.\nBe kind."), staff()
    has_read(person, first)
    HandbookFactory(text="Ring us very early.\nBe kind.\nOther words.")
    somebody = sign_in(person)
    assert "There is a newer one" in somebody.visit(f"/handbook/{first.reference}").text
    page = somebody.visit("/handbook")
    assert "New: Other words." in page.text
    assert "Changed: Ring us very early." in page.text
    assert "read (6 words); all of it about 1 minute (8 words)" in page.text
    assert page.text.index("New: Other words.") < page.text.index("All of it")

    page = somebody.post(f"/handbook/{first.reference}/read")

    assert "There is a newer version" in page.text


def test_the_handbook_is_not_for_the_signed_out(visitor):
    assert visitor().visit("/handbook").path == "/sign-in"


def test_a_version_is_written_checked_and_goes_out_with_one_press(sign_in):
    HandbookFactory(text="These are old words.")
    has_read(staff(), queries.current_handbook())
    writer = sign_in(coordinator())
    writer.visit("/handbook/texts/everyone/write")
    page = writer.submit(text="These are new words.", changes="Less.", asks="yes", grace_days="9")
    assert "Publishing this writes to 1 person" in page.text
    assert "From 29 November 2026 on" in page.text
    assert "Changed: These are old new words." in page.text
    assert queries.current_handbook().number == 1

    page = writer.press("Publish it")

    assert "The new version is out" in page.text
    assert queries.current_handbook().text.strip() == "These are new words."
    assert "there is no draft now" in writer.visit("/handbook/texts/everyone").text


def test_a_draft_that_is_refused_keeps_what_was_typed(sign_in):
    HandbookFactory()
    somebody = sign_in(coordinator())
    somebody.visit("/handbook/texts/everyone/write")

    page = somebody.submit(title="Second", text="New words.", asks="yes", grace_days="61")
    assert page.errors == ["Say what changed, so that people know what to look for"]
    page = somebody.submit(changes="All of it.", grace_days="")
    assert page.errors == ["Give between 0 and 60 days"]
    page = somebody.submit(grace_days="61")
    assert page.errors == ["Give between 0 and 60 days"]

    assert "New words." in somebody.visit("/handbook/texts/everyone/write").html
    draft_of()
    assert "takes the place of theirs" in somebody.visit("/handbook/texts/everyone/write").text


def test_whoever_wrote_a_small_correction_finds_no_button(sign_in):
    HandbookFactory()
    writer = coordinator()
    draft_of(grace_days=None, by=writer)

    page = sign_in(writer).visit("/handbook/texts/everyone")

    assert "ask another coordinator" in page.text
    assert "Publish it" not in page.buttons
    assert "Publish it" in sign_in(coordinator()).visit("/handbook/texts/everyone").buttons


def test_a_reader_comments_and_reads_the_answer_with_the_next_version(sign_in):
    handbook, reader = HandbookFactory(text="One.\nTwo."), sign_in(staff())
    reader.visit(f"/handbook/{handbook.reference}/comment")
    assert reader.submit(passage="Two.", words="").errors == ["Enter what you would say"]
    reader.submit(passage="Two.", words="Say more.")
    comment = HandbookComment.query.one()
    writer = sign_in(coordinator())
    assert "To answer: Two." in writer.visit("/handbook/texts").text
    writer.visit(f"/handbook/comments/{comment.reference}")
    writer.submit(outcome="partly", answer="It says a little more")
    assert "It says a little more" not in reader.visit("/handbook").text

    HandbookFactory(text="One.\nTwo, and more.")

    assert "Taken up in part: It says a little more" in reader.visit("/handbook").text
    page = sign_in(staff()).visit("/handbook")
    assert "Say more." not in page.text
    assert "It says a little more" not in page.text
    assert HandbookComment.query.one().outcome == Outcome.PARTLY


def test_only_coordinators_reach_drafts_and_comments(sign_in):
    comment, somebody = comment_of(staff()), sign_in(staff())
    draft_of()

    for path in ("texts", "texts/everyone", "texts/everyone/write"):
        assert somebody.visit(f"/handbook/{path}").status == 403
    assert somebody.visit(f"/handbook/comments/{comment.reference}").status in (403, 404)

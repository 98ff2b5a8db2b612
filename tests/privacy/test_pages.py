"""Pages of people's own data, and of those who answer."""

import io
import zipfile

import pytest

from nolimits.kernel.db import db
from nolimits.kernel.dictionary import Purpose
from nolimits.privacy import notice
from nolimits.privacy.kinds import RequestKind
from nolimits.privacy.models import DataRequest
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.factories.people import PersonFactory, data_protection_officer, safeguarding_lead, staff
from tests.factories.privacy import DataRequestFactory
from tests.factories.young_people import YoungPersonFactory, signed_in_young_person


def test_somebody_asks_on_their_own_page_and_sees_by_when_they_hear(app, sign_in):
    page = sign_in(staff()).visit("/your-data").follow("Ask about your data")

    page = page.submit(kind="correction")
    assert page.errors == ["Tell us what you mean"]
    page = page.submit(kind="correction", words="I am no librarian")

    assert "You hear from us by 21 December 2026" in page.text
    assert page.facts["In your words"] == "I am no librarian"


def test_a_young_person_reads_short_words(app, sign_in):
    page = sign_in(signed_in_young_person().person).visit("/your-data")

    assert "You can ask by yourself" in page.text
    page = page.follow("What we hold, why, and for how long")
    assert page.h1 == "What we know about you"


def test_nobody_else_sees_what_somebody_asked(app, sign_in):
    request = DataRequestFactory()

    assert sign_in(staff()).visit(f"/your-data/{request.reference}").status == 404


def test_an_officer_goes_through_a_copy_and_the_second_reader_lets_it_out(app, sign_in):
    """Case 72."""
    asker = PersonFactory(name="Ines Invented")
    request = DataRequestFactory(person=asker, state="asked")
    desk = sign_in(data_protection_officer()).visit("/data-requests").follow(request.reference)
    desk = desk.press("Gather it")
    assert "Only theirs" in desk.text

    desk.press("Send to the second reader")
    page = sign_in(safeguarding_lead()).visit("/data-requests").follow(request.reference)
    page = page.press("Release it")

    assert page.flash == "Released. They can fetch it for 14 days"
    browser = sign_in(asker)
    own = browser.visit(f"/your-data/{request.reference}")
    assert "Your copy is ready" in own.text
    assert b"Ines Invented" in file_of(browser, request).read("your-data.html")


def file_of(browser, request):
    form = browser.open_page.form("Fetch your copy")
    answer = browser.client.post(f"/your-data/{request.reference}/copy", data=form.filled({}))
    return zipfile.ZipFile(io.BytesIO(answer.data))


def test_an_item_is_decided_on_its_page_and_a_half_decision_is_given_back(app, sign_in):
    request = DataRequestFactory(state="gathered")
    page = sign_in(data_protection_officer()).visit(f"/copy-items/{request.items[0].key}")

    page = page.submit(decision="withheld", reason="It is about somebody else")

    assert page.errors == ["Choose the ground"]
    page.submit(decision="withheld", because="another_person", reason="About somebody else")
    assert request.items[0].because == "another_person"


def test_what_came_by_letter_is_written_down_of_somebody_who_is_there(app, sign_in):
    young = YoungPersonFactory()
    page = sign_in(data_protection_officer()).visit("/data-requests/record")
    said = {"asked_by": "themself", "kind": "copy", **day(30, 10, 2026)}

    page = page.submit(whose="nobody@council.example", **said)
    assert page.errors == ["There is nobody of this email address or code"]
    page = page.submit(whose=young.reference.lower(), **said)

    assert page.facts["About"] == young.reference
    assert DataRequest.by_key(page.path.rsplit("/", 1)[1]).young_person_id == young.id


def test_an_officer_kept_apart_from_somebody_is_answered_as_if_nobody_had_the_code(sign_in):
    young, officer = signed_in_young_person(), data_protection_officer()
    ties.add_tie(young, officer, Tie.RELATED, by=young.worker)
    page = sign_in(officer).visit("/data-requests/record")
    said = {"asked_by": "themself", "kind": "copy", **day(30, 10, 2026)}

    for whose in (young.reference, young.person.reference, young.person.email):
        page = page.submit(whose=whose, **said)
        assert page.errors == ["There is nobody of this email address or code"]

    assert db.session.query(DataRequest).count() == 0


def day(of_month, month, year):
    return {"asked_on-day": of_month, "asked_on-month": month, "asked_on-year": year}


def test_an_officer_answers_and_whoever_asked_reads_the_ground(app, sign_in):
    request = DataRequestFactory(kind=RequestKind.ERASURE, words="Delete my pledge")
    page = sign_in(data_protection_officer()).visit(f"/data-requests/{request.reference}/answer")

    page = page.submit(outcome="refused", reply="The law wants the accounts")
    assert page.errors == ["Choose the ground on which it is refused"]
    page.submit(outcome="refused", ground="legal_obligation", reply="The law wants the accounts")

    own = sign_in(request.person).visit(f"/your-data/{request.reference}")
    assert "The law says that we must keep it" in own.text


def test_the_second_readers_list_holds_only_what_they_are_to_read(app, sign_in):
    DataRequestFactory(state="asked")
    read = DataRequestFactory(state="second_reading")

    page = sign_in(safeguarding_lead()).visit("/data-requests")

    assert [one["Request"] for one in page.table("Data requests")] == [read.reference]


@pytest.mark.parametrize("path", ["/privacy", "/privacy/young-people"])
def test_the_notices_are_read_without_an_account(path, app, visitor):
    assert visitor().visit(path).status == 200


def test_the_notice_tells_of_every_purpose_for_which_we_hold_something(app, visitor):
    text = visitor().visit("/privacy").text

    assert [use.purpose for use in notice.uses() if use.purpose.words[1:] not in text] == []
    assert Purpose.CHECKS in {use.purpose for use in notice.uses()}


def test_young_people_are_told_of_all_that_is_about_them(app):
    about_them = {
        use.purpose
        for use in notice.uses()
        if any("young person" in kind.words for kind in use.kinds)
    }

    assert about_them <= set(notice.YOUNG)


def test_sentences_for_young_people_are_short(app, visitor):
    """R-ACC-3: a reading age of 9, so no sentence of more than 20 words."""
    text = visitor().visit("/privacy/young-people").main.itertext()
    sentences = [one for part in text for one in part.replace("?", ".").split(".")]

    assert [one for one in sentences if len(one.split()) > 20] == []

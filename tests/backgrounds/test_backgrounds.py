"""What somebody tells of themself: kept from those who do not decide, and never taken for clear."""

from datetime import date, timedelta

import pytest

from nolimits.backgrounds import forms, operations, queries, wording
from nolimits.backgrounds.abroad import covers
from nolimits.backgrounds.models import DisclosureDecision
from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import transaction
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.people import operations as people
from nolimits.retention.queries import counted
from nolimits.volunteers import queries as volunteers
from nolimits.volunteers.models import LeavingReason
from nolimits.volunteers.operations import leave
from nolimits.volunteers.readiness import Gate
from tests.factories.people import coordinator, safeguarding_lead, support_mentor
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")
MAY_GO_ON = DisclosureDecision.MAY_GO_ON


def missing(volunteer):
    return {one.gate for one in volunteers.missing_gates(volunteer, on=clock.today())}


@pytest.fixture
def volunteer():
    """Somebody with nothing missing."""
    return VolunteerFactory(ready=True)


def test_the_words_in_which_a_record_is_asked_for_are_the_laws():
    assert "protected" in wording.PROTECTED
    assert "filtered" in wording.PROTECTED
    assert wording.UNSPENT == (
        "Do you have any convictions or conditional cautions that are unspent under the "
        "Rehabilitation of Offenders Act 1974?"
    )
    assert wording.SPENT == (
        "Do you have any adult cautions, simple or conditional, or any spent convictions, that "
        "are not protected under the Rehabilitation of Offenders Act 1974 (Exceptions) Order "
        "1975, as amended in 2020?"
    )


def test_a_record_is_told_page_by_page_with_the_fixed_words_on_each(sign_in):
    volunteer = VolunteerFactory()
    page = sign_in(volunteer.person).visit("/volunteering").follow("Own record")
    for about in ("unspent", "spent", "other"):
        assert wording.PROTECTED in page.text
        if about == "spent":
            assert page.submit(spent_asked="yes", spent="").errors == ["Tell us about it"]
            page = page.submit(spent_asked="yes", spent="A caution in 2001")
        else:
            page = page.submit(**{f"{about}_asked": "no"})
    assert page.facts[wording.UNSPENT] == "No"

    page = page.press("Send it, and say that it is true")

    assert page.h1 == "We have what you told us"
    told = queries.disclosure_of(volunteer.person)
    assert told.words == {"spent": "A caution in 2001"}
    assert told.reference in page.text


def test_what_is_told_closes_the_gate_until_two_others_agree(volunteer):
    first, second = coordinator(), safeguarding_lead()
    told = operations.disclose({"other": "Something new"}, by=volunteer.person)
    assert missing(volunteer) == {Gate.SELF_DISCLOSURE}

    operations.decide_disclosure(told, MAY_GO_ON, met=True, by=first)
    with pytest.raises(Refused, match="Somebody else must agree"):
        operations.second_disclosure(told, by=first)
    assert missing(volunteer) == {Gate.SELF_DISCLOSURE}
    operations.second_disclosure(told, by=second)

    assert missing(volunteer) == set()


def test_nobody_decides_on_their_own_record_whatever_their_roles(volunteer):
    for role in (Role.COORDINATOR, Role.SAFEGUARDING_LEAD):
        people.grant_role(volunteer.person, role, by=SYSTEM)
    told = operations.disclose({"other": "Something"}, by=volunteer.person)

    with pytest.raises(NotVisible):
        operations.decide_disclosure(told, MAY_GO_ON, met=True, by=volunteer.person)


def test_what_was_said_anew_is_decided_on_anew(volunteer):
    old = operations.disclose({"other": "One thing"}, by=volunteer.person)
    operations.disclose({"other": "Another"}, by=volunteer.person)

    with pytest.raises(Refused, match="told us anew"):
        operations.decide_disclosure(old, MAY_GO_ON, met=True, by=coordinator())


@pytest.mark.parametrize("decided", [None, DisclosureDecision.NOT_SUITABLE, MAY_GO_ON])
def test_who_told_of_something_opens_no_gate_by_taking_it_back(volunteer, decided):
    """While it waits for one or for two, and after a no: in the same words each time."""
    told = operations.disclose({"other": "Something"}, by=volunteer.person)
    if decided:
        operations.decide_disclosure(told, decided, met=True, by=coordinator())

    with pytest.raises(Refused, match="Two people decide on what you told us before"):
        operations.disclose({}, by=volunteer.person)

    assert missing(volunteer) == {Gate.SELF_DISCLOSURE}


def test_what_two_people_have_settled_can_be_told_anew_as_nothing(volunteer):
    told = operations.disclose({"other": "Something"}, by=volunteer.person)
    operations.decide_disclosure(told, MAY_GO_ON, met=True, by=coordinator())
    operations.second_disclosure(told, by=safeguarding_lead())

    operations.disclose({}, by=volunteer.person)

    assert missing(volunteer) == set()


def test_nobody_decides_from_a_page_on_words_that_came_after_they_read(sign_in, volunteer):
    told = operations.disclose({"other": "One thing"}, by=volunteer.person)
    browser = sign_in(safeguarding_lead())
    browser.visit(f"/backgrounds/{volunteer.person.reference}/disclosure")
    page = browser.page.follow("Decide")
    assert told.reference in page.text
    operations.disclose({"other": "Another"}, by=volunteer.person)

    refused = page.submit(decision="may_go_on", met=True)

    assert refused.errors == ["They have told us anew since. Look at what they said last"]
    assert told.decision is None
    browser.visit(f"/backgrounds/{volunteer.person.reference}/disclosure")
    page = browser.page.follow("Decide")
    assert page.submit(decision="may_go_on").errors == ["Meet them first, then tick the box"]
    assert page.submit(decision="may_go_on", met=True).flash == "Your decision is on record"
    assert queries.disclosure_of(volunteer.person).needs_second


def test_nobody_decides_on_whom_they_have_not_met(volunteer):
    told = operations.disclose({"other": "Something"}, by=volunteer.person)

    with pytest.raises(Refused, match="Meet them first"):
        operations.decide_disclosure(told, MAY_GO_ON, met=False, by=coordinator())


def test_those_who_decide_read_it_and_a_support_mentor_is_not_told_that_there_is_something(sign_in):
    mentor = support_mentor()
    volunteer = VolunteerFactory(ready=True, support_mentor=mentor)
    told = operations.disclose({"other": "Larkwing"}, by=volunteer.person)
    operations.decide_disclosure(told, MAY_GO_ON, met=True, by=coordinator())
    path = f"/backgrounds/{volunteer.person.reference}/disclosure"

    lead = sign_in(safeguarding_lead())
    assert "Larkwing" in lead.visit(path).text
    page = lead.page.follow("Agree as second")
    assert told.reference in page.text
    page = page.submit(looked=True)
    assert page.flash == "You have agreed to the decision"

    other = sign_in(mentor)
    assert other.visit(path).status == 404
    record = other.visit(f"/volunteers/{volunteer.reference}")
    assert "Larkwing" not in record.text
    assert "Told" not in record.text


def test_nobody_decides_on_less_without_reading_that_two_people_said_no_to_more(sign_in):
    volunteer, lead = VolunteerFactory(ready=True), safeguarding_lead()
    told = operations.disclose({"other": "Larkwing"}, by=volunteer.person)
    operations.decide_disclosure(told, DisclosureDecision.NOT_SUITABLE, met=True, by=lead)
    less = operations.disclose({"other": "Pipitwing"}, by=volunteer.person)

    page = sign_in(coordinator()).visit(f"/backgrounds/{volunteer.person.reference}/disclosure")

    (before,) = page.table("What they told before")
    assert (before["How it stands"], lead.name in before["Decided"]) == ("Not suitable", True)
    assert "Larkwing" not in page.text
    page = page.follow("Decide")
    assert less.reference in page.text
    assert "told something before, on 20 November 2026: Not suitable" in page.text


def test_names_and_addresses_go_back_five_years_without_a_gap(sign_in):
    volunteer, today = VolunteerFactory(), clock.today()
    page = sign_in(volunteer.person).visit("/volunteering").follow("Addresses and time abroad")
    young = page.submit(born_on=today - timedelta(days=365 * 15))
    assert young.errors == ["Volunteers are 16 or older"]
    page = page.submit(born_on=date(1980, 5, 1)).submit(other_names="yes", names="Sam Oldname")
    moved = today - timedelta(days=90)
    page = page.submit(words_1="2 Newer Row", abroad_1="no", since_1=moved)
    assert page.h1 == "Where did you live before that?"
    assert page.submit(words_2="1 Older Row", abroad_2="no", since_2=moved).errors == [
        "This must be before you moved to the next address"
    ]
    page = page.submit(words_2="1 Older Row", abroad_2="no", since_2=date(2001, 1, 1))
    page = page.submit(lived_abroad="no").press("Send my names and addresses")

    assert page.h1 == "We have your names and addresses"
    told = queries.background_of(volunteer.person)
    assert [one.words for one in queries.addresses_of(told)] == ["2 Newer Row", "1 Older Row"]
    assert told.names == "Sam Oldname"
    assert Gate.OVERSEAS not in missing(volunteer)


def test_who_moved_every_other_month_is_asked_for_each_address_of_five_years():
    answers = {"born_on": "1980-05-01"}
    for n in range(1, forms.MOST_ADDRESSES + 1):
        if not forms.asks_address(n, answers):
            break
        since = clock.today() - timedelta(days=61 * n if n < 25 else 6 * 366)
        answers |= {f"words_{n}": "1 Row", f"abroad_{n}": "no", f"since_{n}": since.isoformat()}

    told = forms.background(answers)["addresses"]

    assert len(told) == 25
    assert covers(told, clock.today())


def test_what_somebody_told_goes_six_months_after_they_left_also_where_nobody_decided():
    volunteer = VolunteerFactory()
    operations.disclose({"other": "Something"}, by=volunteer.person)
    leave(volunteer, LeavingReason.OWN_CHOICE, by=volunteer.person)
    told = lambda day: counted(day).get("DBS_DETAIL", {})  # noqa: E731

    assert told(clock.today() + timedelta(days=150)) == {}
    assert told(clock.today() + timedelta(days=190)) == {"self_disclosure": 1}


def test_what_was_told_anew_before_anybody_decided_goes_six_months_after_that():
    volunteer = VolunteerFactory()
    operations.disclose({"other": "Larkwing"}, by=volunteer.person)
    operations.disclose({"other": "Larkwing, and more"}, by=volunteer.person)
    told = lambda day: counted(day).get("DBS_DETAIL", {})  # noqa: E731

    assert told(clock.today() + timedelta(days=150)) == {}
    assert told(clock.today() + timedelta(days=190)) == {"self_disclosure": 1}


def test_words_that_were_removed_are_not_taken_for_nothing(sign_in, volunteer):
    told = operations.disclose({"other": "Larkwing"}, by=volunteer.person)
    transaction(setattr)(told, "words", {})
    page = sign_in(safeguarding_lead()).visit(
        f"/backgrounds/{volunteer.person.reference}/disclosure"
    )

    assert page.facts["Anything else"] == "Removed"

"""A young person's own account: given with care, shut at once, and in words for them."""

from nolimits.young_people.models import YoungPersonState as S
from tests.factories.people import safeguarding_lead
from tests.factories.young_people import YoungPersonFactory, signed_in_young_person


def address(one, *parts):
    return "/".join(["/young-people", one.reference, *parts])


def test_an_address_that_is_somebodys_is_refused_in_neutral_words_and_written_down(sign_in):
    one, other = YoungPersonFactory(), signed_in_young_person()
    visitor = sign_in(one.worker)
    page = visitor.visit(address(one, "give-account"))

    page = page.submit(called="Comet", email=other.person.email, again=other.person.email)

    assert page.errors == ["This address cannot be used: ask them for another"]
    assert one.person is None
    assert "Address refused" in visitor.visit(address(one)).text


def test_a_lead_who_sees_no_record_closes_a_page_that_another_may_read(sign_in):
    one, lead = signed_in_young_person(), safeguarding_lead()
    theirs = sign_in(one.person)
    assert theirs.visit("/me").status == 200

    page = sign_in(lead).visit(address(one, "close-page")).press("Close their page now")

    assert page.flash == "Their page is closed. Tell them yourself"
    assert theirs.visit("/me").path != "/me"


def test_a_young_person_is_spoken_to_as_themself(sign_in):
    one = signed_in_young_person(state=S.CONSENT_SOUGHT)
    visitor = sign_in(one.person)

    page = visitor.visit("/me/say").submit(availability=["monday evening"])
    assert page.errors == [
        "First say yes to “Be part of No Limits”: you find it below, on this page"
    ]

    account = visitor.visit("/account")
    assert {"Directorate", "In No Limits you are"}.isdisjoint(account.facts)

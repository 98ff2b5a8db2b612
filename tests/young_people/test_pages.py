"""What workers, coordinators and young people see and do on their pages."""

import pytest
import sqlalchemy as sa

from nolimits.kernel import drafts
from nolimits.kernel.db import db
from nolimits.young_people.models import Tie, YoungPerson
from nolimits.young_people.models import YoungPersonState as S
from tests.factories.people import (
    coordinator,
    councillor,
    staff,
    young_person,
)
from tests.factories.young_people import (
    AreaFactory,
    YoungPersonFactory,
    agree,
    signed_in_young_person,
)
from tests.looks import looks_at


def address(one, *parts):
    return "/".join(["/young-people", one.reference, *parts])


def hides_the_name(page, one):
    return one.identity.given_name not in page.html and one.identity.family_name not in page.html


def test_a_worker_refers_a_young_person_one_question_at_a_time(sign_in):
    AreaFactory(name="Invented Green")
    worker = staff()
    page = sign_in(worker).visit("/young-people/refer")
    page = page.submit(given_name="Zephyrine", family_name="Quagmirely")
    page = page.submit(**{"born_on-day": 3, "born_on-month": 4, "born_on-year": 2012})
    page = page.submit(area="Invented Green")
    page = page.submit(basis="care_order")
    assert page.facts["First name"] == "Zephyrine"

    page = page.press("Refer this young person")

    made = db.session.scalars(sa.select(YoungPerson)).one()
    assert page.h1 == "They have been referred"
    assert made.reference in page.text
    assert hides_the_name(page, made)
    assert made.worker_id == worker.id
    assert "Go to their record" not in page.links
    assert drafts.of(worker, "refer") is None


def test_somebody_too_old_is_not_referred_and_the_worker_reads_it_at_once(sign_in):
    AreaFactory(name="Invented Green")
    page = sign_in(staff()).visit("/young-people/refer")
    page = page.submit(given_name="Zephyrine", family_name="Quagmirely")

    page = page.submit(**{"born_on-day": 3, "born_on-month": 4, "born_on-year": 1990})

    assert page.errors == ["The scheme is for people from 8 to 24 years old"]


def test_a_coordinator_reads_at_once_that_nobody_on_the_staff_has_an_address(sign_in):
    AreaFactory(name="Invented Green")
    page = sign_in(coordinator()).visit("/young-people/refer/questions/worker")

    page = page.submit(worker=councillor().email)

    assert page.errors == ["No member of staff has this email address"]


def test_a_councillor_cannot_refer(sign_in):
    assert sign_in(councillor()).visit("/young-people/refer").status == 403


def test_the_list_has_codes_and_no_names(sign_in):
    one = YoungPersonFactory()
    page = sign_in(coordinator()).visit("/young-people")

    [row] = page.table("Young people")
    assert row["Code"] == one.reference
    assert hides_the_name(page, one)


def test_a_worker_sees_their_own_only(sign_in):
    mine, other = YoungPersonFactory(), YoungPersonFactory()
    visitor = sign_in(mine.worker)

    assert [row["Code"] for row in visitor.visit("/young-people").table("Young people")] == [
        mine.reference
    ]
    assert visitor.visit(address(mine)).status == 200
    assert visitor.visit(address(other)).status == 404


def test_the_list_is_narrowed_by_its_address(sign_in):
    YoungPersonFactory(state=S.REFERRED)
    visitor = sign_in(coordinator())

    assert visitor.visit("/young-people?state=referred").table("Young people")
    assert "Nobody fits" in visitor.visit("/young-people?state=ended").text


def test_an_empty_list_teaches(sign_in):
    assert "Refer a young person" in sign_in(coordinator()).visit("/young-people").links


def test_the_record_hides_the_name_and_opening_it_is_written_down(sign_in):
    one, reader = YoungPersonFactory(), coordinator()
    visitor = sign_in(reader)
    page = visitor.visit(address(one))
    assert hides_the_name(page, one)

    page = page.follow("Show the name")

    assert page.facts["First name"] == one.identity.given_name
    assert one.identity.given_name not in page.title
    assert looks_at(one)[-1] == (reader.id, "young_people.name")


def test_what_is_missing_before_the_pool_is_said(sign_in):
    one = YoungPersonFactory(state=S.CONSENT_SOUGHT)
    page = sign_in(one.worker).visit(address(one))

    assert "These consents are missing: taking part (council)" in page.text


def test_a_worker_writes_consents_down_until_they_can_wait(sign_in):
    one = YoungPersonFactory(state=S.CONSENT_SOUGHT)
    visitor = sign_in(one.worker)
    page = visitor.visit(address(one, "consents", "new"))
    page = page.submit(scope="taking_part", giver="young_person")
    assert page.flash == "The consent is written down"
    page = page.visit(address(one, "preferences"))
    page = page.submit(interests=["music"], availability=["monday evening"], wants="A laugh")
    assert page.facts["Likes"] == "Music"

    page = page.visit(address(one, "mark-ready")).submit()
    assert "These consents are missing" in page.errors[0]
    agree(one, by=one.worker)
    page = page.visit(address(one, "mark-ready")).submit()

    assert page.flash == "They wait for a mentor now"


def test_a_consent_given_twice_is_refused_on_the_page(sign_in):
    one = YoungPersonFactory()
    page = sign_in(one.worker).visit(address(one, "consents", "new"))

    page = page.submit(scope="matching", giver="council")

    assert page.errors == ["This consent has been given already"]


def test_withdrawing_a_consent_says_what_happens_and_does_it(sign_in):
    one = YoungPersonFactory()
    page = sign_in(one.worker).visit(address(one, "consents", "matching", "council", "withdraw"))
    assert "stops at once" in page.text

    page = page.submit()

    assert one.state is S.CONSENT_SOUGHT
    assert "withdrawn" in page.table("Consents")[-1]["State"].lower() or "Withdrawn" in page.text


def test_an_adult_is_kept_away_and_let_near_again(sign_in):
    one, adult = YoungPersonFactory(), staff()
    page = sign_in(one.worker).visit(address(one, "ties", "new"))
    page = page.submit(email="nobody@council.example", tie="related")
    assert page.errors == ["Nobody with this email address has an account"]

    page = page.submit(email=adult.email, tie="related")
    assert adult.name in [row["Who"] for row in page.table("Adults who must not be their mentor")]
    page = page.follow("End the tie").submit()

    assert page.flash == "The tie has ended"
    assert [tie.tie for tie in one.ties if tie.until_on is None] == [Tie.WORKS_WITH]


def test_a_worker_gives_them_a_page_of_their_own(sign_in, mail_to):
    one = YoungPersonFactory()
    page = sign_in(one.worker).visit(address(one, "give-account"))

    given = {"called": "Comet", "email": "comet@young.example"}
    page = page.submit(**given, again="comet@yuong.example")
    assert page.errors == ["The two addresses are not the same: look at both"]
    page = page.submit(**given, again="Comet@young.example ")

    assert "They sign in themselves, as Comet." in page.text
    assert mail_to("comet@young.example")[0].subject == "Your page is ready"


def test_who_has_a_page_of_their_own_is_asked_for_their_yes_there_alone(sign_in):
    one = signed_in_young_person()

    page = sign_in(one.worker).visit(address(one, "consents", "new"))

    assert "The young person" not in page.text
    for path in (address(one), address(one, "consents", "new"), address(one, "preferences")):
        assert sign_in(one.person).visit(path).status == 404


@pytest.mark.parametrize("step", ["seek-consent", "mark-ready", "pause", "resume", "end"])
def test_another_worker_finds_no_such_page(sign_in, step):
    one = YoungPersonFactory()

    assert sign_in(staff()).visit(address(one, step)).status == 404


# --- Their own pages ----------------------------------------------------------------------------


def test_a_young_person_lands_on_big_pictures(sign_in):
    one = signed_in_young_person()
    page = sign_in(one.person).visit("/home")

    assert page.path == "/me"
    assert {"/me/mentor", "/me/ask", "/me/say"} <= set(page.links.values())
    assert page.h1 == "Hello"
    assert hides_the_name(page, one)


def test_no_page_of_theirs_tells_a_passer_by_what_it_is_about(sign_in):
    visitor = sign_in(signed_in_young_person().person)

    for path in ("/me", "/me/ask", "/me/say", "/me/yes/matching", "/me/mentor"):
        page = visitor.visit(path)
        assert page.status == 200
        for word in ("care", "council", "social", "consent"):
            assert word not in page.title.lower()
        assert len(page.body) < 60_000


def test_a_young_person_says_what_they_like(sign_in):
    one = signed_in_young_person()
    page = sign_in(one.person).visit("/me/say")

    page = page.submit(interests=["films"], availability=["sunday morning"], wants="Be funny")

    assert page.flash == "Thank you. We've got it"
    assert (one.interests, one.wants) == (["films"], "Be funny")


def test_a_young_person_must_say_when_they_are_free(sign_in):
    page = sign_in(signed_in_young_person().person).visit("/me/say").submit(availability=[])

    assert page.errors == ["Tick at least one time when you are free"]


def test_a_young_person_changes_their_mind_without_saying_why(sign_in):
    one = signed_in_young_person()
    page = sign_in(one.person).visit("/me/yes/matching")

    page = page.press("I change my mind: no")

    assert one.state is S.CONSENT_SOUGHT
    page = page.visit("/me/yes/matching").press("Yes")
    assert page.flash == "OK. We've got it, and your worker can see it"


def test_staff_have_no_young_persons_page(sign_in):
    assert sign_in(staff()).visit("/me").status == 403


def test_an_account_without_a_record_is_not_left_alone(sign_in):
    page = sign_in(young_person()).visit("/me/say")

    assert "ask your worker" in page.text

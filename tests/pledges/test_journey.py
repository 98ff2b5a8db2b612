"""The journey of a promise: one question a page, checked, sent once."""

import pytest

from nolimits.pledges import queries
from tests.factories.people import councillor, staff, young_person


def payee(**more):
    """Somebody whom payroll knows."""
    return staff(employee_number="123456", **more)


def money(page, often="Each month", how="From my take-home pay", pence="5"):
    page = page.submit(frequency=often)
    page = page.submit(channel=how)
    return page.submit(pence=pence)


def test_money_is_promised_in_five_questions(sign_in, mail_to):
    person = payee()
    page = sign_in(person).visit("/pledges/new?kind=money")
    assert page.h1 == "What would you like to give?"
    assert page.form().fields["kind"] == "money"
    assert "Question 1" in page.text
    assert "Question 1 of" not in page.text, "how many come depends on the answers"

    page = money(page.submit())
    assert page.h1 == "What should it help with?"
    page = page.submit(aim="anywhere")
    assert page.h1 == "Check your answers"
    assert page.facts == {
        "You give": "Money",
        "How often": "Each month",
        "How it comes": "From my take-home pay",
        "How much": "£5",
        "It helps": "Wherever it helps most",
    }
    assert page.buttons == ["Make my promise"]
    assert queries.of(person) == []

    page = page.submit()

    [pledge] = queries.of(person)
    assert page.path == f"/pledges/{pledge.reference}/thank-you"
    assert pledge.reference in page.text
    assert "payslip" in page.text
    assert pledge.reference in mail_to(person)[0].body


def test_time_along_to_something_is_promised(sign_in):
    person = councillor()
    page = sign_in(person).visit("/pledges/new?kind=time").submit()
    page = page.submit(route="invite_along")
    assert page.h1 == "What would you invite a young person along to?"
    page = page.submit(offer="Five-a-side on Tuesdays").submit(aim="anywhere")

    page = page.submit()

    assert queries.of(person)[0].offer == "Five-a-side on Tuesdays"
    assert "rings you within five working days" in page.text


def test_both_are_promised_in_one_go(sign_in):
    person = payee()
    page = sign_in(person).visit("/pledges/new?kind=both").submit()
    page = page.submit(route="one_to_one").submit(hours_a_month="4")
    page = money(page).submit(aim="anywhere").submit()

    assert page.h1 == "Thank you for your promises"
    assert {one.words for one in queries.of(person)} == {
        "4 hours a month, one to one",
        "£5 a month from pay",
    }


def test_sent_again_nothing_is_promised_again(sign_in):
    person = payee()
    browser = sign_in(person)
    page = money(browser.visit("/pledges/new?kind=money").submit()).submit(aim="anywhere")
    page.submit()

    page = page.submit()

    assert page.flash == "This was already sent. Nothing was sent twice."
    assert len(queries.of(person)) == 1


@pytest.mark.committed
def test_pressed_twice_at_once_one_promise_is_made(sign_in, together):
    person = payee()
    browsers = [sign_in(person) for _ in range(3)]
    page = browsers[0].visit("/pledges/new?kind=money").submit()
    money(page, often="Once", how="By bank transfer").submit(aim="anywhere")

    pages = together([lambda one=one: one.post("/pledges/new/check") for one in browsers])

    assert len(queries.of(person)) == 1
    assert {page.status for page in pages} <= {200, 422}


@pytest.mark.committed
def test_what_is_typed_and_sent_at_the_same_moment_is_one_draft(sign_in, together):
    browsers = [sign_in(person) for person in [payee()] * 3]

    pages = together(
        [lambda one=one: one.post("/pledges/new/save/give", kind="money") for one in browsers]
    )

    assert {page.status for page in pages} == {200}
    assert browsers[0].visit("/pledges/new").h1 == "How often would you like to give money?"


def test_a_changed_answer_leads_back_to_the_check(sign_in):
    page = sign_in(payee()).visit("/pledges/new?kind=money").submit()
    page = money(page).submit(aim="anywhere")

    page = page.follow("Change how much").submit(pence="7.50")

    assert page.h1 == "Check your answers"
    assert page.facts["How much"] == "£7.50"


def test_a_changed_mind_asks_what_is_missing_and_forgets_the_rest(sign_in):
    person = payee()
    page = sign_in(person).visit("/pledges/new?kind=money").submit()
    page = money(page).submit(aim="anywhere")

    page = page.follow("Change you give").submit(kind="time")
    assert page.h1 == "How would you like to give time?"
    page = page.submit(route="one_to_one").submit(hours_a_month="2")
    assert page.h1 == "Check your answers"
    assert "How much" not in page.facts
    page.submit()

    assert [one.words for one in queries.of(person)] == ["2 hours a month, one to one"]


@pytest.mark.parametrize(
    ("pence", "error"),
    [
        ("", "Enter an amount in pounds, like 5"),
        ("0.99", "The least is £1"),
        ("five", "Enter an amount in pounds, like 5 or 5.50"),
        ("1000000", "For more than £1,000, please talk to us first"),
    ],
)
def test_an_amount_is_a_pound_or_more(sign_in, pence, error):
    page = money(sign_in(payee()).visit("/pledges/new?kind=money").submit(), pence=pence)

    assert page.errors == [error]
    assert page.form().fields["pence"] == pence


def test_whoever_has_no_pay_number_is_told_before_the_end(sign_in):
    page = sign_in(councillor()).visit("/pledges/new?kind=money").submit()
    page = page.submit(frequency="monthly").submit(channel="take_home_pay")

    assert page.errors == ["We have no pay number for you, so choose a bank transfer"]


def test_answers_are_kept_when_somebody_leaves_and_thrown_away_when_they_say_so(sign_in):
    person = payee()
    browser = sign_in(person)
    browser.visit("/pledges/new?kind=money").submit().submit(frequency="once")

    page = sign_in(person).visit("/pledges/new")
    assert page.h1 == "How would you like to give it?"

    page = page.follow("Throw them away").submit()
    assert page.flash == "Your answers are thrown away. Nothing was sent."
    assert browser.visit("/pledges/new").h1 == "What would you like to give?"


def test_what_is_typed_is_saved_without_leaving_the_page(sign_in):
    browser = sign_in(payee())
    page = browser.visit("/pledges/new?kind=time").submit().submit(route="one_to_one")
    address = page.form().element.get("data-autosave-url")

    assert browser.post(address, hours_a_month="6").status == 200
    assert browser.visit("/pledges/new").h1 == "What should it help with?"


def test_a_young_person_is_not_asked_to_promise(sign_in):
    assert sign_in(young_person()).visit("/pledges/new").status == 403


def test_the_start_page_leads_into_the_journey_after_signing_in(visitor, mail_to):
    person = payee()
    page = visitor().visit("/").follow("Give money From £1, once or each month")
    page = page.submit(email=person.email)
    page = page.submit(code=mail_to(person)[0].body.partition("code is ")[2][:6])

    assert page.h1 == "What would you like to give?"
    assert page.form().fields["kind"] == "money"


def test_whoever_chooses_something_of_the_plan_says_what(sign_in):
    page = sign_in(payee()).visit("/pledges/new?kind=time").submit()
    page = page.submit(route="one_to_one").submit(hours_a_month=4).submit(aim="chosen")

    assert page.errors == ["Choose an action of the plan"]


def test_what_was_refused_is_kept_too(sign_in):
    browser = sign_in(payee())
    page = browser.visit("/pledges/new?kind=time").submit().submit(route="invite_along")
    assert page.submit(offer="x" * 501).errors

    page = browser.visit("/pledges/new")

    assert page.h1 == "What would you invite a young person along to?"
    assert page.form().fields["offer"] == "x" * 501


def test_going_back_after_sending_shows_what_was_promised(sign_in):
    browser = sign_in(payee())
    page = browser.visit("/pledges/new?kind=time").submit().submit(route="one_to_one")
    page.submit(hours_a_month=4).submit(aim="anywhere").press("Make my promise")

    page = browser.visit("/pledges/new/check")

    assert page.h1 == "My No Limits"
    assert "4 hours a month, one to one" in page.text

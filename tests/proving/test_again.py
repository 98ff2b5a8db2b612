"""Before what matters most it must still be them: asked, and led back to where they were."""

import pytest
import sqlalchemy as sa

from nolimits.kernel import freshness
from nolimits.kernel.actors import PRIVILEGED, Role
from nolimits.kernel.db import db
from nolimits.kernel.drafts import Draft
from nolimits.kernel.permissions import can
from nolimits.people.models import RoleGrant
from nolimits.sign_in.models import SignInSession
from tests.databases import KINDS
from tests.factories.funds import FundFactory
from tests.factories.people import administrator, finance_officer, safeguarding_lead, staff
from tests.factories.second_factors import shown, with_app, wrong
from tests.house.matrix import Row
from tests.house.routes import routes

AGAIN = "/sign-in/again"
FRESH = [one for one in routes() if one.permission in freshness.FRESH]


def roles_of(person):
    return {one.role for one in db.session.scalars(sa.select(RoleGrant).filter_by(person=person))}


def test_what_matters_most_is_asked_for_again_after_ten_minutes(sign_in, held_clock):
    boss, person = administrator(), staff()
    browser = sign_in(boss)
    held_clock.move_on(minutes=10)
    address = f"/people/{person.reference}/roles/staff/end"
    assert browser.visit(address).path == address

    held_clock.move_on(seconds=1)
    page = browser.visit(address)

    assert (page.path, page.h1) == (AGAIN, "Is it still you?")
    assert browser.visit("/people").path == "/people"


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
def test_the_table_of_what_must_be_fresh_guards_every_address_of_it(app):
    rows = [Row(app, role) for role in sorted(PRIVILEGED)]
    asked = [next((ask for row in rows if (ask := may_ask(row, route))), route) for route in FRESH]
    db.session.execute(sa.update(SignInSession).values(confirmed_at=None))
    db.session.commit()

    answers = [(route, row.answer(route, key)) for row, route, key in asked]

    assert [f"{route}: {page.status}" for route, page in answers if not leads_to_again(page)] == []


def may_ask(row, route):
    """Somebody with an address that they may open, and the key of its record if it names one."""
    if route.about is None:
        return (row, route, "") if can(row.person, route.permission) else None
    for whose in (row.stranger, row.person):
        if any(row.role in rule.roles for rule in route.rules):
            record = row.record(route.about, whose)
            if can(row.person, route.permission, record):
                return row, route, getattr(record, "reference", None) or record.key
    return None


def leads_to_again(page):
    return page.headers.get("Location", "").startswith(AGAIN)


def test_a_clock_that_ran_ahead_proves_nothing(sign_in, held_clock):
    browser = sign_in(administrator())
    held_clock.move_on(minutes=-2)

    assert browser.visit(f"/people/{staff().reference}/roles/staff/end").path in (AGAIN, "/sign-in")


def test_a_form_that_was_sent_too_late_is_kept_and_does_nothing_until_it_is_pressed_again(
    sign_in, held_clock
):
    boss, person = administrator(), staff()
    app = with_app(boss)
    page = sign_in(boss).visit(f"/people/{person.reference}")
    held_clock.move_on(minutes=11)

    page = page.press("Give the role", role="councillor")
    assert page.path == AGAIN
    assert roles_of(person) == {Role.STAFF}
    page = page.press("Go on", code=wrong(shown(app)))
    assert page.errors == ["That code is wrong, too old, or was used already"]
    page = page.press("Go on", code=shown(app))

    assert page.path == f"/people/{person.reference}"
    assert page.flash.startswith("Thank you. What you typed is still here")
    assert page.form("Give the role").fields["role"] == "councillor"
    assert roles_of(person) == {Role.STAFF}
    page.press("Give the role")
    assert roles_of(person) == {Role.STAFF, Role.COUNCILLOR}


def test_a_button_alone_keeps_nothing_and_is_to_be_pressed_again(sign_in, held_clock):
    boss = administrator()
    app = with_app(boss)
    sign_in(boss)
    page = sign_in(boss).visit("/account")
    held_clock.move_on(minutes=11)

    page = page.press("End all the others").press("Go on", code=shown(app))

    assert page.flash == "Thank you. Now press the button again"
    assert db.session.scalars(sa.select(Draft)).all() == []


def test_no_secret_is_kept_with_a_form(sign_in, held_clock):
    boss = administrator()
    browser = sign_in(boss)
    held_clock.move_on(minutes=11)
    path = f"/people/{staff().reference}/roles/staff/end"

    browser.post(path, reason="On leave", password="1", app_code="2", credential="3")

    (draft,) = db.session.scalars(sa.select(Draft))
    assert draft.answers["fields"] == {"reason": ["On leave"]}


def test_a_kept_form_is_for_its_own_person_and_browser_and_page(sign_in, held_clock):
    boss = administrator()
    desk, other = sign_in(boss), sign_in(boss)
    person, another = staff(), staff()
    page = desk.visit(f"/people/{person.reference}")
    held_clock.move_on(minutes=11)
    page.press("Give the role", role="councillor")

    def role_on(browser, whose):
        return (
            browser.visit(f"/people/{whose.reference}?kept=1").form("Give the role").fields["role"]
        )

    assert role_on(other, person) == ""
    assert role_on(sign_in(administrator()), person) == ""
    assert role_on(desk, another) == ""
    assert role_on(desk, person) == "councillor"
    held_clock.move_on(minutes=1)
    assert role_on(desk, person) == "councillor"


def test_whoever_has_nothing_set_up_proves_it_by_mail(sign_in, held_clock, mail_to, code_of):
    person = staff(name="Dana Invented")
    browser = sign_in(person)
    held_clock.move_on(minutes=11)
    page = browser.visit("/account/second-step")
    assert page.path == AGAIN
    page = page.press("Send me a code")
    code = code_of(person)
    assert mail_to(person)[-1].subject == "Your code to confirm that it is you"
    page = page.press("Go on", code=wrong(code))
    assert page.errors == ["That code is wrong, too old, or was used already"]

    page = page.press("Go on", code=code)

    assert page.path == "/account/second-step"


def test_a_code_that_was_mailed_for_one_browser_is_good_in_no_other(sign_in, held_clock, code_of):
    person = staff()
    browser, other = sign_in(person), sign_in(person)
    held_clock.move_on(minutes=11)
    other.visit("/account/second-step").press("Send me a code")
    page = browser.visit("/account/second-step").press("Send me a code")
    others = code_of(person)
    page = other.open_page.press("Go on", code=others)

    assert page.errors == ["That code is wrong, too old, or was used already"]


def test_a_mailed_code_proves_nothing_for_whoever_has_a_factor(sign_in, held_clock):
    boss = administrator()
    with_app(boss)
    browser = sign_in(boss)
    held_clock.move_on(minutes=11)
    page = browser.visit("/account/recovery-codes")
    assert "Send me a code" not in page.buttons

    assert browser.post("/sign-in/again", code="123456").errors != []
    assert browser.visit("/account/recovery-codes").path == AGAIN


def test_after_proving_it_again_a_copied_cookie_is_worth_nothing(sign_in, held_clock):
    boss = administrator()
    app = with_app(boss)
    browser = sign_in(boss)
    with browser.client.session_transaction() as cookie:
        copied = dict(cookie)
    held_clock.move_on(minutes=11)
    browser.visit("/account/recovery-codes").press("Go on", code=shown(app))
    assert browser.visit("/account/recovery-codes").path == "/account/recovery-codes"

    thief = sign_in(staff())
    with thief.client.session_transaction() as cookie:
        cookie.clear()
        cookie.update(copied)
    assert thief.visit("/people").path == "/sign-in"


def test_a_list_leaves_as_a_file_only_with_fresh_proof(sign_in, held_clock):
    fund, office = FundFactory(pence=500), finance_officer()
    app = with_app(office)
    browser = sign_in(office)
    held_clock.move_on(minutes=11)

    page = browser.visit(f"/funds/{fund.reference}?kind=&file=csv")
    assert page.path == AGAIN
    page = page.press("Go on", code=shown(app))

    assert page.url == f"/funds/{fund.reference}?kind="
    assert page.follow("as CSV").headers["Content-Type"].startswith("text/csv")


def test_a_week_of_looks_leaves_as_a_file_only_with_fresh_proof(sign_in, held_clock):
    browser = sign_in(safeguarding_lead())
    held_clock.move_on(minutes=11)

    assert browser.visit("/looks/2026-11-16.csv").path == AGAIN


def test_in_the_demonstration_pressing_a_button_is_proof_and_nowhere_else(
    app, visitor, change_settings, held_clock, sign_in
):
    boss = administrator()
    change_settings(demonstration=True)
    page = visitor().visit("/demonstration/sign-in").forge(person=boss.reference)
    held_clock.move_on(minutes=11)
    page = page.visit(f"/people/{staff().reference}/roles/staff/end")
    assert page.press("Go on, as if you had shown it").path.endswith("/roles/staff/end")

    browser = sign_in(boss)
    held_clock.move_on(minutes=11)
    assert "Go on, as if you had shown it" not in browser.visit("/account/second-step").buttons


@pytest.mark.parametrize("next_page", ["//evil.example", "https://evil.example", "/\\evil"])
def test_proving_it_again_leads_nowhere_else(sign_in, held_clock, next_page):
    """Case 28."""
    boss = administrator()
    app = with_app(boss)
    browser = sign_in(boss)
    held_clock.move_on(minutes=11)
    page = browser.ask("GET", AGAIN, query_string={"next": next_page})
    form = page.form("Go on")
    sent = form.filled({"code": shown(app)})

    page = browser.ask("POST", form.action, follow=False, data=sent)

    assert page.headers["Location"] == "/home"

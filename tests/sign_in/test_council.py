"""Signing in with the council's own account: whom it admits, as what, and every way it fails."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db
from nolimits.people import operations as people
from nolimits.people.models import Person, RoleGrant
from nolimits.sign_in.models import CouncilAccount, Method, SignInSession
from tests.factories.people import PersonFactory, staff
from tests.sign_in.provider import CLIENT, SECRET, providing
from tests.sign_in.signing_in import is_signed_in

GROUPS = (("staff group", "staff"), ("team", "coordinator"), ("team", "staff"))


@pytest.fixture(scope="module")
def running():
    with providing() as provider:
        yield provider


@pytest.fixture
def provider(running, change_settings):
    """The council's service, which tells of Ida, who is in a group that admits her."""
    running.claims, running.metadata, running.signs_with = {}, {}, "ours"
    running.token_status, running.used = "200 OK", set()
    change_settings(
        oidc_issuer=running.url,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_groups=GROUPS,
        base_url="http://localhost",
    )
    return running


def begin(browser, provider, path="/sign-in/council"):
    """Go to the council's page; what it was asked."""
    return provider.asked_by(browser.visit(path, follow=False).headers["Location"])


def come_back(browser, provider, code="a-code", **more):
    """Come back from there; the page."""
    query = {"code": code, "state": provider.asked["state"], **more}
    return browser.ask("GET", "/sign-in/council/back", query_string=query)


def through(browser, provider, **claims):
    """All the way; the page."""
    begin(browser, provider)
    provider.claims = claims
    return come_back(browser, provider, code=f"code-{len(provider.used)}")


def counts():
    return [
        db.session.scalar(sa.select(sa.func.count()).select_from(model))
        for model in (Person, RoleGrant, CouncilAccount, SignInSession)
    ]


def ida():
    return db.session.scalars(sa.select(CouncilAccount)).one().person


def test_a_colleague_in_a_group_that_admits_them_has_an_account_at_once(visitor, provider):
    browser = visitor()
    asked = begin(browser, provider)
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://localhost/sign-in/council/back"

    page = come_back(browser, provider)

    assert page.path == "/my"
    assert (ida().name, ida().email, ida().roles) == (
        "Ida Invented",
        "ida@council.example",
        {Role.STAFF},
    )
    row = db.session.scalars(sa.select(SignInSession)).one()
    assert (row.method, row.second_factor_at) == (Method.COUNCIL, None)


def test_it_leads_on_to_the_page_that_was_wanted(visitor, provider):
    browser = visitor()
    links = browser.visit("/directorates").links
    assert links["Sign in with my council account"] == "/sign-in/council?next=/directorates"

    begin(browser, provider, "/sign-in/council?next=/directorates")
    assert come_back(browser, provider).path == "/directorates"
    begin(other := visitor(), provider, "/sign-in/council?next=//evil.example")
    assert come_back(other, provider, code="other").path == "/my"


def test_groups_give_and_take_roles_at_each_sign_in_and_those_given_by_hand_stay(visitor, provider):
    through(visitor(), provider, groups=["team"])
    assert ida().roles == {Role.COORDINATOR, Role.STAFF}
    people.grant_role(ida(), Role.VOLUNTEER, by=SYSTEM)

    through(visitor(), provider, groups=["staff group", "unknown"])
    assert ida().roles == {Role.STAFF, Role.VOLUNTEER}

    through(browser := visitor(), provider, groups=[])
    assert ida().roles == {Role.VOLUNTEER}
    assert is_signed_in(browser)


def test_whoever_is_in_no_group_any_more_is_kept_out_and_loses_what_groups_gave(visitor, provider):
    through(first := visitor(), provider)
    page = through(browser := visitor(), provider, groups=None)

    assert (page.status, page.h1) == (403, "Your council account does not open No Limits yet")
    assert ida().roles == set()
    assert not is_signed_in(browser)
    assert not is_signed_in(first)


def test_an_address_that_passes_to_a_new_colleague_opens_a_new_account(visitor, provider):
    """R-SEC-1: the old account keeps its records, and nothing but the mail passes on."""
    through(visitor(), provider)
    before = ida()

    through(visitor(), provider, oid="oid-of-another-ida")

    accounts = {one.subject: one.person for one in db.session.scalars(sa.select(CouncilAccount))}
    assert accounts["oid-of-ida"] == before
    assert accounts["oid-of-another-ida"] != before
    assert (before.email, accounts["oid-of-another-ida"].email) == (None, "ida@council.example")


def test_a_leavers_address_passes_on_and_their_account_stays_closed(visitor, provider):
    gone = PersonFactory(email="ida@council.example")
    people.leave(gone, on=clock.today(), by=SYSTEM)

    through(visitor(), provider)

    assert ida() != gone
    assert (gone.email, ida().email) == (None, "ida@council.example")


@pytest.mark.parametrize(("name", "roles"), [("Ida Invented", {Role.STAFF}), ("Dana", set())])
def test_an_address_alone_never_opens_an_account_that_is_there(visitor, provider, name, roles):
    """R-SEC-1: one that was used, or that a staff list made for whoever had the address before."""
    held = PersonFactory(name=name, email="ida@council.example", roles=roles)
    page = through(browser := visitor(), provider)

    assert page.h1 == "You have an account here already"
    assert not is_signed_in(browser)
    assert db.session.scalars(sa.select(CouncilAccount)).all() == []
    assert held.email == "ida@council.example"


def test_whoever_is_signed_in_connects_their_council_account(sign_in, visitor, provider):
    held = PersonFactory(email="ida@council.example")
    browser = sign_in(held)
    assert "Connect my council account" in browser.visit("/account").links
    through(browser, provider)

    assert ida() == held
    through(other := visitor(), provider)
    assert other.visit("/account").facts["Name"] == held.name
    assert "Connect my council account" not in other.page.links


def test_nobody_takes_over_the_council_account_of_somebody_else(sign_in, visitor, provider):
    through(visitor(), provider)
    page = through(sign_in(staff()), provider)

    assert (page.status, page.h1) == (403, "That is the council account of somebody else")
    assert ida().name == "Ida Invented"


def test_a_leaver_is_kept_out_whatever_the_council_says(visitor, provider):
    through(visitor(), provider)
    people.leave(ida(), on=clock.today(), by=SYSTEM)
    page = through(browser := visitor(), provider)

    assert (page.status, page.h1) == (403, "Your account here is closed")
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    ("setting", "amr", "strong"),
    [
        ("amr", ["pwd", "mfa"], True),
        ("amr", ["pwd"], False),
        ("amr", None, False),
        ("always", None, True),
        ("never", ["mfa"], False),
    ],
)
def test_two_factors_there_count_here_only_as_the_settings_say(
    visitor, provider, change_settings, setting, amr, strong
):
    change_settings(oidc_strong=setting)
    through(visitor(), provider, amr=amr)

    row = db.session.scalars(sa.select(SignInSession)).one()
    assert (row.second_factor_at is not None) == strong


FAULTS = {
    "a wrong nonce": {"nonce": "of-another"},
    "no nonce": {"nonce": None},
    "an expired token": {"exp": int(time.time()) - 3600},
    "another audience": {"aud": "another-client"},
    "another audience beside ours": {"aud": ["another-client"], "azp": CLIENT},
    "another issuer": {"iss": "https://elsewhere.example"},
    "another tenant": {"tid": "99999999-2222-3333-4444-555555555555"},
}


@pytest.mark.parametrize("claims", FAULTS.values(), ids=FAULTS)
def test_a_token_that_is_not_in_order_signs_in_nobody(visitor, provider, claims):
    page = through(browser := visitor(), provider, **claims)

    assert (page.status, page.h1) == (400, "That sign-in is not in order")
    assert "Sign in with a code" in page.links
    assert counts() == [0, 0, 0, 0]
    assert not is_signed_in(browser)


def test_a_token_signed_by_another_signs_in_nobody(visitor, provider):
    provider.signs_with = "theirs"

    assert through(visitor(), provider).status == 400
    assert counts() == [0, 0, 0, 0]


def test_an_answer_to_another_browser_or_used_twice_signs_in_nobody(visitor, provider):
    begin(mine := visitor(), provider)
    page = come_back(visitor(), provider)
    assert (page.status, page.h1) == (400, "That sign-in is too old")

    come_back(mine, provider, code="once")
    before = counts()
    page = come_back(mine, provider, code="once")
    assert (page.status, page.h1) == (400, "That sign-in is too old")
    begin(mine, provider)
    page = come_back(mine, provider, code="once")
    assert (page.status, page.h1) == (400, "That sign-in is not in order")
    assert counts() == before


def test_an_answer_after_ten_minutes_signs_in_nobody(visitor, provider, monkeypatch):
    begin(browser := visitor(), provider)
    later = time.time() + 601
    monkeypatch.setattr(clock, "of_machine", lambda: later)

    assert come_back(browser, provider).h1 == "That sign-in is too old"
    assert counts() == [0, 0, 0, 0]


def test_whoever_stops_at_the_council_may_try_again(visitor, provider):
    begin(browser := visitor(), provider)
    page = come_back(browser, provider, error="access_denied", error_description="<b>no</b>")

    assert (page.status, page.h1) == (403, "You did not sign in")
    assert "<b>no</b>" not in page.text
    assert "Try again" in page.links


def test_while_the_councils_service_is_away_a_code_works(visitor, provider, change_settings):
    begin(browser := visitor(), provider)
    provider.token_status = "503 Service Unavailable"
    assert come_back(browser, provider).status == 503

    change_settings(oidc_issuer="http://127.0.0.1:9/away")
    page = visitor().visit("/sign-in/council")
    assert (page.status, page.h1) == (503, "The council\u2019s sign-in does not answer")
    assert page.follow("Sign in with a code").path == "/sign-in"


def test_a_service_that_calls_itself_another_is_not_asked(visitor, provider, change_settings):
    change_settings(oidc_client_id="a client of its own")
    provider.metadata = {"issuer": "https://elsewhere.example"}

    assert visitor().visit("/sign-in/council").status == 503


def test_where_no_council_service_is_set_there_is_no_such_page(visitor):
    assert visitor().visit("/sign-in/council").status == 404
    assert visitor().visit("/sign-in/council/back").status == 404
    assert "Sign in with my council account" not in visitor().visit("/sign-in").links


def test_the_question_holds_no_secret(visitor, provider):
    asked = visitor().visit("/sign-in/council", follow=False).headers["Location"]

    assert SECRET not in asked
    words = "client_id code_challenge code_challenge_method nonce redirect_uri response_type"
    assert sorted(parse_qs(urlsplit(asked).query)) == [*words.split(), "scope", "state"]

"""What is tried too often waits: an account soon, a whole office hardly ever."""

from dataclasses import replace

import pytest
from werkzeug.middleware.proxy_fix import ProxyFix

from nolimits.kernel import limits
from tests.databases import KINDS
from tests.factories.people import coordinator, finance_officer
from tests.visitor import Visitor

pytestmark = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)


@pytest.fixture
def few(monkeypatch):
    """Have a limit reached after few tries: `few("FORMS_FROM_ADDRESS", 3)`."""

    def lower(name, times):
        monkeypatch.setattr(limits, name, replace(getattr(limits, name), times=times))

    return lower


@pytest.fixture
def ask(app):
    """What one form is answered, sent from an address by somebody who is not signed in."""

    def send(email="", address="192.0.2.1", **headers):
        browser = Visitor(app)
        sent = {"email": email, "csrf_token": browser.token()}
        return browser.client.post(
            "/sign-in", data=sent, environ_base={"REMOTE_ADDR": address}, headers=headers
        )

    return send


def test_an_address_that_asks_a_thousand_times_waits_and_others_do_not(ask, few):
    """Case 66, as far as forms of people who are not signed in go."""
    few("FORMS_FROM_ADDRESS", 5)
    answers = [ask().status_code for _ in range(20)]

    assert answers == [422] * 5 + [429] * 15
    assert ask(address="198.51.100.7").status_code == 422


def test_a_whole_office_behind_one_address_can_sign_in(ask):
    """Case 23."""
    assert {ask(f"person{n}@council.example").status_code for n in range(100)} == {302}


def test_one_account_is_tried_few_times_wherever_that_is_from(ask, few):
    few("FORMS_ABOUT_ONE", 3)
    answers = [ask("dana@council.example", f"192.0.2.{n}").status_code for n in range(5)]

    assert answers == [302, 302, 302, 429, 429]
    assert ask("DANA@council.example ").status_code == 429
    assert ask("alex@council.example").status_code == 302


def test_whoever_waits_is_told_until_when_and_keeps_what_they_typed(app, few):
    few("FORMS_OF_ACCOUNT", 0)
    page = Visitor(app, coordinator()).post("/sign-out", note="A long letter\nin two lines")

    assert (page.status, page.h1) == (429, "Please wait a moment")
    assert 0 < int(page.headers["Retry-After"]) <= 600
    assert "Try again at 10:" in page.text
    assert "A long letter in two lines" in page.text
    limits.forget()
    few("FORMS_OF_ACCOUNT", 5)
    assert page.press("Send it again").flash == "You have signed out"


def test_lists_are_not_carried_off_one_after_the_other(app, few):
    few("EXPORTS", 2)
    dana, alex = Visitor(app, finance_officer()), Visitor(app, finance_officer())
    ask = "/giving?file=csv"

    assert [dana.visit(ask).status for _ in range(3)] == [200, 200, 429]
    assert alex.visit(ask).status == 200


@pytest.mark.parametrize("forged", ["198.51.100.7", "198.51.100.7, 203.0.113.9", "nonsense"])
def test_what_a_browser_says_of_its_address_counts_for_nothing(app, ask, few, forged):
    """Case 24."""
    few("FORMS_FROM_ADDRESS", 2)
    answers = [
        ask(**{"X-Forwarded-For": f"{n}{forged}", "X-Real-IP": str(n)}).status_code
        for n in range(3)
    ]

    assert answers == [422, 422, 429]


@pytest.mark.parametrize(("proxies", "told"), [(1, "203.0.113.9"), (2, "198.51.100.7")])
def test_what_our_own_proxies_say_counts(app, ask, few, monkeypatch, proxies, told):
    """Case 24."""
    monkeypatch.setattr(app, "wsgi_app", ProxyFix(app.wsgi_app, x_for=proxies))
    few("FORMS_FROM_ADDRESS", 1)
    seen = []
    monkeypatch.setattr(limits, "count", lambda limit, whose: seen.append(whose))

    ask(**{"X-Forwarded-For": "10.0.0.1, 198.51.100.7, 203.0.113.9"})

    assert seen == [f"address {told}"]


def test_a_household_has_one_address_however_many_it_was_given(ask, few):
    few("FORMS_FROM_ADDRESS", 2)
    answers = [ask(address=f"2001:db8:1:2:{n}::1").status_code for n in range(3)]

    assert answers == [422, 422, 429]
    assert ask(address="2001:db8:1:3::1").status_code == 422


@pytest.mark.parametrize(("over", "status"), [(0, 422), (1, 413)])
def test_one_byte_too_many_is_refused_with_a_page_that_says_so(app, over, status):
    """Case 36."""
    browser = Visitor(app)
    token = browser.token()
    frame = len(f"csrf_token={token}&email=")
    most = app.config["MAX_FORM_MEMORY_SIZE"]
    body = f"csrf_token={token}&email=" + "a" * (most + over - frame)

    page = browser.ask(
        "POST", "/sign-in", data=body, content_type="application/x-www-form-urlencoded"
    )

    assert page.status == status
    if over:
        assert page.h1 == "That is too much at once"
        assert "1 MB" in page.text


@pytest.mark.parametrize(("over", "status"), [(0, 422), (1, 413)])
def test_one_byte_too_many_of_a_file_is_refused(app, over, status):
    """Case 36."""
    browser = Visitor(app, finance_officer())
    start = (
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{browser.token()}\r\n--x'
        '\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    ).encode()
    end = b"\r\n--x--\r\n"
    most = app.config["MAX_CONTENT_LENGTH"]
    body = start + b"a" * (most + over - len(start) - len(end)) + end

    page = browser.ask(
        "POST", "/giving/batches/import", data=body, content_type="multipart/form-data; boundary=x"
    )

    assert page.status == status
    if over:
        assert page.h1 == "That file is too big"
        assert "10 MB" in page.text


def test_a_form_of_too_many_parts_is_refused(app):
    browser = Visitor(app)
    parts = {f"part{n}": "x" for n in range(app.config["MAX_FORM_PARTS"] + 1)}

    page = browser.ask(
        "POST",
        "/sign-in",
        data={**parts, "csrf_token": browser.token()},
        content_type="multipart/form-data",
    )

    assert page.status == 413


@pytest.mark.parametrize(
    "path", ["/people?search=%00", "/people?search=a&search=b%00", "/people/U-%00"]
)
def test_a_nul_character_is_no_question_of_ours(app, path):
    visitor = Visitor(app, coordinator(), unseen=(400,))

    assert visitor.visit(path).status == 400


def test_a_nul_character_in_a_form_is_refused_and_nothing_is_done(app):
    page = Visitor(app, unseen=(400,)).visit("/sign-in")

    assert page.submit(email="dana\0@council.example").status == 400

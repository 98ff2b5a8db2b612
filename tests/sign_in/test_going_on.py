"""Where signing in leads: to a page of ours that was wanted, whatever an address asks for."""

import pytest

from tests.factories.people import staff


@pytest.mark.parametrize(
    "next_page",
    [
        "https://evil.example/",
        "//evil.example/people",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "https:/evil.example",
        "evil.example",
        "/people\r\nSet-Cookie: a=b",
        "@evil.example",
        "%2F%2Fevil.example",
        "",
    ],
)
def test_signing_in_never_leads_elsewhere(visitor, dana, code_of, next_page):
    """Cases 28 and 33."""
    browser = visitor()
    browser.ask("GET", "/sign-in", query_string={"next": next_page}).submit(email=dana.email)
    form = browser.open_page.form()
    sent = form.filled({"code": code_of(dana)})

    answer = browser.ask("POST", form.action, data=sent, follow=False)

    assert answer.status == 303
    assert answer.headers["Location"] == "/home"
    assert "Set-Cookie: a=b" not in str(answer.headers)


def test_signing_in_leads_on_to_the_page_that_was_wanted(visitor, code_of):
    person = staff()
    browser = visitor()
    page = browser.visit("/directorates?search=Dana&page=2")
    assert page.path == "/sign-in"

    page.submit(email=person.email)
    page = browser.submit(code=code_of(person))

    assert page.url == "/directorates?search=Dana&page=2"


def test_a_forged_host_reaches_no_link_in_mail(visitor, dana, mail_to, change_settings):
    """Case 26: addresses in mail come from the settings."""
    change_settings(base_url="https://limits.council.example")
    browser = visitor()
    for name in ("Host", "X-Forwarded-Host", "X-Host", "Forwarded"):
        browser.ask(
            "POST",
            "/sign-in",
            data={"email": dana.email, "csrf_token": browser.token()},
            headers={name: "evil.example" if name != "Forwarded" else "host=evil.example"},
            follow=False,
        )

    letters = mail_to(dana)
    assert letters
    assert "evil.example" not in "".join(one.subject + one.body for one in letters)
    assert "https://limits.council.example/sign-in/code" in letters[-1].body

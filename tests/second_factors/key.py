"""What somebody reads from the page on which an app is set up."""

import re

import pyotp

from tests.page import Page


def app_with(page: Page) -> pyotp.TOTP:
    """An app into which the key on a page was typed."""
    return key_in(page.text)


def key_in(text: str) -> pyotp.TOTP:
    """The same, from the words of a page."""
    key = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", text)
    assert key, text
    return pyotp.TOTP(key[0].replace(" ", ""))

"""How somebody signs in, step by step."""

from tests.page import Page
from tests.visitor import Visitor

WRONG = "That code is wrong or too old. Check it, or ask for another"


def ask_for_code(visitor: Visitor, email: str, path: str = "/sign-in") -> Page:
    """Ask for a code; the page that wants it."""
    return visitor.visit(path).submit(email=email)


def is_signed_in(visitor: Visitor) -> bool:
    """Whether a page for those who are signed in opens."""
    return visitor.visit("/home", follow=False).headers["Location"].partition("?")[0] != "/sign-in"


def other_than(code: str) -> str:
    """A code that is not this one."""
    return f"{(int(code) + 1) % 1_000_000:06}"

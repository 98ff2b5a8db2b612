"""What a request says of where it is made: our own name in the address bar, and the sign-in."""

from typing import Any

from flask import current_app, request

from nolimits.kernel.pages import current_person
from nolimits.second_factors.ceremonies import Site, site_of
from nolimits.sign_in.models import SignInSession


def this_site() -> Site | None:
    """What passkeys are made for: the address in settings, and never what a request says it is.

    While developing there may be none in settings; then localhost does, and 127.0.0.1 does not.
    """
    settings = current_app.config["SETTINGS"]
    address = settings.base_url or ("" if settings.production else request.host_url)
    return site_of(address, settings.brand.scheme_name)


def this_sign_in() -> SignInSession:
    """The row of the sign-in whose cookie came with this request."""
    person: Any = current_person()
    row: SignInSession = person.sign_in_session
    return row


def by_name() -> str | None:
    """This page under the name localhost, for who came by a number and so can have no passkey."""
    if current_app.config["SETTINGS"].production or request.host.partition(":")[0] != "127.0.0.1":
        return None
    return request.url.replace("//127.0.0.1", "//localhost", 1)

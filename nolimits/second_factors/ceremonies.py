"""What passkeys sign and how it is checked: the library's words, kept in one place."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

WAIT_MS = 120_000
LONGEST = 20_000  # characters of an answer; a real one has far fewer


@dataclass(frozen=True)
class Site:
    """What a passkey is made for, and only works on: our name in the address bar."""

    rp_id: str
    origin: str
    name: str


@dataclass(frozen=True)
class NewKey:
    """What a device tells of a passkey that it made; texts in base64url."""

    credential: str
    public_key: str
    sign_count: int


def site_of(address: str, name: str) -> Site | None:
    """The site of an address; None where it cannot have passkeys, which need a name and https.

    On this machine itself, the name localhost does without https.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    numbers = host.replace(".", "").isdigit() or ":" in host
    if numbers or not (parts.scheme == "https" or host == "localhost"):
        return None
    port = f":{parts.port}" if parts.port else ""
    return Site(host, f"{parts.scheme}://{host}{port}", name)


def new_challenge() -> str:
    """A random word of 64 bytes, in base64url."""
    from webauthn.helpers import bytes_to_base64url, generate_challenge

    return bytes_to_base64url(generate_challenge())


def to_make_one(
    site: Site, challenge: str, handle: str, account: str, having: Iterable[str]
) -> dict[str, Any]:
    """What a browser is told when a passkey is to be made; not on a device that has one."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=site.rp_id,
        rp_name=site.name,
        user_id=handle.encode(),
        user_name=account,
        challenge=_bytes(challenge),
        timeout=WAIT_MS,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.PREFERRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=_bytes(k)) for k in having],
    )
    return _plain(webauthn.options_to_json(options))


def to_use_one(site: Site, challenge: str, having: Iterable[str]) -> dict[str, Any]:
    """What a browser is told when a passkey is to be used; of nobody's in particular if empty."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_authentication_options(
        rp_id=site.rp_id,
        challenge=_bytes(challenge),
        timeout=WAIT_MS,
        allow_credentials=[structs.PublicKeyCredentialDescriptor(id=_bytes(k)) for k in having],
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return _plain(webauthn.options_to_json(options))


def made(answer: str, site: Site, challenge: str) -> NewKey | None:
    """The passkey that an answer tells of; None where anything about it is wrong."""
    import webauthn

    try:
        found = webauthn.verify_registration_response(
            credential=_read(answer),
            expected_challenge=_bytes(challenge),
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
        # A key that could never be checked against is refused now, not at the next sign-in.
        webauthn.helpers.decode_credential_public_key(found.credential_public_key)
    except _wrong():
        return None
    return NewKey(_text(found.credential_id), _text(found.credential_public_key), found.sign_count)


def credential_of(answer: str) -> str:
    """Which passkey an answer says it is of; nothing is proved by that."""
    try:
        return str(_read(answer).get("id", ""))
    except ValueError:
        return ""


def used(answer: str, site: Site, challenge: str, public_key: str, sign_count: int) -> int | None:
    """The passkey's new count, where it signed our challenge for us; None where it did not."""
    import webauthn

    try:
        found = webauthn.verify_authentication_response(
            credential=_read(answer),
            expected_challenge=_bytes(challenge),
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=_bytes(public_key),
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except _wrong():
        return None
    return found.new_sign_count


def _wrong() -> tuple[type[Exception], ...]:
    """All the ways in which what a stranger sends can be no answer at all."""
    from webauthn.helpers.exceptions import WebAuthnException

    shapeless = (ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError)
    return (WebAuthnException, RecursionError, *shapeless)


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST:
        raise ValueError("far longer than any answer is")
    try:
        told = json.loads(answer)
    except RecursionError as error:
        raise ValueError("nested beyond reason") from error
    if not isinstance(told, dict):
        raise ValueError("not the answer of a browser")
    return told


def _plain(options: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(options)
    return told


def _bytes(text: str) -> bytes:
    from webauthn.helpers import base64url_to_bytes

    return base64url_to_bytes(text)


def _text(value: bytes) -> str:
    from webauthn.helpers import bytes_to_base64url

    return bytes_to_base64url(value)

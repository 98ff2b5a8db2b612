"""A device that makes and uses passkeys, as a laptop does, and people who have set something up."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
import pyotp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

from nolimits.kernel import clock
from nolimits.kernel.actors import NOBODY
from nolimits.people.models import Person
from nolimits.second_factors import operations, queries
from nolimits.second_factors.ceremonies import Site
from nolimits.second_factors.models import Passkey
from nolimits.sign_in import operations as sign_in
from nolimits.sign_in.models import Method, SignInSession
from tests.visitor import Visitor

SITE = Site("localhost", "http://localhost", "No Limits")
PRESENT, VERIFIED, TELLS_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """Holds one passkey. What it tells can be made wrong in every way that matters."""

    credential: bytes = b"an invented credential"
    origin: str = SITE.origin
    rp_id: str = SITE.rp_id
    verifies: bool = True
    count: int = 0
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, challenge: str) -> str:
        """What a browser answers when a passkey was made."""
        tells = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._data(with_key=True)})
        said = self._client("webauthn.create", challenge)
        return self._answer({"clientDataJSON": said, "attestationObject": tells})

    def use(self, challenge: str) -> str:
        """What a browser answers when the passkey was used."""
        self.count += 1
        data, said = self._data(), self._client("webauthn.get", challenge)
        signature = self.key.sign(data + sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": said, "authenticatorData": data, "signature": signature}
        return self._answer(parts)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _data(self, *, with_key: bool = False) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | (TELLS_KEY if with_key else 0)
        start = sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)
        if not with_key:
            return start
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32), numbers.y.to_bytes(32)
        key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        length = len(self.credential).to_bytes(2)
        return start + bytes(16) + length + self.credential + key

    def _answer(self, parts: dict[str, bytes]) -> str:
        name = bytes_to_base64url(self.credential)
        told = {key: bytes_to_base64url(value) for key, value in parts.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": told})


def half_signed_in(person: Person) -> SignInSession:
    """The row of a browser in which somebody has typed the code that was mailed to them."""
    row: SignInSession = sign_in.begin(person, Method.CODE, by=NOBODY).sign_in_session
    return row


def signed_in(person: Person) -> SignInSession:
    """The row of a browser in which somebody is signed in, with their second step done."""
    done = queries.has_one(person)
    begun = sign_in.begin(person, Method.CODE, by=NOBODY, second_factor=done)
    row: SignInSession = begun.sign_in_session
    return row


def with_passkey(person: Person, device: Device | None = None) -> Device:
    """Have somebody set up a passkey; the device that holds it."""
    device = device or Device(credential=f"of {person.reference}".encode())
    here = signed_in(person)
    challenge = operations.ask_passkey("this browser", by=person)
    told = ("Work laptop", device.make(challenge), SITE, here, "this browser")
    assert operations.add_passkey(*told, by=person)
    return device


def passkey_of(person: Person) -> Passkey:
    """A passkey that somebody has set up."""
    with_passkey(person)
    return queries.passkeys_of(person)[0]


def with_app(person: Person) -> pyotp.TOTP:
    """Have somebody set up an authenticator app; what shows its codes. The last one is used."""
    here = signed_in(person)
    secret = operations.begin_app(here, by=person).secret
    app = pyotp.TOTP(secret)
    assert operations.add_app(shown(app), here, by=person)
    return app


def with_recovery_codes(person: Person) -> list[str]:
    """Have somebody make recovery codes."""
    return operations.make_recovery_codes(signed_in(person), by=person)


def shown(app: pyotp.TOTP, steps: int = 0) -> str:
    """The code that an app shows now, or so many half minutes from now."""
    return app.generate_otp(int(clock.now().timestamp()) // 30 + steps)


def browser_of(app: Any, person: Person) -> Visitor:
    """A browser in which somebody has typed the code that was mailed to them, and no more."""
    visitor = Visitor(app)
    token = sign_in.begin(person, Method.CODE, by=NOBODY).sign_in_token
    with visitor.client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"], cookie.permanent = token, True, True
    return visitor


def wrong(code: str) -> str:
    """A code that is not this one."""
    return f"{(int(code) + 1) % 1_000_000:06}"

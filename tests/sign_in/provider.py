"""A sign-in service as a council has one, small, and able to go wrong in every way."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET, TENANT = "no-limits", "told to the council", "11111111-2222-3333-4444-555555555555"


@cache
def key(kid: str) -> RSAKey:
    """A key made for this run."""
    return RSAKey.generate_key(2048, parameters={"kid": kid, "use": "sig", "alg": "RS256"})


@dataclass
class Provider:
    """Answers discovery, keys and tokens; what it tells can be changed before it tells it."""

    url: str = ""
    signs_with: str = "ours"
    claims: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    token_status: str = "200 OK"
    used: set[str] = field(default_factory=set)

    def __call__(self, environ: Any, start: Any) -> list[bytes]:
        """Answer one request."""
        path = environ["PATH_INFO"].removeprefix(f"/{TENANT}")
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        status, told = self._answer(path, {k: v[0] for k, v in parse_qs(body).items()})
        start(status, [("Content-Type", "application/json")])
        return [json.dumps(told).encode()]

    def _answer(self, path: str, sent: dict[str, str]) -> tuple[str, dict[str, Any]]:
        if path.startswith("/.well-known/"):
            return "200 OK", self.discovery()
        if path == "/keys":
            return "200 OK", KeySet([key("ours")]).as_dict(private=False)
        if sent["code"] in self.used or not self._has_verifier(sent):
            return "400 Bad Request", {"error": "invalid_grant"}
        self.used.add(sent["code"])
        if self.token_status != "200 OK":
            return self.token_status, {"error": "server_error"}
        return "200 OK", {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token()}

    def _has_verifier(self, sent: dict[str, str]) -> bool:
        """Proof that whoever asks for the token also began (RFC 7636)."""
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return challenge == self.asked["code_challenge"]

    def discovery(self) -> dict[str, Any]:
        """What it says of itself."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "none", "HS256"],
            **self.metadata,
        }

    def id_token(self) -> str:
        """Who somebody is, signed."""
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "pairwise",
            "tid": TENANT,
            "oid": "oid-of-ida",
            "iat": now,
            "exp": now + 600,
            "nonce": self.asked["nonce"],
            "name": "Ida Invented",
            "email": "Ida@Council.example",
            "groups": ["staff group"],
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "RS256", "kid": "ours"}
        return jwt.encode(header, claims, key(self.signs_with))

    def asked_by(self, address: str) -> dict[str, str]:
        """Take in the question with which a browser was sent here."""
        self.asked = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        return self.asked


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@contextmanager
def providing() -> Iterator[Provider]:
    """A service on this machine."""
    provider = Provider()
    with make_server("127.0.0.1", 0, provider, handler_class=Quiet) as server:
        provider.url = f"http://127.0.0.1:{server.server_port}/{TENANT}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield provider
        server.shutdown()
        thread.join()

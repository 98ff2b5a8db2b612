"""The council's own sign-in service, by OpenID Connect; this file alone knows Authlib.

Authorization code with PKCE. Authlib checks state, signature, nonce and times; beside that the
issuer must be the one of the settings, the token must be for us, and its tenant the issuer's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flask import current_app, request, session
from werkzeug.wrappers import Response

from nolimits.config import Settings
from nolimits.kernel import clock
from nolimits.kernel.settings import settings

if TYPE_CHECKING:
    from authlib.integrations.flask_client.apps import FlaskOAuth2App

NAME = "council"
DISCOVERY = "/.well-known/openid-configuration"
SIGNED_WITH = ("RS256", "PS256", "ES256")  # never "none", and no secret that we share
PATIENCE = 8  # seconds that the council's service has to answer


class Fault(StrEnum):
    """Why nobody was signed in."""

    AWAY = "away"
    DENIED = "denied"
    STALE = "stale"
    UNTRUSTED = "untrusted"
    NO_GROUP = "no_group"
    CLOSED = "closed"
    ADDRESS_TAKEN = "address_taken"
    OTHERS = "others"


class NotSignedIn(Exception):
    """The council's service signed nobody in; nothing was done."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Told:
    """What the council's service says of somebody."""

    tenant: str
    subject: str
    name: str
    email: str | None
    groups: frozenset[str]
    strong: bool  # they gave a second factor there


def send_there(redirect_uri: str) -> Response:
    """Send the browser to the council's sign-in page."""
    from requests import RequestException

    client = _client()
    try:
        _check_issuer(client.load_server_metadata())
        answer: Response = client.authorize_redirect(redirect_uri)
    except (RequestException, ValueError, RuntimeError) as error:
        raise NotSignedIn(Fault.AWAY) from error
    return answer


def come_back() -> Told:
    """Who came back from there, by this request; whatever is not in order raises NotSignedIn."""
    from authlib.integrations.base_client.errors import MismatchingStateError, OAuthError
    from authlib.oauth2 import OAuth2Error
    from joserfc.errors import JoseError
    from requests import RequestException

    client = _client()
    try:
        _check_state()
        claims = _claims(client)
    except MismatchingStateError as error:
        raise NotSignedIn(Fault.STALE) from error
    except OAuthError as error:
        denied = error.error == "access_denied"
        raise NotSignedIn(Fault.DENIED if denied else Fault.UNTRUSTED) from error
    except RequestException as error:
        raise NotSignedIn(Fault.AWAY) from error
    except (JoseError, OAuth2Error, ValueError, RuntimeError, KeyError, TypeError) as error:
        raise NotSignedIn(Fault.UNTRUSTED) from error
    return told_by(claims, settings())


def _check_state() -> None:
    """An answer belongs to a question that this browser asked in the last few minutes."""
    kept = session.get(f"_state_{NAME}_{request.args.get('state')}")
    if kept and kept.get("exp", 0) < clock.of_machine():
        session.pop(f"_state_{NAME}_{request.args.get('state')}")


def _claims(client: "FlaskOAuth2App") -> Mapping[str, Any]:
    metadata = client.load_server_metadata()
    _check_issuer(metadata)
    offered = metadata.get("id_token_signing_alg_values_supported") or SIGNED_WITH
    metadata["id_token_signing_alg_values_supported"] = [
        one for one in offered if one in SIGNED_WITH
    ]
    wanted = {
        "iss": {"essential": True, "value": metadata["issuer"]},
        "aud": {"essential": True, "value": settings().oidc_client_id},
    }
    token = client.authorize_access_token(claims_options=wanted)
    if "userinfo" not in token:
        raise ValueError("there is no ID token")
    claims: Mapping[str, Any] = token["userinfo"]
    return claims


def _check_issuer(metadata: Mapping[str, Any]) -> None:
    """What calls itself another issuer than the settings name is not the council's service."""
    if str(metadata.get("issuer", "")).rstrip("/") != settings().oidc_issuer.rstrip("/"):
        raise ValueError("another issuer")


def told_by(claims: Mapping[str, Any], told_to: Settings) -> Told:
    """What claims that were checked say; a tenant that is not in the issuer's address is another's.

    People are known by `tid` and `oid`, which never pass to somebody else; where a service has
    none, by the issuer and `sub`. An address is only where mail goes.
    """
    tenant, issuer = claims.get("tid"), str(claims["iss"])
    if tenant and tenant not in issuer.split("/"):
        raise NotSignedIn(Fault.UNTRUSTED)
    address = claims.get("email") if claims.get("email_verified") is not False else None
    address = str(address or claims.get("preferred_username") or "").strip().lower()
    strong = "mfa" in (claims.get("amr") or ()) and told_to.oidc_strong != "never"
    return Told(
        tenant=str(tenant or issuer)[:200],
        subject=str(claims.get("oid") or claims["sub"])[:200],
        name=str(claims.get("name") or address)[:120],
        email=address[:254] if "@" in address else None,
        groups=frozenset(str(one) for one in claims.get("groups") or ()),
        strong=strong or told_to.oidc_strong == "always",
    )


def _client() -> "FlaskOAuth2App":
    """The council's service as it was found out about, once for each process and its settings."""
    told = settings()
    key = (told.oidc_issuer, told.oidc_client_id, told.oidc_client_secret)
    kept: dict[Any, Any] = current_app.extensions.setdefault("council_sign_in", {})
    if key not in kept:
        from authlib.integrations.flask_client import OAuth

        oauth = OAuth(current_app)
        kept[key] = oauth.register(
            NAME,
            client_id=told.oidc_client_id,
            client_secret=told.oidc_client_secret,
            server_metadata_url=told.oidc_issuer.rstrip("/") + DISCOVERY,
            client_kwargs={
                "scope": "openid profile email",
                "code_challenge_method": "S256",
                "default_timeout": PATIENCE,
            },
        )
        kept[key].framework.expires_in = 600  # seconds in which to come back
    client: FlaskOAuth2App = kept[key]
    return client

"""Settings, read once from NOLIMITS_* variables; an unsafe production never starts."""

import base64
import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32
FEWEST_LETTERS = 12  # different ones; a word said over and over has fewer
STAFF_LIST_SHARE = "NOLIMITS_STAFF_LIST_SHARE"
RECHECK_YEARS = "NOLIMITS_DBS_RECHECK_YEARS"
LONGEST_FORM = 12 * 60 * 60  # seconds
PATIENCE = 8  # seconds for which a page waits for the database
_SEALING_KEY = re.compile(r"^[A-Za-z0-9_-]{43}=$")
_COLOUR_NAME = re.compile(r"^[a-z-]+$")
_COLOUR = re.compile(r"^#[0-9a-fA-F]{3,8}$")


class UnsafeSettings(Exception):
    """The settings would put people at risk; the message says which one and what to do."""


@dataclass(frozen=True)
class Brand:
    """What a council changes to make the pages its own."""

    scheme_name: str = "No Limits"
    council_name: str = "Stockton-on-Tees Borough Council"
    contact_email: str = "no.limits@council.example"
    contact_phone: str = ""
    safeguarding_phone: str = ""
    designated_officer_phone: str = ""
    colours: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """Everything that differs between one installation and another."""

    root: Path = ROOT
    instance: Path = ROOT / "instance"
    environment: str = "development"
    demonstration: bool = False
    database_url: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)
    sealing_keys: tuple[str, ...] = field(default=(), repr=False)
    base_url: str = ""
    port: int = 5000
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "No Limits <no.limits@council.example>"
    council: str = "stockton"
    log_addresses: bool = False
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_groups: tuple[tuple[str, str], ...] = ()
    oidc_strong: str = "amr"
    limits_url: str = field(default="", repr=False)
    proxies: int = 0
    clamd: str = ""
    staff_list_share: int = 10
    dbs_service: str = ""
    dbs_recheck_years: int = 3
    neutral_site: str = "https://www.bbc.co.uk/weather"
    calendar_title: str = "Training"
    brand: Brand = Brand()

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings; raise UnsafeSettings where production would lack its guards."""
        env = os.environ if environ is None else environ
        instance = Path(env.get("NOLIMITS_INSTANCE") or ROOT / "instance").resolve()
        settings = cls(
            instance=instance,
            environment=env.get("NOLIMITS_ENVIRONMENT", "development"),
            demonstration=env.get("NOLIMITS_DEMONSTRATION", "") == "1",
            database_url=env.get("NOLIMITS_DATABASE_URL", ""),
            secret_key=env.get("NOLIMITS_SECRET_KEY", ""),
            sealing_keys=_sealing_keys(env.get("NOLIMITS_SEALING_KEYS", "")),
            base_url=env.get("NOLIMITS_BASE_URL", ""),
            port=int(env.get("NOLIMITS_PORT") or cls.port),
            smtp_url=env.get("NOLIMITS_SMTP_URL", ""),
            mail_from=env.get("NOLIMITS_MAIL_FROM", cls.mail_from),
            council=env.get("NOLIMITS_COUNCIL", cls.council),
            oidc_issuer=env.get("NOLIMITS_OIDC_ISSUER", ""),
            oidc_client_id=env.get("NOLIMITS_OIDC_CLIENT_ID", ""),
            oidc_client_secret=env.get("NOLIMITS_OIDC_CLIENT_SECRET", ""),
            oidc_groups=_groups(env.get("NOLIMITS_OIDC_GROUPS", "")),
            oidc_strong=env.get("NOLIMITS_OIDC_STRONG", cls.oidc_strong),
            limits_url=env.get("NOLIMITS_LIMITS_URL", ""),
            proxies=_whole("NOLIMITS_PROXIES", env.get("NOLIMITS_PROXIES", "0")),
            clamd=env.get("NOLIMITS_CLAMD", ""),
            staff_list_share=_whole(STAFF_LIST_SHARE, env.get(STAFF_LIST_SHARE) or "10"),
            dbs_service=env.get("NOLIMITS_DBS_SERVICE", ""),
            dbs_recheck_years=_whole(RECHECK_YEARS, env.get(RECHECK_YEARS) or "3"),
            log_addresses=env.get("NOLIMITS_LOG_ADDRESSES", "") == "1",
            neutral_site=_neutral(env.get("NOLIMITS_NEUTRAL_SITE") or cls.neutral_site),
            calendar_title=env.get("NOLIMITS_CALENDAR_TITLE") or cls.calendar_title,
            brand=_brand(env),
        )
        settings.refuse_unsafe()
        return settings

    @property
    def production(self) -> bool:
        """True where real people's records are held."""
        return self.environment == "production"

    @cached_property
    def all_sealing_keys(self) -> tuple[str, ...]:
        """The keys of sealed columns, newest first; in development one kept in the instance."""
        return self.sealing_keys or (_kept(self.instance / "sealing-key", new_sealing_key()),)

    def refuse_unsafe(self) -> None:
        """Stop a start that would let anyone in, or let a session be forged."""
        if self.environment not in ("development", "production"):
            raise UnsafeSettings("NOLIMITS_ENVIRONMENT must be development or production")
        self._refuse_odd_dbs()
        if not self.production:
            return
        self._refuse_half_a_council()
        if self.demonstration:
            raise UnsafeSettings(
                "NOLIMITS_DEMONSTRATION lets anyone sign in: unset it in production"
            )
        _refuse_weak(self.secret_key)
        if not self.sealing_keys:
            raise UnsafeSettings("NOLIMITS_SEALING_KEYS must be set: flask keys new prints one")
        if not self.base_url.startswith("https://"):
            raise UnsafeSettings("NOLIMITS_BASE_URL must be the https:// address people use")
        if not self.smtp_url:
            raise UnsafeSettings("NOLIMITS_SMTP_URL must say where mail is sent")

    def _refuse_odd_dbs(self) -> None:
        """Certificates are looked at again one day; what is asked of them goes over https only."""
        if not self.dbs_recheck_years:
            raise UnsafeSettings(f"{RECHECK_YEARS} must be 1 or more")
        plain = self.dbs_service and not self.dbs_service.startswith("https://")
        if self.production and plain:
            raise UnsafeSettings("NOLIMITS_DBS_SERVICE must be an https:// address")

    def _refuse_half_a_council(self) -> None:
        """The council's sign-in is set whole or not at all, and asked over https only."""
        parts = (
            self.oidc_issuer,
            self.oidc_client_id,
            self.oidc_client_secret,
            self.oidc_groups,
        )
        if any(parts) and not all(parts):
            raise UnsafeSettings(
                "Set NOLIMITS_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET and _GROUPS, or none of them"
            )
        if self.oidc_issuer and not self.oidc_issuer.startswith("https://"):
            raise UnsafeSettings("NOLIMITS_OIDC_ISSUER must be an https:// address")
        if self.oidc_strong not in ("amr", "always", "never"):
            raise UnsafeSettings("NOLIMITS_OIDC_STRONG must be amr, always or never")

    def for_flask(self) -> dict[str, Any]:
        """The same, in the names that Flask and its extensions read."""
        self.instance.mkdir(parents=True, exist_ok=True)
        return {
            "SETTINGS": self,
            "SECRET_KEY": self.secret_key
            or _kept(self.instance / "secret-key", secrets.token_urlsafe(48)),
            "SQLALCHEMY_DATABASE_URI": self.database_url
            or f"sqlite:///{self.instance / 'nolimits.sqlite'}",
            "SQLALCHEMY_ENGINE_OPTIONS": engine_options(self.database_url),
            "PERMANENT_SESSION_LIFETIME": timedelta(minutes=30),
            "SESSION_COOKIE_NAME": "__Host-nolimits" if self.production else "nolimits",
            "SESSION_COOKIE_SECURE": self.production,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "MAX_CONTENT_LENGTH": 10 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
            # A form is good for as long as a sign-in is; our own check of where it came from
            # stands for the one by referrer, which some browsers withhold.
            "WTF_CSRF_TIME_LIMIT": LONGEST_FORM,
            "WTF_CSRF_SSL_STRICT": False,
        }


def _brand(env: Mapping[str, str]) -> Brand:
    """What a council has made its own."""
    return Brand(
        scheme_name=env.get("NOLIMITS_SCHEME_NAME", Brand.scheme_name),
        council_name=env.get("NOLIMITS_COUNCIL_NAME", Brand.council_name),
        contact_email=env.get("NOLIMITS_CONTACT_EMAIL", Brand.contact_email),
        contact_phone=env.get("NOLIMITS_CONTACT_PHONE", Brand.contact_phone),
        safeguarding_phone=env.get("NOLIMITS_SAFEGUARDING_PHONE", ""),
        designated_officer_phone=env.get("NOLIMITS_DESIGNATED_OFFICER_PHONE", ""),
        colours=_colours(env.get("NOLIMITS_COLOURS", "")),
    )


def engine_options(url: str) -> dict[str, Any]:
    """How a database is spoken to: nobody waits long for a silent server or another's lock."""
    options: dict[str, Any] = {"pool_pre_ping": True, "hide_parameters": True}
    if url.startswith("postgresql"):
        options["connect_args"] = {
            "connect_timeout": PATIENCE,
            "tcp_user_timeout": PATIENCE * 1000,
            "options": f"-c lock_timeout={PATIENCE}s",
        }
    return options


def new_sealing_key() -> str:
    """A random key for sealed columns: 32 bytes, in the letters of base64 for addresses."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _neutral(address: str) -> str:
    """Where somebody goes who leaves a page in a hurry."""
    if not address.startswith("https://"):
        raise UnsafeSettings("NOLIMITS_NEUTRAL_SITE must be an https:// address")
    return address


def _sealing_keys(text: str) -> tuple[str, ...]:
    """Parse the keys; what is wrong with one is told without the key."""
    keys = tuple(filter(None, text.replace(" ", "").split(",")))
    for number, key in enumerate(keys, start=1):
        if not _SEALING_KEY.match(key):
            raise UnsafeSettings(
                f"NOLIMITS_SEALING_KEYS: key {number} is not one that flask keys new prints"
            )
    return keys


def _kept(path: Path, new: str) -> str:
    """A random key kept in the instance folder, so that a development server keeps its own."""
    if path.exists():
        return path.read_text()
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    made.touch(mode=0o600)
    made.write_text(new)
    # Two that start at once keep the same key: only one can give the file its name.
    with suppress(FileExistsError):
        path.hardlink_to(made)
    made.unlink()
    return path.read_text()


def _refuse_weak(secret: str) -> None:
    if len(secret) < SHORTEST_SECRET:
        raise UnsafeSettings(
            f"NOLIMITS_SECRET_KEY must be set, with {SHORTEST_SECRET} characters or more"
        )
    if len(set(secret)) < FEWEST_LETTERS:
        raise UnsafeSettings("NOLIMITS_SECRET_KEY can be guessed: use one made by chance")


def _whole(name: str, text: str) -> int:
    """A number of things; raise UnsafeSettings where it is none."""
    if not text.isdecimal() or len(text) > 2:
        raise UnsafeSettings(f"{name} must be a whole number, like 1")
    return int(text)


def _groups(text: str) -> tuple[tuple[str, str], ...]:
    """Parse "group=role, group=role" into pairs; no group gives a role without duties."""
    from nolimits.kernel.actors import WITHOUT_DUTIES, Role

    roles = {role.value for role in Role if role not in WITHOUT_DUTIES}
    pairs = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        group, _, role = (word.strip() for word in part.rpartition("="))
        if not group or role not in roles:
            raise UnsafeSettings(f"NOLIMITS_OIDC_GROUPS: {part} is not a group=role")
        pairs.append((group, role))
    return tuple(pairs)


def _colours(text: str) -> dict[str, str]:
    """Parse "name=#hex, name=#hex" into custom property names and values."""
    colours = {}
    for part in filter(None, text.replace(" ", "").split(",")):
        name, _, value = part.partition("=")
        if not _COLOUR_NAME.match(name) or not _COLOUR.match(value):
            raise UnsafeSettings(f"NOLIMITS_COLOURS: {part} is not a name=#hex colour")
        colours[name] = value
    return colours

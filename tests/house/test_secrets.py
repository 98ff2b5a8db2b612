"""No secret stands in the tree or starts with the program, and nothing is open by default."""

import re
import subprocess

import pytest

from nolimits.config import ROOT, Settings, UnsafeSettings, new_sealing_key

KEY_LIKE = {
    "a private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE " + rb"KEY"),
    "a payment key": re.compile(rb"\b(?:sk|rk|whsec)_(?:live|test)?_?[0-9A-Za-z]{20,}"),
    "a cloud key": re.compile(rb"\bAKIA[0-9A-Z]{16}\b"),
    "a token": re.compile(rb"\b(?:ghp|gho|github_pat|glpat|xox[bap])[_-][0-9A-Za-z_-]{20,}"),
    "a signed token": re.compile(rb"\beyJ[0-9A-Za-z_-]{16,}\.eyJ[0-9A-Za-z_-]{16,}\."),
    "a password in an address": re.compile(rb"://[^\s:/@{}<>\"']+:[^\s:/@{}<>\"']{6,}@[\w.-]+"),
}
INVENTED = (b"secret", b"Canary", b"password", b"example")  # what tests and documents make up


def tracked():
    """Every file that is kept with the code."""
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in told.stdout.decode().split("\0") if name]


def test_nothing_that_looks_like_a_key_is_kept_with_the_code():
    """Case 76."""
    faults = []
    for path in tracked():
        content = path.read_bytes() if path.is_file() else b""
        for what, looks in KEY_LIKE.items():
            found = [one for one in looks.findall(content) if not any(w in one for w in INVENTED)]
            faults.extend(f"{path.relative_to(ROOT)}: {what}" for _ in found)

    assert faults == []


@pytest.mark.parametrize(
    ("planted", "what"),
    [
        (b"-----BEGIN EC PRIVATE " + b"KEY-----", "a private key"),
        (b"key = sk_" + b"live_" + b"9" * 24, "a payment key"),
        (b"AKIA" + b"Z" * 16, "a cloud key"),
        (b"ghp_" + b"a" * 36, "a token"),
        (b"smtp://post:hunter2" + b"hunter2@mail.council.gov.uk", "a password in an address"),
    ],
)
def test_a_key_that_was_kept_would_be_found(planted, what):
    assert KEY_LIKE[what].search(planted)


SAFE = {
    "environment": "production",
    "secret_key": "made for one test, and of enough letters",
    "base_url": "https://limits.council.example",
    "smtp_url": "smtp://mail.council.example",
    "sealing_keys": (new_sealing_key(),),
}


def test_production_starts_with_its_guards_and_without_debugging(tmp_path):
    """Case 76."""
    import nolimits

    settings = Settings(instance=tmp_path, database_url="sqlite://", **SAFE)
    settings.refuse_unsafe()
    app = nolimits.create_app(settings)

    assert not app.debug
    assert not app.testing


@pytest.mark.parametrize(
    "unsafe",
    [
        {"secret_key": ""},
        {"secret_key": "short"},
        {"secret_key": "a" * 40},
        {"secret_key": "change-me-change-me-change-me-change-me"},
        {"base_url": "http://limits.council.example"},
        {"smtp_url": ""},
        {"sealing_keys": ()},
        {"demonstration": True},
        {"environment": "staging"},
    ],
    ids=str,
)
def test_production_never_starts_without_one_of_its_guards(unsafe):
    """Case 76."""
    with pytest.raises(UnsafeSettings):
        Settings(**{**SAFE, **unsafe}).refuse_unsafe()

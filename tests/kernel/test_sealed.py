"""Sealed columns: unreadable in the database, readable under the keys of the setting."""

import stat
from secrets import token_urlsafe

import pytest
import sqlalchemy as sa

from nolimits.config import Settings, UnsafeSettings, new_sealing_key
from nolimits.kernel import crypto
from nolimits.kernel.crypto import CannotUnseal, Sealed, SealedJSON
from nolimits.kernel.db import db

PRODUCTION = {
    "NOLIMITS_ENVIRONMENT": "production",
    "NOLIMITS_SECRET_KEY": token_urlsafe(40),
    "NOLIMITS_BASE_URL": "https://scheme.example",
    "NOLIMITS_SMTP_URL": "smtp://mail.example",
}
NOTE = sa.Table(
    "sealed_in_a_test",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("words", Sealed(40)),
    sa.Column("answers", SealedJSON),
)


@pytest.fixture
def keys(change_settings):
    """Give the application keys: `keys(new, old)`."""
    return lambda *given: change_settings(sealing_keys=given)


def test_what_is_sealed_is_read_back_and_the_database_holds_none_of_it(app):
    NOTE.create(db.session.connection())
    words = {"words": "Seen at Thornaby", "answers": {"worries": ["yes", 2]}}
    db.session.execute(NOTE.insert(), [words, {"words": None, "answers": None}])

    read = db.session.execute(sa.select(NOTE).order_by(NOTE.c.id)).mappings().all()
    held = db.session.execute(sa.text("SELECT words, answers FROM sealed_in_a_test")).all()

    assert [(row["words"], row["answers"]) for row in read] == [
        ("Seen at Thornaby", {"worries": ["yes", 2]}),
        (None, None),
    ]
    assert "Thornaby" not in str(held)
    assert "worries" not in str(held)
    assert held[1] == (None, None)
    db.session.rollback()


def test_the_same_words_are_never_sealed_alike_so_a_search_for_them_is_refused(app):
    assert crypto.seal("Dana") != crypto.seal("Dana")
    with pytest.raises(TypeError, match="only be compared with None"):
        _ = NOTE.c.words == "Dana"
    assert "IS NULL" in str(NOTE.c.words.is_(None))
    assert "IS NOT NULL" in str(NOTE.c.words != None)  # noqa: E711


def test_what_is_too_long_for_its_column_is_not_sealed(app):
    with pytest.raises(sa.exc.StatementError, match="longer than 40"):
        db.session.execute(NOTE.insert().values(words="a" * 41))
    db.session.rollback()


def test_an_old_key_still_opens_and_the_newest_one_seals(app, keys):
    old, new = new_sealing_key(), new_sealing_key()
    keys(old)
    before = crypto.seal("Dana")

    keys(new, old)
    assert crypto.unseal(before) == "Dana"
    anew = crypto.sealed_anew(before)
    keys(new)

    assert crypto.unseal(anew) == "Dana"
    assert crypto.sealed_anew(anew) is None


def test_without_its_key_nothing_is_opened_and_the_setting_is_named_but_no_key(app, keys):
    old, new = new_sealing_key(), new_sealing_key()
    keys(old)
    before = crypto.seal("Dana")
    keys(new)

    with pytest.raises(CannotUnseal, match="NOLIMITS_SEALING_KEYS") as told:
        crypto.unseal(before)

    assert not {old, new, "Dana"} & set(str(told.value).split())
    assert told.value.__suppress_context__


@pytest.mark.parametrize("part", range(5))
def test_what_was_tampered_with_is_not_opened(app, part):
    sealed = crypto.seal("Dana")
    place = len(sealed) * part // 5
    changed = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]

    with pytest.raises(CannotUnseal):
        crypto.unseal(changed)


def test_production_does_not_start_without_a_good_key_and_never_says_one():
    """Case 76."""
    good, bad = new_sealing_key(), "too-short-a-key"

    with pytest.raises(UnsafeSettings, match="NOLIMITS_SEALING_KEYS must be set"):
        Settings.from_environment(PRODUCTION)
    with pytest.raises(UnsafeSettings, match="key 2 is not") as told:
        Settings.from_environment(PRODUCTION | {"NOLIMITS_SEALING_KEYS": f"{good},{bad}"})
    settings = Settings.from_environment(PRODUCTION | {"NOLIMITS_SEALING_KEYS": f" {good} , "})

    assert settings.all_sealing_keys == (good,)
    assert good not in repr(settings)
    assert bad not in str(told.value)


def test_a_development_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first = Settings(instance=tmp_path / "instance").all_sealing_keys

    assert Settings(instance=tmp_path / "instance").all_sealing_keys == first
    kept = list((tmp_path / "instance").iterdir())
    assert [stat.S_IMODE(one.stat().st_mode) for one in kept] == [0o600]

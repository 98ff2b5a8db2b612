"""Every column of every table stands in the field dictionary, and is held as it says (R-DP-1)."""

import enum
from importlib import import_module

import pytest
import sqlalchemy as sa

import nolimits
from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Base, Moment
from nolimits.kernel.dictionary import (
    PEOPLE,
    Basis,
    Category,
    Entry,
    Keep,
    Purpose,
    entry_of,
    everything,
    link_of,
    noted,
    points_to,
    says_itself,
)

for room in nolimits.ROOMS:  # every table, whichever tests run beside these
    import_module(f"nolimits.{room}.models")

ABOUT_NOBODY = (Category.NONE, Category.TECHNICAL)


def columns():
    """Every column by its name, as "person.email", with what the dictionary says."""
    return {
        f"{table.name}.{column.name}": (column, entry_of(column))
        for table in Base.metadata.sorted_tables
        for column in table.columns
    }


def is_free(column):
    """Whether anything can be typed into it: text and JSON, unless it is one of a few words."""
    kind = column.type
    if isinstance(kind, sa.Enum) or column.foreign_keys:
        return False
    return isinstance(kind, sa.String | sa.JSON | Sealed)


def test_every_column_is_in_the_dictionary():
    assert [name for name, (_, entry) in columns().items() if entry is None] == []


def test_what_can_be_typed_about_a_person_says_itself_what_it_is():
    """A table's own line is not enough for a new column of words."""
    assert [
        name
        for name, (column, entry) in columns().items()
        if entry.category is not Category.NONE and is_free(column) and not says_itself(column)
    ] == []


def test_what_must_be_sealed_is_sealed_or_says_why_it_is_not():
    assert {
        name
        for name, (column, entry) in columns().items()
        if entry.category.sealed and not isinstance(column.type, Sealed)
    } == {
        name for name, (_, entry) in columns().items() if entry.in_clear and entry.category.sealed
    }


def test_what_is_sealed_says_why_it_must_be():
    assert [
        name
        for name, (column, entry) in columns().items()
        if isinstance(column.type, Sealed) and not entry.category.sealed
    ] == []


def test_offences_and_special_categories_cite_their_condition():
    """R-DP-2."""
    assert [
        name
        for name, (_, entry) in columns().items()
        if entry.category.needs_condition and entry.condition is None
    ] == []


def test_what_is_about_a_person_is_not_kept_for_ever():
    assert [
        name
        for name, (_, entry) in columns().items()
        if entry.category not in ABOUT_NOBODY and entry.keep is Keep.SCHEME
    ] == []


def test_consent_is_the_basis_of_nothing_that_the_scheme_needs():
    """Withdrawn, it would have to go: only photos and stories rest on it (R-DP-1)."""
    assert {entry.purpose for _, entry in columns().values() if entry.basis is Basis.CONSENT} <= {
        Purpose.PHOTOS
    }


@pytest.mark.parametrize("kind", [Keep, Purpose, Category])
def test_no_two_words_of_the_dictionary_mean_the_same(kind):
    assert issubclass(kind, enum.Enum)
    assert len(kind.__members__) == len(list(kind))


def test_periods_are_as_the_rulebook_has_them():
    """R-DP-6, R-DBS-9."""
    assert {one.name: one.words for one in Keep if one.name in PERIODS} == PERIODS


PERIODS = {
    "CARE_CONTENT": "75 years after they were born",
    "CHILD_PROTECTION": "35 years after it was closed",
    "VOLUNTEER_FILE": "6 years after they left",
    "UNSUCCESSFUL": "6 months after it was decided",
    "FINANCE": "6 years after the financial year ended",
    "DBS_DETAIL": "6 months after it was decided",
    "AUDIT": "6 years after it was written",
}


def test_whoever_a_column_points_to_is_told_apart_from_whoever_only_did_it():
    """Copies of people's own data follow this: what is theirs, what they did, where they stand."""
    assert [
        name
        for name, (column, _) in columns().items()
        if points_to(column) in PEOPLE and link_of(column) is None
    ] == [], "say Link.THEIRS, Link.NAMED or Link.DID of it"


def test_a_column_overrides_only_what_it_says():
    number = entry_of(Base.metadata.tables["dbs_record"].c.number)
    of_table = entry_of(Base.metadata.tables["dbs_record"].c.issued_on)

    assert (number.purpose, number.keep) == (of_table.purpose, Keep.DBS_DETAIL)
    assert (of_table.category, of_table.keep) == (Category.PERSONAL, Keep.VOLUNTEER_FILE)


def test_a_column_that_nobody_described_is_found():
    table = sa.Table("new_in_a_test", sa.MetaData(), sa.Column("words", sa.String(9)))
    told = sa.Column("words", Sealed(9), info=noted(Category.CONFIDENTIAL))

    assert is_free(table.c.words)
    assert not says_itself(table.c.words)
    assert says_itself(told)
    assert not is_free(sa.Column("at", Moment))


def test_the_dictionary_is_read_in_the_order_of_its_tables():
    read = [(model.__tablename__, column.name) for model, column, _ in everything()]

    assert len(read) == len(columns())
    assert [name for name, _ in read] == sorted(name for name, _ in read)
    assert all(isinstance(entry, Entry) for _, _, entry in everything())

"""Whoever is related to a young person, or named as not this person, reads nothing of them."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import RelationshipDirection

from nolimits.kernel.actors import WITHOUT_DUTIES, Role
from nolimits.kernel.db import db, transaction
from nolimits.kernel.permissions import TABLE, can
from nolimits.privacy.models import CopyItem, DataRequest
from nolimits.retention import operations as retention
from nolimits.retention.models import LegalHold
from nolimits.safeguarding.models import Concern
from nolimits.young_people import ties
from nolimits.young_people.models import AdultTie, Tie, YoungPerson
from tests.databases import KINDS
from tests.factories.campaigns import GiftFactory
from tests.factories.people import PersonFactory, coordinator
from tests.factories.young_people import YoungPersonFactory, signed_in_young_person
from tests.house import narrowing
from tests.house.records import OWNERS, RECORDS
from tests.house.routes import routes
from tests.visitor import Visitor

GUARDED = [one for one in routes() if one.about is not None]
ADULTS = frozenset(Role) - set(WITHOUT_DUTIES)
WAYS = ("young_person", "match", "application", "request")
EVERY_DUTY = ADULTS - {Role.VOLUNTEER, Role.SUPPORT_MENTOR}
FIGURES = ("young_people", "matches_started", "contacts", "grants_awarded_total")
READERS = {  # and what shows them something of young people before they are kept apart
    EVERY_DUTY: {
        *("/young-people", "/matching", "/matches", "/contacts", "/today", "/applications"),
        *("/awards", "/retention", "/data-requests", "/totals/grants_awarded_total"),
    },
    frozenset({Role.VOLUNTEER}): {"/my-matches"},
    frozenset({Role.SUPPORT_MENTOR}): {"/contacts"},
}
SIGNED_OUT = {"/leave", "/sign-in/council/back"}  # who opens these is nobody afterwards


def is_of_one(model):
    """Whether a record of a model is a young person's, by what it leads to."""
    return model is YoungPerson or any(hasattr(model, one) for one in WAYS)


def of_young_people():
    """The kinds of record that a page opens and that are a young person's."""
    return sorted(
        {one.about for one in GUARDED if is_of_one(one.about)} - {Concern},
        key=lambda model: model.__name__,
    )


def made(model, person):
    """A record of a young person, and of somebody else as far as they can have one."""
    if model is LegalHold:
        return retention.place_hold(YoungPersonFactory(), "A claim", by=coordinator())
    if model in (DataRequest, CopyItem):
        return RECORDS[model](signed_in_young_person().person)
    return RECORDS[model](person)


def whose(record):
    """The young person whose record it is."""
    while record is not None and not isinstance(record, YoungPerson):
        found = [getattr(record, name, None) for name in WAYS]
        record = next(filter(None, found), None)
    return record


@transaction
def tied(young_person, adult, tie=Tie.NOT_THIS_PERSON):
    """A tie as it stands, without all that happens when somebody names one."""
    young_person.ties.append(AdultTie(person=adult, tie=tie, from_on=young_person.referred_on))


def opened(person, model, record):
    """What the table lets somebody do with a record, of all that a page does."""
    permissions = {one.permission for one in GUARDED if one.about is model}
    return {one for one in permissions if can(person, one, record)}


def test_every_record_of_a_young_person_says_who_is_kept_apart_from_it():
    forgot = []
    for model in {one.about for one in GUARDED} - {Concern}:  # each keeps its own list of whom
        mapper = sa.inspect(model, raiseerr=False)
        leads_to = [
            one.mapper.class_
            for one in (mapper.relationships if mapper else ())
            if one.direction is RelationshipDirection.MANYTOONE
        ]
        of_one = any(map(is_of_one, leads_to))
        if of_one and model not in of_young_people():  # there each is asked for it
            forgot.append(model.__name__)

    assert forgot == []


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
@pytest.mark.parametrize("model", of_young_people(), ids=lambda model: model.__name__)
def test_no_role_and_no_work_opens_it_to_an_adult_who_is_kept_apart(model, app):
    rules = {rule for one in GUARDED if one.about is model for rule in TABLE[one.permission]}
    let_in = 0
    for role in sorted(frozenset().union(*(one.roles for one in rules)) & ADULTS):
        person = PersonFactory(role=role)
        record = made(model, person if role in OWNERS[model] else PersonFactory())
        let_in += bool(opened(person, model, record))
        tied(whose(record), person)

        assert opened(person, model, record) == set(), f"it opens to {role}"

    assert let_in


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)  # other tests ask on both
@pytest.mark.parametrize("tie", [Tie.RELATED, Tie.NOT_THIS_PERSON])
def test_every_list_leaves_out_whom_somebody_is_kept_apart_from(app, tie):
    people = narrowing.people_and_records()
    shown = {one: count(one, people) for one in narrowing.lists()}
    for young_person in db.session.scalars(sa.select(YoungPerson)).all():
        for person in people:
            if person.id != young_person.person_id:
                tied(young_person, person, tie)

    assert [fault for one in narrowing.lists() for fault in narrowing.faults(one, people)] == []
    left = {one[0].__name__.split(".")[1] for one in shown if count(one, people) < shown[one]}
    assert left >= {"young_people", "matching", "contacts", "grants", "awards", "people"}


def count(one, people):
    """How many rows a list shows to some people together."""
    return sum(len(narrowing._rows(narrowing._statement(one, person))) for person in people)


def test_who_only_works_with_a_young_person_or_was_tied_once_reads_on(app):
    record = RECORDS[YoungPerson](PersonFactory())
    reader = PersonFactory(role=Role.COORDINATOR)
    tied(record, reader, Tie.WORKS_WITH)
    tied(record, reader)
    ties.end_tie(record.ties[-1], by=record.worker)

    assert opened(reader, YoungPerson, record)
    assert record.kept_apart_ids == set()


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
@pytest.mark.parametrize("roles", READERS, ids=["every duty", "volunteer", "support mentor"])
def test_no_page_that_names_no_record_shows_what_is_kept_apart(app, roles):
    """Today, the pool, totals, looks, holds, gifts: with one such tie nothing stands there."""
    person = PersonFactory(roles=roles)
    of_duty = roles == EVERY_DUTY
    whom = PersonFactory(role=Role.STAFF) if of_duty else person
    models = [one for one in of_young_people() if hasattr(one, "reference")]
    records = [made(one, whom) for one in models if of_duty or OWNERS[one] & roles]
    young = set(map(whose, records))
    words = {one.reference for one in [*records, *young]}
    pages = {one.path for one in routes() if one.method == "GET" and not one.arguments} - SIGNED_OUT
    pages |= pages_of(records) if of_duty else set()
    visitor = Visitor(app, person, unseen=range(600))  # other tests look at how they are made
    before = {one for one in sorted(pages) if found(visitor, one, words)}
    for one in young:
        tied(one, person)

    assert {one: found(visitor, one, words) for one in before if found(visitor, one, words)} == {}
    assert before >= READERS[roles], before


def pages_of(records):
    """Pages about something else on which young people or what is theirs stand in a list."""
    gift = GiftFactory(young_person=whose(records[0]))
    pages = {f"/campaigns/{gift.campaign.reference}/recipients"}
    pages |= {f"/totals/{one}" for one in FIGURES}
    pages |= {f"/offers/{one.offer.reference}" for one in records if getattr(one, "offer", None)}
    return pages | {f"/rounds/{one.round.reference}" for one in records if hasattr(one, "round")}


def found(visitor, path, words):
    """Which of some references stand on a page."""
    text = visitor.visit(path, follow=False).html
    return {one for one in words if one in text}

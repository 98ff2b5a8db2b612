"""Nobody meets a volunteer who lacks a gate: neither the service nor the database lets it be."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from nolimits.kernel import clock
from nolimits.kernel.db import db
from nolimits.kernel.errors import Refused
from nolimits.matching import operations
from nolimits.matching.models import MEETS, Match, MatchState, ReadinessProof
from nolimits.volunteers import operations as volunteers
from nolimits.volunteers.readiness import Gate
from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator


def refused_by_the_database(statement):
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(statement)


def proof(match, **more):
    gates = dict.fromkeys((gate.value for gate in Gate), True)
    row = {"match_id": match.id, "volunteer_id": match.volunteer_id, "spent": False, **gates}
    return sa.insert(ReadinessProof).values(
        **{**row, "to_state": MatchState.INTRODUCTION_ARRANGED, "proven_on": clock.today(), **more}
    )


def test_a_volunteer_who_lacks_one_gate_is_introduced_to_nobody_whoever_asks(app):
    """Case 10."""
    match = MatchFactory(state=MatchState.CHECKS_CONFIRMED)
    volunteers.put_on_hold(match.volunteer, "A pause", by=coordinator())
    assert match.state is MatchState.ON_HOLD
    with pytest.raises(Refused, match="still needs"):
        operations.resume(match, by=coordinator())

    for state in MEETS:
        refused_by_the_database(sa.update(Match).where(Match.id == match.id).values(state=state))
    for gate in Gate:
        refused_by_the_database(proof(match, **{gate.value: False}))
    assert db.session.scalar(sa.select(sa.func.count(ReadinessProof.id))) == 0


def test_a_proof_is_spent_by_one_step_of_one_match(app):
    """Case 10."""
    match, other = MatchFactory(), MatchFactory(state=MatchState.CHECKS_CONFIRMED)
    steps = sa.select(ReadinessProof.to_state, ReadinessProof.spent).order_by(ReadinessProof.id)
    mine = steps.where(ReadinessProof.match_id == match.id)
    assert db.session.execute(mine).all() == [(state, True) for state in MEETS]
    operations.hold(match, "A pause", by=coordinator())

    refused_by_the_database(
        sa.update(Match).where(Match.id == match.id).values(state=MatchState.ACTIVE)
    )
    db.session.execute(proof(match))
    refused_by_the_database(
        sa.update(Match).where(Match.id == other.id).values(state=MatchState.INTRODUCTION_ARRANGED)
    )
    db.session.rollback()
    operations.resume(match, by=coordinator())
    assert match.state is MatchState.ACTIVE

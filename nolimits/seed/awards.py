"""The invented council's awards: all of a past round came, and one waits at every step."""

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa

from nolimits.awards import operations
from nolimits.awards.models import Award, AwardState
from nolimits.grants.models import Application, ApplicationState
from nolimits.kernel import clock
from nolimits.kernel.db import db
from nolimits.seed import Council

S = AwardState
PLAN = (S.CONFIRMED, S.CONFIRMED, S.PAID, S.CONFIRMED, S.CANCELLED)
LATER = (S.OFFERED, S.ACCEPTED, S.APPROVED_FINANCE)


def fill(council: Council) -> None:
    """Take each award that its young person was told of as far as it has come."""
    told = sa.select(Award).join(Award.application).order_by(Award.id)
    awards = db.session.scalars(told.where(Application.state == ApplicationState.TOLD)).all()
    for award, state in zip(awards, PLAN + LATER, strict=True):
        _take(council, award, state)


def _take(council: Council, award: Award, state: AwardState) -> None:
    """Accepted after two days, approved a week on, paid the day after, arrived three days on."""
    young, (first, second, *_) = award.application.young_person.person, council.finance_officers
    told_on = award.application.told_on
    assert young is not None and told_on is not None  # noqa: PT018, S101
    if state is S.CANCELLED:
        with clock.standing_at(told_on + timedelta(days=20)):
            why = "They have moved, and there is a bed there"
            return operations.cancel(award, why, by=council.coordinators[1])
    steps: list[tuple[int, Callable[[], None]]] = [
        (1, lambda: operations.accept(award, award.how, by=young)),
        (2, lambda: operations.approve(award, by=first)),
        (3, lambda: operations.pay(award, f"BACS {4700 + award.id}", by=second)),
        (9, lambda: operations.confirm(award, by=young)),
    ]
    order = [S.OFFERED, S.ACCEPTED, S.APPROVED_FINANCE, S.PAID, S.CONFIRMED]
    for days, step in steps[: order.index(state)]:
        with clock.standing_at(told_on + timedelta(days=days)):
            step()
    return None

"""Generated answers to what the strategy asks of each of us, and a champion for each service."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from nolimits.asks.models import AskAnswer
from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import db, transaction
from nolimits.people.models import Champion, Person
from nolimits.seed.size.rows import write
from nolimits.strategy import operations
from nolimits.strategy.document import SHIPPED
from nolimits.strategy.models import Ask, Audience
from nolimits.strategy.reader import load


@transaction
def fill(people: Sequence[int]) -> None:
    """Every third person answers one ask."""
    operations.import_strategies(load(SHIPPED), by=SYSTEM)
    of_all = sa.select(Ask.id).where(Ask.audience == Audience.INDIVIDUALS).order_by(Ask.id)
    asks, said = db.session.scalars(of_all).all(), clock.today() - timedelta(days=60)
    write(
        AskAnswer,
        people[::3],
        lambda person: {
            "ask_id": asks[person % len(asks)],
            "person_id": person,
            "will_on": said,
            "done_on": said if person % 2 else None,
            "said_by_id": person,
        },
    )
    works: Any = sa.select(Person.directorate_id, sa.func.min(Person.id))
    works = works.where(Person.id.in_(people[:500])).group_by(Person.directorate_id)
    champions: dict[int, int] = {row[0]: row[1] for row in db.session.execute(works)}
    write(
        Champion,
        sorted(champions),
        lambda one: {"directorate_id": one, "person_id": champions[one], "from_on": said},
    )

"""The council's strategy, from the file that comes with the product."""

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM
from nolimits.seed import Council
from nolimits.strategy import operations, queries
from nolimits.strategy.document import SHIPPED
from nolimits.strategy.reader import load


def fill(council: Council) -> None:
    """Bring the strategy in over a year ago, and hand its actions on by key."""
    with clock.standing_at(council.ago(days=420)):
        (strategy,) = operations.import_strategies(load(SHIPPED), by=SYSTEM)
    council.actions = {one.key: one for one in queries.actions_of(strategy.key)}

"""Generated money: monthly promises, and the payroll files of a year that fulfil them."""

from collections.abc import Sequence

from nolimits.kernel.db import transaction
from nolimits.seed.size import Officers


@transaction
def fill(people: Sequence[int], contributions: int, officers: Officers) -> None:
    """So many contributions."""

"""The assignment problem: whole-number costs in; the cheapest plan, its proof and prices out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

NEVER = 2**45  # dearer than any plan, and still exact as a float


@dataclass(frozen=True)
class Solution:
    """A cheapest plan: the column of each row, with the duals that prove it.

    `rows_price` and `columns_price` are u and v: cost - u - v is never below 0, and is 0 on the
    plan; v is never above 0, and is 0 on columns that are free. So no plan can cost less.
    """

    costs: "Whole"
    columns: "Whole"
    rows_price: "Whole"
    columns_price: "Whole"

    @property
    def reduced(self) -> "Whole":
        """What each pair costs beyond its prices."""
        whole: Whole = self.costs - self.rows_price[:, None] - self.columns_price[None, :]
        return whole

    @property
    def proven(self) -> bool:
        """Whether the certificate holds."""
        free = self.columns_price.copy()
        free[self.columns] = 0
        signs = (self.reduced >= 0).all() and (self.columns_price <= 0).all()
        return bool(signs and not free.any())

    def losses(self, row: int) -> "Whole":
        """How much dearer the cheapest plan becomes when a row is given each column instead.

        The row's new column may be taken: then whoever has it goes to another, and so on, until
        somebody takes a free column or the one that the row left. NEVER or more: impossible.
        """
        import numpy as np

        reduced, left = self.reduced, self.columns[row]
        others = np.delete(np.arange(len(self.columns)), row)
        settle = np.full(reduced.shape[1], -self.columns_price[left], dtype=np.int64)
        settle[self.columns[others]] = NEVER
        settle[left] = 0
        for _ in others:
            moved = np.minimum((reduced[others] + settle).min(axis=1), settle[self.columns[others]])
            if (moved == settle[self.columns[others]]).all():
                break
            settle[self.columns[others]] = moved
        whole: Whole = reduced[row] + settle
        return whole


def solve(costs: "Whole") -> Solution:
    """The cheapest plan; of equal ones that in which each row in turn has its first column."""
    import numpy as np

    left = costs.copy()
    found = _cheapest(left)
    for row in range(len(costs)):
        place = found.columns[row]
        if (found.reduced[row, :place] == 0).any():
            place = int(np.flatnonzero(found.losses(row) == 0)[0])
        kept = left[row, place]
        left[row] = NEVER
        left[row, place] = kept
        changed = place != found.columns[row]
        found = _cheapest(left) if changed else _priced(left, found.columns)
    return _priced(costs, found.columns)


def _cheapest(costs: "Whole") -> Solution:
    from scipy.optimize import linear_sum_assignment  # loaded where it is used: it is large

    _, columns = linear_sum_assignment(costs)
    return _priced(costs, columns)


def _priced(costs: "Whole", columns: "Whole") -> Solution:
    """A plan with its prices: how much a column could be underbid along chains of moves."""
    import numpy as np

    paid = costs[np.arange(len(columns)), columns]
    price = np.zeros(costs.shape[1], dtype=np.int64)
    for _ in range(len(columns) + 1):
        lower = np.minimum(price, (price[columns] - paid)[:, None] + costs).min(axis=0)
        if (lower == price).all():
            break
        price = lower
    return Solution(costs, columns, paid - price[columns], price)

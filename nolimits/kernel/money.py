"""Money: whole pence, pounds only, never a float."""

import re
from typing import NewType

Pence = NewType("Pence", int)

# A comma only parts thousands: "5,50" is no amount, since it could be 5.50 as well as 550.
_AMOUNT = re.compile(
    r"^(?P<pounds>[0-9]{1,7}|[0-9]{1,3},[0-9]{3}|[0-9],[0-9]{3},[0-9]{3})(?:\.(?P<pence>[0-9]{2}))?$"
)


def parse(text: str) -> Pence:
    """Read what people type ("5", "£5.50", "1,200") as pence; ValueError for all else."""
    found = _AMOUNT.match(re.sub(r"[£\s]", "", text))
    if not found:
        raise ValueError("Enter an amount in pounds, like 5 or 5.50")
    return Pence(int(found["pounds"].replace(",", "")) * 100 + int(found["pence"] or 0))


def pounds(pence: int) -> str:
    """Write pence as people read them: "£5", "£5.50", and a minus sign before a debt."""
    whole, rest = divmod(abs(pence), 100)
    sign = "\N{MINUS SIGN}" if pence < 0 else ""
    return f"{sign}£{whole:,}" + (f".{rest:02}" if rest else "")


def decimal(pence: int) -> str:
    """Write pence for a file that a finance system reads: "5.50", "-1200.00"."""
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{whole}.{rest:02}"

"""What journeys through several rooms share."""

import pytest

from tests.journeys.walk import Walkers


@pytest.fixture
def walk(browse, axe, artefacts, mail_to, database):
    """Windows of people one after another: `walk(dana).open("/my").sees("No promise yet")`."""
    for old in artefacts.glob("*.png"):
        old.unlink()
    # Pages look the same whichever database is behind them: once is enough.
    looks = database.kind == "sqlite"
    return Walkers(browse, axe, artefacts, mail_to, looks=looks)
